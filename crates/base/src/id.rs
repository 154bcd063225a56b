//! Ids: 63-bit, time-ordered, made in Rust (no sequences in the database).
//!
//! 41 bits of milliseconds since 2020-01-01, 10 bits of node number (leased from the database),
//! 12 bits of sequence. Shown as 13 characters of Crockford base32, strings in JSON.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, AtomicU16, Ordering};

use crate::clock::Clock;

/// 2020-01-01T00:00:00Z in milliseconds: 41 bits from here reach the year 2089.
const EPOCH_MS: i64 = 1_577_836_800_000;
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// An id of some row. Use the newtypes made by [`id_type!`] in signatures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Id(pub i64);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; 13];
        let mut rest = self.0 as u64;
        for slot in text.iter_mut().rev() {
            *slot = ALPHABET[(rest & 31) as usize];
            rest >>= 5;
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

/// The text is no id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id")
    }
}
impl std::error::Error for NotAnId {}

impl FromStr for Id {
    type Err = NotAnId;

    /// Reads 13 Crockford characters, either case; `i l o` are read as `1 1 0`.
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != 13 {
            return Err(NotAnId);
        }
        let mut value: u64 = 0;
        for (position, byte) in text.bytes().enumerate() {
            let folded = match byte.to_ascii_lowercase() {
                b'i' | b'l' => b'1',
                b'o' => b'0',
                other => other,
            };
            let digit = ALPHABET.iter().position(|known| *known == folded).ok_or(NotAnId)? as u64;
            if position == 0 && digit > 7 {
                return Err(NotAnId);
            }
            value = (value << 5) | digit;
        }
        i64::try_from(value).map(Id).map_err(|_| NotAnId)
    }
}

/// Makes ids that are unique on this node and never go backwards, also when the clock does.
#[derive(Debug)]
pub struct IdMaker {
    clock: Clock,
    node: AtomicU16,
    last: AtomicI64,
}

impl IdMaker {
    /// `node` is below 1,024; see the `node_lease` table.
    pub fn new(clock: Clock, node: u16) -> Self {
        Self { clock, node: AtomicU16::new(node & 1023), last: AtomicI64::new(0) }
    }

    /// From now on the ids are this node's: its lease ended, and another took its number.
    pub fn become_node(&self, node: u16) {
        self.node.store(node & 1023, Ordering::SeqCst);
    }

    /// The number of this node now.
    pub fn node(&self) -> u16 {
        self.node.load(Ordering::SeqCst)
    }

    pub fn next(&self) -> i64 {
        self.next_at(self.clock.now())
    }

    /// An id that sorts as if made at `at`; for imports and demo data.
    pub fn next_at(&self, at: crate::Micros) -> i64 {
        let stamp = ((at / 1_000 - EPOCH_MS).max(0)) << 12;
        let slot = |last: i64| if stamp > last { stamp } else { last + 1 };
        let last = self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(slot(last)));
        let ticket = slot(last.unwrap_or(0));
        ((ticket >> 12) << 22) | (i64::from(self.node.load(Ordering::SeqCst)) << 12) | (ticket & 0xfff)
    }
}

/// A newtype for the id of one kind of row.
#[macro_export]
macro_rules! id_type {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub struct $name(pub i64);
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { $crate::Id(self.0).fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse::<$crate::Id>().map(|id| Self(id.0)) }
        }
        impl $name {
            /// 0 stands for "none" in columns that are never null.
            pub fn some(self) -> Option<Self> { (self.0 != 0).then_some(self) }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_sorts_by_time() {
        let clock = Clock::held_at(1_700_000_000_000_000);
        let maker = IdMaker::new(clock.clone(), 5);
        let mut last = 0;
        for _ in 0..10_000 {
            let id = maker.next();
            assert!(id > last, "ids rise");
            assert_eq!(Id(id).to_string().parse::<Id>(), Ok(Id(id)));
            last = id;
        }
        clock.advance(1_000_000);
        assert!(maker.next() > last);
        assert_eq!("not-an-id-123".parse::<Id>(), Err(NotAnId));
        assert_eq!("zzzzzzzzzzzzz".parse::<Id>(), Err(NotAnId));
    }
}
