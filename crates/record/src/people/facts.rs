//! Facts: skills, languages, credentials, employments and educations, each with its source.

use db::{Db, DbError, Tx};

use super::{Q, check, employment, keys, store};
use crate::access::AnyScope;
use crate::{Clear, DocumentId, EducationId, EmploymentId, Entry, FactId, PersonId, Refusal, Scope};

/// Where a fact comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// `user`, `resume`, `import` or `hire`.
    pub source: String,
    /// The file, where there is one.
    pub document: DocumentId,
    /// Percent.
    pub confidence: i64,
}

impl Origin {
    /// A user said so.
    pub fn user() -> Self {
        Self { source: "user".into(), document: DocumentId(0), confidence: 100 }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FactKind {
    Skill,
    Language,
    Credential,
}

impl FactKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::Language => "language",
            Self::Credential => "credential",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Skill, Self::Language, Self::Credential].into_iter().find(|kind| kind.word() == word)
    }
}

/// A skill, language or credential to be added.
#[derive(Clone, Debug)]
pub struct NewFact {
    pub kind: FactKind,
    pub value: String,
    pub level: String,
}

/// A position to be added. Months are yyyymm, 00 where only the year is known, 0 unknown.
#[derive(Clone, Debug, Default)]
pub struct NewEmployment {
    pub employer: String,
    pub title: String,
    pub started: i64,
    pub ended: i64,
    pub ongoing: bool,
    pub place: String,
    pub note: String,
}

/// A study to be added.
#[derive(Clone, Debug, Default)]
pub struct NewEducation {
    pub school: String,
    pub degree: String,
    pub area: String,
    pub started: i64,
    pub ended: i64,
}

/// One thing to be added to a person.
#[derive(Clone, Debug)]
pub enum Addition {
    Fact(NewFact),
    Employment(NewEmployment),
    Education(NewEducation),
}

/// One fact, to be taken back or restored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FactRef {
    Fact(FactId),
    Employment(EmploymentId),
    Education(EducationId),
}

impl FactRef {
    pub(crate) fn row(self) -> i64 {
        match self {
            Self::Fact(id) => id.0,
            Self::Employment(id) => id.0,
            Self::Education(id) => id.0,
        }
    }

    pub(crate) fn of(fact: &str, row: i64) -> Self {
        match fact {
            "employment" => Self::Employment(EmploymentId(row)),
            "education" => Self::Education(EducationId(row)),
            _ => Self::Fact(FactId(row)),
        }
    }
}

/// Adds a skill, language, credential, employment or education. Answers the row and the entry's number.
pub async fn add_fact(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    new: Addition,
) -> Result<(FactRef, i64), Refusal> {
    check(&new)?;
    db.write(who, async |tx| {
        store::must_be(tx, person).await?;
        let added = insert(tx, person, &new, &Origin::user()).await?;
        let Some((fact, word)) = added else {
            return Err(Refusal::field("value", "It is listed already."));
        };
        if matches!(new, Addition::Employment(_)) {
            employment::recompute(tx, person).await?;
        }
        store::touch(tx, person).await?;
        let recorded = tx.record(Entry::FactAdded { person, fact: word, row: fact.row() }).await?;
        Ok(((fact, recorded.seq()), recorded))
    })
    .await
}

/// Takes a fact back; the row stays, so that it can be restored.
pub async fn retract_fact(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    fact: FactRef,
) -> Result<i64, Refusal> {
    db.write(who, async |tx| {
        let workspace = who.workspace_id();
        let bound: [&dyn db::Bind; 3] = [&workspace, &person, &fact.row()];
        let word = match fact {
            FactRef::Fact(_) => {
                let kind = tx.optional(Q.get("fact-kind"), &bound, |row| row.text(0)).await?;
                kind.and_then(|kind| FactKind::from_word(&kind)).map(FactKind::word)
            }
            FactRef::Employment(_) => tx.optional(Q.get("employment-is"), &bound, |_| "employment").await?,
            FactRef::Education(_) => tx.optional(Q.get("education-is"), &bound, |_| "education").await?,
        };
        let word = word.ok_or(Refusal::NotFound)?;
        let now = tx.now();
        set_retracted(tx, person, fact, now).await?;
        store::touch(tx, person).await?;
        let recorded = tx.record(Entry::FactRetracted { person, fact: word, row: fact.row() }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}

/// Marks a fact as taken back at a moment, or with 0 as holding again.
pub(crate) async fn set_retracted(
    tx: &mut Tx<'_>,
    person: PersonId,
    fact: FactRef,
    at: i64,
) -> Result<(), DbError> {
    let sql = match fact {
        FactRef::Fact(_) => Q.get("fact-retract"),
        FactRef::Employment(_) => Q.get("employment-retract"),
        FactRef::Education(_) => Q.get("education-retract"),
    };
    let workspace = tx.workspace();
    tx.run(sql, &[&workspace, &fact.row(), &at]).await?;
    check::row_said(tx, fact.row(), at != 0).await?;
    if matches!(fact, FactRef::Employment(_)) {
        employment::recompute(tx, person).await?;
    }
    Ok(())
}

fn check(new: &Addition) -> Result<(), Refusal> {
    let (started, ended, ongoing) = match new {
        Addition::Fact(fact) if keys::line(&fact.value).is_empty() => {
            return Err(Refusal::field("value", "Write what to add."));
        }
        Addition::Fact(_) => return Ok(()),
        Addition::Employment(held)
            if keys::line(&held.title).is_empty() && keys::line(&held.employer).is_empty() =>
        {
            return Err(Refusal::field("title", "Write a title or an employer."));
        }
        Addition::Employment(held) => (held.started, held.ended, held.ongoing),
        Addition::Education(study)
            if keys::line(&study.school).is_empty() && keys::line(&study.degree).is_empty() =>
        {
            return Err(Refusal::field("school", "Write a school or a degree."));
        }
        Addition::Education(study) => (study.started, study.ended, false),
    };
    for (field, month) in [("started", started), ("ended", ended)] {
        if month != 0 && !(190_000..=210_012).contains(&month) || month % 100 > 12 {
            return Err(Refusal::field(field, "Write a month between 1900 and 2100, like 2019-03."));
        }
    }
    if ended != 0 && started != 0 && !ongoing && ended / 100 < started / 100 {
        return Err(Refusal::field("ended", "It ends before it starts."));
    }
    Ok(())
}

/// Stores the addition unless the person has it. Callers recompute the employment after the last one.
pub(crate) async fn insert(tx: &mut Tx<'_>, person: PersonId, new: &Addition, origin: &Origin) -> Inserted {
    match new {
        Addition::Fact(fact) => insert_fact(tx, person, fact, origin).await,
        Addition::Employment(held) => insert_employment(tx, person, held, origin).await,
        Addition::Education(study) => insert_education(tx, person, study, origin).await,
    }
}

type Inserted = Result<Option<(FactRef, &'static str)>, DbError>;

async fn insert_fact(tx: &mut Tx<'_>, person: PersonId, fact: &NewFact, origin: &Origin) -> Inserted {
    let (workspace, now, id) = (tx.workspace(), tx.now(), tx.new_id());
    let (kind, value) = (fact.kind.word(), keys::line(&fact.value));
    let key = keys::name_key(&value);
    let known = tx.count(Q.get("fact-known"), &[&workspace, &person, &kind, &key]).await?;
    if known > 0 || key.is_empty() {
        return Ok(None);
    }
    let level = keys::line(&fact.level);
    let bound: [&dyn db::Bind; 11] = [
        &workspace,
        &id,
        &person,
        &kind,
        &value,
        &key,
        &level,
        &origin.source,
        &origin.document,
        &origin.confidence,
        &now,
    ];
    tx.run(Q.get("fact-insert"), &bound).await?;
    Ok(Some((FactRef::Fact(FactId(id)), kind)))
}

async fn insert_employment(
    tx: &mut Tx<'_>,
    person: PersonId,
    held: &NewEmployment,
    origin: &Origin,
) -> Inserted {
    let (workspace, now, id) = (tx.workspace(), tx.now(), tx.new_id());
    let (employer, title) = (keys::line(&held.employer), keys::line(&held.title));
    if is_known_employment(tx, person, held).await? || (employer.is_empty() && title.is_empty()) {
        return Ok(None);
    }
    let (place, note) = (keys::line(&held.place), keys::body(&held.note));
    let ended = if held.ongoing { 0 } else { held.ended };
    let bound: [&dyn db::Bind; 14] = [
        &workspace,
        &id,
        &person,
        &employer,
        &title,
        &held.started,
        &ended,
        &held.ongoing,
        &place,
        &note,
        &origin.source,
        &origin.document,
        &origin.confidence,
        &now,
    ];
    tx.run(Q.get("employment-insert"), &bound).await?;
    Ok(Some((FactRef::Employment(EmploymentId(id)), "employment")))
}

async fn insert_education(
    tx: &mut Tx<'_>,
    person: PersonId,
    study: &NewEducation,
    origin: &Origin,
) -> Inserted {
    let (workspace, now, id) = (tx.workspace(), tx.now(), tx.new_id());
    let (school, degree, area) =
        (keys::line(&study.school), keys::line(&study.degree), keys::line(&study.area));
    let (school_key, degree_key) = (keys::name_key(&school), keys::name_key(&degree));
    let known = tx
        .all(Q.get("educations-brief"), &[&workspace, &person], |row| (row.text(0), row.text(1)))
        .await?
        .into_iter()
        .any(|(a, b)| keys::name_key(&a) == school_key && keys::name_key(&b) == degree_key);
    if known || (school.is_empty() && degree.is_empty()) {
        return Ok(None);
    }
    let bound: [&dyn db::Bind; 12] = [
        &workspace,
        &id,
        &person,
        &school,
        &degree,
        &area,
        &study.started,
        &study.ended,
        &origin.source,
        &origin.document,
        &origin.confidence,
        &now,
    ];
    tx.run(Q.get("education-insert"), &bound).await?;
    Ok(Some((FactRef::Education(EducationId(id)), "education")))
}

/// The same position: same employer, and the same start or, where one start is unknown, the same title.
async fn is_known_employment(
    tx: &mut Tx<'_>,
    person: PersonId,
    held: &NewEmployment,
) -> Result<bool, DbError> {
    let workspace = tx.workspace();
    let (employer, title) = (keys::name_key(&held.employer), keys::name_key(&held.title));
    let same_start = |other: i64| {
        let whole = other % 100 != 0 && held.started % 100 != 0;
        if whole { other == held.started } else { other / 100 == held.started / 100 }
    };
    let known = tx
        .all(Q.get("employments-brief"), &[&workspace, &person], |row| (row.text(0), row.text(1), row.int(2)))
        .await?;
    Ok(known.into_iter().any(|(a, b, started)| {
        let same_title = keys::name_key(&b) == title;
        keys::name_key(&a) == employer
            && if started == 0 || held.started == 0 {
                same_title
            } else {
                same_start(started) && (same_title || title.is_empty())
            }
    }))
}
