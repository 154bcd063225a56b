//! The packed model: vocabulary, lookup table, scales and rows in one block of bytes that is used in place.
//!
//! Layout, little endian: magic `TSS1`; six `u32` (rows, dimensions, bits of the lookup table, length of the text
//! block, longest piece in characters, 0); offsets `u32` x (rows + 1) into the text block; text block (every entry
//! begins with its kind); slots `u32` x 2^bits, open addressing; scales `f32` x rows; rows `i8` x rows x dimensions.
//! A slot holds the row number plus one in its low 17 bits and a part of the key's hash above; zero is empty.

use super::DIMENSIONS;

pub(crate) const START_OF_WORD: u8 = 0;
pub(crate) const INSIDE_WORD: u8 = 1;
pub(crate) const WHOLE_WORD: u8 = 2;
pub(crate) const GRAM: u8 = 3;

const MAGIC: &[u8; 4] = b"TSS1";
const HEADER_BYTES: usize = 4 + 6 * 4;
const ROW_BITS: u32 = 17;
const ROW_MASK: u32 = (1 << ROW_BITS) - 1;

/// Why bytes are not a packed model, or parts cannot be packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackError {
    /// The magic, the dimensions or a length does not fit.
    Malformed,
    /// More rows than a slot can number.
    TooManyRows,
}

/// FNV-1a, because it grows by one byte at a time: the n-grams at one position share their prefix.
pub(crate) struct Key(u64);

impl Key {
    pub(crate) fn new(kind: u8) -> Self {
        let mut key = Key(0xcbf2_9ce4_8422_2325);
        key.extend(&[kind]);
        key
    }

    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    /// Where probing starts, and the tag that spares most comparisons.
    fn place(&self) -> (u32, u32) {
        let mixed = self.0 ^ (self.0 >> 29);
        (mixed as u32, (mixed >> 32) as u32 >> ROW_BITS << ROW_BITS)
    }
}

/// A checked view of a packed model.
pub(crate) struct Packed<'a> {
    offsets: &'a [u8],
    texts: &'a [u8],
    slots: &'a [u8],
    slot_mask: u32,
    scales: &'a [u8],
    rows: &'a [u8],
    longest_piece: usize,
}

fn number(bytes: &[u8], index: usize) -> u32 {
    let at = index * 4;
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl<'a> Packed<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, PackError> {
        if bytes.len() < HEADER_BYTES || !bytes.starts_with(MAGIC) {
            return Err(PackError::Malformed);
        }
        let (header, mut rest) = bytes.split_at(HEADER_BYTES);
        let field = |index| number(&header[4..], index) as usize;
        let (rows, dimensions, bits, text_bytes) = (field(0), field(1), field(2), field(3));
        if dimensions != DIMENSIONS || bits > 24 {
            return Err(PackError::Malformed);
        }
        let mut take = |size: usize| {
            let (part, tail) = rest.split_at_checked(size).ok_or(PackError::Malformed)?;
            rest = tail;
            Ok(part)
        };
        let packed = Packed {
            offsets: take((rows + 1) * 4)?,
            texts: take(text_bytes)?,
            slots: take(4 << bits)?,
            slot_mask: (1 << bits) - 1,
            scales: take(rows * 4)?,
            rows: take(rows * dimensions)?,
            longest_piece: field(4),
        };
        if rest.is_empty() { Ok(packed) } else { Err(PackError::Malformed) }
    }

    pub(crate) fn longest_piece(&self) -> usize {
        self.longest_piece
    }

    pub(crate) fn scale(&self, row: u32) -> f32 {
        f32::from_bits(number(self.scales, row as usize))
    }

    pub(crate) fn row(&self, row: u32) -> &'a [u8] {
        &self.rows[row as usize * DIMENSIONS..][..DIMENSIONS]
    }

    pub(crate) fn find(&self, kind: u8, text: &[u8]) -> Option<u32> {
        let mut key = Key::new(kind);
        key.extend(text);
        self.find_hashed(&key, kind, text)
    }

    /// The row of an entry whose hash is already known.
    pub(crate) fn find_hashed(&self, key: &Key, kind: u8, text: &[u8]) -> Option<u32> {
        let (start, tag) = key.place();
        let mut slot = start & self.slot_mask;
        loop {
            let value = number(self.slots, slot as usize);
            if value == 0 {
                return None;
            }
            if value & !ROW_MASK == tag {
                let row = (value & ROW_MASK) - 1;
                let from = number(self.offsets, row as usize) as usize;
                let to = number(self.offsets, row as usize + 1) as usize;
                let entry = &self.texts[from..to];
                if entry[0] == kind && &entry[1..] == text {
                    return Some(row);
                }
            }
            slot = (slot + 1) & self.slot_mask;
        }
    }
}

/// Packs a model: `rows` and `scales` in the order pieces, words, n-grams. Used by `cargo run -p xtask --bin pack_model`.
pub fn pack(
    pieces: &[String],
    words: &[String],
    ngrams: &[String],
    scales: &[f32],
    rows: &[u8],
) -> Result<Vec<u8>, PackError> {
    let entries: Vec<(u8, &str)> = pieces
        .iter()
        .map(|piece| match piece.strip_prefix("##") {
            Some(inner) => (INSIDE_WORD, inner),
            None => (START_OF_WORD, piece.as_str()),
        })
        .chain(words.iter().map(|word| (WHOLE_WORD, word.as_str())))
        .chain(ngrams.iter().map(|gram| (GRAM, gram.as_str())))
        .collect();
    if entries.len() >= ROW_MASK as usize {
        return Err(PackError::TooManyRows);
    }
    if scales.len() != entries.len() || rows.len() != entries.len() * DIMENSIONS {
        return Err(PackError::Malformed);
    }
    let (mut offsets, mut texts) = (vec![0u32], Vec::new());
    for &(kind, text) in &entries {
        texts.push(kind);
        texts.extend_from_slice(text.as_bytes());
        offsets.push(texts.len() as u32);
    }
    let bits = (entries.len() * 3 / 2).next_power_of_two().trailing_zeros().max(4);
    let longest =
        entries.iter().filter(|entry| entry.0 <= INSIDE_WORD).map(|entry| entry.1.chars().count()).max();
    let mut out = MAGIC.to_vec();
    let header = [
        entries.len() as u32,
        DIMENSIONS as u32,
        bits,
        texts.len() as u32,
        longest.unwrap_or(0) as u32,
        0u32,
    ];
    let mut put =
        |values: &[u32]| values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
    put(&header);
    put(&offsets);
    out.extend_from_slice(&texts);
    slots(&entries, bits).iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
    scales.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
    out.extend_from_slice(rows);
    Ok(out)
}

fn slots(entries: &[(u8, &str)], bits: u32) -> Vec<u32> {
    let mut slots = vec![0u32; 1 << bits];
    let mask = (1u32 << bits) - 1;
    for (row, (kind, text)) in (0u32..).zip(entries) {
        let mut key = Key::new(*kind);
        key.extend(text.as_bytes());
        let (start, tag) = key.place();
        let mut slot = start & mask;
        while slots[slot as usize] != 0 {
            slot = (slot + 1) & mask;
        }
        slots[slot as usize] = tag | (row + 1);
    }
    slots
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn entries_of_different_kinds_are_told_apart() {
        let lists = [strings(&["a", "##a", "##bc"]), strings(&["a"]), strings(&["<a>", "abc"])];
        let rows: Vec<u8> = (0..6 * DIMENSIONS).map(|index| (index / DIMENSIONS) as u8).collect();
        let bytes = pack(&lists[0], &lists[1], &lists[2], &[0.5; 6], &rows).unwrap();
        let packed = Packed::read(&bytes).unwrap();
        let found = |kind, text: &str| packed.find(kind, text.as_bytes());
        assert_eq!(found(START_OF_WORD, "a"), Some(0));
        assert_eq!(found(INSIDE_WORD, "a"), Some(1));
        assert_eq!(found(WHOLE_WORD, "a"), Some(3));
        assert_eq!(found(GRAM, "abc"), Some(5));
        assert_eq!(found(GRAM, "bc"), None);
        assert_eq!((packed.row(5)[0], packed.scale(5), packed.longest_piece()), (5, 0.5, 2));
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let bytes = pack(&strings(&["a"]), &[], &[], &[1.0], &[0; DIMENSIONS]).unwrap();
        for length in 0..bytes.len() {
            assert!(Packed::read(&bytes[..length]).is_err(), "{length}");
        }
        assert_eq!(pack(&strings(&["a"]), &[], &[], &[], &[]), Err(PackError::Malformed));
    }
}
