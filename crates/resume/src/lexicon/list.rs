//! Lists of words with fast membership.

use std::collections::{HashMap, HashSet};

/// Whole words, and stems that may go on for a few letters.
pub(crate) struct WordList {
    words: HashSet<&'static str>,
    stems: HashSet<&'static str>,
    /// Letters that may follow a stem.
    tail_max: usize,
}

/// The shortest stem in any list.
const STEM_MIN: usize = 2;

impl WordList {
    /// Words parted by blanks; a stem ends in `*`.
    pub(crate) fn new(list: &'static str, tail_max: usize) -> WordList {
        let mut words = HashSet::new();
        let mut stems = HashSet::new();
        for word in list.split_whitespace() {
            match word.strip_suffix('*') {
                Some(stem) => stems.insert(stem),
                None => words.insert(word),
            };
        }
        WordList { words, stems, tail_max }
    }

    pub(crate) fn contains(&self, token: &str) -> bool {
        if self.words.contains(token) {
            return true;
        }
        let least = token.len().saturating_sub(self.tail_max).max(STEM_MIN);
        (least..=token.len()).any(|end| token.get(..end).is_some_and(|start| self.stems.contains(start)))
    }
}

/// A map from the phrases of several lists to what the list stands for; earlier lists win.
pub(crate) fn phrases<T: Copy>(lists: &[(T, &'static str)], mark: char) -> HashMap<&'static str, T> {
    let mut map = HashMap::new();
    for (value, list) in lists {
        for phrase in list.split(mark).filter(|phrase| !phrase.is_empty()) {
            map.entry(phrase).or_insert(*value);
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::WordList;

    #[test]
    fn stems_may_go_on_a_little() {
        let list = WordList::new("nurse engineer*", 4);
        let found = ["nurse", "nurses", "engineers", "engineering", "engineer", "engineered-in"]
            .map(|word| list.contains(word));
        assert_eq!(found, [true, false, true, true, true, false]);
    }
}
