//! Reading tasks: which ones, and each as its reader may see it.

use base::Micros;
use db::{Assembled, Db, Row};
use record::access::AnyScope;
use record::overview::{self, JobName};
use record::{JobId, Mixed, PersonId, PersonRef, ReadError, Scope, TaskId, UserId};

use super::due::{Due, end_of_today};
use crate::Q;

/// Open tasks drawn in one list; whoever has more needs a filter more than a longer page.
pub(crate) const TASKS_MAX: i64 = 200;
/// Done tasks shown below the open ones.
const DONE_MAX: i64 = 20;

/// A row as it lies in the table.
pub(super) struct TaskRow {
    pub(super) id: TaskId,
    pub(super) title: String,
    pub(super) assignee: UserId,
    pub(super) created_by: UserId,
    pub(super) person: PersonId,
    pub(super) job: JobId,
    pub(super) due: Due,
    pub(super) created_at: Micros,
    pub(super) done_at: Micros,
    pub(super) removed_at: Micros,
    pub(super) version: i64,
}

pub(super) fn row_of(row: &Row<'_>) -> TaskRow {
    TaskRow {
        id: TaskId(row.int(0)),
        title: row.text(1),
        assignee: UserId(row.int(2)),
        created_by: UserId(row.int(3)),
        person: PersonId(row.int(4)),
        job: JobId(row.int(5)),
        due: Due::from_row(row.int(6), row.flag(7)),
        created_at: row.int(8),
        done_at: row.int(9),
        removed_at: row.int(10),
        version: row.int(11),
    }
}

/// A task as its reader sees it.
#[derive(Clone, Debug)]
pub(crate) struct TaskView {
    pub(crate) id: TaskId,
    /// Empty where somebody else wrote it about a person this reader does not see clear.
    pub(crate) title: String,
    pub(crate) assignee: UserId,
    pub(crate) assignee_name: String,
    pub(crate) creator_name: String,
    pub(crate) created_at: Micros,
    /// Reference and label, as the reader may name them.
    pub(crate) person: Option<(PersonRef, String)>,
    pub(crate) job: Option<JobName>,
    pub(crate) due: Due,
    pub(crate) done_at: Micros,
    pub(crate) version: i64,
}

impl TaskView {
    pub(crate) fn title_hidden(&self) -> bool {
        self.title.is_empty()
    }

    /// The title, or what can be said in its place.
    pub(crate) fn shown_title(&self) -> String {
        match (&self.person, self.title_hidden()) {
            (_, false) => self.title.clone(),
            (Some((_, label)), true) => format!("A task about {label}"),
            (None, true) => "A task about somebody who is not open to you".to_owned(),
        }
    }
}

/// Whose tasks a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whose {
    Mine,
    /// Made by me, done by others.
    HandedOn,
    /// Everybody's; recruiters only.
    Team,
    /// About this person, as far as the reader may see.
    About(PersonId),
}

pub(super) fn may_see(who: &Scope<Mixed>, row: &TaskRow) -> bool {
    who.rights().everyone || row.assignee == who.user() || row.created_by == who.user()
}

fn narrow(sql: &mut Assembled, who: &Scope<Mixed>, whose: Whose) {
    let me = who.user();
    match whose {
        Whose::Mine => {
            sql.push(" and assignee_id = ").bind(&me);
        }
        Whose::HandedOn => {
            sql.push(" and created_by = ").bind(&me).push(" and assignee_id <> ").bind(&me);
        }
        Whose::Team => {}
        Whose::About(person) => {
            sql.push(" and person_id = ").bind(&person);
        }
    }
    if !who.rights().everyone && !matches!(whose, Whose::Mine | Whose::HandedOn) {
        sql.push(" and (assignee_id = ").bind(&me).push(" or created_by = ").bind(&me).push(")");
    }
}

/// Open tasks by date, those without one last.
pub(crate) async fn open(db: &Db, who: &Scope<Mixed>, whose: Whose) -> Result<Vec<TaskView>, ReadError> {
    let mut sql = Assembled::with(Q.get("tasks"), &[&who.workspace_id()]);
    narrow(&mut sql, who, whose);
    sql.push(" and done_at = 0 order by case when due_at = 0 then 1 else 0 end, due_at, id limit ")
        .bind(&TASKS_MAX);
    let rows = db.read(async |rd| rd.assembled(&sql, row_of).await).await?;
    views(db, who, rows).await
}

/// The tasks done last.
pub(crate) async fn done(db: &Db, who: &Scope<Mixed>, whose: Whose) -> Result<Vec<TaskView>, ReadError> {
    let mut sql = Assembled::with(Q.get("tasks"), &[&who.workspace_id()]);
    narrow(&mut sql, who, whose);
    sql.push(" and done_at > 0 order by done_at desc, id limit ").bind(&DONE_MAX);
    let rows = db.read(async |rd| rd.assembled(&sql, row_of).await).await?;
    views(db, who, rows).await
}

/// How many open tasks a list has.
pub(crate) async fn count(db: &Db, who: &Scope<Mixed>, whose: Whose) -> Result<i64, ReadError> {
    let mut sql = Assembled::with(Q.get("tasks-count"), &[&who.workspace_id()]);
    narrow(&mut sql, who, whose);
    let counts = db.read(async |rd| rd.assembled(&sql, |row| row.int(0)).await).await?;
    Ok(counts.into_iter().next().unwrap_or(0))
}

/// Open tasks of the reader that are late or due by the end of today.
pub(crate) async fn due_count(db: &Db, who: &Scope<Mixed>, zone: &str) -> Result<i64, ReadError> {
    let (day, moment) = end_of_today(db.now(), zone);
    let bound: [&dyn db::Bind; 4] = [&who.workspace_id(), &who.user(), &day, &moment];
    Ok(db.read(async |rd| rd.count(Q.get("tasks-due"), &bound).await).await?)
}

/// One task. Not there and not for this reader is the same.
pub(crate) async fn one(db: &Db, who: &Scope<Mixed>, task: TaskId) -> Result<TaskView, ReadError> {
    let row = row(db, who, task).await?;
    views(db, who, vec![row]).await?.pop().ok_or(ReadError::NotFound)
}

pub(super) async fn row(db: &Db, who: &Scope<Mixed>, task: TaskId) -> Result<TaskRow, ReadError> {
    let row = row_even_removed(db, who, task).await?;
    if row.removed_at == 0 { Ok(row) } else { Err(ReadError::NotFound) }
}

pub(super) async fn row_even_removed(
    db: &Db,
    who: &Scope<Mixed>,
    task: TaskId,
) -> Result<TaskRow, ReadError> {
    let workspace = who.workspace_id();
    let found =
        db.read(async |rd| rd.optional(Q.get("task-by-id"), &[&workspace, &task], row_of).await).await?;
    found.filter(|row| may_see(who, row)).ok_or(ReadError::NotFound)
}

async fn views(db: &Db, who: &Scope<Mixed>, rows: Vec<TaskRow>) -> Result<Vec<TaskView>, ReadError> {
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let people: Vec<PersonId> = rows.iter().filter_map(|row| row.person.some()).collect();
    let jobs: Vec<JobId> = rows.iter().filter_map(|row| row.job.some()).collect();
    let people = record::people::read::labels(db, who, &people).await?;
    let jobs = overview::job_names(db, who, &jobs).await?;
    let users = overview::colleagues(db, who).await?;
    let name_of = |id: UserId| users.iter().find(|user| user.id == id).map(|user| user.name.clone());
    let view = |row: TaskRow| {
        let person = people.get(&row.person).cloned();
        let clear = row.person.0 == 0 || matches!(person, Some((PersonRef::Person(_), _)));
        TaskView {
            id: row.id,
            title: if clear || row.created_by == who.user() { row.title } else { String::new() },
            assignee: row.assignee,
            assignee_name: name_of(row.assignee).unwrap_or_default(),
            creator_name: name_of(row.created_by).unwrap_or_default(),
            created_at: row.created_at,
            person,
            job: jobs.get(&row.job).cloned(),
            due: row.due,
            done_at: row.done_at,
            version: row.version,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}
