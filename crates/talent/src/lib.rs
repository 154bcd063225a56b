//! Talent: people and how they come in. The list, the page of a person, uploads, documents, pools, saved views.
//!
//! Owns:    saved_view
//! Records: UploadReceived, ResumeUndone, ResumeChecked, ResumeCorrected, DocumentRetracted, PoolCreated,
//!          PoolChanged, PoolJoined, PoolLeft, PeoplePooled, PeopleUnpooled, and what undoing an entry of people records
//! Hears:   nothing
//! Never:   sends an uploaded file as a page; shows a document to a masked reader; sends mail

mod add;
mod bulk;
mod change;
mod check;
mod document;
mod inline;
mod list;
mod pool;
mod profile;
mod search_box;
mod seen;
pub mod story;
mod timeline;
mod undo;
mod upload;
mod views;

use web::{Ask, BoxFuture, FramePart, NavItem, Problem, Room, Routes, words};

const Q: db::Queries<8> = db::Queries::new(include_str!("queries.sql"));

pub const ROOM: Room = Room {
    name: "talent",
    routes,
    nav: &[
        NavItem {
            href: "/candidates",
            label: "Candidates",
            icon: "users",
            goto_key: "c",
            order: 20,
            shown: |_| true,
        },
        NavItem {
            href: "/pools",
            label: "Talent pools",
            icon: "sprout",
            goto_key: "p",
            order: 30,
            shown: |rights| rights.everyone && !rights.always_masked,
        },
    ],
    frame: Some(frame),
    panels: &[],
    listeners: &[],
    chores: record::people::uploads::CHORES,
    queries: || Q.all(),
};

fn routes() -> Routes {
    Routes::new()
        .get("/candidates", list::show)
        .post("/candidates", add::create)
        .get("/candidates/new", add::new)
        .post("/candidates/bulk/tag", change::bulk_tag)
        .post("/candidates/bulk/pool", change::bulk_pool)
        .get("/candidates/{ref}", profile::show)
        .post("/candidates/{ref}/fields/{field}", inline::field)
        .post("/candidates/{ref}/contacts", change::add_contact)
        .post("/candidates/{ref}/contacts/{contact}/removal", change::remove_contact)
        .post("/candidates/{ref}/facts", change::add_fact)
        .post("/candidates/{ref}/facts/{fact}/removal", change::remove_fact)
        .post("/candidates/{ref}/employments/{employment}/removal", change::remove_employment)
        .post("/candidates/{ref}/educations/{education}/removal", change::remove_education)
        .post("/candidates/{ref}/tags", change::tag)
        .post("/candidates/{ref}/notes", change::write)
        .post("/candidates/{ref}/notes/{note}", change::edit_note)
        .post("/candidates/{ref}/notes/{note}/removal", change::remove_note)
        .post("/views", views::save)
        .get("/views/new", views::new)
        .post("/views/{view}/removal", views::remove)
        .get("/uploads", upload::recent)
        .post("/uploads", upload::receive)
        .get("/uploads/{batch}", upload::batch)
        .post("/uploads/files/{file}/undo", upload::undo)
        .get("/documents/{document}", document::download)
        .get("/documents/{document}/text", document::text)
        .get("/documents/{document}/check", check::show)
        .post("/documents/{document}/check", check::say)
        .post("/documents/{document}/reading", check::read_again)
        .get("/documents/{document}/pages/{page}", check::picture)
        .post("/documents/{document}/retraction", document::retract)
        .get("/pools", pool::list)
        .post("/pools", pool::create)
        .get("/pools/new", pool::new)
        .get("/pools/{pool}", pool::show)
        .get("/pools/{pool}/edit", pool::edit)
        .post("/pools/{pool}/edit", pool::save)
        .post("/pools/{pool}/end", pool::end)
        .post("/pools/{pool}/members", pool::add_members)
        .post("/pools/{pool}/members/removal", pool::remove_members)
        .post("/pools/{pool}/members/{person}/removal", pool::remove_member)
        .post("/undo/{seq}", undo::undo)
}

/// How many people and pools there are, for whoever sees all of them.
fn frame(ask: Ask<'_>) -> BoxFuture<'_, Result<FramePart, Problem>> {
    Box::pin(async move {
        let Some(who) = record::access::policy::recruiting(ask.session) else {
            return Ok(FramePart::default());
        };
        let count = |count: u64| words::number(i64::try_from(count).unwrap_or(i64::MAX));
        let people = record::people::search::count(ask.house, &who)?;
        let pools = record::pools::count(&ask.house.db, &who).await?;
        let mut counts = vec![];
        if people > 0 {
            counts.push(("/candidates", count(people)));
        }
        if pools > 0 {
            counts.push(("/pools", words::number(pools)));
        }
        Ok(FramePart { counts, ..FramePart::default() })
    })
}
