//! Settings: the firm's name, departments, reasons, failed chores.

use record::access::settings::{self, DepartmentView, FailedChore, ReasonView};
use serde::Deserialize;
use web::words;
use web::{Admin, Answer, Frame, Go, Input, Path, StatusCode, Template};

use crate::wrong::Wrong;

fn status_of(wrong: &Wrong) -> StatusCode {
    if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

// the firm ------------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "settings.html")]
struct FirmPage {
    frame: Frame,
    firm: String,
    address: String,
    engine: &'static str,
    wrong: Wrong,
}

#[derive(Deserialize)]
pub(crate) struct FirmForm {
    #[serde(default)]
    firm: String,
}

async fn draw_firm(who: &Admin, firm: String, wrong: Wrong) -> Answer {
    let engine = match who.house.db.engine() {
        db::Engine::Sqlite => "Built in (SQLite)",
        db::Engine::Postgres => "PostgreSQL",
    };
    let address = who.house.settings.base_url.clone();
    let status = status_of(&wrong);
    web::page_with(status, &FirmPage { frame: who.frame().await?, firm, address, engine, wrong })
}

pub(crate) async fn show(who: Admin) -> Answer {
    draw_firm(&who, who.session.workspace_name.clone(), Wrong::default()).await
}

pub(crate) async fn save(who: Admin, Input(form): Input<FirmForm>) -> Answer {
    match settings::rename_firm(&who.house.db, &who.scope, &form.firm).await {
        Ok(()) => Go::to("/settings").say("Saved").into(),
        Err(refusal) => draw_firm(&who, form.firm, Wrong::of(refusal)?).await,
    }
}

// departments ---------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "departments.html")]
struct DepartmentsPage {
    frame: Frame,
    departments: Vec<DepartmentLine>,
    typed: String,
    wrong: Wrong,
}

struct DepartmentLine {
    id: base::Id,
    name: String,
    jobs: String,
}

#[derive(Deserialize)]
pub(crate) struct NameForm {
    #[serde(default)]
    name: String,
}

async fn draw_departments(who: &Admin, typed: String, wrong: Wrong) -> Answer {
    let line = |known: DepartmentView| DepartmentLine {
        id: base::Id(known.id),
        name: known.name,
        jobs: words::counted(known.jobs, "job", "jobs"),
    };
    let departments = settings::departments(&who.house.db, &who.scope).await?.into_iter().map(line).collect();
    let status = status_of(&wrong);
    web::page_with(status, &DepartmentsPage { frame: who.frame().await?, departments, typed, wrong })
}

pub(crate) async fn departments(who: Admin) -> Answer {
    draw_departments(&who, String::new(), Wrong::default()).await
}

pub(crate) async fn add_department(who: Admin, Input(form): Input<NameForm>) -> Answer {
    match settings::add_department(&who.house.db, &who.scope, &form.name).await {
        Ok(_) => Go::to("/settings/departments").say("Department added").into(),
        Err(refusal) => draw_departments(&who, form.name, Wrong::of(refusal)?).await,
    }
}

pub(crate) async fn rename_department(
    who: Admin,
    Path(id): Path<String>,
    Input(form): Input<NameForm>,
) -> Answer {
    let id: base::Id = id.parse()?;
    match settings::rename_department(&who.house.db, &who.scope, id.0, &form.name).await {
        Ok(()) => Go::to("/settings/departments").say("Saved").into(),
        Err(refusal) => {
            let wrong = Wrong::of(refusal)?;
            draw_departments(&who, String::new(), Wrong::whole(wrong.message())).await
        }
    }
}

// reasons -------------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "reasons.html")]
struct ReasonsPage {
    frame: Frame,
    groups: Vec<ReasonGroup>,
    typed: String,
    wrong: Wrong,
}

struct ReasonGroup {
    kind: &'static str,
    title: &'static str,
    reasons: Vec<ReasonView>,
}

const KINDS: [(&str, &str); 3] =
    [("we_rejected", "We declined"), ("they_withdrew", "They withdrew"), ("other", "Other")];

#[derive(Deserialize)]
pub(crate) struct ReasonForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    label: String,
}

async fn draw_reasons(who: &Admin, typed: String, wrong: Wrong) -> Answer {
    let all = settings::reasons(&who.house.db, &who.scope).await?;
    let group = |(kind, title): (&'static str, &'static str)| ReasonGroup {
        kind,
        title,
        reasons: all.iter().filter(|reason| reason.kind == kind).cloned().collect(),
    };
    let groups = KINDS.into_iter().map(group).collect();
    let status = status_of(&wrong);
    web::page_with(status, &ReasonsPage { frame: who.frame().await?, groups, typed, wrong })
}

pub(crate) async fn reasons(who: Admin) -> Answer {
    draw_reasons(&who, String::new(), Wrong::default()).await
}

pub(crate) async fn add_reason(who: Admin, Input(form): Input<ReasonForm>) -> Answer {
    match settings::add_reason(&who.house.db, &who.scope, &form.kind, &form.label).await {
        Ok(()) => Go::to("/settings/reasons").say("Reason added").into(),
        Err(refusal) => draw_reasons(&who, form.label, Wrong::of(refusal)?).await,
    }
}

pub(crate) async fn rename_reason(
    who: Admin,
    Path(id): Path<String>,
    Input(form): Input<ReasonForm>,
) -> Answer {
    match settings::rename_reason(&who.house.db, &who.scope, id.parse()?, &form.label).await {
        Ok(()) => Go::to("/settings/reasons").say("Saved").into(),
        Err(refusal) => {
            let wrong = Wrong::of(refusal)?;
            draw_reasons(&who, String::new(), Wrong::whole(wrong.message())).await
        }
    }
}

pub(crate) async fn retire_reason(who: Admin, Path(id): Path<String>) -> Answer {
    settings::retire_reason(&who.house.db, &who.scope, id.parse()?, true).await?;
    let undo = format!("/settings/reasons/{id}/restore");
    Go::to("/settings/reasons").say_with_undo("Taken out of the choice", undo).into()
}

pub(crate) async fn restore_reason(who: Admin, Path(id): Path<String>) -> Answer {
    settings::retire_reason(&who.house.db, &who.scope, id.parse()?, false).await?;
    Go::to("/settings/reasons").say("Back in the choice").into()
}

// background work -----------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "chores.html")]
struct ChoresPage {
    frame: Frame,
    failed: Vec<ChoreLine>,
    waiting: String,
}

struct ChoreLine {
    id: base::Id,
    name: String,
    why: String,
    attempts: i64,
    iso: String,
    when: String,
}

/// `SendSystemMail` as people read it: `Send system mail`.
pub(crate) fn spoken(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 8);
    for (position, c) in name.chars().enumerate() {
        if position > 0 && c.is_ascii_uppercase() {
            text.push(' ');
            text.push(c.to_ascii_lowercase());
        } else {
            text.push(c);
        }
    }
    text
}

pub(crate) async fn chores(who: Admin) -> Answer {
    let (failed, waiting) = settings::failed_chores(&who.house.db, &who.scope).await?;
    let now = who.now();
    let line = |chore: FailedChore| ChoreLine {
        id: base::Id(chore.id),
        name: spoken(&chore.name),
        why: chore.why,
        attempts: chore.attempts,
        iso: words::iso(chore.created_at),
        when: words::when(chore.created_at, now, &who.session.zone),
    };
    let failed = failed.into_iter().map(line).collect();
    let waiting = match waiting {
        0 => "Nothing waits".to_owned(),
        _ => words::counted(waiting, "piece of work waits", "pieces of work wait"),
    };
    web::page(&ChoresPage { frame: who.frame().await?, failed, waiting })
}

pub(crate) async fn retry_chore(who: Admin, Path(id): Path<String>) -> Answer {
    let id: base::Id = id.parse()?;
    settings::retry_chore(&who.house.db, &who.scope, id.0).await?;
    Go::to("/settings/chores").say("It runs again now").into()
}
