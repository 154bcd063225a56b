//! Talent: people and how they come in. Uploads, documents, pools.
//!
//! Owns:    nothing of its own; people, files and pools are the record's
//! Records: UploadReceived, ResumeUndone, DocumentRetracted, PoolCreated, PoolChanged, PoolJoined, PoolLeft,
//!          PeoplePooled, and what undoing an entry of people records
//! Hears:   nothing
//! Never:   sends an uploaded file as a page; shows a document to a masked reader; sends mail

mod document;
mod pool;
mod undo;
mod upload;

use web::{NavItem, Room, Routes};

pub const ROOM: Room = Room {
    name: "talent",
    routes,
    nav: &[NavItem {
        href: "/pools",
        label: "Pools",
        icon: "sprout",
        goto_key: "p",
        order: 60,
        shown: |rights| rights.everyone && !rights.always_masked,
    }],
    frame: None,
    panels: &[],
    listeners: &[],
    chores: record::people::uploads::CHORES,
    queries: Vec::new,
};

fn routes() -> Routes {
    Routes::new()
        .get("/uploads", upload::recent)
        .post("/uploads", upload::receive)
        .get("/uploads/{batch}", upload::batch)
        .post("/uploads/files/{file}/undo", upload::undo)
        .get("/documents/{document}", document::download)
        .get("/documents/{document}/text", document::text)
        .post("/documents/{document}/retraction", document::retract)
        .get("/pools", pool::list)
        .post("/pools", pool::create)
        .get("/pools/new", pool::new)
        .get("/pools/{pool}", pool::show)
        .get("/pools/{pool}/edit", pool::edit)
        .post("/pools/{pool}/edit", pool::save)
        .post("/pools/{pool}/end", pool::end)
        .post("/pools/{pool}/members", pool::add_members)
        .post("/pools/{pool}/members/{person}/removal", pool::remove_member)
        .post("/undo/{seq}", undo::undo)
}
