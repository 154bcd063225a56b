//! One's own account: name, looks, keys, password, second factor, sessions.

use record::SessionId;
use record::access::own::{self, OwnView};
use serde::Deserialize;
use web::words;
use web::{Answer, Frame, Go, Input, Path, Staff, StatusCode, Template};

use crate::choice::Choice;
use crate::wrong::Wrong;

#[derive(Template)]
#[template(path = "preferences.html")]
struct PreferencesPage {
    frame: Frame,
    own: OwnView,
    zones: Vec<Choice>,
    sessions: Vec<SessionLine>,
    wrong: Wrong,
}

struct SessionLine {
    id: SessionId,
    device: String,
    address: String,
    seen_iso: String,
    seen: String,
    current: bool,
}

/// `Firefox on Linux`, from what the browser says of itself.
fn device(user_agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browsers = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    match (first(&browsers), first(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Unknown device".to_owned(),
    }
}

pub(crate) async fn show(who: Staff) -> Answer {
    draw(&who, None, Wrong::default()).await
}

/// `typed` are the values of a form that was refused.
async fn draw(who: &Staff, typed: Option<OwnForm>, wrong: Wrong) -> Answer {
    let db = &who.house.db;
    let mut own = own::view(db, &who.scope).await?;
    if let Some(typed) = typed {
        (own.name, own.title, own.zone, own.version) = (typed.name, typed.title, typed.zone, typed.version);
    }
    let now = who.now();
    let sessions = own::sessions(db, &who.scope).await?.into_iter().map(|session| SessionLine {
        id: session.id,
        device: device(&session.user_agent),
        address: session.address,
        seen_iso: words::iso(session.last_seen_at),
        seen: words::when(session.last_seen_at, now, &who.session.zone),
        current: session.id == who.session.id,
    });
    let failed = !wrong.is_empty();
    let page = PreferencesPage {
        frame: who.frame().await?,
        zones: Choice::plain(own::zones(), &own.zone),
        sessions: sessions.collect(),
        own,
        wrong,
    };
    web::page_with(if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

// name, title, zone ---------------------------------------------------------------------------------

#[derive(Deserialize)]
pub(crate) struct OwnForm {
    version: i64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    zone: String,
}

pub(crate) async fn save(who: Staff, Input(form): Input<OwnForm>) -> Answer {
    let saved = own::edit(&who.house.db, &who.scope, form.version, &form.name, &form.title, &form.zone).await;
    match saved {
        Ok(()) => Go::to("/preferences").say("Saved").after(&who.house, who.session.workspace).into(),
        Err(refusal) => draw(&who, Some(form), Wrong::of(refusal)?).await,
    }
}

// looks and keys ------------------------------------------------------------------------------------

#[derive(Deserialize)]
pub(crate) struct ThemeForm {
    theme: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn theme(who: Staff, Input(form): Input<ThemeForm>) -> Answer {
    own::set_theme(&who.house.db, &who.scope, &form.theme).await?;
    Go::to(form.next).into()
}

#[derive(Deserialize)]
pub(crate) struct KeysForm {
    #[serde(default)]
    keys: String,
}

pub(crate) async fn keys(who: Staff, Input(form): Input<KeysForm>) -> Answer {
    let on = form.keys == "on";
    own::set_keys(&who.house.db, &who.scope, on).await?;
    Go::to("/preferences")
        .say(if on { "Single-letter keys are on" } else { "Single-letter keys are off" })
        .into()
}

// password and second factor ------------------------------------------------------------------------

#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    old: String,
    #[serde(default)]
    password: String,
}

pub(crate) async fn password(who: Staff, Input(form): Input<PasswordForm>) -> Answer {
    let changed =
        own::change_password(&who.house, &who.scope, who.session.id, &form.old, &form.password).await;
    match changed {
        Ok(()) => Go::to("/preferences").say("Password changed. You were signed out everywhere else.").into(),
        Err(refusal) => draw(&who, None, Wrong::of(refusal)?).await,
    }
}

#[derive(Deserialize)]
pub(crate) struct OffForm {
    #[serde(default)]
    factor_password: String,
}

pub(crate) async fn second_factor_off(who: Staff, Input(form): Input<OffForm>) -> Answer {
    match own::end_second_factor(&who.house, &who.scope, &form.factor_password).await {
        Ok(()) => Go::to("/preferences").say("The second factor is off").into(),
        Err(refusal) => draw(&who, None, Wrong::of(refusal)?).await,
    }
}

// sessions ------------------------------------------------------------------------------------------

pub(crate) async fn end_one(who: Staff, Path(id): Path<String>) -> Answer {
    own::end_session(&who.house.db, &who.scope, id.parse()?).await?;
    Go::to("/preferences").say("Signed out there").into()
}

pub(crate) async fn end_others(who: Staff) -> Answer {
    let count = own::end_other_sessions(&who.house.db, &who.scope, who.session.id).await?;
    Go::to("/preferences").say(format!("Signed out in {}", words::counted(count, "place", "places"))).into()
}
