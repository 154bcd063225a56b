//! Phrases of a profile and the needs they meet; `score` says what must hold of them.

use crate::model::{Vector, dot};
use crate::prepared::{PreparedNeeds, too_short};
use crate::profile::{FieldKind, Profile};
use crate::score::{MatchedWord, Strength};
use crate::terms::Term;
use crate::tokens::{Join, Token, Word};
use std::ops::Range;

/// Longest phrase judged by meaning, in words.
const PHRASE_WORDS_MAX: usize = 6;
/// Worth of a phrase that only just counts, and the most that meaning alone can be worth; a word-for-word match is 1.
const MEANING_WORTH: (f32, f32) = (0.35, 0.9);

/// A phrase that could feed a need.
pub(crate) struct Candidate {
    pub need: usize,
    pub tokens: Range<usize>,
    pub worth: f32,
    pub strength: Strength,
}

/// One of the vectors a need is compared by, multiplied with every word seen so far.
pub(crate) struct Meaning<'a> {
    pub need: usize,
    pub vector: &'a Vector,
    pub near: Vec<f32>,
}

/// A profile that is being scored.
pub(crate) struct Reading<'a> {
    pub needs: &'a PreparedNeeds,
    pub profile: &'a Profile<'a>,
    pub tokens: Vec<Token>,
    pub words: &'a [Word],
    pub meanings: &'a [Meaning<'a>],
}

impl Reading<'_> {
    /// The phrases that feed needs, the strongest first; no word is in two of them.
    pub(crate) fn accepted(&self) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for start in 0..self.tokens.len() {
            self.word_for_word(start, &mut candidates);
            self.by_meaning(start, &mut candidates);
        }
        take_strongest(candidates, self.tokens.len())
    }

    pub(crate) fn matched(&self, candidate: &Candidate) -> MatchedWord {
        let run = &self.tokens[candidate.tokens.clone()];
        let field = run[0].field;
        let span = run[0].span.start..run[run.len() - 1].span.end;
        MatchedWord {
            text: self.profile.fields[field].text[span.clone()].to_owned(),
            field,
            kind: self.profile.fields[field].kind,
            span,
            strength: candidate.strength,
        }
    }

    fn word(&self, token: usize) -> &Word {
        &self.words[self.tokens[token].word]
    }

    fn kind(&self, token: usize) -> FieldKind {
        self.profile.fields[self.tokens[token].field].kind
    }

    /// Known terms that begin here.
    fn word_for_word(&self, start: usize, out: &mut Vec<Candidate>) {
        for &(need, place) in self.needs.terms_from(&self.word(start).folded) {
            let (term, worth) = &self.needs.needs[need].terms[place];
            if !self.needs.needs[need].reads(self.kind(start)) {
                continue;
            }
            if let Some(tokens) = self.term_at(term, start) {
                out.push(Candidate { need, tokens, worth: *worth, strength: Strength::Exact });
            }
        }
    }

    fn term_at(&self, term: &Term, start: usize) -> Option<Range<usize>> {
        let range = start..start + term.words.len();
        let run = self.tokens.get(range.clone())?;
        let same = run.iter().zip(&term.words).all(|(token, word)| self.words[token.word].folded == *word);
        if !same || run[1..].iter().any(|token| token.join == Join::Apart) {
            return None;
        }
        let field = &self.profile.fields[run[0].field];
        let spelt = &field.text[run[0].span.clone()];
        let as_required = |spelling: &str| spelt == spelling || spelt == spelling.to_uppercase();
        (field.kind != FieldKind::Text || term.spelling.is_none_or(as_required)).then_some(range)
    }

    /// Runs of up to six close words that begin here; none begins or ends with a stop word.
    fn by_meaning(&self, start: usize, out: &mut Vec<Candidate>) {
        let kind = self.kind(start);
        if self.word(start).stop || !matches!(kind, FieldKind::Title | FieldKind::Skill | FieldKind::Text) {
            return;
        }
        let mut squared = 0.0;
        let mut sums = vec![0.0f32; self.meanings.len()];
        for end in start..self.tokens.len().min(start + PHRASE_WORDS_MAX) {
            if end > start && self.tokens[end].join != Join::Close {
                break;
            }
            squared += self.grown(start, end);
            for (sum, meaning) in sums.iter_mut().zip(self.meanings) {
                *sum += meaning.near[self.tokens[end].word];
            }
            let short = start == end && too_short(&self.word(end).folded);
            if squared > 0.0 && !short && !self.word(end).stop {
                out.extend(self.nearest_need(start..end + 1, &sums, squared.sqrt()));
            }
        }
    }

    /// By how much the squared length of a phrase grows with its last word.
    fn grown(&self, start: usize, end: usize) -> f32 {
        let last = &self.word(end).sum;
        2.0 * (start..end).map(|before| dot(last, &self.word(before).sum)).sum::<f32>() + dot(last, last)
    }

    /// The need a phrase meets best, if it meets any. `sums` are its products with the meanings.
    fn nearest_need(&self, tokens: Range<usize>, sums: &[f32], length: f32) -> Option<Candidate> {
        let kind = self.kind(tokens.start);
        let mut best: Option<Candidate> = None;
        for (sum, meaning) in sums.iter().zip(self.meanings) {
            let prepared = &self.needs.needs[meaning.need];
            let (from, full) = prepared.range(kind);
            let similarity = (sum / length).min(1.0);
            if similarity < from
                || !prepared.judged_by_meaning(kind)
                || prepared.refuses(&self.folded(&tokens))
            {
                continue;
            }
            let share = ((similarity - from) / (full - from)).min(1.0);
            let worth = MEANING_WORTH.0 + share * (MEANING_WORTH.1 - MEANING_WORTH.0);
            if best.as_ref().is_none_or(|best| worth > best.worth) {
                let strength = Strength::Similar(similarity);
                best = Some(Candidate { need: meaning.need, tokens: tokens.clone(), worth, strength });
            }
        }
        best
    }

    fn folded(&self, tokens: &Range<usize>) -> Vec<&str> {
        tokens.clone().map(|token| self.word(token).folded.as_str()).collect()
    }
}

/// Strongest first, then longer, then earlier; a word serves once. The order is total and looks at nothing but the
/// candidates themselves.
fn take_strongest(mut candidates: Vec<Candidate>, tokens: usize) -> Vec<Candidate> {
    let exact = |candidate: &Candidate| candidate.strength == Strength::Exact;
    candidates.sort_by(|one, other| {
        exact(other)
            .cmp(&exact(one))
            .then_with(|| {
                if exact(one) { other.tokens.len().cmp(&one.tokens.len()) } else { std::cmp::Ordering::Equal }
            })
            .then_with(|| other.worth.total_cmp(&one.worth))
            .then_with(|| other.tokens.len().cmp(&one.tokens.len()))
            .then_with(|| one.tokens.start.cmp(&other.tokens.start))
            .then_with(|| one.need.cmp(&other.need))
    });
    let mut taken = vec![false; tokens];
    candidates.retain(|candidate| {
        let free = !taken[candidate.tokens.clone()].iter().any(|&taken| taken);
        if free {
            taken[candidate.tokens.clone()].fill(true);
        }
        free
    });
    candidates.sort_by(|one, other| other.worth.total_cmp(&one.worth));
    candidates
}
