//! The tasks page: lists by day, with one task open at the right.

use record::access::AnyScope;
use record::{PersonRef, TaskId};
use serde::Deserialize;
use web::{Answer, Frame, Path, Query, Staff, StatusCode, Template, words};

use super::due::Group;
use super::form::{self, Choice, EditForm, Wrong};
use super::line::TaskLine;
use super::read::{self, TASKS_MAX, TaskView, Whose};

/// Which list.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    /// `mine`, `handed` or `team`.
    show: String,
}

#[derive(Template)]
#[template(path = "tasks.html")]
struct TasksPage {
    frame: Frame,
    lists: Vec<List>,
    show: &'static str,
    caption: &'static str,
    groups: Vec<(Group, Vec<TaskLine>)>,
    empty: bool,
    /// Said where the list was cut.
    cut: String,
    open: Option<Detail>,
    back: String,
}

/// One of the lists, as a link at the top.
struct List {
    href: String,
    label: &'static str,
    count: String,
    current: bool,
}

/// The task at the right.
struct Detail {
    id: TaskId,
    title: String,
    hidden: bool,
    done: bool,
    person: Option<(String, String, String, u16)>,
    masked: bool,
    job: Option<(String, String)>,
    due: String,
    late: bool,
    who: String,
    made: String,
    version: i64,
    edit: EditForm,
    assignees: Vec<Choice>,
    jobs: Vec<Choice>,
    wrong: Wrong,
}

/// `GET /tasks`
pub(crate) async fn show(who: Staff, Query(which): Query<Which>) -> Answer {
    draw(who, &which.show, None, None).await
}

/// `GET /tasks/{task}`
pub(crate) async fn show_one(who: Staff, Path(task): Path<String>, Query(which): Query<Which>) -> Answer {
    draw(who, &which.show, Some(task.parse()?), None).await
}

pub(super) async fn draw_wrong(who: Staff, task: TaskId, form: EditForm, wrong: Wrong) -> Answer {
    let show = form.show.clone();
    draw(who, &show, Some(task), Some((form, wrong))).await
}

async fn draw(who: Staff, show: &str, task: Option<TaskId>, typed: Option<(EditForm, Wrong)>) -> Answer {
    let (db, scope) = (&who.house.db, &who.scope);
    let shown = lists_of(&who).into_iter().find(|(word, ..)| *word == show).unwrap_or(MINE);
    let (word, _, whose) = shown;
    let mut lists = vec![];
    for (each, label, whose) in lists_of(&who) {
        let count = words::number(read::count(db, scope, whose).await?);
        lists.push(List { href: format!("/tasks?show={each}"), label, count, current: each == word });
    }
    let mut tasks = read::open(db, scope, whose).await?;
    let cut = if i64::try_from(tasks.len()).unwrap_or(0) >= TASKS_MAX {
        format!("The first {TASKS_MAX} by date. Those due later follow when some of these are done.")
    } else {
        String::new()
    };
    tasks.extend(read::done(db, scope, whose).await?);
    let lines: Vec<TaskLine> =
        tasks.iter().map(|task| TaskLine::of(task, who.now(), &who.session.zone)).collect();
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let open = match task {
        Some(task) => Some(detail(&who, read::one(db, scope, task).await?, typed).await?),
        None => None,
    };
    let page = TasksPage {
        frame: who.frame().await?,
        lists,
        show: word,
        caption: match word {
            "handed" => "Tasks handed on, by day",
            "team" => "Tasks of the team, by day",
            _ => "My tasks, by day",
        },
        empty: lines.is_empty(),
        groups: grouped(lines),
        cut,
        open,
        back: who.here().to_owned(),
    };
    web::page_with(status, &page)
}

type Listed = (&'static str, &'static str, Whose);
const MINE: Listed = ("mine", "Mine", Whose::Mine);

fn lists_of(who: &Staff) -> Vec<Listed> {
    let mut lists = vec![MINE, ("handed", "Handed on", Whose::HandedOn)];
    if who.scope.rights().everyone {
        lists.push(("team", "Team", Whose::Team));
    }
    lists
}

pub(crate) fn grouped(lines: Vec<TaskLine>) -> Vec<(Group, Vec<TaskLine>)> {
    let mut groups: Vec<(Group, Vec<TaskLine>)> = Group::ALL.iter().map(|group| (*group, vec![])).collect();
    for line in lines {
        if let Some((_, of_group)) = groups.iter_mut().find(|(group, _)| *group == line.group) {
            of_group.push(line);
        }
    }
    groups.retain(|(_, lines)| !lines.is_empty());
    groups
}

async fn detail(
    who: &Staff,
    task: TaskView,
    typed: Option<(EditForm, Wrong)>,
) -> Result<Detail, web::Problem> {
    let (now, zone) = (who.now(), who.session.zone.as_str());
    let (edit, wrong) = typed.unwrap_or_else(|| {
        let (due, time) = task.due.fields(zone);
        let edit = EditForm {
            title: Some(task.title.clone()),
            due,
            time,
            assignee: task.assignee.to_string(),
            job: task.job.as_ref().map(|job| job.id.to_string()).unwrap_or_default(),
            version: task.version,
            show: String::new(),
        };
        (edit, Wrong::default())
    });
    let line = TaskLine::of(&task, now, zone);
    let you = |name: &str, id| if id == who.session.user { "You".to_owned() } else { name.to_owned() };
    Ok(Detail {
        id: task.id,
        title: line.title,
        hidden: task.title_hidden(),
        done: line.done,
        masked: matches!(task.person, Some((PersonRef::Alias(_), _))),
        person: task.person.as_ref().map(|(reference, label)| {
            let href = format!("/candidates/{reference}");
            (href, label.clone(), words::initials(label), words::hue(label))
        }),
        job: task.job.as_ref().map(|job| {
            let href = if job.opens { format!("/jobs/{}", job.id) } else { String::new() };
            (href, job.title.clone())
        }),
        due: task.due.exact(zone),
        late: line.group == Group::Late,
        who: you(&task.assignee_name, task.assignee),
        made: format!("{}, {}", task.creator_name, words::when(task.created_at, now, zone)),
        version: edit.version,
        assignees: form::assignees(who, edit.assignee.parse().unwrap_or(task.assignee)).await?,
        jobs: form::jobs(who, edit.job.parse().unwrap_or_default()).await?,
        edit,
        wrong,
    })
}
