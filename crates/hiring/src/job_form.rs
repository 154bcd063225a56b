//! The job form: what the job says, what it takes, and its status.

use base::clock;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::jobs::{JobDraft, JobStatus, NeedDraft, NeedKind, NewJob, WorkMode, edit, needs, read};
use record::{JobId, Refusal};
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Path, Problem, Recruiter, Staff, StatusCode, Template};
use web::{fragment, page_with, words};

use crate::job_parts::{Parts, parts};
use crate::shared::{JobTop, top};

/// A choice in a `select`.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// The job's fields as typed.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Fields {
    version: i64,
    title: String,
    department: String,
    company: String,
    city: String,
    country_code: String,
    work_mode: String,
    description: String,
    salary_min: String,
    salary_max: String,
    currency: String,
    target_date: String,
    openings: String,
    confidential: String,
    blind: String,
    /// `open` or `draft`, for a new job.
    status: String,
}

type Wrong = Vec<(&'static str, String)>;

impl Fields {
    fn of(view: &read::JobView, zone: &str) -> Self {
        let draft = view.draft.clone();
        let money = |minor: i64| if minor == 0 { String::new() } else { (minor / 100).to_string() };
        let tick = |on: bool| if on { "on".to_owned() } else { String::new() };
        Self {
            version: view.version,
            work_mode: draft.work_mode.word().to_owned(),
            salary_min: money(draft.salary_min),
            salary_max: money(draft.salary_max),
            target_date: match draft.target_date {
                0 => String::new(),
                at => clock::zoned(at, zone).date().to_string(),
            },
            confidential: tick(draft.confidential),
            blind: tick(draft.blind),
            title: draft.title,
            department: draft.department,
            company: draft.company,
            city: draft.city,
            country_code: draft.country_code,
            description: draft.description,
            currency: draft.currency,
            openings: String::new(),
            status: String::new(),
        }
    }

    /// The draft, and everything that is wrong with it.
    fn read(&self, zone: &str) -> (JobDraft, Wrong) {
        let mut wrong: Wrong = vec![];
        let mut money = |field: &'static str, typed: &str| {
            let digits: String = typed.chars().filter(|c| !matches!(c, ',' | ' ' | '.' | '\u{a0}')).collect();
            if digits.is_empty() {
                return 0;
            }
            let whole: Option<i64> = digits.parse().ok();
            whole.and_then(|whole| whole.checked_mul(100)).unwrap_or_else(|| {
                wrong.push((field, "Write whole figures, such as 85,000.".to_owned()));
                0
            })
        };
        let (salary_min, salary_max) =
            (money("salary_min", &self.salary_min), money("salary_max", &self.salary_max));
        let target_date = match self.target_date.trim() {
            "" => 0,
            typed => day(typed, zone).unwrap_or_else(|| {
                wrong.push(("target_date", "Write the date as 2026-11-30.".to_owned()));
                0
            }),
        };
        let draft = JobDraft {
            title: self.title.clone(),
            department: self.department.clone(),
            company: self.company.clone(),
            city: self.city.clone(),
            country_code: self.country_code.trim().to_owned(),
            work_mode: WorkMode::parse(&self.work_mode).unwrap_or(WorkMode::OnSite),
            description: self.description.clone(),
            salary_min,
            salary_max,
            currency: self.currency.trim().to_owned(),
            confidential: !self.confidential.is_empty(),
            blind: !self.blind.is_empty(),
            target_date,
        };
        wrong.extend(edit::problems(&draft));
        (draft, wrong)
    }
}

/// The end of a day in the reader's zone.
fn day(typed: &str, zone: &str) -> Option<base::Micros> {
    let date: Date = typed.parse().ok()?;
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let evening = date.at(23, 59, 59, 0).to_zoned(zone).ok()?;
    Some(evening.timestamp().as_microsecond())
}

/// A need as a row of the form.
struct NeedRow {
    number: usize,
    label: String,
    weight: i64,
    must: bool,
    years: i64,
    kinds: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "job_form.html")]
struct JobFormPage {
    frame: Frame,
    /// `None` for a new job.
    job: Option<JobTop>,
    fields: Fields,
    wrong: Wrong,
    work_modes: Vec<Choice>,
    departments: Vec<String>,
    /// May change department, confidentiality and blindness.
    whole: bool,
    needs: Vec<NeedRow>,
    needs_error: String,
    parts: Option<Parts>,
}

impl JobFormPage {
    /// What is wrong with a field; empty when nothing is.
    fn error(&self, field: &str) -> &str {
        self.wrong.iter().find(|(known, _)| *known == field).map_or("", |(_, message)| message)
    }
}

async fn draw(
    who: &Staff,
    job: Option<JobId>,
    fields: Fields,
    wrong: Wrong,
    typed_needs: Option<(Vec<NeedDraft>, String)>,
) -> Answer {
    let (db, scope) = (&who.house.db, &who.scope);
    let bad = !wrong.is_empty() || typed_needs.as_ref().is_some_and(|(_, error)| !error.is_empty());
    let (mut head, mut shown, mut side) = (None, (vec![], String::new()), None);
    if let Some(job) = job {
        head = Some(top(who, &read::head(db, scope, job).await?, "edit"));
        shown = match typed_needs {
            Some(typed) => typed,
            None => (needs::needs(db, scope, job).await?, String::new()),
        };
        side = Some(parts(who, job).await?);
    }
    let modes = WorkMode::ALL.iter().map(|mode| Choice {
        value: mode.word().to_owned(),
        label: mode.label().to_owned(),
        chosen: fields.work_mode == mode.word(),
    });
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = who.frame().await?;
    let page = JobFormPage {
        frame: match job {
            Some(job) => frame.about("job", job),
            None => frame,
        },
        job: head,
        work_modes: modes.collect(),
        departments: read::departments(db, scope).await?,
        whole: record::access::AnyScope::rights(scope).everyone,
        needs: need_rows(&shown.0),
        needs_error: shown.1,
        parts: side,
        fields,
        wrong,
    };
    page_with(status, &page)
}

/// The needs with two empty rows after them.
fn need_rows(known: &[NeedDraft]) -> Vec<NeedRow> {
    let empty = NeedDraft { kind: NeedKind::Skill, label: String::new(), weight: 0, must: false, years: 0 };
    let all = known.iter().chain([&empty, &empty]);
    all.enumerate()
        .map(|(number, need)| NeedRow {
            number,
            label: need.label.clone(),
            weight: need.weight,
            must: need.must,
            years: need.years,
            kinds: NeedKind::ALL
                .iter()
                .map(|kind| Choice {
                    value: kind.word().to_owned(),
                    label: kind.label().to_owned(),
                    chosen: *kind == need.kind,
                })
                .collect(),
        })
        .collect()
}

/// The same page for recruiters, who are staff too.
pub(crate) async fn new(_: Recruiter, who: Staff) -> Answer {
    let fields = Fields {
        openings: "1".to_owned(),
        work_mode: WorkMode::OnSite.word().to_owned(),
        ..Fields::default()
    };
    draw(&who, None, fields, vec![], None).await
}

pub(crate) async fn create(recruiter: Recruiter, who: Staff, Input(fields): Input<Fields>) -> Answer {
    let (draft, mut wrong) = fields.read(&who.session.zone);
    let openings = fields.openings.trim().parse().unwrap_or(0);
    if wrong.is_empty() {
        let new = NewJob { draft, openings, open: fields.status == "open" };
        match edit::create(&who.house.db, &recruiter.scope, new).await {
            Ok(job) => {
                return Go::to(format!("/jobs/{job}/edit"))
                    .say("Created. Check what it takes, the team and the stages.")
                    .after(&who.house, who.session.workspace)
                    .into();
            }
            Err(Refusal::Field { field, message }) => wrong.push((field, message)),
            Err(refusal) => return Err(refusal.into()),
        }
    }
    draw(&who, None, fields, wrong, None).await
}

/// What is wrong so far, asked while typing.
#[derive(Template)]
#[template(path = "job_problems.html")]
struct Problems {
    wrong: Wrong,
}

pub(crate) async fn problems(who: Staff, Input(fields): Input<Fields>) -> Answer {
    let (_, wrong) = fields.read(&who.session.zone);
    fragment(&Problems { wrong })
}

async fn known(who: &Staff, job: JobId) -> Result<read::JobView, Problem> {
    let view = read::job(&who.house.db, &who.scope, job).await?;
    if view.right.edits { Ok(view) } else { Err(Problem::Forbidden) }
}

pub(crate) async fn edit(who: Staff, Path(job): Path<String>) -> Answer {
    let job: JobId = job.parse()?;
    let view = known(&who, job).await?;
    let fields = Fields::of(&view, &who.session.zone);
    draw(&who, Some(job), fields, vec![], None).await
}

pub(crate) async fn save(who: Staff, Path(job): Path<String>, Input(fields): Input<Fields>) -> Answer {
    let job: JobId = job.parse()?;
    known(&who, job).await?;
    let (draft, mut wrong) = fields.read(&who.session.zone);
    if wrong.is_empty() {
        match edit::edit(&who.house.db, &who.scope, job, fields.version, &draft).await {
            Ok(()) => return back(&who, job, "Saved"),
            Err(Refusal::Field { field, message }) => wrong.push((field, message)),
            Err(Refusal::Conflict(message)) => wrong.push(("conflict", message)),
            Err(refusal) => return Err(refusal.into()),
        }
    }
    draw(&who, Some(job), fields, wrong, None).await
}

pub(crate) fn back(who: &Staff, job: JobId, said: &str) -> Answer {
    Go::to(format!("/jobs/{job}/edit")).say(said).after(&who.house, who.session.workspace).into()
}

#[derive(Deserialize)]
pub(crate) struct NewStatus {
    status: String,
    version: i64,
}

pub(crate) async fn status(who: Staff, Path(job): Path<String>, Input(new): Input<NewStatus>) -> Answer {
    let job: JobId = job.parse()?;
    let to = JobStatus::parse(&new.status).ok_or(Problem::NotFound)?;
    edit::set_status(&who.house.db, &who.scope, job, new.version, to).await?;
    back(&who, job, &format!("The job is {} now", to.label().to_lowercase()))
}

/// The rows of needs as the form sends them: one list a column.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct NeedFields {
    version: i64,
    kind: Vec<String>,
    label: Vec<String>,
    weight: Vec<String>,
    years: Vec<String>,
    /// Numbers of the rows that are a must.
    must: Vec<usize>,
}

impl NeedFields {
    fn rows(&self) -> Vec<NeedDraft> {
        let whole = |list: &[String], at: usize| {
            list.get(at).and_then(|text| text.trim().parse::<i64>().ok()).unwrap_or(0)
        };
        let rows = self.label.iter().enumerate().map(|(at, label)| NeedDraft {
            kind: self.kind.get(at).and_then(|word| NeedKind::parse(word)).unwrap_or(NeedKind::Text),
            label: label.trim().to_owned(),
            weight: whole(&self.weight, at),
            must: self.must.contains(&at),
            years: whole(&self.years, at),
        });
        // A row without words is a row taken out, or one of the empty ones.
        rows.filter(|need| !need.label.is_empty()).collect()
    }
}

pub(crate) async fn needs(who: Staff, Path(job): Path<String>, Input(typed): Input<NeedFields>) -> Answer {
    let job: JobId = job.parse()?;
    let view = known(&who, job).await?;
    let rows = typed.rows();
    match needs::weigh(&who.house.db, &who.scope, job, typed.version, &rows).await {
        Ok(()) => back(&who, job, "What it takes is saved; matches follow it"),
        Err(Refusal::Field { message, .. } | Refusal::Conflict(message)) => {
            let fields = Fields::of(&view, &who.session.zone);
            draw(&who, Some(job), fields, vec![], Some((rows, message))).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct Proposal {
    version: i64,
}

/// Reads the needs from the post again, in place of those there are.
pub(crate) async fn propose(who: Staff, Path(job): Path<String>, Input(asked): Input<Proposal>) -> Answer {
    let job: JobId = job.parse()?;
    let view = known(&who, job).await?;
    let proposed = needs::propose(&view.draft);
    needs::weigh(&who.house.db, &who.scope, job, asked.version, &proposed).await?;
    let count = i64::try_from(proposed.len()).unwrap_or(0);
    back(&who, job, &format!("Read {} from the post", words::counted(count, "line", "lines")))
}
