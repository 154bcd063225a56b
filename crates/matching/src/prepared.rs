//! Needs made ready to be compared with many profiles.

use crate::languages;
use crate::model::{Model, Vector, dot};
use crate::needs::{Need, NeedKind, share_out};
use crate::profile::FieldKind;
use crate::terms::{Term, exact_words, fold, leading_terms, subject, subjects, terms, title_forms};
use crate::vocabulary::{label_words, vocabulary};
use std::collections::HashMap;

/// Worth of a title that differs only in rank, hours or a synonym.
const BARE_TITLE: f32 = 0.95;
/// A title is compared in the words of the post, without rank, and in the first few forms with synonyms.
const TITLE_MEANINGS_MAX: usize = 4;

/// The needs of one job; prepare once, score many.
pub struct PreparedNeeds {
    pub(crate) needs: Vec<PreparedNeed>,
    /// First word of a term to the needs and terms that begin so.
    terms_by_word: HashMap<String, Vec<(usize, usize)>>,
}

pub(crate) struct PreparedNeed {
    pub need: Need,
    /// What counts word for word, and how much.
    pub terms: Vec<(Term, f32)>,
    /// For kinds that are judged by meaning: what to be near to, the nearest counts.
    pub vectors: Vec<Vector>,
    /// The folded words the need is about.
    subject: Vec<String>,
}

impl PreparedNeeds {
    /// Weights that do not sum to 100 are shared out first.
    pub fn new(model: &Model, needs: &[Need]) -> Self {
        let mut shared = needs.to_vec();
        if shared.iter().map(|need| u64::from(need.weight)).sum::<u64>() != 100 {
            share_out(&mut shared);
        }
        let needs: Vec<PreparedNeed> = shared.into_iter().map(|need| prepare(model, need)).collect();
        let mut terms_by_word: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (index, need) in needs.iter().enumerate() {
            for (place, (term, _)) in need.terms.iter().enumerate() {
                terms_by_word.entry(term.words[0].clone()).or_default().push((index, place));
            }
        }
        PreparedNeeds { needs, terms_by_word }
    }

    /// The terms that begin with a folded word, as (need, place in its terms).
    pub(crate) fn terms_from(&self, word: &str) -> &[(usize, usize)] {
        self.terms_by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// The needs as they are scored.
    pub fn needs(&self) -> impl Iterator<Item = &Need> {
        self.needs.iter().map(|prepared| &prepared.need)
    }
}

fn prepare(model: &Model, need: Need) -> PreparedNeed {
    let full = |terms: Vec<Term>| terms.into_iter().map(|term| (term, 1.0)).collect::<Vec<_>>();
    let terms = match need.kind {
        NeedKind::Title => {
            let mut all = full(terms(&need.label));
            all.extend(title_forms(&need.label).iter().map(|form| (exact_words(form), BARE_TITLE)));
            all
        }
        NeedKind::Skill | NeedKind::Location => full(terms(&need.label)),
        NeedKind::Language => full(language_terms(&need.label)),
        NeedKind::Text => full(leading_terms(&need.label)),
        NeedKind::ExperienceYears(_) => Vec::new(),
    };
    let meanings = match need.kind {
        NeedKind::Title => {
            let forms = title_forms(&need.label);
            let forms = forms.iter().take(TITLE_MEANINGS_MAX).map(|form| form.join(" "));
            std::iter::once(subject(&need.label)).chain(forms).collect()
        }
        NeedKind::Skill if too_short(&subject(&need.label)) => Vec::new(),
        NeedKind::Skill | NeedKind::Text => subjects(&need.label).iter().map(|part| part.join(" ")).collect(),
        _ => Vec::new(),
    };
    let mut vectors: Vec<Vector> = Vec::new();
    for vector in meanings.iter().map(|meaning| model.encode(meaning)) {
        if dot(&vector, &vector) > 0.0 && !vectors.contains(&vector) {
            vectors.push(vector);
        }
    }
    let subject = exact_words(&label_words(&subject(&need.label))).words;
    PreparedNeed { need, terms, vectors, subject }
}

/// "C#" and "C++" are near for the model, which sees little more than one letter.
pub(crate) fn too_short(text: &str) -> bool {
    text.chars().count() <= 3
}

fn language_terms(label: &str) -> Vec<Term> {
    languages::names(label)
        .map_or_else(|| terms(label), |names| names.iter().map(|name| exact_words(name)).collect())
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

    /// Whether phrases of such a field may be judged by meaning. The model does not tell "Rust" from "rust" or "Go"
    /// from "go", so in free text such a need is met word for word or not at all.
    pub(crate) fn judged_by_meaning(&self, field: FieldKind) -> bool {
        self.reads(field)
            && (field != FieldKind::Text || self.terms.iter().all(|(term, _)| term.spelling.is_none()))
    }

    /// Whether the words alone cannot speak for this need, however near: half of its name ("care" for "wound care"),
    /// or a name that only looks alike ("Java" for "JavaScript"). Titles may be met by half: a nurse for "ICU nurse".
    pub(crate) fn refuses(&self, phrase: &[&str]) -> bool {
        if self.need.kind == NeedKind::Title {
            return false;
        }
        let is = |name: &Vec<String>, words: &[&str]| {
            name.len() == words.len() && name.iter().zip(words).all(|(one, other)| fold(one) == *other)
        };
        let subject: Vec<&str> = self.subject.iter().map(String::as_str).collect();
        let half = phrase.len() < subject.len() && phrase.iter().all(|word| subject.contains(word));
        half || vocabulary().false_friends.iter().any(|group| {
            group.iter().any(|name| is(name, phrase)) && group.iter().any(|name| is(name, &subject))
        })
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
