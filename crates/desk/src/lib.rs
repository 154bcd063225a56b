//! Desk: what needs the reader now. Today, tasks, notifications, the command palette.
//!
//! Owns:    task, task_version, notification
//! Records: TaskAdded, TaskEdited, TaskDone, TaskReopened, TaskRemoved, TaskRestored
//! Hears:   NoteWritten, TaskAdded, TaskEdited, MessageFailed, MessageUnsure, StageChanged, Hired, MoveUndone
//! Never:   moves a person, sends mail, shows a masked reader what somebody else wrote about a person

#[cfg(test)]
mod kit;
mod mentions;
mod notifications;
mod palette;
mod people;
pub mod story;
mod tasks;
mod today;

use web::{Ask, BoxFuture, FramePart, NavItem, Panel, PanelPlace, Problem, Room, Routes};

pub(crate) const Q: db::Queries<64> = db::Queries::new(include_str!("queries.sql"));

pub const ROOM: Room = Room {
    name: "desk",
    routes,
    nav: &[
        NavItem { href: "/", label: "Today", icon: "house", goto_key: "t", order: 10, shown: |_| true },
        NavItem {
            href: "/tasks",
            label: "Tasks",
            icon: "list-checks",
            goto_key: "k",
            order: 15,
            shown: |_| true,
        },
    ],
    frame: Some(frame),
    panels: &[Panel {
        title: "Tasks",
        place: PanelPlace::Side,
        preview: false,
        order: 30,
        render: tasks::panel::render,
    }],
    listeners: &[notifications::LISTENER],
    chores: &[],
    queries: || Q.all(),
};

fn routes() -> Routes {
    Routes::new()
        .get("/", today::show)
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
        .get("/notifications", notifications::show)
        .post("/notifications/reading", notifications::read_all)
        .get("/notifications/{notification}", notifications::open)
        .post("/notifications/{notification}/reading", notifications::read_one)
        .get("/palette", palette::show)
        .get("/users/mentions", mentions::show)
}

/// What is due today beside "Tasks", and how much is new under the bell.
fn frame(ask: Ask<'_>) -> BoxFuture<'_, Result<FramePart, Problem>> {
    Box::pin(async move {
        let due = tasks::due_count(&ask.house.db, ask.scope, &ask.session.zone).await?;
        let unread = notifications::unread(&ask.house.db, ask.scope).await?;
        let counts = if due > 0 { vec![("/tasks", web::words::number(due))] } else { vec![] };
        Ok(FramePart { counts, jobs: vec![], unread: u32::try_from(unread).unwrap_or(u32::MAX) })
    })
}
