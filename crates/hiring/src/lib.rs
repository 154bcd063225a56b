//! Hiring: jobs and the people considered for them. The jobs index, the job form, the board and its past days,
//! ended applications, matches, and a person's jobs on the person page.
//!
//! Owns:    nothing of its own; jobs and applications are the record's
//! Records: JobCreated, JobEdited, JobStatusChanged, NeedsChanged, StagesChanged, OpeningsChanged, TeamChanged,
//!          ApplicationReceived, StageChanged, ApplicationEnded, ApplicationReopened, Hired, MoveUndone, Ranked
//! Hears:   ApplicationReceived, NeedsChanged, ResumeRead (to score the people on a board)
//! Never:   declines anybody by a score; names a masked person; sends mail

mod add;
mod board;
mod bulk;
mod card;
mod closed;
mod decide;
mod history;
mod index;
mod job_form;
mod job_parts;
mod matches;
mod panel;
mod reasons;
mod scores;
mod shared;
#[cfg(test)]
mod tests;
mod why;

use web::{Ask, BoxFuture, FramePart, NavItem, NavJob, Panel, PanelPlace, Problem, Room, Routes};

pub const ROOM: Room = Room {
    name: "hiring",
    routes,
    nav: &[NavItem {
        href: "/jobs",
        label: "Jobs",
        icon: "briefcase",
        goto_key: "j",
        order: 40,
        shown: |rights| rights.everyone || !rights.jobs.is_empty(),
    }],
    frame: Some(frame),
    panels: &[
        Panel { title: "In play", place: PanelPlace::Side, preview: false, order: 10, render: panel::render },
        Panel { title: "Match", place: PanelPlace::Side, preview: true, order: 20, render: why::render },
    ],
    listeners: &[scores::LISTENER],
    chores: &[scores::CHORE],
    queries: || vec![],
};

fn routes() -> Routes {
    Routes::new()
        .get("/jobs", index::show)
        .post("/jobs", job_form::create)
        .get("/jobs/new", job_form::new)
        .post("/jobs/problems", job_form::problems)
        .get("/jobs/{job}", board::show)
        .get("/jobs/{job}/edit", job_form::edit)
        .post("/jobs/{job}/edit", job_form::save)
        .post("/jobs/{job}/status", job_form::status)
        .post("/jobs/{job}/needs", job_form::needs)
        .post("/jobs/{job}/needs/proposal", job_form::propose)
        .post("/jobs/{job}/stages", job_parts::add_stage)
        .post("/jobs/{job}/stages/{stage}", job_parts::change_stage)
        .post("/jobs/{job}/openings", job_parts::add_openings)
        .post("/jobs/{job}/openings/{opening}/cancellation", job_parts::cancel_opening)
        .post("/jobs/{job}/team", job_parts::join)
        .post("/jobs/{job}/team/removal", job_parts::leave)
        .get("/jobs/{job}/lanes/{stage}", board::more)
        .get("/jobs/{job}/history", history::show)
        .get("/jobs/{job}/closed", closed::show)
        .get("/jobs/{job}/matches", matches::show)
        .get("/jobs/{job}/applications/new", add::find)
        .post("/jobs/{job}/applications", add::add)
        .post("/jobs/{job}/transitions", bulk::moves)
        .post("/jobs/{job}/dispositions", bulk::declines)
        .post("/jobs/{job}/undo", bulk::undo)
        .get("/applications/new", add::choose_job)
        .post("/applications", add::add_many)
        .get("/applications/{application}", decide::show)
        .post("/applications/{application}/transitions", decide::advance)
        .get("/applications/{application}/disposition", decide::decline)
        .post("/applications/{application}/disposition", decide::dispose)
        .post("/applications/{application}/reopening", decide::reopen)
        .post("/applications/{application}/hire", decide::hire)
        .post("/applications/{application}/undo", decide::undo)
}

/// Jobs under "My open jobs": what fits the side bar.
const FRAME_JOBS: i64 = 8;

fn frame(ask: Ask<'_>) -> BoxFuture<'_, Result<FramePart, Problem>> {
    Box::pin(async move {
        let (jobs, open) = record::jobs::read::frame_jobs(&ask.house.db, ask.scope, FRAME_JOBS).await?;
        let jobs = jobs.into_iter().map(|job| NavJob {
            href: format!("/jobs/{}", job.id),
            title: job.title,
            count: web::words::number(job.active),
            hue: shared::hue(job.hue),
        });
        let counts = if open > 0 { vec![("/jobs", web::words::number(open))] } else { vec![] };
        Ok(FramePart { counts, jobs: jobs.collect(), unread: 0 })
    })
}
