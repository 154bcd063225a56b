//! What readers get of a person. A clear reader gets names, contacts and files; the masked types do not
//! have those fields.

use base::Micros;

use super::Bond;
use crate::{DocumentId, EducationId, EmploymentId, FactId, IdentityId, JobId, PersonId, PersonRef, UserId};

/// One line of a list of people, clear.
#[derive(Clone, Debug)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub title: String,
    pub employer: String,
    pub city: String,
    pub country_code: String,
    pub status: String,
    pub source: String,
    pub experience_months: i64,
    pub skills: Vec<String>,
    pub bond: Bond,
    /// The furthest they have come on a job that the reader knows.
    pub standing: Option<Standing>,
    pub last_contact_at: Micros,
    pub created_at: Micros,
    pub updated_at: Micros,
}

/// Where somebody stands on a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub job: JobId,
    pub job_title: String,
    pub stage: String,
}

/// One line of a list of people, masked. Employer, city, dates of contact and source could identify.
#[derive(Clone, Debug)]
pub struct MaskedRow {
    /// Alias of an application; the only handle a masked reader has.
    pub alias: String,
    pub title: String,
    pub experience_months: i64,
    pub skills: Vec<String>,
}

impl MaskedRow {
    pub fn label(&self) -> String {
        masked_label(&self.alias)
    }
}

/// How a masked person is called on a page: `Candidate 7KQ2`.
pub fn masked_label(alias: &str) -> String {
    let tail: String = alias.chars().skip(alias.chars().count().saturating_sub(4)).collect();
    format!("Candidate {}", tail.to_uppercase())
}

impl PersonRow {
    pub fn reference(&self) -> PersonRef {
        PersonRef::Person(self.id)
    }
}

/// Everything a clear reader sees on a profile, in one read.
#[derive(Clone, Debug)]
pub struct Profile {
    pub id: PersonId,
    pub version: i64,
    pub name: String,
    pub call_me: String,
    pub pronouns: String,
    pub headline: String,
    pub summary: String,
    pub city: String,
    pub region: String,
    pub country_code: String,
    pub status: String,
    pub owner: UserId,
    pub source: String,
    pub source_detail: String,
    pub current: Option<CurrentEmployment>,
    pub experience_months: i64,
    pub unread_text: String,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub last_contact_at: Micros,
    pub contacts: Vec<Contact>,
    pub employments: Vec<EmploymentView>,
    pub educations: Vec<EducationView>,
    pub skills: Vec<FactView>,
    pub languages: Vec<FactView>,
    pub credentials: Vec<FactView>,
    pub tags: Vec<String>,
    pub documents: Vec<DocumentView>,
}

/// The current employment status: derived, with its age and source.
#[derive(Clone, Debug)]
pub struct CurrentEmployment {
    pub title: String,
    pub employer: String,
    /// yyyymm; month 00 where only the year is known; 0 unknown.
    pub since: i64,
    pub as_of: Micros,
    pub source: String,
}

#[derive(Clone, Debug)]
pub struct Contact {
    pub id: IdentityId,
    /// `email`, `phone` or `url`.
    pub kind: String,
    pub value: String,
    pub primary: bool,
    pub source: String,
}

#[derive(Clone, Debug)]
pub struct EmploymentView {
    pub id: EmploymentId,
    pub employer: String,
    pub title: String,
    pub started: i64,
    pub ended: i64,
    pub ongoing: bool,
    pub place: String,
    pub note: String,
    pub source: String,
    pub document: DocumentId,
    /// Percent.
    pub confidence: i64,
    pub as_of: Micros,
}

#[derive(Clone, Debug)]
pub struct EducationView {
    pub id: EducationId,
    pub school: String,
    pub degree: String,
    pub area: String,
    pub started: i64,
    pub ended: i64,
    pub source: String,
    pub document: DocumentId,
    pub confidence: i64,
}

/// A skill, language or credential.
#[derive(Clone, Debug)]
pub struct FactView {
    pub id: FactId,
    pub value: String,
    pub level: String,
    pub source: String,
    pub document: DocumentId,
    pub confidence: i64,
}

#[derive(Clone, Debug)]
pub struct DocumentView {
    pub id: DocumentId,
    pub kind: String,
    pub format: String,
    pub size_bytes: i64,
    pub file_name: String,
    pub page_count: i64,
    pub created_at: Micros,
}

/// What a masked reader sees on a profile.
#[derive(Clone, Debug)]
pub struct MaskedProfile {
    pub alias: String,
    pub experience_months: i64,
    /// Title with its length in months; employers, places and dates could identify.
    pub positions: Vec<MaskedPosition>,
    /// Degrees without schools and years.
    pub degrees: Vec<String>,
    pub skills: Vec<String>,
    pub languages: Vec<(String, String)>,
    pub credentials: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct MaskedPosition {
    pub title: String,
    pub months: i64,
}

impl MaskedProfile {
    pub fn label(&self) -> String {
        masked_label(&self.alias)
    }
}
