//! A task as one line of a list.

use base::Micros;
use record::TaskId;
use web::words;

use super::due::Group;
use super::read::TaskView;

/// What the templates draw of a task in a list.
pub(crate) struct TaskLine {
    pub(crate) id: TaskId,
    pub(crate) title: String,
    /// Person and job, in one line.
    pub(crate) sub: String,
    pub(crate) due: String,
    pub(crate) late: bool,
    pub(crate) done: bool,
    pub(crate) who: String,
    pub(crate) who_initials: String,
    pub(crate) who_hue: u16,
    pub(crate) group: Group,
}

impl TaskLine {
    pub(crate) fn of(task: &TaskView, now: Micros, zone: &str) -> Self {
        let done = task.done_at != 0;
        let group = if done { Group::Done } else { task.due.group(now, zone) };
        let person = match (&task.person, task.title_hidden()) {
            (Some((_, label)), false) => Some(label.clone()),
            _ => None,
        };
        let parts = [person, task.job.as_ref().map(|job| job.title.clone())];
        Self {
            id: task.id,
            title: task.shown_title(),
            sub: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            due: if done { words::when(task.done_at, now, zone) } else { task.due.words(now, zone) },
            late: group == Group::Late || (group == Group::Today && matches!(task.due, super::Due::At(_))),
            done,
            who_initials: words::initials(&task.assignee_name),
            who_hue: words::hue(&task.assignee_name),
            who: task.assignee_name.clone(),
            group,
        }
    }
}
