//! Desk: what needs the reader now. Today, tasks, notifications, the command palette.
//!
//! Owns:    task, task_version, notification
//! Records: TaskAdded, TaskEdited, TaskDone, TaskReopened, TaskRemoved, TaskRestored
//! Hears:   NoteWritten, TaskAdded, TaskEdited, MessageFailed, MessageUnsure, StageChanged, Hired, MoveUndone
//! Never:   moves a person, sends mail, shows a masked reader what somebody else wrote about a person

mod people;
mod tasks;

use web::{Panel, PanelPlace, Room, Routes};

pub(crate) const Q: db::Queries<64> = db::Queries::new(include_str!("queries.sql"));

pub const ROOM: Room = Room {
    name: "desk",
    routes,
    nav: &[],
    frame: None,
    panels: &[Panel { title: "Tasks", place: PanelPlace::Side, order: 30, render: tasks::panel::render }],
    listeners: &[],
    chores: &[],
    queries: || Q.all(),
};

fn routes() -> Routes {
    Routes::new()
        .get("/tasks", tasks::show)
        .post("/tasks", tasks::create)
        .get("/tasks/new", tasks::new)
        .get("/tasks/people", tasks::suggest_people)
        .get("/tasks/{task}", tasks::show_one)
        .post("/tasks/{task}", tasks::edit)
        .post("/tasks/{task}/completion", tasks::complete)
        .post("/tasks/{task}/reopening", tasks::reopen)
        .post("/tasks/{task}/removal", tasks::remove)
        .post("/tasks/{task}/restoration", tasks::restore)
        .post("/tasks/{task}/versions/{version}", tasks::revert)
}
