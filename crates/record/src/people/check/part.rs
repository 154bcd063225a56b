//! Parts: facts of a reading that make one row of the record together, and what they hold by now.

use super::months;
use crate::people::contacts::{ContactKind, Reach};
use crate::people::facts::{Addition, FactKind, NewEducation, NewEmployment, NewFact};

/// What a part becomes in the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PartKind {
    /// Fields of the person's own row.
    Person,
    Contact,
    Employment,
    Education,
    Skill,
    Language,
    Credential,
    /// Data that blind review hides; marked, never kept as a fact.
    Personal,
}

const KINDS: [(PartKind, &str); 8] = [
    (PartKind::Person, "person"),
    (PartKind::Contact, "contact"),
    (PartKind::Employment, "employment"),
    (PartKind::Education, "education"),
    (PartKind::Skill, "skill"),
    (PartKind::Language, "language"),
    (PartKind::Credential, "credential"),
    (PartKind::Personal, "personal"),
];

impl PartKind {
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    pub(crate) fn from_word(word: &str) -> Self {
        KINDS.iter().find(|(_, known)| *known == word).map_or(Self::Personal, |(kind, _)| *kind)
    }
}

/// What a user said of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Verdict {
    #[default]
    None,
    Right,
    Corrected,
    /// Left empty, or taken off on the person's page.
    Removed,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Right => "right",
            Self::Corrected => "corrected",
            Self::Removed => "removed",
        }
    }

    pub(crate) fn from_word(word: &str) -> Self {
        [Self::Right, Self::Corrected, Self::Removed]
            .into_iter()
            .find(|verdict| verdict.word() == word)
            .unwrap_or_default()
    }
}

/// A box on a page in tenths of a point; page 0 is nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spot {
    pub page: i64,
    pub x0: i64,
    pub y0: i64,
    pub x1: i64,
    pub y1: i64,
}

impl Spot {
    pub(crate) fn of(place: resume::Place) -> Self {
        let tenths = |points: f32| (points * 10.0).round() as i64;
        Self {
            page: i64::from(place.page),
            x0: tenths(place.x0),
            y0: tenths(place.y0),
            x1: tenths(place.x1),
            y1: tenths(place.y1),
        }
    }

    /// More than half of the smaller box lies in the other.
    pub(crate) fn meets(self, other: Self) -> bool {
        if self.page == 0 || self.page != other.page {
            return false;
        }
        let area = |spot: Self| (spot.x1 - spot.x0).max(0) * (spot.y1 - spot.y0).max(0);
        let common = Self {
            page: self.page,
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        area(common) * 2 > area(self).min(area(other))
    }
}

/// One thing that was read, with what a user said of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fact {
    /// 0 until it is stored.
    pub id: i64,
    pub field: String,
    pub value: String,
    pub quote: String,
    pub spot: Spot,
    pub confidence: i64,
    pub verdict: Verdict,
    pub said: String,
    pub said_by: i64,
    pub said_at: i64,
}

/// Below this many percent a fact waits for a user's word.
pub const DOUBT: i64 = 75;

impl Fact {
    /// What holds by now.
    pub(crate) fn holds(&self) -> &str {
        match self.verdict {
            Verdict::None | Verdict::Right => &self.value,
            Verdict::Corrected => &self.said,
            Verdict::Removed => "",
        }
    }

    pub(crate) fn is_touched(&self) -> bool {
        self.verdict != Verdict::None
    }

    /// A user's word is sure.
    pub(crate) fn percent(&self) -> i64 {
        if self.is_touched() { 100 } else { self.confidence }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub kind: PartKind,
    /// The row of the record; 0 where there is none, or it was known from elsewhere.
    pub row: i64,
    pub facts: Vec<Fact>,
}

impl Part {
    pub(crate) fn fact(&self, field: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.field == field)
    }

    pub(crate) fn holds(&self, field: &str) -> &str {
        self.fact(field).map_or("", Fact::holds)
    }

    /// Percent: as sure as the least sure of the facts that name it.
    pub(crate) fn confidence(&self) -> i64 {
        let minor = ["started", "ended", "place", "note", "area"];
        let naming = self.facts.iter().filter(|fact| !minor.contains(&fact.field.as_str()));
        naming.map(Fact::percent).min().unwrap_or(100)
    }

    /// What the part adds to a person; `None` where it is of another kind or nothing is left of it.
    pub(crate) fn addition(&self) -> Option<Addition> {
        let text = |field: &str| self.holds(field).to_owned();
        let month = |field: &str| months::number(self.holds(field));
        let fact = |kind: FactKind, (value, level): (&str, &str)| {
            let new = NewFact { kind, value: value.to_owned(), level: level.to_owned() };
            (!value.is_empty()).then_some(Addition::Fact(new))
        };
        match self.kind {
            PartKind::Employment => {
                let new = NewEmployment {
                    employer: text("employer"),
                    title: text("title"),
                    started: month("started"),
                    ended: month("ended"),
                    ongoing: self.holds("ended") == months::NOW,
                    place: text("place"),
                    note: text("note"),
                };
                (!new.employer.is_empty() || !new.title.is_empty()).then_some(Addition::Employment(new))
            }
            PartKind::Education => {
                let new = NewEducation {
                    school: text("school"),
                    degree: text("degree"),
                    area: text("area"),
                    started: month("started"),
                    ended: month("ended"),
                };
                (!new.school.is_empty() || !new.degree.is_empty()).then_some(Addition::Education(new))
            }
            PartKind::Skill => fact(FactKind::Skill, (self.holds("skill"), "")),
            PartKind::Language => fact(FactKind::Language, language(self.holds("language"))),
            PartKind::Credential => fact(FactKind::Credential, credential(self.holds("credential"))),
            PartKind::Person | PartKind::Contact | PartKind::Personal => None,
        }
    }

    /// The contact that the part is, or `None`.
    pub(crate) fn reach(&self) -> Option<Reach> {
        let fact = self.facts.first().filter(|_| self.kind == PartKind::Contact)?;
        Reach::read(ContactKind::from_word(&fact.field)?, fact.holds())
    }
}

/// `German, B1` is a language with its level.
fn language(text: &str) -> (&str, &str) {
    text.split_once(", ").unwrap_or((text, ""))
}

/// `Scrum Master, 2021-05` is a credential with its date.
fn credential(text: &str) -> (&str, &str) {
    match text.rsplit_once(", ") {
        Some((name, date)) if months::number(date) != 0 => (name, date),
        _ => (text, ""),
    }
}
