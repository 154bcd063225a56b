//! The lines of a job post, with what their headings and their own words make of them.

use crate::model::words::normalise;
use crate::vocabulary::{Group, label_words, vocabulary};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Must,
    Plainly,
    Nice,
}

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Before the first heading.
    Opening,
    Needed,
    Nice,
    Duties,
    Offered,
}

/// One line that is no heading.
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub normal: String,
    pub section: Section,
    /// It is one of a list: it has a bullet, or it is short and stands where posts make lists.
    pub item: bool,
    pub asked: Asked,
}

impl Section {
    fn asks(self) -> Asked {
        match self {
            Self::Needed => Asked::Must,
            Self::Nice => Asked::Nice,
            _ => Asked::Plainly,
        }
    }
}

impl Line<'_> {
    /// How a part of this line asks: "Fluent English, German is a plus".
    pub fn asks_in(&self, part: &str) -> Asked {
        signs(&label_words(part)).unwrap_or(self.section.asks())
    }
}

/// A heading has few words; what stands beside its own is "for this position".
const HEADING_WORDS_MAX: usize = 8;
/// A line without a bullet under a heading is one of a list up to this length: bullets get lost in pasting.
const BARE_ITEM_WORDS_MAX: usize = 16;

pub(super) fn lines(description: &str) -> Vec<Line<'_>> {
    let mut section = Section::Opening;
    let mut out = Vec::new();
    for raw in description.split('\n').flat_map(|line| line.split_inclusive(". ")) {
        let whole = raw.trim().trim_matches(['#', '*', '=', '_']).trim();
        let text = whole
            .trim_start_matches(['-', '*', '•', '·', '–', '—', '▪', '◦', '✓', '✔', '➢', '\u{f0b7}', 'o']);
        // "o" is a bullet only where a space follows.
        let text = if whole.starts_with('o') && !whole.starts_with("o ") { whole } else { text.trim() };
        if text.is_empty() {
            continue;
        }
        let bullet = text.len() < whole.len();
        let words = label_words(text);
        if let Some(named) = heading(text, &words).filter(|_| !bullet) {
            section = named;
            continue;
        }
        let (before, after) = text.split_once(':').unwrap_or(("", text));
        // "Nice to have: Kafka" says of itself what it is.
        let own = named(&label_words(before)).filter(|_| !after.trim().is_empty());
        let text = if own.is_some() { after.trim() } else { text };
        let within = own.unwrap_or(section);
        let listed = matches!(within, Section::Needed | Section::Nice | Section::Duties);
        out.push(Line {
            text,
            normal: normalise(text).into_owned(),
            section: within,
            item: bullet
                || own.is_some()
                || ((listed || signs(&words).is_some()) && words.len() <= BARE_ITEM_WORDS_MAX),
            asked: signs(&words).unwrap_or(within.asks()),
        });
    }
    out
}

/// Which section a line opens; a line that ends in a colon opens one in any case.
fn heading(text: &str, words: &[String]) -> Option<Section> {
    if words.is_empty() || words.len() > HEADING_WORDS_MAX {
        return None;
    }
    named(words).or_else(|| text.ends_with(':').then_some(Section::Opening))
}

/// The section whose heading these words are, or half of them.
fn named(words: &[String]) -> Option<Section> {
    let sections = [Section::Needed, Section::Nice, Section::Duties, Section::Offered];
    let longest = |group: &Group| {
        let said = |name: &&Vec<String>| words.windows(name.len()).any(|window| window == **name);
        group.iter().filter(said).map(Vec::len).max().unwrap_or(0)
    };
    let lengths = vocabulary().post.headings.iter().map(longest);
    let (length, section) =
        lengths.zip(sections).reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (length > 0 && length * 2 >= words.len()).then_some(section)
}

/// What a line's own words ask for.
fn signs(words: &[String]) -> Option<Asked> {
    let has = |group: &Group| group.iter().any(|sign| words.windows(sign.len()).any(|window| window == sign));
    let post = &vocabulary().post;
    if has(&post.nice) {
        Some(Asked::Nice)
    } else if has(&post.must) {
        Some(Asked::Must)
    } else {
        None
    }
}
