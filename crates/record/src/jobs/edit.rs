//! Writing a job: create, edit, status.

use base::{Micros, limits};
use db::{Bind, Db, Tx};

use super::words::{JobStatus, WorkMode};
use super::{Q, editable, needs, openings, stages, store};
use crate::access::AnyScope;
use crate::{Clear, DepartmentId, Entry, JobId, Mixed, Refusal, Scope};

/// What a job says, as the form holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobDraft {
    pub title: String,
    /// By name; a name that is new makes a department. Empty for none.
    pub department: String,
    /// The client, for an agency; empty when we hire for ourselves.
    pub company: String,
    pub city: String,
    /// Two letters, or empty.
    pub country_code: String,
    pub work_mode: WorkMode,
    pub description: String,
    /// Minor units a year; 0 unknown.
    pub salary_min: i64,
    pub salary_max: i64,
    /// Three letters; needed with a salary.
    pub currency: String,
    pub confidential: bool,
    /// Hiring managers and interviewers see masked people.
    pub blind: bool,
    /// When it should be filled; 0 no date.
    pub target_date: Micros,
}

impl Default for JobDraft {
    fn default() -> Self {
        Self {
            title: String::new(),
            department: String::new(),
            company: String::new(),
            city: String::new(),
            country_code: String::new(),
            work_mode: WorkMode::OnSite,
            description: String::new(),
            salary_min: 0,
            salary_max: 0,
            currency: String::new(),
            confidential: false,
            blind: false,
            target_date: 0,
        }
    }
}

/// A job to be created.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub draft: JobDraft,
    pub openings: i64,
    /// Open at once, instead of a draft.
    pub open: bool,
}

/// More openings at once are a plan, not a job.
pub const OPENINGS_MAX: i64 = 200;

/// Everything that is wrong with a draft: field and what to do. Empty when it can be saved.
pub fn problems(draft: &JobDraft) -> Vec<(&'static str, String)> {
    let mut found = vec![];
    let mut wrong = |field, message: String| found.push((field, message));
    if draft.title.trim().is_empty() {
        wrong("title", "Give the job a title.".to_owned());
    }
    let lines = [
        ("title", &draft.title),
        ("department", &draft.department),
        ("company", &draft.company),
        ("city", &draft.city),
    ];
    for (field, value) in lines {
        if value.chars().count() > limits::LINE_CHARS_MAX {
            wrong(field, format!("Use at most {} characters.", limits::LINE_CHARS_MAX));
        }
    }
    if draft.description.chars().count() > limits::TEXT_CHARS_MAX {
        wrong("description", format!("Use at most {} characters.", limits::TEXT_CHARS_MAX));
    }
    let letters =
        |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !draft.country_code.is_empty() && !letters(&draft.country_code, 2) {
        wrong("country_code", "Use the two letters of the country, such as PT.".to_owned());
    }
    let paid = draft.salary_min != 0 || draft.salary_max != 0;
    if draft.salary_min < 0 || draft.salary_max < 0 {
        wrong("salary_min", "Pay cannot be negative.".to_owned());
    }
    if draft.salary_max != 0 && draft.salary_min > draft.salary_max {
        wrong("salary_max", "Pay to is lower than pay from. Swap them or leave one empty.".to_owned());
    }
    if (paid || !draft.currency.is_empty()) && !letters(&draft.currency, 3) {
        wrong("currency", "Use the three letters of the currency, such as EUR.".to_owned());
    }
    found
}

fn checked(draft: &JobDraft) -> Result<JobDraft, Refusal> {
    if let Some((field, message)) = problems(draft).into_iter().next() {
        return Err(Refusal::Field { field, message });
    }
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(JobDraft {
        title: line(&draft.title),
        department: line(&draft.department),
        company: line(&draft.company),
        city: line(&draft.city),
        country_code: draft.country_code.to_ascii_uppercase(),
        description: draft.description.trim().to_owned(),
        currency: draft.currency.to_ascii_uppercase(),
        ..draft.clone()
    })
}

/// A new job with its first stages, openings and needs; whoever makes it recruits for it.
pub async fn create(db: &Db, who: &Scope<Clear>, new: NewJob) -> Result<JobId, Refusal> {
    let draft = checked(&new.draft)?;
    if !(1..=OPENINGS_MAX).contains(&new.openings) {
        return Err(Refusal::field("openings", format!("Between 1 and {OPENINGS_MAX} openings.")));
    }
    let proposed = needs::propose(&draft);
    db.write(who, async |tx| {
        let (id, now) = (JobId(tx.new_id()), tx.now());
        let department = department_named(tx, &draft.department).await?;
        let status = if new.open { JobStatus::Open } else { JobStatus::Draft };
        let opened_at = if new.open { now } else { 0 };
        let hue = hue_of(&draft.title);
        let bound: [&dyn Bind; 20] = [
            &who.workspace_id(),
            &id,
            &draft.title,
            &department,
            &draft.company,
            &draft.city,
            &draft.country_code,
            &draft.work_mode.word(),
            &draft.description,
            &draft.salary_min,
            &draft.salary_max,
            &draft.currency,
            &status.word(),
            &draft.confidential,
            &draft.blind,
            &hue,
            &draft.target_date,
            &opened_at,
            &now,
            &now,
        ];
        tx.run(Q.get("job-insert"), &bound).await?;
        stages::insert_defaults(tx, id).await?;
        openings::insert(tx, id, new.openings).await?;
        needs::insert(tx, id, &proposed).await?;
        if who.user().0 != 0 {
            let bound: [&dyn Bind; 4] = [&who.workspace_id(), &id, &who.user(), &"recruiter"];
            tx.run(Q.get("team-add"), &bound).await?;
        }
        Ok::<_, Refusal>((id, tx.record(Entry::JobCreated { job: id }).await?))
    })
    .await
}

/// Changes what the job says. Where and for whom, and how much is hidden, only recruiters of everything change:
/// a hiring manager who could turn blindness off would have none.
pub async fn edit(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    version: i64,
    draft: &JobDraft,
) -> Result<(), Refusal> {
    editable(who, job)?;
    let mut draft = checked(draft)?;
    db.write(who, async |tx| {
        let before = store::draft(tx, who.workspace_id(), job).await?.ok_or(Refusal::NotFound)?;
        if !who.rights().everyone {
            draft.blind = before.draft.blind;
            draft.confidential = before.draft.confidential;
            draft.department = before.draft.department.clone();
        }
        let fields = changed(&before.draft, &draft);
        let department = department_named(tx, &draft.department).await?;
        let bound: [&dyn Bind; 17] = [
            &who.workspace_id(),
            &job,
            &version,
            &draft.title,
            &department,
            &draft.company,
            &draft.city,
            &draft.country_code,
            &draft.work_mode.word(),
            &draft.description,
            &draft.salary_min,
            &draft.salary_max,
            &draft.currency,
            &draft.confidential,
            &draft.blind,
            &draft.target_date,
            &tx.now(),
        ];
        if tx.run(Q.get("job-edit"), &bound).await? == 0 {
            return Err(store::conflict(tx, who.workspace_id(), job).await?);
        }
        Ok(((), tx.record(Entry::JobEdited { job, fields }).await?))
    })
    .await
}

/// Opens, holds, closes a job, or makes it a draft again.
pub async fn set_status(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    version: i64,
    to: JobStatus,
) -> Result<(), Refusal> {
    editable(who, job)?;
    db.write(who, async |tx| {
        let before = store::status(tx, who.workspace_id(), job).await?.ok_or(Refusal::NotFound)?;
        if before == to.word() {
            return Err(Refusal::because(format!("It is {} already.", to.label().to_lowercase())));
        }
        let now = tx.now();
        let bound: [&dyn Bind; 5] = [&who.workspace_id(), &job, &version, &to.word(), &now];
        if tx.run(Q.get("job-status"), &bound).await? == 0 {
            return Err(store::conflict(tx, who.workspace_id(), job).await?);
        }
        let entry = Entry::JobStatusChanged { job, from: before, to: to.word().to_owned() };
        Ok(((), tx.record(entry).await?))
    })
    .await
}

/// Names of the fields that differ.
fn changed(before: &JobDraft, after: &JobDraft) -> Vec<&'static str> {
    let differs = [
        ("title", before.title != after.title),
        ("department", before.department != after.department),
        ("company", before.company != after.company),
        ("place", before.city != after.city || before.country_code != after.country_code),
        ("work mode", before.work_mode != after.work_mode),
        ("description", before.description != after.description),
        (
            "pay",
            (before.salary_min, before.salary_max, &before.currency)
                != (after.salary_min, after.salary_max, &after.currency),
        ),
        ("confidential", before.confidential != after.confidential),
        ("blind review", before.blind != after.blind),
        ("target date", before.target_date != after.target_date),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

async fn department_named(tx: &mut Tx<'_>, name: &str) -> Result<DepartmentId, Refusal> {
    if name.is_empty() {
        return Ok(DepartmentId(0));
    }
    let workspace = tx.workspace();
    let departments =
        tx.all(Q.get("departments"), &[&workspace], |row| (DepartmentId(row.int(0)), row.text(1))).await?;
    let known = departments.into_iter().find(|(_, known)| known.to_lowercase() == name.to_lowercase());
    if let Some((id, _)) = known {
        return Ok(id);
    }
    let id = DepartmentId(tx.new_id());
    tx.run(Q.get("department-insert"), &[&workspace, &id, &name]).await?;
    Ok(id)
}

/// A tint from the title, so that like jobs look alike.
fn hue_of(title: &str) -> i64 {
    let sum =
        title.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    i64::from(sum % 360)
}
