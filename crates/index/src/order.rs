//! The order of hits, and cursors into it.

use std::collections::BinaryHeap;
use std::fmt::Write as _;

/// How hits are ordered. Equal hits come by person id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    /// By score; without a query, the last added first.
    #[default]
    BestMatch,
    NameAscending,
    NameDescending,
    LastContactNewest,
    LastContactOldest,
    AddedNewest,
    AddedOldest,
    UpdatedNewest,
    UpdatedOldest,
}

impl Sort {
    pub(crate) fn descends(self) -> bool {
        use Sort::{AddedNewest, BestMatch, LastContactNewest, NameDescending, UpdatedNewest};
        matches!(self, BestMatch | NameDescending | LastContactNewest | AddedNewest | UpdatedNewest)
    }

    pub(crate) fn is_by_name(self) -> bool {
        matches!(self, Sort::NameAscending | Sort::NameDescending)
    }

    pub(crate) fn is_by_contact(self) -> bool {
        matches!(self, Sort::LastContactNewest | Sort::LastContactOldest)
    }

    fn code(self) -> u8 {
        self as u8
    }
}

/// A place in an ordered list, from [`Found::next`](crate::Found). Opaque; survives changes of the
/// index, except that scores (and with them places by best match) may shift a little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub(crate) String);

impl Cursor {
    /// As kept in a link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Cursor {
    /// Any text is taken: one that was not made here starts the list from the front.
    fn from(text: String) -> Cursor {
        Cursor(text)
    }
}

/// A hit's place: the key in ascending order, then the person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place<K> {
    pub key: K,
    pub person: i64,
}

/// A place that means the same in every segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Number(u64),
    Name(String),
}

pub(crate) fn write_cursor(sort: Sort, key: &Key, person: i64) -> Cursor {
    let mut text = format!("{:x}.{person:x}.", sort.code());
    match key {
        Key::Number(number) => write!(text, "{number:x}"),
        Key::Name(name) => name.bytes().try_for_each(|byte| write!(text, "{byte:02x}")),
    }
    .expect("writing to a string");
    Cursor(text)
}

/// The place a cursor means; none for a cursor of another order, or damaged.
pub(crate) fn read_cursor(sort: Sort, cursor: &Cursor) -> Option<Place<Key>> {
    let mut parts = cursor.0.split('.');
    let code = u8::from_str_radix(parts.next()?, 16).ok()?;
    let person = i64::from_str_radix(parts.next()?, 16).ok()?;
    let key = parts.next()?;
    if code != sort.code() || parts.next().is_some() {
        return None;
    }
    let key = if sort.is_by_name() {
        let bytes = key.as_bytes().chunks(2).map(|pair| {
            let pair = str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
            u8::from_str_radix(pair, 16).ok()
        });
        Key::Name(String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()?)
    } else {
        Key::Number(u64::from_str_radix(key, 16).ok()?)
    };
    Some(Place { key, person })
}

/// The first `limit` places after `after`, of one segment.
pub(crate) struct First {
    heap: BinaryHeap<Place<u64>>,
    limit: usize,
    after: Option<Place<u64>>,
}

impl First {
    pub(crate) fn new(limit: usize, after: Option<Place<u64>>) -> First {
        First { heap: BinaryHeap::with_capacity(limit + 1), limit, after }
    }

    /// Takes a hit; the person is looked up only for hits that may stay.
    #[inline]
    pub(crate) fn take(&mut self, key: u64, person: impl FnOnce() -> i64) {
        let full = self.heap.len() >= self.limit;
        if full && self.heap.peek().is_none_or(|last| key > last.key) {
            return;
        }
        if self.after.as_ref().is_some_and(|after| key < after.key) {
            return;
        }
        let place = Place { key, person: person() };
        if self.after.as_ref().is_some_and(|after| place <= *after) {
            return;
        }
        if full {
            if self.heap.peek().is_some_and(|last| place >= *last) {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(place);
    }

    /// The score a hit must exceed to be taken, for places whose keys are scores.
    pub(crate) fn lowest_score(&self) -> f32 {
        match self.heap.peek() {
            Some(last) if self.heap.len() >= self.limit => score_of(!last.key),
            _ => f32::MIN,
        }
    }

    pub(crate) fn into_places(self) -> Vec<Place<u64>> {
        self.heap.into_sorted_vec()
    }
}

/// Scores as numbers in the same order; scores are never negative.
pub(crate) fn score_key(score: f32) -> u64 {
    u64::from(score.max(0.0).to_bits())
}

pub(crate) fn score_of(key: u64) -> f32 {
    f32::from_bits(u32::try_from(key).unwrap_or(0))
}
