//! The word lists of `data/words`, read once.

use crate::model::words::{normalise, words};
use std::collections::HashSet;
use std::sync::OnceLock;

/// Names of one thing, each as its normalised words; the first stands for all.
pub(crate) type Group = Vec<Vec<String>>;

pub(crate) struct Vocabulary {
    pub stop_words: HashSet<&'static str>,
    pub fillers: HashSet<&'static str>,
    pub seniority: HashSet<&'static str>,
    /// The required spelling, with its normalised form.
    pub spelt_exactly: Vec<(&'static str, String)>,
    pub variants: Vec<Group>,
    pub false_friends: Vec<Group>,
    pub languages: Vec<Group>,
    pub leading: Leading,
    pub title_words: Vec<Group>,
    pub post: PostWords,
}

/// How job posts speak.
pub(crate) struct PostWords {
    /// Headings of what is needed, would be nice, is to be done, is offered.
    pub headings: [Group; 4],
    pub must: Group,
    pub nice: Group,
    pub between: Group,
    pub around: HashSet<String>,
}

/// How needs ask for people who have led others, and how resumes tell of it.
pub(crate) struct Leading {
    pub signs: Group,
    /// Whole phrases that tell of it.
    pub phrases: Group,
}

pub(crate) fn vocabulary() -> &'static Vocabulary {
    static LISTS: OnceLock<Vocabulary> = OnceLock::new();
    LISTS.get_or_init(|| Vocabulary {
        stop_words: list(include_str!("../data/words/stop_words.txt")).collect(),
        fillers: list(include_str!("../data/words/fillers.txt")).collect(),
        seniority: list(include_str!("../data/words/seniority.txt")).collect(),
        spelt_exactly: list(include_str!("../data/words/spelt_exactly.txt"))
            .map(|spelt| (spelt, normalise(spelt).into_owned()))
            .collect(),
        variants: groups(include_str!("../data/words/variants.txt")),
        false_friends: groups(include_str!("../data/words/false_friends.txt")),
        languages: groups(include_str!("../data/words/languages.txt")),
        leading: leading(include_str!("../data/words/leading.txt")),
        title_words: groups(include_str!("../data/words/title_words.txt")),
        post: post(include_str!("../data/words/post.txt")),
    })
}

pub(crate) fn label_words(label: &str) -> Vec<String> {
    words(&normalise(label)).map(str::to_owned).collect()
}

/// The first line of each file says what it is.
fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().skip(1)
}

fn list(file: &'static str) -> impl Iterator<Item = &'static str> {
    lines(file).flat_map(str::split_whitespace)
}

fn groups(file: &'static str) -> Vec<Group> {
    lines(file).map(|line| line.split(" | ").map(label_words).collect()).collect()
}

/// The file has eight lines, which its first line names.
fn post(file: &'static str) -> PostWords {
    let mut groups = groups(file).into_iter();
    let mut next = || groups.next().unwrap_or_default();
    let headings = [next(), next(), next(), next()];
    let (must, nice, between) = (next(), next(), next());
    PostWords { headings, must, nice, between, around: next().into_iter().flatten().collect() }
}

/// Highest number of people that is read as digits: "led 40".
const LED_MAX: u32 = 60;

/// The file has five lines: signs of a need, verbs, what they lead, complete phrases, numbers in words.
fn leading(file: &'static str) -> Leading {
    let mut groups = groups(file).into_iter();
    let mut next = || groups.next().unwrap_or_default();
    let (signs, verbs, mut objects, mut phrases, numbers) = (next(), next(), next(), next(), next());
    objects.extend(numbers);
    objects.extend((2..=LED_MAX).map(|number| vec![number.to_string()]));
    phrases
        .extend(verbs.iter().flat_map(|verb| objects.iter().map(move |object| [&verb[..], object].concat())));
    Leading { signs, phrases }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_written_as_texts_are_read() {
        let lists = vocabulary();
        for word in lists.stop_words.iter().chain(&lists.fillers).chain(&lists.seniority) {
            assert_eq!(label_words(word), [*word], "{word}");
        }
        for group in lists.variants.iter().chain(&lists.languages).chain(&lists.title_words) {
            assert!(group.iter().all(|name| !name.is_empty()), "{group:?}");
        }
    }

    /// A name in two groups would make two different things the same.
    #[test]
    fn no_name_stands_for_two_languages() {
        let mut seen = HashSet::new();
        for name in vocabulary().languages.iter().flatten() {
            assert!(seen.insert(name), "{name:?}");
        }
    }
}
