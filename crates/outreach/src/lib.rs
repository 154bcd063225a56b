//! Outreach: mail to people. Writing, templates, sending, the mail server's settings, the outbox of the demo.
//!
//! Owns:    message, template, suppression, system_mail; the setting `mail`
//! Records: MessageQueued, MessageCancelled, MessageSent, MessageFailed, MessageUnsure, MessageReceived,
//!          AddressSuppressed, AddressAllowed, TemplateSaved, TemplateRetired, SettingChanged
//! Hears:   nothing
//! Never:   sends inside a request (the administrator's test apart); sends twice what may have arrived; writes to a
//!          suppressed address

mod catalogue;
mod compose;
mod mail_settings;
mod messages;
mod outbox;
mod panel;
mod queue;
mod send;
mod settings_page;
mod shared;
mod store;
pub mod story;
mod suppression;
mod system_mail;
mod templates;
#[cfg(test)]
mod tests;
mod variables;

use web::{NavItem, Panel, PanelPlace, Room, Routes};

pub(crate) const Q: db::Queries<64> = db::Queries::new(include_str!("queries.sql"));

pub const ROOM: Room = Room {
    name: "outreach",
    routes,
    nav: &[NavItem {
        href: "/messages",
        label: "Email",
        icon: "send",
        goto_key: "e",
        order: 60,
        shown: |rights| rights.everyone && !rights.always_masked,
    }],
    frame: Some(messages::frame),
    panels: &[
        Panel {
            title: "Emails",
            place: PanelPlace::Tab("emails"),
            preview: false,
            order: 30,
            render: panel::emails,
        },
        Panel { title: "Email", place: PanelPlace::Action, preview: false, order: 10, render: panel::action },
    ],
    listeners: &[],
    chores: &[send::CHORE, system_mail::CHORE],
    queries: || Q.all(),
};

fn routes() -> Routes {
    Routes::new()
        .get("/candidates/{person}/messages/new", compose::show)
        .post("/candidates/{person}/messages", compose::send)
        .post("/candidates/{person}/messages/draft", compose::draft)
        .post("/candidates/{person}/suppressions", panel::suppress)
        .get("/messages", messages::list)
        .get("/messages/{message}", messages::show)
        .post("/messages/{message}/cancellation", messages::cancel)
        .post("/messages/{message}/resolution", messages::resolve)
        .get("/templates", templates::list)
        .post("/templates", templates::create)
        .get("/templates/new", templates::new)
        .post("/templates/preview", templates::preview)
        .get("/templates/{template}", templates::edit)
        .post("/templates/{template}", templates::save)
        .post("/templates/{template}/retirement", templates::retire)
        .get("/outbox", outbox::show)
        .get("/settings/mail", settings_page::show)
        .post("/settings/mail", settings_page::save)
        .post("/settings/mail/test", settings_page::test)
}
