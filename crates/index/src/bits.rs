//! A set of documents of one segment.

/// One bit for each document; all sets of a segment have the same length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    pub(crate) fn none(documents: u32) -> Bits {
        Bits(vec![0; documents.div_ceil(64) as usize])
    }

    pub(crate) fn insert(&mut self, document: u32) {
        self.0[(document / 64) as usize] |= 1 << (document % 64);
    }

    pub(crate) fn remove(&mut self, document: u32) {
        self.0[(document / 64) as usize] &= !(1 << (document % 64));
    }

    pub(crate) fn contains(&self, document: u32) -> bool {
        self.0[(document / 64) as usize] & (1 << (document % 64)) != 0
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    pub(crate) fn keep(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// This set without the other.
    pub(crate) fn without(&self, other: &Bits) -> Bits {
        Bits(self.0.iter().zip(&other.0).map(|(word, other)| word & !other).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.0).flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }
}
