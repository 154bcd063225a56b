//! The first step of matching many people: exact nearest neighbours over vectors of 256 bytes.

use crate::model::{DIMENSIONS, Vector};

/// Rows whose dot products are computed before any is looked at.
const BLOCK: usize = 512;

/// Unit vectors as bytes, each belonging to an owner; an owner may have several (a title, the skills).
///
/// 256 bytes for the vector and 8 for the owner; nothing else is kept, so 100,000 vectors take 26 MB.
#[derive(Debug, Clone, Default)]
pub struct Vectors {
    rows: Vec<i8>,
    owners: Vec<i64>,
}

/// An owner near a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    pub owner: i64,
    /// Cosine similarity of the owner's best vector, exact to about 0.005.
    pub similarity: f32,
}

/// A unit vector in bytes; every vector has the same scale, so the bytes' products can be compared directly.
pub fn quantise(vector: &Vector) -> [i8; DIMENSIONS] {
    std::array::from_fn(|index| (vector[index] * SCALE).round().clamp(-127.0, 127.0) as i8)
}

/// Components of these vectors stay under 0.5, so twice the finer steps fit a byte.
const SCALE: f32 = 254.0;

impl Vectors {
    pub fn with_capacity(vectors: usize) -> Self {
        Vectors { rows: Vec::with_capacity(vectors * DIMENSIONS), owners: Vec::with_capacity(vectors) }
    }

    pub fn len(&self) -> usize {
        self.owners.len()
    }

    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// Adds one more vector of an owner.
    pub fn add(&mut self, owner: i64, vector: &[i8; DIMENSIONS]) {
        self.rows.extend_from_slice(vector);
        self.owners.push(owner);
    }

    /// Removes all vectors of an owner; the last rows move into the gaps.
    pub fn remove(&mut self, owner: i64) {
        let mut index = 0;
        while index < self.owners.len() {
            if self.owners[index] != owner {
                index += 1;
                continue;
            }
            let last = self.owners.len() - 1;
            self.owners.swap_remove(index);
            self.rows.copy_within(last * DIMENSIONS.., index * DIMENSIONS);
            self.rows.truncate(last * DIMENSIONS);
        }
    }

    /// The `count` nearest owners that the filter admits, the nearest first, equals by owner. Exact: every vector is
    /// looked at, and an owner counts with the best one.
    pub fn nearest(&self, query: &Vector, count: usize, admits: impl Fn(i64) -> bool) -> Vec<Hit> {
        if count == 0 {
            return Vec::new();
        }
        let query = quantise(query).map(i16::from);
        let mut best = Best { kept: Vec::new(), count, floor: i32::MIN };
        let mut products = [0i32; BLOCK];
        for (rows, owners) in self.rows.chunks(BLOCK * DIMENSIONS).zip(self.owners.chunks(BLOCK)) {
            let products = &mut products[..owners.len()];
            multiply(&query, rows, products);
            for (&product, &owner) in products.iter().zip(owners) {
                if product >= best.floor && admits(owner) {
                    best.offer(product, owner);
                }
            }
        }
        best.shrink();
        let unit = 1.0 / (SCALE * SCALE);
        best.kept.iter().map(|&(product, owner)| Hit { owner, similarity: product as f32 * unit }).collect()
    }
}

/// The best owners so far, with some slack so that sorting is rare.
struct Best {
    kept: Vec<(i32, i64)>,
    count: usize,
    /// Product of the last of `count` different owners: nothing below can enter any more.
    floor: i32,
}

impl Best {
    fn offer(&mut self, product: i32, owner: i64) {
        self.kept.push((product, owner));
        if self.kept.len() >= self.count * 4 + 64 {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        self.kept.sort_unstable_by_key(|&(product, owner)| (owner, -product));
        self.kept.dedup_by_key(|&mut (_, owner)| owner);
        self.kept.sort_unstable_by_key(|&(product, owner)| (-product, owner));
        self.kept.truncate(self.count);
        if self.kept.len() == self.count {
            self.floor = self.kept[self.count - 1].0;
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn multiply(query: &[i16; DIMENSIONS], rows: &[i8], products: &mut [i32]) {
    #[target_feature(enable = "avx2")]
    fn wide(query: &[i16; DIMENSIONS], rows: &[i8], products: &mut [i32]) {
        multiply_plain(query, rows, products);
    }
    if is_x86_feature_detected!("avx2") {
        #[expect(
            unsafe_code,
            reason = "safe Rust compiled for AVX2, entered only where the processor has it"
        )]
        unsafe {
            wide(query, rows, products);
        }
    } else {
        multiply_plain(query, rows, products);
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn multiply(query: &[i16; DIMENSIONS], rows: &[i8], products: &mut [i32]) {
    multiply_plain(query, rows, products);
}

/// Written so that the compiler uses the multiply-and-add-pairs instruction of whatever it compiles for.
#[inline(always)]
fn multiply_plain(query: &[i16; DIMENSIONS], rows: &[i8], products: &mut [i32]) {
    for (row, product) in rows.chunks_exact(DIMENSIONS).zip(products) {
        *product =
            row.iter().zip(query).map(|(&byte, &value)| i32::from(i16::from(byte)) * i32::from(value)).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;

    fn people() -> Vectors {
        let model = Model::embedded();
        let mut vectors = Vectors::default();
        for (owner, text) in
            [(1, "nurse"), (2, "welder"), (1, "backend engineer"), (3, "software developer"), (4, "cook")]
        {
            vectors.add(owner, &model.encode_i8(text));
        }
        vectors
    }

    fn owners(vectors: &Vectors, query: &str, count: usize, admits: impl Fn(i64) -> bool) -> Vec<i64> {
        let hits = vectors.nearest(&Model::embedded().encode(query), count, admits);
        hits.iter().map(|hit| hit.owner).collect()
    }

    #[test]
    fn an_owner_counts_once_with_the_best_vector() {
        assert_eq!(owners(&people(), "backend engineer", 2, |_| true), [1, 3]);
        assert_eq!(owners(&people(), "backend engineer", 9, |_| true).len(), 4);
        assert_eq!(owners(&people(), "backend engineer", 2, |owner| owner != 1)[0], 3);
        assert!(owners(&people(), "backend engineer", 0, |_| true).is_empty());
    }

    #[test]
    fn removal_takes_every_vector_of_the_owner_and_no_other() {
        let mut vectors = people();
        vectors.remove(1);
        assert_eq!(vectors.len(), 3);
        assert_eq!(owners(&vectors, "cook", 3, |_| true)[0], 4);
        vectors.remove(99);
        assert_eq!(vectors.len(), 3);
    }

    #[test]
    fn the_bytes_keep_the_similarity_and_the_best_equal_a_full_sort() {
        let model = Model::embedded();
        let query = model.encode("warehouse shift lead");
        let texts: Vec<String> =
            (0..700).map(|number| format!("{} {number} clerk {}", number % 7, number * 31 % 97)).collect();
        let mut vectors = Vectors::default();
        for (owner, text) in (0..).zip(&texts) {
            vectors.add(owner % 300, &model.encode_i8(text));
        }
        let hits = vectors.nearest(&query, 5, |_| true);
        let mut all = vectors.nearest(&query, 300, |_| true);
        all.truncate(5);
        assert_eq!(hits, all);
        let exact = (0..700)
            .step_by(300)
            .map(|step| step + hits[0].owner as usize)
            .filter(|&index| index < 700)
            .map(|index| crate::model::dot(&query, &model.encode(&texts[index])))
            .fold(f32::MIN, f32::max);
        assert!((hits[0].similarity - exact).abs() < 0.005, "{} and {exact}", hits[0].similarity);
    }
}
