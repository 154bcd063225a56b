//! Private rows of people. No way out except through a sight.

use base::Micros;
use db::{Assembled, DbError, Rd, Row, Tx};

use super::Q;
use super::bond::{self, Bond};
use super::view::{
    Contact, CurrentEmployment, DocumentView, EducationView, EmploymentView, FactView, MaskedPosition,
    MaskedProfile, MaskedRow, PersonRow, Profile,
};
use crate::{
    DocumentId, EducationId, EmploymentId, FactId, IdentityId, PersonId, Refusal, UserId, WorkspaceId,
};

/// Refuses to go on without this person.
pub(super) async fn must_be(tx: &mut Tx<'_>, person: PersonId) -> Result<(), Refusal> {
    let workspace = tx.workspace();
    let there = tx.count(Q.get("person-there"), &[&workspace, &person]).await?;
    if there == 0 { Err(Refusal::NotFound) } else { Ok(()) }
}

/// Waits for its turn to look for a person by what they are known by, until the commit. Two that read the same
/// person's files at the same moment would otherwise both find nobody (PostgreSQL; SQLite has one writer). Asked
/// for first in a transaction, so that nobody waits in a circle.
pub(super) async fn take_turn(tx: &mut Tx<'_>) -> Result<(), DbError> {
    let workspace = tx.workspace();
    tx.run(Q.get("matching-turn"), &[&workspace]).await.map(drop)
}

/// Something about the person changed.
pub async fn touch(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    let (workspace, now) = (tx.workspace(), tx.now());
    tx.run(Q.get("person-touch"), &[&workspace, &person, &now]).await.map(drop)
}

/// We were in contact at this moment.
pub async fn contacted(tx: &mut Tx<'_>, person: PersonId, at: Micros) -> Result<(), DbError> {
    let (workspace, now) = (tx.workspace(), tx.now());
    tx.run(Q.get("person-contacted"), &[&workspace, &person, &at, &now]).await.map(drop)
}

/// The last contact anew, after one was taken back.
pub(super) async fn recount_contact(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    let workspace = tx.workspace();
    tx.run(Q.get("person-recount-contact"), &[&workspace, &person]).await.map(drop)
}

/// Somebody was faster: who, and what it says now.
pub(crate) fn conflict(writer: &str, now_says: &str) -> Refusal {
    Refusal::Conflict(format!(
        "{writer} changed this meanwhile. {now_says}. Look at it, then save yours again if you still want to."
    ))
}

/// A list row before sight.
pub(super) struct ListRow {
    pub(super) row: PersonRow,
    pub(super) alias: String,
}

impl ListRow {
    pub(super) fn clear(self) -> PersonRow {
        self.row
    }

    pub(super) fn mask(self) -> MaskedRow {
        MaskedRow {
            alias: self.alias,
            title: self.row.title,
            experience_months: self.row.experience_months,
            skills: self.row.skills,
        }
    }
}

pub(super) async fn list_rows(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    people: &[PersonId],
) -> Result<Vec<PersonRow>, DbError> {
    let mut sql = Assembled::with(Q.get("people-rows"), &[&workspace]);
    sql.list(people);
    let mut rows = rd.assembled(&sql, list_row).await?;
    let mut sql = Assembled::with(Q.get("skills-of-people"), &[&workspace]);
    sql.list(people).push(" order by id");
    let skills = rd.assembled(&sql, |row| (PersonId(row.int(0)), row.text(1))).await?;
    for (person, skill) in skills {
        if let Some(row) = rows.iter_mut().find(|row| row.id == person) {
            row.skills.push(skill);
        }
    }
    let mut bonds = bond::of_people(rd, workspace, people).await?;
    for row in &mut rows {
        row.bond = bonds.remove(&row.id).unwrap_or_default();
    }
    rows.sort_by_key(|row| people.iter().position(|person| *person == row.id));
    Ok(rows)
}

fn list_row(row: &Row<'_>) -> PersonRow {
    PersonRow {
        id: PersonId(row.int(0)),
        name: row.text(1),
        title: row.text(2),
        employer: row.text(3),
        city: row.text(4),
        country_code: row.text(5),
        status: row.text(6),
        source: row.text(7),
        experience_months: row.int(8),
        last_contact_at: row.int(9),
        created_at: row.int(10),
        updated_at: row.int(11),
        skills: vec![],
        bond: Bond::default(),
        standing: None,
    }
}

/// A profile before sight.
pub(super) struct ProfileRow {
    pub(super) profile: Profile,
    pub(super) alias: String,
    /// yyyymm of the reader's clock, to count the months of an ongoing position.
    pub(super) this_month: i64,
}

impl ProfileRow {
    pub(super) fn clear(self) -> Profile {
        self.profile
    }

    pub(super) fn mask(self) -> MaskedProfile {
        let this_month = self.this_month;
        let whole = self.profile;
        MaskedProfile {
            alias: self.alias,
            experience_months: whole.experience_months,
            positions: whole
                .employments
                .into_iter()
                .map(|held| MaskedPosition {
                    months: super::read::months_between(
                        held.started,
                        if held.ongoing { this_month } else { held.ended },
                    ),
                    title: held.title,
                })
                .collect(),
            degrees: whole
                .educations
                .into_iter()
                .map(|study| study.degree)
                .filter(|d| !d.is_empty())
                .collect(),
            skills: whole.skills.into_iter().map(|fact| fact.value).collect(),
            languages: whole.languages.into_iter().map(|fact| (fact.value, fact.level)).collect(),
            credentials: whole.credentials.into_iter().map(|fact| fact.value).collect(),
        }
    }
}

pub(super) async fn profile(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    person: PersonId,
) -> Result<Option<Profile>, DbError> {
    let bound: [&dyn db::Bind; 2] = [&workspace, &person];
    let Some(mut profile) = rd.optional(Q.get("person-profile"), &bound, profile_row).await? else {
        return Ok(None);
    };
    profile.contacts = rd
        .all(Q.get("contacts-of-person"), &bound, |row| Contact {
            id: IdentityId(row.int(0)),
            kind: row.text(1),
            value: row.text(2),
            primary: row.flag(3),
            source: row.text(4),
        })
        .await?;
    profile.employments = rd.all(Q.get("employments-of-person"), &bound, employment_row).await?;
    profile.educations = rd.all(Q.get("educations-of-person"), &bound, education_row).await?;
    let facts = rd.all(Q.get("facts-of-person"), &bound, |row| (row.text(0), fact_row(row))).await?;
    for (kind, fact) in facts {
        match kind.as_str() {
            "skill" => profile.skills.push(fact),
            "language" => profile.languages.push(fact),
            _ => profile.credentials.push(fact),
        }
    }
    profile.tags = rd.all(Q.get("tags-of-person"), &bound, |row| row.text(0)).await?;
    profile.documents = rd.all(Q.get("documents-of-person"), &bound, document_row).await?;
    Ok(Some(profile))
}

fn profile_row(row: &Row<'_>) -> Profile {
    let (title, employer) = (row.text(13), row.text(14));
    let employed = !title.is_empty() || !employer.is_empty();
    Profile {
        id: PersonId(row.int(0)),
        version: row.int(1),
        name: row.text(2),
        call_me: row.text(3),
        pronouns: row.text(4),
        headline: row.text(5),
        summary: row.text(6),
        city: row.text(7),
        region: row.text(8),
        country_code: row.text(9),
        status: row.text(10),
        owner: UserId(row.int(11)),
        source: row.text(12),
        current: employed.then(|| CurrentEmployment {
            title,
            employer,
            since: row.int(15),
            as_of: row.int(16),
            source: row.text(17),
        }),
        experience_months: row.int(18),
        unread_text: row.text(19),
        created_at: row.int(20),
        updated_at: row.int(21),
        last_contact_at: row.int(22),
        source_detail: row.text(23),
        contacts: vec![],
        employments: vec![],
        educations: vec![],
        skills: vec![],
        languages: vec![],
        credentials: vec![],
        tags: vec![],
        documents: vec![],
    }
}

fn employment_row(row: &Row<'_>) -> EmploymentView {
    EmploymentView {
        id: EmploymentId(row.int(0)),
        employer: row.text(1),
        title: row.text(2),
        started: row.int(3),
        ended: row.int(4),
        ongoing: row.flag(5),
        place: row.text(6),
        note: row.text(7),
        source: row.text(8),
        document: DocumentId(row.int(9)),
        confidence: row.int(10),
        as_of: row.int(11),
    }
}

fn education_row(row: &Row<'_>) -> EducationView {
    EducationView {
        id: EducationId(row.int(0)),
        school: row.text(1),
        degree: row.text(2),
        area: row.text(3),
        started: row.int(4),
        ended: row.int(5),
        source: row.text(6),
        document: DocumentId(row.int(7)),
        confidence: row.int(8),
    }
}

fn fact_row(row: &Row<'_>) -> FactView {
    FactView {
        id: FactId(row.int(1)),
        value: row.text(2),
        level: row.text(3),
        source: row.text(4),
        document: DocumentId(row.int(5)),
        confidence: row.int(6),
    }
}

fn document_row(row: &Row<'_>) -> DocumentView {
    DocumentView {
        id: DocumentId(row.int(0)),
        kind: row.text(1),
        format: row.text(2),
        size_bytes: row.int(3),
        file_name: row.text(4),
        page_count: row.int(5),
        created_at: row.int(6),
    }
}
