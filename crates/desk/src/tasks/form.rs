//! Forms of tasks: the new one, and what the pages post.

use record::people::keys::name_key;
use record::{JobId, PersonId, PersonRef, Refusal, TaskId, UserId, overview};
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Path, Problem, Query, Staff, StatusCode, Template};

use super::change::{self, Edited, NewTask, Step};
use super::due::Due;
use crate::people;

/// One choice of a select.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// What a new task's form holds; also the fields of the address that opens it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TaskForm {
    title: String,
    due: String,
    time: String,
    assignee: String,
    /// A reference, or what the suggestions write: `Amara Okafor (01abc…)`.
    person: String,
    job: String,
    next: String,
    dialog: String,
    /// The key that the form was drawn with.
    form_key: String,
}

/// Errors beside the fields.
#[derive(Clone, Default)]
pub(crate) struct Wrong {
    pub(crate) field: &'static str,
    pub(crate) message: String,
}

impl Wrong {
    pub(crate) fn at(&self, field: &str) -> &str {
        if self.field == field { &self.message } else { "" }
    }
}

#[derive(Template)]
#[template(path = "task_new.html")]
struct NewPage {
    frame: Frame,
    fields: Fields,
}

#[derive(Template)]
#[template(path = "task_dialog.html")]
struct NewDialog {
    frame: Frame,
    fields: Fields,
}

/// What the form draws, on its page and in the dialog.
struct Fields {
    form: TaskForm,
    /// Who it is about, where that is settled already.
    about: String,
    assignees: Vec<Choice>,
    jobs: Vec<Choice>,
    wrong: Wrong,
}

/// `GET /tasks/new`
pub(crate) async fn new(who: Staff, Query(form): Query<TaskForm>) -> Answer {
    draw(who, form, Wrong::default()).await
}

async fn draw(who: Staff, form: TaskForm, wrong: Wrong) -> Answer {
    let about = match form.person.parse::<PersonRef>() {
        Ok(reference) => label_of(&who, &reference).await?,
        Err(_) => String::new(),
    };
    let fields = Fields {
        about,
        assignees: assignees(&who, form.assignee.parse().unwrap_or(who.session.user)).await?,
        jobs: jobs(&who, form.job.parse().unwrap_or_default()).await?,
        form,
        wrong,
    };
    let status =
        if fields.wrong.field.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = who.frame().await?;
    if who.fragment {
        web::page_with(status, &NewDialog { frame, fields })
    } else {
        web::page_with(status, &NewPage { frame, fields })
    }
}

async fn label_of(who: &Staff, reference: &PersonRef) -> Result<String, Problem> {
    let person = overview::person_of(&who.house.db, &who.scope, reference).await?;
    let mut labels = record::people::read::labels(&who.house.db, &who.scope, &[person]).await?;
    Ok(labels.remove(&person).map(|(_, label)| label).unwrap_or_default())
}

/// Colleagues, oneself first.
pub(super) async fn assignees(who: &Staff, chosen: UserId) -> Result<Vec<Choice>, Problem> {
    let mut users = overview::colleagues(&who.house.db, &who.scope).await?;
    users.retain(|user| user.active || user.id == chosen);
    users.sort_by_key(|user| user.id != who.session.user);
    let choice = |user: overview::Colleague| Choice {
        value: user.id.to_string(),
        label: if user.id == who.session.user { format!("You, {}", user.name) } else { user.name },
        chosen: user.id == chosen,
    };
    Ok(users.into_iter().map(choice).collect())
}

/// Jobs offered: more than anybody has open.
const JOBS_OFFERED: usize = 200;

/// The jobs of this reader that a task may be about, none first.
pub(super) async fn jobs(who: &Staff, chosen: JobId) -> Result<Vec<Choice>, Problem> {
    let mut known = overview::jobs_titled(&who.house.db, &who.scope, "", JOBS_OFFERED).await?;
    if chosen.0 != 0 && !known.iter().any(|job| job.id == chosen) {
        known.extend(overview::job_names(&who.house.db, &who.scope, &[chosen]).await?.into_values());
    }
    known.retain(|job| job.open || job.id == chosen);
    let none = Choice { value: String::new(), label: "No job".to_owned(), chosen: chosen.0 == 0 };
    let choice = |job: overview::JobName| Choice {
        value: job.id.to_string(),
        label: job.title,
        chosen: job.id == chosen,
    };
    Ok(std::iter::once(none).chain(known.into_iter().map(choice)).collect())
}

/// `POST /tasks`
pub(crate) async fn create(who: Staff, Input(form): Input<TaskForm>) -> Answer {
    let next = if form.next.is_empty() { "/tasks".to_owned() } else { form.next.clone() };
    match make(&who, &form).await {
        Ok(task) => Go::to(next)
            .say_with_undo("The task is on the list", format!("/tasks/{task}/removal"))
            .after(&who.house, who.session.workspace)
            .into(),
        Err(Refusal::Field { field, message }) => draw(who, form, Wrong { field, message }).await,
        Err(other) => Err(other.into()),
    }
}

async fn make(who: &Staff, form: &TaskForm) -> Result<TaskId, Refusal> {
    let new = NewTask {
        title: form.title.clone(),
        assignee: chosen(&form.assignee),
        person: person_typed(who, &form.person).await?,
        job: chosen(&form.job),
        due: Due::typed(&form.due, &form.time, &who.session.zone)?,
        form_key: form.form_key.clone(),
    };
    change::add(&who.house.db, &who.scope, new).await
}

/// An id out of a select; nothing chosen is none.
fn chosen<T: std::str::FromStr + Default>(value: &str) -> T {
    value.trim().parse().unwrap_or_default()
}

const NOBODY_SUCH: &str = "Choose somebody from the list that appears while you type, or leave this empty.";

/// The person that a field names: by reference, by a suggestion taken, or by the whole name of exactly one.
async fn person_typed(who: &Staff, typed: &str) -> Result<PersonId, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(PersonId(0));
    }
    let inner =
        typed.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map_or(typed, |(_, inner)| inner);
    if let Ok(reference) = inner.parse::<PersonRef>()
        && let Ok(person) = overview::person_of(&who.house.db, &who.scope, &reference).await
    {
        return Ok(person);
    }
    let found = people::find(&who.house, &who.scope, typed, SUGGESTED).await?;
    let mut same = found.into_iter().filter(|one| name_key(&one.label) == name_key(typed));
    match (same.next(), same.next()) {
        (Some(one), None) => Ok(overview::person_of(&who.house.db, &who.scope, &one.reference).await?),
        _ => Err(Refusal::field("person", NOBODY_SUCH)),
    }
}

/// Suggestions under a field.
const SUGGESTED: usize = 8;

#[derive(Template)]
#[template(path = "suggestions.html")]
struct Suggestions {
    options: Vec<(String, String, String)>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    pub(crate) q: String,
}

/// `GET /tasks/people`: who a task may be about.
pub(crate) async fn suggest_people(who: Staff, Query(typed): Query<Typed>) -> Answer {
    let found = people::find(&who.house, &who.scope, &typed.q, SUGGESTED).await?;
    let option = |one: people::Found| (format!("{} ({})", one.label, one.reference), one.label, one.sub);
    web::fragment(&Suggestions { options: found.into_iter().map(option).collect() })
}

/// What an edit of a task posts.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EditForm {
    pub(crate) title: Option<String>,
    pub(crate) due: String,
    pub(crate) time: String,
    pub(crate) assignee: String,
    pub(crate) job: String,
    pub(crate) version: i64,
    pub(crate) show: String,
}

/// `POST /tasks/{task}`
pub(crate) async fn edit(who: Staff, Path(task): Path<String>, Input(form): Input<EditForm>) -> Answer {
    let task: TaskId = task.parse()?;
    match save(&who, task, &form).await {
        Ok(before) => Go::to(format!("/tasks/{task}"))
            .say_with_undo("The task is changed", format!("/tasks/{task}/versions/{before}"))
            .after(&who.house, who.session.workspace)
            .into(),
        Err(Refusal::Field { field, message }) => {
            super::page::draw_wrong(who, task, form, Wrong { field, message }).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn save(who: &Staff, task: TaskId, form: &EditForm) -> Result<i64, Refusal> {
    let shown = super::read::one(&who.house.db, &who.scope, task).await?;
    let job_unseen = shown.job.is_none() && form.job.is_empty();
    let edited = Edited {
        title: if shown.title_hidden() { None } else { form.title.clone() },
        assignee: chosen(&form.assignee),
        job: if job_unseen { None } else { Some(chosen(&form.job)) },
        due: Due::typed(&form.due, &form.time, &who.session.zone)?,
    };
    change::edit(&who.house.db, &who.scope, task, form.version, edited).await
}

/// What a small form of one button posts: where to come back to.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    pub(crate) next: String,
}

impl Back {
    pub(crate) fn or(&self, place: &str) -> String {
        if self.next.is_empty() { place.to_owned() } else { self.next.clone() }
    }
}

/// `POST /tasks/{task}/versions/{version}`: undo of an edit.
pub(crate) async fn revert(
    who: Staff,
    Path((task, version)): Path<(String, i64)>,
    Input(back): Input<Back>,
) -> Answer {
    change::revert(&who.house.db, &who.scope, task.parse()?, version).await?;
    Go::to(back.or("/tasks")).say("The task is as before").after(&who.house, who.session.workspace).into()
}

/// `POST /tasks/{task}/completion`
pub(crate) async fn complete(who: Staff, Path(task): Path<String>, Input(back): Input<Back>) -> Answer {
    step(who, &task, back, Step::Done).await
}

/// `POST /tasks/{task}/reopening`
pub(crate) async fn reopen(who: Staff, Path(task): Path<String>, Input(back): Input<Back>) -> Answer {
    step(who, &task, back, Step::Reopened).await
}

/// `POST /tasks/{task}/removal`
pub(crate) async fn remove(who: Staff, Path(task): Path<String>, Input(back): Input<Back>) -> Answer {
    step(who, &task, back, Step::Removed).await
}

/// `POST /tasks/{task}/restoration`
pub(crate) async fn restore(who: Staff, Path(task): Path<String>, Input(back): Input<Back>) -> Answer {
    step(who, &task, back, Step::Restored).await
}

async fn step(who: Staff, task: &str, back: Back, step: Step) -> Answer {
    let task: TaskId = task.parse()?;
    change::take(&who.house.db, &who.scope, task, step).await?;
    let (said, undo) = match step {
        Step::Done => ("Done", "reopening"),
        Step::Reopened => ("The task is open again", "completion"),
        Step::Removed => ("The task is removed", "restoration"),
        Step::Restored => ("The task is back", "removal"),
    };
    let mut next = back.or("/tasks");
    // The page of a task that is gone has nothing to come back to.
    if step == Step::Removed && next.starts_with(&format!("/tasks/{task}")) {
        next = "/tasks".to_owned();
    }
    Go::to(next)
        .say_with_undo(said, format!("/tasks/{task}/{undo}"))
        .after(&who.house, who.session.workspace)
        .into()
}
