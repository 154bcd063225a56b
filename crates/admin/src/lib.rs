//! Admin: signing in, one's own account, users and their grants, settings, the audit log.
//!
//! Owns: the pages of `record::access`; no table of its own.
//! Records: every entry of the admin part of `Entry`.
//! Hears: nothing.
//! Never: tells a visitor whether an account exists.

mod audit;
mod choice;
mod passwords;
mod preferences;
mod second_factor;
mod settings;
mod setup;
mod shell;
mod sign_in;
#[cfg(test)]
mod tests;
mod users;
mod wrong;

pub const ROOM: web::Room = web::Room {
    name: "admin",
    routes,
    nav: &[],
    frame: None,
    panels: &[],
    listeners: &[],
    chores: &[],
    queries: Vec::new,
};

fn routes() -> web::Routes {
    web::Routes::new()
        .get("/sign-in", sign_in::show)
        .post("/sign-in", sign_in::send)
        .post("/sign-out", sign_in::out)
        .get("/sign-in/code", sign_in::show_code)
        .post("/sign-in/code", sign_in::send_code)
        .get("/password/forgot", passwords::show_forgot)
        .post("/password/forgot", passwords::send_forgot)
        .get("/password/{token}", passwords::show)
        .post("/password/{token}", passwords::send)
        .get("/preferences", preferences::show)
        .post("/preferences", preferences::save)
        .post("/preferences/theme", preferences::theme)
        .post("/preferences/keys", preferences::keys)
        .post("/preferences/password", preferences::password)
        .post("/preferences/sessions/end-others", preferences::end_others)
        .post("/preferences/sessions/{id}/end", preferences::end_one)
        .get("/preferences/second-factor", second_factor::show)
        .post("/preferences/second-factor", second_factor::confirm)
        .post("/preferences/second-factor/begin", second_factor::begin)
        .post("/preferences/second-factor/off", preferences::second_factor_off)
        .get("/settings", settings::show)
        .post("/settings", settings::save)
        .get("/settings/departments", settings::departments)
        .post("/settings/departments", settings::add_department)
        .post("/settings/departments/{id}", settings::rename_department)
        .get("/settings/reasons", settings::reasons)
        .post("/settings/reasons", settings::add_reason)
        .post("/settings/reasons/{id}", settings::rename_reason)
        .post("/settings/reasons/{id}/retire", settings::retire_reason)
        .post("/settings/reasons/{id}/restore", settings::restore_reason)
        .get("/settings/chores", settings::chores)
        .post("/settings/chores/{id}/retry", settings::retry_chore)
        .get("/settings/audit", audit::show)
        .post("/settings/audit/verify", audit::verify)
        .get("/users", users::list)
        .post("/users", users::invite)
        .get("/users/new", users::ask_invite)
        .get("/users/{id}", users::one)
        .post("/users/{id}/link", users::link)
        .post("/users/{id}/grants", users::grant)
        .post("/users/{id}/grants/{grant}/remove", users::ungrant)
        .post("/users/{id}/disable", users::disable)
        .post("/users/{id}/enable", users::enable)
        .post("/users/{id}/second-factor/reset", users::reset_second_factor)
        .get("/setup/{token}", setup::show)
        .post("/setup/{token}", setup::send)
}
