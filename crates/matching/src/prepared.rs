//! Needs made ready to be compared with many profiles.

use crate::languages;
use crate::model::{Model, Vector};
use crate::needs::{Need, NeedKind, share_out};
use crate::profile::FieldKind;
use crate::terms::{Term, bare_title, fold, label_words, subject, terms};

/// Strength of a title that differs only in rank or hours.
const BARE_TITLE: f32 = 0.9;

/// The needs of one job; prepare once, score many.
pub struct PreparedNeeds {
    pub(crate) needs: Vec<PreparedNeed>,
}

pub(crate) struct PreparedNeed {
    pub need: Need,
    /// What counts word for word, and how much.
    pub terms: Vec<(Term, f32)>,
    /// Only for kinds that are judged by meaning.
    pub vector: Option<Vector>,
}

impl PreparedNeeds {
    /// Weights that do not sum to 100 are shared out first.
    pub fn new(model: &Model, needs: &[Need]) -> Self {
        let mut shared = needs.to_vec();
        if shared
            .iter()
            .map(|need| u64::from(need.weight))
            .sum::<u64>()
            != 100
        {
            share_out(&mut shared);
        }
        PreparedNeeds {
            needs: shared
                .into_iter()
                .map(|need| prepare(model, need))
                .collect(),
        }
    }

    /// The needs as they are scored.
    pub fn needs(&self) -> impl Iterator<Item = &Need> {
        self.needs.iter().map(|prepared| &prepared.need)
    }
}

fn prepare(model: &Model, need: Need) -> PreparedNeed {
    let full = |terms: Vec<Term>| {
        terms
            .into_iter()
            .map(|term| (term, 1.0))
            .collect::<Vec<_>>()
    };
    let terms = match need.kind {
        NeedKind::Title => {
            let mut all = full(terms(&need.label));
            all.extend(
                bare_title(&need.label)
                    .into_iter()
                    .map(|term| (term, BARE_TITLE)),
            );
            all
        }
        NeedKind::Skill | NeedKind::Location => full(terms(&need.label)),
        NeedKind::Language => full(language_terms(&need.label)),
        NeedKind::ExperienceYears(_) | NeedKind::Text => Vec::new(),
    };
    let by_meaning = matches!(
        need.kind,
        NeedKind::Title | NeedKind::Skill | NeedKind::Text
    );
    let vector = by_meaning.then(|| model.encode(&subject(&need.label)));
    PreparedNeed {
        need,
        terms,
        vector,
    }
}

fn language_terms(label: &str) -> Vec<Term> {
    let Some(names) = languages::names(label) else {
        return terms(label);
    };
    let term = |name: &&str| Term {
        words: label_words(name)
            .iter()
            .map(|word| fold(word).to_owned())
            .collect(),
        spelling: None,
    };
    names.iter().map(term).collect()
}

impl PreparedNeed {
    /// Whether words of such a field can meet this need at all.
    pub(crate) fn reads(&self, field: FieldKind) -> bool {
        match self.need.kind {
            NeedKind::Title => matches!(field, FieldKind::Title | FieldKind::Text),
            NeedKind::Skill | NeedKind::Text => {
                matches!(field, FieldKind::Title | FieldKind::Skill | FieldKind::Text)
            }
            NeedKind::Location => field == FieldKind::City,
            NeedKind::Language => field == FieldKind::Language,
            NeedKind::ExperienceYears(_) => matches!(field, FieldKind::Experience { .. }),
        }
    }

    /// Similarities at which a phrase of such a field begins to count, and counts as much as meaning alone can.
    /// Free text offers thousands of phrases, so it has to be nearer than a field that was filled in on purpose.
    pub(crate) fn range(&self, field: FieldKind) -> (f32, f32) {
        match (self.need.kind, field) {
            (NeedKind::Title, FieldKind::Title) => (0.50, 0.85),
            (NeedKind::Title, _) => (0.62, 0.90),
            (NeedKind::Skill, FieldKind::Skill) => (0.55, 0.85),
            (NeedKind::Skill, _) => (0.64, 0.90),
            _ => (0.52, 0.80),
        }
    }
}
