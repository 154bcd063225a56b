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
    Scorer::new(model, needs).score(profile)
}

impl<'a> Scorer<'a> {
    pub fn new(model: &'a Model, needs: &'a PreparedNeeds) -> Self {
        let vectors = needs.needs.iter().enumerate().flat_map(|(need, prepared)| {
            prepared.vectors.iter().map(move |vector| Meaning { need, vector, near: Vec::new() })
        });
        Scorer { model, needs, words: Words::default(), meanings: vectors.collect() }
    }

    pub fn score(&mut self, profile: &Profile<'_>) -> Scored {
        if self.words.forgot_many() {
            self.meanings.iter_mut().for_each(|meaning| meaning.near.clear());
        }
        let tokens = tokens(self.model, profile, &mut self.words);
        for meaning in &mut self.meanings {
            let news = &self.words.list[meaning.near.len()..];
            meaning.near.extend(news.iter().map(|word| dot(meaning.vector, &word.sum)));
        }
        let (words, meanings) = (&self.words.list, &self.meanings);
        let reading = Reading { needs: self.needs, profile, tokens, words, meanings };
        let fed = reading.accepted();
        // The same years cannot feed two reasons: the first need of this kind has them.
        let needs = &self.needs.needs;
        let years_need = needs.iter().position(|need| matches!(need.need.kind, NeedKind::ExperienceYears(_)));
        let mut reasons = Vec::with_capacity(needs.len());
        let mut unrounded = 0.0;
        for (index, prepared) in needs.iter().enumerate() {
            let mine: Vec<&Candidate> = fed.iter().filter(|candidate| candidate.need == index).collect();
            let (worth, words) = match prepared.need.kind {
                NeedKind::ExperienceYears(years) if years_need == Some(index) => experience(years, profile),
                _ => (
                    mine.first().map_or(0.0, |strongest| strongest.worth),
                    mine.iter().map(|candidate| reading.matched(candidate)).collect(),
                ),
            };
            reasons.push(reason(prepared, worth, words, profile));
            unrounded += worth * prepared.need.weight as f32;
        }
        Scored { points: reasons.iter().map(|reason| reason.points).sum(), reasons, unrounded }
    }
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
