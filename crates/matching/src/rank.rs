//! Ranking of a set of texts for a set of queries: what `rapport match rank` measures.

use crate::model::words::{normalise, words};
use crate::model::{Model, Vector, dot};
use crate::tfidf::Spelling;
use std::collections::HashMap;

/// Queries that have at least so many words on average are read as sentences, shorter ones as titles. The set decides,
/// not the single query: a long title among titles stays a title.
const SENTENCE_WORDS_MEAN: usize = 8;
/// Lengths of the windows in which a sentence may speak of a document.
const WINDOWS: [usize; 3] = [2, 4, 7];
/// Share of meaning in a sentence's score; the rest is spelling.
const MEANING_SHARE: f32 = 0.85;

/// One hit of a query. `rank` counts from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedRow {
    pub query: String,
    pub document: String,
    pub rank: usize,
    pub score: f32,
}

struct Corpus<'a> {
    /// Distinct ids in the order of their first text.
    ids: Vec<&'a str>,
    /// Per text, the index of its id: a document may have several texts, the best one counts.
    owners: Vec<usize>,
    vectors: Vec<Vector>,
    texts: &'a [(String, String)],
    /// Built when the first sentence asks for it.
    spelling: std::sync::OnceLock<Spelling>,
}

/// The `top` documents of every query, on all cores; queries in their order.
pub fn rank_corpus(corpus: &[(String, String)], queries: &[(String, String)], top: usize) -> Vec<RankedRow> {
    let model = Model::embedded();
    let corpus = read(model, corpus);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = queries.len().div_ceil(cores).max(1);
    let total: usize = queries.iter().map(|(_, text)| words(&normalise(text)).count()).sum();
    let sentences = total >= SENTENCE_WORDS_MEAN * queries.len();
    let rank = |part: &[(String, String)]| -> Vec<RankedRow> {
        part.iter().flat_map(|(id, text)| corpus.hits(model, (id, text), sentences, top)).collect()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = queries.chunks(share).map(|part| scope.spawn(move || rank(part))).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, Vec<RankedRow>>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().flat_map(join).collect()
    })
}

fn read<'a>(model: &Model, texts: &'a [(String, String)]) -> Corpus<'a> {
    let (mut ids, mut known) = (Vec::new(), HashMap::new());
    let mut owner = |id: &'a str| {
        *known.entry(id).or_insert_with(|| {
            ids.push(id);
            ids.len() - 1
        })
    };
    let owners = texts.iter().map(|(id, _)| owner(id)).collect();
    let vectors = texts.iter().map(|(_, text)| model.encode(text)).collect();
    Corpus { ids, owners, vectors, texts, spelling: std::sync::OnceLock::new() }
}

impl Corpus<'_> {
    fn hits(&self, model: &Model, (id, text): (&str, &str), sentence: bool, top: usize) -> Vec<RankedRow> {
        let normal = normalise(text);
        let words: Vec<&str> = words(&normal).collect();
        let whole = self.products(&model.encode(text));
        let scores =
            if sentence && !words.is_empty() { self.sentence(model, text, &words, whole) } else { whole };
        let mut best = vec![f32::MIN; self.ids.len()];
        for (&owner, score) in self.owners.iter().zip(scores) {
            best[owner] = best[owner].max(score);
        }
        let mut order: Vec<usize> = (0..best.len()).collect();
        let better = |one: &usize, other: &usize| best[*other].total_cmp(&best[*one]).then(one.cmp(other));
        if order.len() > top && top > 0 {
            order.select_nth_unstable_by(top - 1, better);
        }
        order.truncate(top);
        order.sort_unstable_by(better);
        let row = |(place, index): (usize, usize)| RankedRow {
            query: id.to_owned(),
            document: self.ids[index].to_owned(),
            rank: place + 1,
            score: best[index],
        };
        order.into_iter().enumerate().map(row).collect()
    }

    fn products(&self, query: &Vector) -> Vec<f32> {
        self.vectors.iter().map(|vector| dot(query, vector)).collect()
    }

    /// Half the best window, half the whole, mixed with spelling; each side relative to its best document.
    fn sentence(&self, model: &Model, text: &str, words: &[&str], whole: Vec<f32>) -> Vec<f32> {
        let mut best = vec![f32::MIN; whole.len()];
        for window in WINDOWS.iter().flat_map(|&length| words.windows(length.min(words.len()))) {
            for (best, product) in best.iter_mut().zip(self.products(&model.encode(&window.join(" ")))) {
                *best = best.max(product);
            }
        }
        let meaning: Vec<f32> =
            best.iter().zip(&whole).map(|(best, whole)| 0.5 * best + 0.5 * whole).collect();
        let texts = || Spelling::of(self.texts.iter().map(|(_, text)| text.as_str()));
        let spelling = self.spelling.get_or_init(texts).scores(text);
        let highest = |scores: &[f32]| scores.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        let (most_meaning, most_spelling) = (highest(&meaning), highest(&spelling));
        let mix = |(meaning, spelling): (&f32, &f32)| {
            MEANING_SHARE * meaning / most_meaning + (1.0 - MEANING_SHARE) * spelling / most_spelling
        };
        meaning.iter().zip(&spelling).map(mix).collect()
    }
}
