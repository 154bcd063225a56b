//! Character n-gram TF-IDF: the half of sentence ranking that knows spelling and no meaning.

use crate::model::words::{normalise, words};
use std::collections::HashMap;

/// Lengths of the n-grams, counted inside words framed by spaces.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;

/// Documents by their n-grams, with weights such that a document's vector has length one.
pub(crate) struct Spelling {
    grams: HashMap<String, usize>,
    postings: Vec<Vec<(u32, f32)>>,
    idf: Vec<f32>,
    documents: usize,
}

impl Spelling {
    pub(crate) fn of<'a>(documents: impl Iterator<Item = &'a str>) -> Self {
        let mut spelling =
            Spelling { grams: HashMap::new(), postings: Vec::new(), idf: Vec::new(), documents: 0 };
        for text in documents {
            for (gram, count) in counts(text) {
                let next = spelling.postings.len();
                let index = *spelling.grams.entry(gram).or_insert(next);
                if index == next {
                    spelling.postings.push(Vec::new());
                }
                spelling.postings[index].push((spelling.documents as u32, damped(count)));
            }
            spelling.documents += 1;
        }
        let total = spelling.documents as f32;
        spelling.idf = spelling
            .postings
            .iter()
            .map(|list| ((1.0 + total) / (1.0 + list.len() as f32)).ln() + 1.0)
            .collect();
        spelling.bring_to_unit();
        spelling
    }

    fn bring_to_unit(&mut self) {
        let mut squares = vec![0.0f32; self.documents];
        for (list, idf) in self.postings.iter_mut().zip(&self.idf) {
            for (document, weight) in list {
                *weight *= idf;
                squares[*document as usize] += *weight * *weight;
            }
        }
        for (document, weight) in self.postings.iter_mut().flatten() {
            *weight /= squares[*document as usize].sqrt();
        }
    }

    /// Likeness of a query to every document, up to a factor that is the same for all.
    pub(crate) fn scores(&self, query: &str) -> Vec<f32> {
        let mut out = vec![0.0; self.documents];
        for (gram, count) in counts(query) {
            let Some(&index) = self.grams.get(&gram) else {
                continue;
            };
            let weight = damped(count) * self.idf[index];
            for &(document, there) in &self.postings[index] {
                out[document as usize] += weight * there;
            }
        }
        out
    }
}

fn damped(count: u32) -> f32 {
    1.0 + (count as f32).ln()
}

/// Sorted, so that sums of fractions are the same on every run.
fn counts(text: &str) -> std::collections::BTreeMap<String, u32> {
    let mut out = std::collections::BTreeMap::new();
    for word in words(&normalise(text)) {
        let framed: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
        for length in LENGTHS {
            for gram in framed.windows(length) {
                *out.entry(gram.iter().collect()).or_insert(0) += 1;
            }
        }
    }
    out
}
