//! Notes and calls: what colleagues write about a person. Edits keep what was said before.

use base::Micros;
use db::{Db, Tx};

use super::{Q, keys, store};
use crate::access::AnyScope;
use crate::{Clear, Entry, InteractionId, JobId, PersonId, Refusal, Scope, UserId, once};

/// Who may read a note.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum NoteVisibility {
    /// Everybody who sees the person clear.
    #[default]
    Team,
    /// The writer alone.
    Private,
}

impl NoteVisibility {
    pub fn word(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Private => "private",
        }
    }

    pub fn from_word(word: &str) -> Self {
        if word == "private" { Self::Private } else { Self::Team }
    }
}

#[derive(Clone, Debug, Default)]
pub struct NewNote {
    pub text: String,
    pub visibility: NoteVisibility,
    /// 0 for none.
    pub job: JobId,
    /// The key that the form was drawn with; empty for none.
    pub form_key: String,
}

/// A call or meeting that took place.
#[derive(Clone, Debug, Default)]
pub struct NewCall {
    /// `call` or `meeting`.
    pub meeting: bool,
    pub text: String,
    /// When; 0 is now.
    pub at: Micros,
    pub job: JobId,
    /// The key that the form was drawn with; empty for none.
    pub form_key: String,
}

/// Writes a note. Colleagues named with `@` are told.
pub async fn write_note(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    new: NewNote,
) -> Result<(InteractionId, i64), Refusal> {
    let text = checked(&new.text)?;
    let done = db.write(who, async |tx| {
        once::first(tx, &new.form_key).await?;
        store::must_be(tx, person).await?;
        let mentions = match new.visibility {
            NoteVisibility::Team => mentioned(tx, &text).await?,
            NoteVisibility::Private => vec![],
        };
        let now = tx.now();
        let note = insert(tx, person, "note", now, &text, new.visibility.word(), new.job).await?;
        once::made(tx, &new.form_key, note.0).await?;
        store::touch(tx, person).await?;
        let entry = Entry::NoteWritten { person, note, mentions, job: new.job };
        let recorded = tx.record(entry).await?;
        Ok(((note, recorded.seq()), recorded))
    });
    once::outcome(done.await, |note| (InteractionId(note), 0))
}

/// Writes down a call or meeting; it counts as contact.
pub async fn log_call(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    new: NewCall,
) -> Result<(InteractionId, i64), Refusal> {
    let text = keys::body(&new.text);
    let done = db.write(who, async |tx| {
        once::first(tx, &new.form_key).await?;
        store::must_be(tx, person).await?;
        let now = tx.now();
        let at = if new.at == 0 { now } else { new.at };
        if at > now {
            return Err(Refusal::field(
                "at",
                "This is in the future. A call is written down after it took place.",
            )
            .into());
        }
        let kind = if new.meeting { "meeting" } else { "call" };
        let call = insert(tx, person, kind, at, &text, "team", new.job).await?;
        once::made(tx, &new.form_key, call.0).await?;
        store::contacted(tx, person, at).await?;
        let recorded = tx.record(Entry::CallLogged { person, call }).await?;
        Ok(((call, recorded.seq()), recorded))
    });
    once::outcome(done.await, |call| (InteractionId(call), 0))
}

/// Changes one's own note; what it said before is kept.
pub async fn edit_note(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    note: InteractionId,
    version: i64,
    text: &str,
) -> Result<i64, Refusal> {
    let text = checked(text)?;
    db.write(who, async |tx| {
        let (workspace, now) = (who.workspace_id(), tx.now());
        let before = own(tx, who, person, note).await?;
        if before.version != version {
            return Err(Refusal::Conflict(format!(
                "The note was changed meanwhile. It says now: {}",
                before.body
            )));
        }
        let bound: [&dyn db::Bind; 6] = [&workspace, &note, &before.version, &before.body, &who.user(), &now];
        tx.run(Q.get("note-keep-version"), &bound).await?;
        tx.run(Q.get("note-edit"), &[&workspace, &note, &text, &now]).await?;
        store::touch(tx, person).await?;
        let recorded = tx.record(Entry::NoteEdited { person, note }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}

/// Takes back one's own note or call.
pub async fn retract_note(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    note: InteractionId,
) -> Result<i64, Refusal> {
    db.write(who, async |tx| {
        let (workspace, now) = (who.workspace_id(), tx.now());
        own(tx, who, person, note).await?;
        tx.run(Q.get("note-retract"), &[&workspace, &note, &now]).await?;
        store::touch(tx, person).await?;
        store::recount_contact(tx, person).await?;
        let recorded = tx.record(Entry::NoteRetracted { person, note }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}

struct Own {
    version: i64,
    body: String,
}

async fn own(
    tx: &mut Tx<'_>,
    who: &Scope<Clear>,
    person: PersonId,
    note: InteractionId,
) -> Result<Own, Refusal> {
    let bound: [&dyn db::Bind; 3] = [&who.workspace_id(), &person, &note];
    let found = tx
        .optional(Q.get("note-own"), &bound, |row| {
            (UserId(row.int(0)), Own { version: row.int(1), body: row.text(2) })
        })
        .await?;
    let (writer, note) = found.ok_or(Refusal::NotFound)?;
    if writer != who.user() && !who.rights().admin {
        return Err(Refusal::because("Only the one who wrote it may change it."));
    }
    Ok(note)
}

fn checked(text: &str) -> Result<String, Refusal> {
    if text.chars().count() > base::limits::TEXT_CHARS_MAX {
        return Err(Refusal::field("text", "This is too long for a note. Upload it as a file instead."));
    }
    let text = keys::body(text);
    if text.is_empty() { Err(Refusal::field("text", "Write the note first.")) } else { Ok(text) }
}

async fn insert(
    tx: &mut Tx<'_>,
    person: PersonId,
    kind: &'static str,
    at: Micros,
    text: &str,
    visibility: &'static str,
    job: JobId,
) -> Result<InteractionId, db::DbError> {
    let (workspace, id, user) = (tx.workspace(), InteractionId(tx.new_id()), tx.user_id());
    let bound: [&dyn db::Bind; 9] = [&workspace, &id, &person, &kind, &at, &user, &text, &visibility, &job];
    tx.run(Q.get("note-insert"), &bound).await?;
    Ok(id)
}

/// The users whose names follow an `@`, the longest name first where one begins another.
async fn mentioned(tx: &mut Tx<'_>, text: &str) -> Result<Vec<String>, db::DbError> {
    if !text.contains('@') {
        return Ok(vec![]);
    }
    let workspace = tx.workspace();
    let mut users = tx
        .all(Q.get("users-living"), &[&workspace], |row| (UserId(row.int(0)), keys::name_key(row.str(1))))
        .await?;
    users.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    let mut found = vec![];
    let mut rest = keys::name_key(text);
    for (user, name) in users {
        let mark = format!("@{name}");
        if rest.contains(&mark) {
            rest = rest.replace(&mark, " ");
            found.push(user.to_string());
        }
    }
    Ok(found)
}
