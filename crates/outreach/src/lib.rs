//! Outreach: mail to people. Writing, templates, sending, the mail server's settings, the outbox of the demo.
//!
//! Owns:    message, template, suppression, system_mail; the setting `mail`
//! Records: MessageQueued, MessageCancelled, MessageSent, MessageFailed, MessageUnsure, MessageReceived,
//!          AddressSuppressed, AddressAllowed, TemplateSaved, TemplateRetired, SettingChanged
//! Hears:   nothing
//! Never:   sends inside a request (the administrator's test apart); sends twice what may have arrived; writes to a
//!          suppressed address

mod mail_settings;
mod queue;
mod send;
mod store;
pub mod story;
mod suppression;
mod system_mail;
#[cfg(test)]
mod tests;
mod variables;

pub(crate) const Q: db::Queries<64> = db::Queries::new(include_str!("queries.sql"));

pub const ROOM: web::Room = web::Room {
    name: "outreach",
    routes: web::Routes::new,
    nav: &[],
    frame: None,
    panels: &[],
    listeners: &[],
    chores: &[send::CHORE, system_mail::CHORE],
    queries: || Q.all(),
};
