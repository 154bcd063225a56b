//! Tasks on the page of a person.

use record::PersonId;
use web::{Ask, BoxFuture, PanelBody, Problem, Template};

use super::line::TaskLine;
use super::read::{self, Whose};

#[derive(Template)]
#[template(path = "tasks_panel.html")]
struct PanelPart<'a> {
    csrf: &'a str,
    person: PersonId,
    next: String,
    tasks: Vec<TaskLine>,
}

/// The open tasks about a person, with a line to add one. Asked for clear readers.
pub(crate) fn render(ask: Ask<'_>, person: PersonId) -> BoxFuture<'_, Result<PanelBody, Problem>> {
    Box::pin(async move {
        let tasks = read::open(&ask.house.db, ask.scope, Whose::About(person)).await?;
        let (now, zone) = (ask.house.db.now(), ask.session.zone.as_str());
        let tasks: Vec<TaskLine> = tasks.iter().map(|task| TaskLine::of(task, now, zone)).collect();
        let count = Some(tasks.len()).filter(|count| *count > 0);
        let part = PanelPart { csrf: ask.csrf, person, next: format!("/candidates/{person}"), tasks };
        Ok(PanelBody { html: part.render()?, count })
    })
}
