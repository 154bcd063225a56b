//! Points with reasons.
//!
//! Every phrase of the profile (a run of close words) belongs to at most one need: the one it meets best. Phrases are
//! taken from the strongest down, each word once, and what a phrase is worth depends on that phrase alone. So a need
//! is fed by exactly the words its reason lists: without them it has nothing, and nobody else has more or less.
//! (Among the phrases that remain, each was there before and lost, if it lost, to one that is there still.)

use crate::explain::quote;
use crate::model::{Model, dot};
use crate::needs::NeedKind;
use crate::phrases::{Candidate, Meaning, Reading};
use crate::prepared::{PreparedNeed, PreparedNeeds};
use crate::profile::{FieldKind, Profile};
use crate::tokens::{Words, tokens};
use std::ops::Range;

/// From here on a need counts as met.
const MET: f32 = 0.75;

/// How a phrase met its need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Strength {
    /// Word for word, or a known spelling of the same.
    Exact,
    /// By meaning, with the cosine similarity.
    Similar(f32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Met,
    Partly,
    Missing,
}

/// Words of the profile that feed a reason.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchedWord {
    pub text: String,
    /// Index into [`Profile::fields`].
    pub field: usize,
    pub kind: FieldKind,
    /// Bytes of that field's text.
    pub span: Range<usize>,
    pub strength: Strength,
}

/// What one need earned, and from which words.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    pub need: u32,
    pub label: String,
    pub must: bool,
    /// The need's share of 100.
    pub weight: u32,
    /// Points earned, at most the weight.
    pub points: u32,
    pub verdict: Verdict,
    /// Every word that feeds the points, the strongest first.
    pub words: Vec<MatchedWord>,
    /// The line of the resume around the strongest words.
    pub quote: Option<String>,
}

/// The score of one person for one job.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Sum of the reasons' points, 0 to 100.
    pub points: u32,
    /// One per need, in the order of the needs.
    pub reasons: Vec<Reason>,
    /// The same sum before rounding: orders people with equal points, and is not shown.
    pub unrounded: f32,
}

/// Scores people for one job, one after the other; what it learns about words it keeps for the next person.
pub struct Scorer<'a> {
    model: &'a Model,
    needs: &'a PreparedNeeds,
    words: Words,
    meanings: Vec<Meaning<'a>>,
}

/// Scores one profile; for many use a [`Scorer`].
pub fn score(model: &Model, needs: &PreparedNeeds, profile: &Profile<'_>) -> Scored {
<<<<<<< HEAD
    let tokens = Tokens::of(model, profile);
    let mut candidates = word_for_word(needs, profile, &tokens);
    by_meaning(needs, profile, &tokens, &mut candidates);
    let accepted = take_strongest(candidates, tokens.tokens.len());
    let mut reasons = Vec::with_capacity(needs.needs.len());
    let mut unrounded = 0.0;
    // The same years cannot feed two reasons: the first need of this kind has them.
    let years_need =
        needs.needs.iter().position(|need| matches!(need.need.kind, NeedKind::ExperienceYears(_)));
    for (index, prepared) in needs.needs.iter().enumerate() {
        let mine: Vec<&Candidate> = accepted.iter().filter(|candidate| candidate.need == index).collect();
        let (worth, words) = match prepared.need.kind {
            NeedKind::ExperienceYears(years) if years_need == Some(index) => experience(years, profile),
            _ => (
                mine.first().map_or(0.0, |strongest| strongest.worth),
                mine.iter().map(|candidate| matched(candidate, profile, &tokens)).collect(),
            ),
        };
        let reason = reason(prepared, worth, words, profile);
        unrounded += worth * prepared.need.weight as f32;
        reasons.push(reason);
    }
    Scored { points: reasons.iter().map(|reason| reason.points).sum(), reasons, unrounded }
=======
    Scorer::new(model, needs).score(profile)
}

impl<'a> Scorer<'a> {
    pub fn new(model: &'a Model, needs: &'a PreparedNeeds) -> Self {
        let vectors = needs.needs.iter().enumerate().flat_map(|(need, prepared)| {
            prepared.vectors.iter().map(move |vector| Meaning {
                need,
                vector,
                near: Vec::new(),
            })
        });
        Scorer {
            model,
            needs,
            words: Words::default(),
            meanings: vectors.collect(),
        }
    }

    pub fn score(&mut self, profile: &Profile<'_>) -> Scored {
        if self.words.forgot_many() {
            self.meanings
                .iter_mut()
                .for_each(|meaning| meaning.near.clear());
        }
        let tokens = tokens(self.model, profile, &mut self.words);
        for meaning in &mut self.meanings {
            let news = &self.words.list[meaning.near.len()..];
            meaning
                .near
                .extend(news.iter().map(|word| dot(meaning.vector, &word.sum)));
        }
        let (words, meanings) = (&self.words.list, &self.meanings);
        let reading = Reading {
            needs: self.needs,
            profile,
            tokens,
            words,
            meanings,
        };
        let fed = reading.accepted();
        // The same years cannot feed two reasons: the first need of this kind has them.
        let needs = &self.needs.needs;
        let years_need = needs
            .iter()
            .position(|need| matches!(need.need.kind, NeedKind::ExperienceYears(_)));
        let mut reasons = Vec::with_capacity(needs.len());
        let mut unrounded = 0.0;
        for (index, prepared) in needs.iter().enumerate() {
            let mine: Vec<&Candidate> = fed
                .iter()
                .filter(|candidate| candidate.need == index)
                .collect();
            let (worth, words) = match prepared.need.kind {
                NeedKind::ExperienceYears(years) if years_need == Some(index) => {
                    experience(years, profile)
                }
                _ => (
                    mine.first().map_or(0.0, |strongest| strongest.worth),
                    mine.iter()
                        .map(|candidate| reading.matched(candidate))
                        .collect(),
                ),
            };
            reasons.push(reason(prepared, worth, words, profile));
            unrounded += worth * prepared.need.weight as f32;
        }
        Scored {
            points: reasons.iter().map(|reason| reason.points).sum(),
            reasons,
            unrounded,
        }
    }
>>>>>>> h-matching
}

fn reason(prepared: &PreparedNeed, worth: f32, words: Vec<MatchedWord>, profile: &Profile<'_>) -> Reason {
    let need = &prepared.need;
    Reason {
        need: need.id,
        label: need.label.clone(),
        must: need.must,
        weight: need.weight,
        points: (need.weight as f32 * worth).round() as u32,
        verdict: match worth {
            worth if worth >= MET => Verdict::Met,
            worth if worth > 0.0 => Verdict::Partly,
            _ => Verdict::Missing,
        },
        quote: quote(profile, &words),
        words,
    }
}

<<<<<<< HEAD
/// Known terms, as runs of words; each run goes to the need that values it most, then to the earlier one.
fn word_for_word(needs: &PreparedNeeds, profile: &Profile<'_>, tokens: &Tokens) -> Vec<Candidate> {
    let mut out = Vec::new();
    for start in 0..tokens.tokens.len() {
        let kind = profile.fields[tokens.tokens[start].field].kind;
        for (index, prepared) in needs.needs.iter().enumerate().filter(|(_, prepared)| prepared.reads(kind)) {
            for (term, worth) in &prepared.terms {
                if let Some(range) = term_at(term, start, tokens, profile) {
                    let strength = Strength::Exact;
                    out.push(Candidate { need: index, tokens: range, worth: *worth, strength });
                }
            }
        }
    }
    out
}

fn term_at(term: &Term, start: usize, tokens: &Tokens, profile: &Profile<'_>) -> Option<Range<usize>> {
    let range = start..start + term.words.len();
    let run = tokens.tokens.get(range.clone())?;
    let same = run.iter().zip(&term.words).all(|(token, word)| tokens.words[token.word].folded == *word);
    if !same || run[1..].iter().any(|token| token.join == Join::Apart) {
        return None;
    }
    let field = &profile.fields[run[0].field];
    let spelt = &field.text[run[0].span.clone()];
    let as_required = |spelling: &str| spelt == spelling || spelt == spelling.to_uppercase();
    (field.kind != FieldKind::Text || term.spelling.is_none_or(as_required)).then_some(range)
}

/// Runs of up to six close words that do not begin or end with a stop word.
fn by_meaning(needs: &PreparedNeeds, profile: &Profile<'_>, tokens: &Tokens, out: &mut Vec<Candidate>) {
    let meanings: Vec<Meaning> = needs
        .needs
        .iter()
        .enumerate()
        .flat_map(|(need, prepared)| prepared.vectors.iter().map(move |vector| (need, vector)))
        .map(|(need, vector)| Meaning {
            need,
            near: tokens.words.iter().map(|word| dot(vector, &word.sum)).collect(),
        })
        .collect();
    if meanings.is_empty() {
        return;
    }
    let mut sums = vec![0.0f32; meanings.len()];
    for start in 0..tokens.tokens.len() {
        let first = &tokens.tokens[start];
        let kind = profile.fields[first.field].kind;
        if tokens.words[first.word].stop
            || !matches!(kind, FieldKind::Title | FieldKind::Skill | FieldKind::Text)
        {
            continue;
        }
        let mut squared = 0.0;
        sums.fill(0.0);
        for end in start..tokens.tokens.len().min(start + PHRASE_WORDS_MAX) {
            let last = &tokens.tokens[end];
            if end > start && last.join != Join::Close {
                break;
            }
            squared += grown(tokens, start, end);
            for (sum, meaning) in sums.iter_mut().zip(&meanings) {
                *sum += meaning.near[last.word];
            }
            let short = start == end && too_short(&tokens.words[last.word].folded);
            if tokens.words[last.word].stop || squared <= 0.0 || short {
                continue;
            }
            let norm = squared.sqrt();
            let similarities = meanings.iter().zip(&sums).map(|(meaning, sum)| (meaning.need, sum / norm));
            if let Some((need, worth, similarity)) = nearest_need(needs, kind, similarities) {
                let strength = Strength::Similar(similarity.min(1.0));
                out.push(Candidate { need, tokens: start..end + 1, worth, strength });
            }
        }
    }
}

/// One of the vectors a need is compared by, multiplied with every distinct word of the profile.
struct Meaning {
    need: usize,
    near: Vec<f32>,
}

/// By how much the squared length of a phrase grows with its last word.
fn grown(tokens: &Tokens, start: usize, end: usize) -> f32 {
    let last = &tokens.words[tokens.tokens[end].word].sum;
    let before = |index: usize| dot(last, &tokens.words[tokens.tokens[index].word].sum);
    2.0 * (start..end).map(before).sum::<f32>() + dot(last, last)
}

/// The need a phrase meets best, if it meets any.
fn nearest_need(
    needs: &PreparedNeeds,
    kind: FieldKind,
    similarities: impl Iterator<Item = (usize, f32)>,
) -> Option<(usize, f32, f32)> {
    let mut best: Option<(usize, f32, f32)> = None;
    for (index, similarity) in similarities {
        let prepared = &needs.needs[index];
        if !prepared.judged_by_meaning(kind) {
            continue;
        }
        let (from, full) = prepared.range(kind);
        if similarity < from {
            continue;
        }
        let share = ((similarity - from) / (full - from)).min(1.0);
        let worth = MEANING_WORTH.0 + share * (MEANING_WORTH.1 - MEANING_WORTH.0);
        if best.is_none_or(|(_, most, _)| worth > most) {
            best = Some((index, worth, similarity));
        }
    }
    best
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

fn matched(candidate: &Candidate, profile: &Profile<'_>, tokens: &Tokens) -> MatchedWord {
    let run = &tokens.tokens[candidate.tokens.clone()];
    let field = run[0].field;
    let span = run[0].span.start..run[run.len() - 1].span.end;
    MatchedWord {
        text: profile.fields[field].text[span.clone()].to_owned(),
        field,
        kind: profile.fields[field].kind,
        span,
        strength: candidate.strength,
    }
}

=======
>>>>>>> h-matching
/// All stated experience together, against the years asked for.
fn experience(years: u32, profile: &Profile<'_>) -> (f32, Vec<MatchedWord>) {
    let mut months_total = 0;
    let mut words = Vec::new();
    for (index, field) in profile.fields.iter().enumerate() {
        let FieldKind::Experience { months } = field.kind else {
            continue;
        };
        if months == 0 {
            continue;
        }
        months_total += months;
        words.push(MatchedWord {
            text: field.text.to_owned(),
            field: index,
            kind: field.kind,
            span: 0..field.text.len(),
            strength: Strength::Exact,
        });
    }
    if words.is_empty() {
        return (0.0, words);
    }
    ((months_total as f32 / (years.max(1) * 12) as f32).min(1.0), words)
}
