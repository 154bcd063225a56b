//! One's own account: name, looks, password, second factor, sessions. Nobody needs a role for these.

use base::Micros;
use db::{Db, QuietReason, Row};

use super::scope::{AnyScope, Scope};
use super::sight::Mixed;
use super::totp::Totp;
use super::users::{checked_line, new_password};
use super::{Q, sign_in};
use crate::{Entry, House, Refusal, SessionId, UserId};

/// What one sees and edits of oneself.
#[derive(Clone, Debug)]
pub struct OwnView {
    pub name: String,
    pub title: String,
    pub email: String,
    pub zone: String,
    pub theme: String,
    pub keys_on: bool,
    pub second_factor: bool,
    pub version: i64,
}

/// A place where one is signed in.
#[derive(Clone, Debug)]
pub struct SessionView {
    pub id: SessionId,
    pub user_agent: String,
    pub address: String,
    pub created_at: Micros,
    pub last_seen_at: Micros,
}

pub async fn view(db: &Db, who: &Scope<Mixed>) -> Result<OwnView, Refusal> {
    let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), &who.user()];
    let row = |row: &Row<'_>| OwnView {
        name: row.text(0),
        title: row.text(1),
        email: row.text(2),
        zone: row.text(3),
        theme: row.text(4),
        keys_on: row.flag(5),
        second_factor: row.flag(6),
        version: row.int(7),
    };
    db.read(async |rd| rd.optional(Q.get("own"), &bound, row).await).await?.ok_or(Refusal::NotFound)
}

/// Every time zone that the house knows.
pub fn zones() -> Vec<String> {
    let mut zones: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    zones.sort();
    zones
}

/// Changes name, title and zone. `version` is the one the form was drawn with.
pub async fn edit(
    db: &Db,
    who: &Scope<Mixed>,
    version: i64,
    name: &str,
    title: &str,
    zone: &str,
) -> Result<(), Refusal> {
    let name = checked_line("name", name, "your name")?;
    let title = title.trim();
    if title.chars().count() > base::limits::LINE_CHARS_MAX || title.chars().any(char::is_control) {
        return Err(Refusal::field("title", "Use a shorter title."));
    }
    if jiff::tz::TimeZone::get(zone).is_err() {
        return Err(Refusal::field("zone", "Choose a time zone from the list."));
    }
    let former = view(db, who).await?;
    let pairs =
        [("name", &*former.name, &*name), ("title", &former.title, title), ("zone", &former.zone, zone)];
    let fields: Vec<&'static str> =
        pairs.into_iter().filter(|(_, before, after)| before != after).map(|(field, _, _)| field).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let user = who.user();
    db.write(who, async |tx| {
        let workspace = tx.workspace();
        let bound: [&dyn db::Bind; 6] = [&workspace, &user, &version, &name, &title, &zone];
        if tx.run(Q.get("own-edit"), &bound).await? == 0 {
            return Err(Refusal::Conflict("You changed this in another window. Load the page again.".into()));
        }
        let recorded = tx.record(Entry::UserEdited { user, fields }).await?;
        Ok(((), recorded))
    })
    .await
}

/// `system`, `light` or `dark`.
pub async fn set_theme(db: &Db, who: &Scope<Mixed>, theme: &str) -> Result<(), Refusal> {
    if !matches!(theme, "system" | "light" | "dark") {
        return Err(Refusal::field("theme", "Choose light, dark or as the system."));
    }
    let (workspace, user) = (who.workspace_id(), who.user());
    db.write_quiet(workspace.0, QuietReason::Preference, async |tx| {
        tx.run(Q.get("own-theme"), &[&workspace, &user, &theme]).await.map(drop).map_err(Refusal::from)
    })
    .await
}

/// Single-letter keys on or off (WCAG 2.1.4).
pub async fn set_keys(db: &Db, who: &Scope<Mixed>, on: bool) -> Result<(), Refusal> {
    let (workspace, user) = (who.workspace_id(), who.user());
    db.write_quiet(workspace.0, QuietReason::Preference, async |tx| {
        tx.run(Q.get("own-keys"), &[&workspace, &user, &on]).await.map(drop).map_err(Refusal::from)
    })
    .await
}

// password ------------------------------------------------------------------------------------------

/// Is this one's password? Counted like an attempt to sign in.
async fn own_password(
    house: &House,
    who: &Scope<Mixed>,
    field: &'static str,
    password: &str,
) -> Result<(), Refusal> {
    let (workspace, user) = (who.workspace_id(), who.user());
    let key = format!("own/{user}");
    if !house.attempts.allow(workspace, &key, &key) {
        return Err(Refusal::because("Too many tries. Wait a minute, then try again."));
    }
    let bound: [&dyn db::Bind; 2] = [&workspace, &user];
    let stored =
        house.db.read(async |rd| rd.optional(Q.get("own-password"), &bound, |row| row.text(0)).await).await?;
    if sign_in::verified(password.to_owned(), stored.filter(|hash| !hash.is_empty())).await? {
        Ok(())
    } else {
        Err(Refusal::field(field, "This is not your password now. Type it again."))
    }
}

/// Changes the password; every session but `keep` ends.
pub async fn change_password(
    house: &House,
    who: &Scope<Mixed>,
    keep: SessionId,
    old: &str,
    new: &str,
) -> Result<(), Refusal> {
    own_password(house, who, "old", old).await?;
    let email = view(&house.db, who).await?.email;
    let hash = new_password(new, &email).await?;
    let user = who.user();
    house
        .db
        .write(who, async |tx| {
            let (workspace, now) = (tx.workspace(), tx.now());
            tx.run(Q.get("user-password"), &[&workspace, &user, &hash]).await?;
            tx.run(Q.get("sessions-end-others"), &[&workspace, &user, &keep]).await?;
            tx.run(Q.get("links-end-all"), &[&workspace, &user, &now]).await?;
            let recorded = tx.record(Entry::PasswordChanged { user }).await?;
            Ok(((), recorded))
        })
        .await
}

// second factor -------------------------------------------------------------------------------------

/// Makes a secret that waits for its first code. Nothing is on yet.
pub async fn begin_second_factor(house: &House, who: &Scope<Mixed>) -> Result<(), Refusal> {
    let (workspace, user) = (who.workspace_id(), who.user());
    let sealed = Totp::new_secret().seal(&house.keys, workspace);
    house
        .db
        .write_quiet(workspace.0, QuietReason::Preference, async |tx| {
            let bound: [&dyn db::Bind; 3] = [&workspace, &user, &sealed];
            tx.run(Q.get("totp-begin"), &bound).await.map(drop).map_err(Refusal::from)
        })
        .await
}

/// The secret that waits; `None` where none does.
pub async fn waiting_second_factor(house: &House, who: &Scope<Mixed>) -> Result<Option<Totp>, Refusal> {
    let (workspace, user) = (who.workspace_id(), who.user());
    let sealed = house
        .db
        .read(async |rd| {
            rd.optional(Q.get("totp-waiting"), &[&workspace, &user], |row| row.opt_bytes(0)).await
        })
        .await?;
    Ok(sealed.flatten().and_then(|sealed| Totp::open(&house.keys, workspace, &sealed)))
}

/// Turns it on with the first code; that code is used up.
pub async fn confirm_second_factor(house: &House, who: &Scope<Mixed>, code: &str) -> Result<(), Refusal> {
    let totp = waiting_second_factor(house, who).await?.ok_or(Refusal::NotFound)?;
    let step = totp.check(code, house.db.now(), 0).ok_or_else(|| {
        Refusal::field(
            "code",
            "That is not the code of now. Check the clock of your phone and type the next one.",
        )
    })?;
    let user = who.user();
    house
        .db
        .write(who, async |tx| {
            let workspace = tx.workspace();
            if tx.run(Q.get("totp-on"), &[&workspace, &user, &step]).await? == 0 {
                return Err(Refusal::NotFound);
            }
            let recorded = tx.record(Entry::SecondFactorChanged { user, on: true }).await?;
            Ok(((), recorded))
        })
        .await
}

/// Turns it off; asks the password.
pub async fn end_second_factor(house: &House, who: &Scope<Mixed>, password: &str) -> Result<(), Refusal> {
    own_password(house, who, "factor_password", password).await?;
    let user = who.user();
    house
        .db
        .write(who, async |tx| {
            let workspace = tx.workspace();
            tx.run(Q.get("totp-off"), &[&workspace, &user]).await?;
            let recorded = tx.record(Entry::SecondFactorChanged { user, on: false }).await?;
            Ok(((), recorded))
        })
        .await
}

// sessions ------------------------------------------------------------------------------------------

/// Where one is signed in, last used first.
pub async fn sessions(db: &Db, who: &Scope<Mixed>) -> Result<Vec<SessionView>, Refusal> {
    let now = db.now();
    let idle_since = now - base::limits::SESSION_IDLE_DAYS * base::clock::DAY;
    let bound: [&dyn db::Bind; 4] = [&who.workspace_id(), &who.user(), &now, &idle_since];
    let row = |row: &Row<'_>| SessionView {
        id: SessionId(row.int(0)),
        user_agent: row.text(1),
        address: row.text(2),
        created_at: row.int(3),
        last_seen_at: row.int(4),
    };
    Ok(db.read(async |rd| rd.all(Q.get("own-sessions"), &bound, row).await).await?)
}

/// Ends one of one's sessions.
pub async fn end_session(db: &Db, who: &Scope<Mixed>, session: SessionId) -> Result<(), Refusal> {
    ended(db, who, Q.get("session-end-one"), session)
        .await
        .and_then(|count| if count == 0 { Err(Refusal::NotFound) } else { Ok(()) })
}

/// Ends every session but this one; how many there were.
pub async fn end_other_sessions(db: &Db, who: &Scope<Mixed>, keep: SessionId) -> Result<i64, Refusal> {
    ended(db, who, Q.get("sessions-end-others"), keep).await
}

async fn ended(db: &Db, who: &Scope<Mixed>, sql: &'static str, session: SessionId) -> Result<i64, Refusal> {
    let user: UserId = who.user();
    db.write(who, async |tx| {
        let workspace = tx.workspace();
        let sessions = tx.run(sql, &[&workspace, &user, &session]).await?;
        let sessions = i64::try_from(sessions).unwrap_or(i64::MAX);
        let recorded = tx.record(Entry::SessionRevoked { user, sessions }).await?;
        Ok((sessions, recorded))
    })
    .await
}
