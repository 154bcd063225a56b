//! The static embedding model: rows of one table are summed and the sum is brought to length one.
//!
//! The packed file stays where the linker put it. Its pages are read from the executable when a word first needs
//! them, so there is no loading step and nothing is held twice; `data/README.md` says why it is not compressed.

pub(crate) mod format;
pub(crate) mod words;

use format::{Packed, START_OF_WORD, WHOLE_WORD};
use std::sync::OnceLock;
use words::{normalise, words};

/// Length of every vector of the model.
pub const DIMENSIONS: usize = 256;

/// A unit vector, or all zeros for a text in which the model knows nothing.
pub type Vector = [f32; DIMENSIONS];

/// The model, a view of packed bytes.
pub struct Model {
    packed: Packed<'static>,
}

/// Buffers that one encoding run reuses from word to word.
#[derive(Default)]
pub(crate) struct Scratch {
    framed: String,
    cuts: Vec<usize>,
    rows: Vec<u32>,
}

impl Model {
    /// The model that is part of the binary.
    pub fn embedded() -> &'static Model {
        static EMBEDDED: OnceLock<Model> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let bytes: &'static [u8] = include_bytes!("../data/title-skill-static.bin");
            Model {
                packed: Packed::read(bytes).expect("the packed model is part of the build and has a test"),
            }
        })
    }

    /// The unit vector of a text.
    pub fn encode(&self, text: &str) -> Vector {
        let mut sum = [0.0; DIMENSIONS];
        let mut scratch = Scratch::default();
        let norm = normalise(text);
        for word in words(&norm) {
            self.add_word(word, &mut sum, &mut scratch);
        }
        to_unit(&mut sum);
        sum
    }

    /// Cosine similarity of two texts, between -1 and 1.
    pub fn similarity(&self, one: &str, other: &str) -> f32 {
        dot(&self.encode(one), &self.encode(other))
    }

    /// Adds the rows of one normalised word to `sum`.
    pub(crate) fn add_word(&self, word: &str, sum: &mut Vector, scratch: &mut Scratch) {
        self.rows_of_word(word, scratch);
        for &row in &scratch.rows {
            let scale = self.packed.scale(row);
            for (total, &byte) in sum.iter_mut().zip(self.packed.row(row)) {
                *total += scale * f32::from(byte.cast_signed());
            }
        }
    }

    /// Row numbers of one normalised word: its pieces, the word itself, its character n-grams.
    fn rows_of_word(&self, word: &str, scratch: &mut Scratch) {
        let Scratch { framed, cuts, rows } = scratch;
        rows.clear();
        character_cuts(word, cuts);
        self.pieces(word, cuts, rows);
        rows.extend(self.packed.find(WHOLE_WORD, word.as_bytes()));
        framed.clear();
        framed.push('<');
        framed.push_str(word);
        framed.push('>');
        character_cuts(framed, cuts);
        self.grams(framed.as_bytes(), cuts, rows);
    }

    /// Greedy longest match from left to right; a character without a piece is skipped.
    fn pieces(&self, word: &str, cuts: &[usize], rows: &mut Vec<u32>) {
        let characters = cuts.len() - 1;
        let mut at = 0;
        while at < characters {
            let kind = if at == 0 { START_OF_WORD } else { format::INSIDE_WORD };
            let mut key = format::Key::new(kind);
            let mut longest = None;
            for end in at + 1..=characters.min(at + self.packed.longest_piece()) {
                key.extend(&word.as_bytes()[cuts[end - 1]..cuts[end]]);
                if let Some(row) = self.packed.find_hashed(&key, kind, &word.as_bytes()[cuts[at]..cuts[end]])
                {
                    longest = Some((row, end));
                }
            }
            match longest {
                Some((row, end)) => {
                    rows.push(row);
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// Every substring of 3 to 5 characters that is shorter than the framed word, each row once.
    fn grams(&self, framed: &[u8], cuts: &[usize], rows: &mut Vec<u32>) {
        let characters = cuts.len() - 1;
        let first = rows.len();
        for at in 0..characters.saturating_sub(2) {
            let mut key = format::Key::new(format::GRAM);
            for end in at + 1..=characters.min(at + 5) {
                key.extend(&framed[cuts[end - 1]..cuts[end]]);
                if end - at < 3 || end - at == characters {
                    continue;
                }
                if let Some(row) = self.packed.find_hashed(&key, format::GRAM, &framed[cuts[at]..cuts[end]])
                    && !rows[first..].contains(&row)
                {
                    rows.push(row);
                }
            }
        }
    }
}

fn character_cuts(text: &str, cuts: &mut Vec<usize>) {
    cuts.clear();
    cuts.extend(text.char_indices().map(|(at, _)| at));
    cuts.push(text.len());
}

pub(crate) fn to_unit(vector: &mut Vector) {
    let norm = dot(vector, vector).sqrt();
    if norm > 0.0 {
        vector.iter_mut().for_each(|value| *value /= norm);
    }
}

/// Dot product in sixteen lanes, a form the compiler turns into vector instructions; the order of additions is fixed,
/// so the same input gives the same bits on every machine.
pub(crate) fn dot(one: &Vector, other: &Vector) -> f32 {
    let mut lanes = [0.0f32; 16];
    for (a, b) in one.chunks_exact(16).zip(other.chunks_exact(16)) {
        for lane in 0..16 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests;
