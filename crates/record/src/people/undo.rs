//! Undo: taking back one entry of one's own, as long as nobody built upon it.

use db::{Db, JournalLine, Tx};
use serde_json::Value;

use super::edit::{self, Field};
use super::facts::{self, FactRef};
use super::{Q, check, store, tags};
use crate::access::AnyScope;
use crate::{Clear, Entry, InteractionId, PersonId, PoolId, Refusal, Scope};

/// What was taken back, in words for a toast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    pub text: String,
    /// The person whose page to go back to; 0 after a bulk action.
    pub person: PersonId,
    pub seq: i64,
}

/// Takes back the entry with this number. Only who made it, or an administrator, may.
pub async fn undo(db: &Db, who: &Scope<Clear>, seq: i64) -> Result<Undone, Refusal> {
    db.write(who, async |tx| {
        let line = tx.journal_after(who.workspace_id().0, seq - 1, 1).await?.into_iter().next();
        let line = line.filter(|line| line.seq == seq).ok_or(Refusal::NotFound)?;
        if line.actor_id != who.user().0 && !who.rights().admin {
            return Err(Refusal::because("Only the one who did it can undo it."));
        }
        let (text, entry, former) = take_back(tx, &line).await?;
        let person = PersonId(line.person_id);
        if person.0 != 0 && !matches!(entry, Entry::PersonRemoved { .. }) {
            store::touch(tx, person).await?;
        }
        let recorded = tx.record(entry).await?;
        for (field, value) in former {
            edit::keep_former(tx, recorded.seq(), person, field, &value).await?;
        }
        Ok((Undone { text, person, seq: recorded.seq() }, recorded))
    })
    .await
}

type TakenBack = (String, Entry, Vec<(Field, String)>);

async fn take_back(tx: &mut Tx<'_>, line: &JournalLine) -> Result<TakenBack, Refusal> {
    let payload: Value = serde_json::from_str(&line.payload).unwrap_or_default();
    let person = PersonId(line.person_id);
    let said = |text: &str, entry: Entry| Ok((text.to_owned(), entry, vec![]));
    match line.kind.as_str() {
        "PersonEdited" | "OwnerChanged" => fields(tx, line).await,
        "FactAdded" | "FactRetracted" => fact(tx, line, &payload).await,
        "ContactAdded" | "ContactRetracted" => contact(tx, line, &payload).await,
        "NoteWritten" | "CallLogged" | "NoteRetracted" => note(tx, line, &payload).await,
        "ResumeCorrected" => correction(tx, line, &payload).await,
        "PersonAdded" => {
            if !super::remove::remove_untouched(tx, person, crate::DocumentId(0)).await? {
                return Err(Refusal::because("Somebody has worked on this person since, so they stay."));
            }
            said("The person was removed", Entry::PersonRemoved { person })
        }
        "TagsChanged" => {
            let (added, removed) = (texts(&payload, "added"), texts(&payload, "removed"));
            for tag in &added {
                tags::remove(tx, person, tag).await?;
            }
            for tag in &removed {
                tags::insert(tx, person, tag).await?;
            }
            said("The tags are as before", Entry::TagsChanged { person, added: removed, removed: added })
        }
        "PeopleTagged" => {
            let (people, tag) = (people(&payload), payload["tag"].as_str().unwrap_or_default().to_owned());
            for person in &people {
                tags::remove(tx, *person, &tag).await?;
            }
            said(
                &format!("The tag was taken off {}", counted(people.len())),
                Entry::PeopleUntagged { people, tag },
            )
        }
        "PeoplePooled" => {
            let (people, pool) = (people(&payload), pool(&payload));
            for person in &people {
                crate::pools::leave(tx, pool, *person).await?;
            }
            said(
                &format!("{} left the pool again", counted(people.len())),
                Entry::PeopleUnpooled { people, pool },
            )
        }
        "PeopleUnpooled" => {
            let (people, pool) = (people(&payload), pool(&payload));
            crate::pools::must_live(tx, pool).await?;
            for person in &people {
                crate::pools::join(tx, pool, *person).await?;
            }
            said(
                &format!("{} are back in the pool", counted(people.len()))
                    .replace("1 person are", "1 person is"),
                Entry::PeoplePooled { people, pool },
            )
        }
        "PoolJoined" => {
            crate::pools::leave(tx, pool(&payload), person).await?;
            said("Taken out of the pool again", Entry::PoolLeft { person, pool: pool(&payload) })
        }
        "PoolLeft" => {
            crate::pools::join(tx, pool(&payload), person).await?;
            said("Back in the pool", Entry::PoolJoined { person, pool: pool(&payload) })
        }
        _ => Err(Refusal::because("This cannot be undone.")),
    }
}

async fn fields(tx: &mut Tx<'_>, line: &JournalLine) -> Result<TakenBack, Refusal> {
    let (workspace, person) = (tx.workspace(), PersonId(line.person_id));
    let before =
        tx.all(Q.get("former-of-entry"), &[&workspace, &line.seq], |row| (row.text(0), row.text(1))).await?;
    let (mut former, mut names) = (vec![], vec![]);
    for (name, value) in before {
        let Some(field) = Field::from_word(&name) else { continue };
        let bound: [&dyn db::Bind; 4] = [&workspace, &person, &line.seq, &name];
        if tx.count(Q.get("edited-since"), &bound).await? > 0 {
            return Err(Refusal::because("It was changed again since. Change it back by hand."));
        }
        let now_there = edit::current(tx, person, field).await?.ok_or(Refusal::NotFound)?;
        edit::set(tx, person, field, &value).await?;
        former.push((field, now_there.value));
        names.push(field.word());
    }
    if names.is_empty() {
        return Err(Refusal::because("What it said before is no longer kept."));
    }
    Ok((
        "It says again what it said before".to_owned(),
        Entry::PersonEdited { person, fields: names },
        former,
    ))
}

async fn fact(tx: &mut Tx<'_>, line: &JournalLine, payload: &Value) -> Result<TakenBack, Refusal> {
    let person = PersonId(line.person_id);
    let word = ["skill", "language", "credential", "employment", "education"]
        .into_iter()
        .find(|word| payload["fact"] == **word)
        .ok_or(Refusal::NotFound)?;
    let row = payload["row"].as_i64().unwrap_or(0);
    let added = line.kind == "FactAdded";
    let at = if added { tx.now() } else { 0 };
    facts::set_retracted(tx, person, FactRef::of(word, row), at).await?;
    Ok(if added {
        ("Taken off again".to_owned(), Entry::FactRetracted { person, fact: word, row }, vec![])
    } else {
        ("It is back".to_owned(), Entry::FactAdded { person, fact: word, row }, vec![])
    })
}

async fn contact(tx: &mut Tx<'_>, line: &JournalLine, payload: &Value) -> Result<TakenBack, Refusal> {
    let (workspace, person) = (tx.workspace(), PersonId(line.person_id));
    let word = ["email", "phone", "url"]
        .into_iter()
        .find(|word| payload["contact"] == **word)
        .ok_or(Refusal::NotFound)?;
    let row = payload["row"].as_i64().unwrap_or(0);
    let added = line.kind == "ContactAdded";
    let at = if added { tx.now() } else { 0 };
    tx.run(Q.get("contact-retract"), &[&workspace, &row, &at]).await?;
    super::check::row_said(tx, row, at != 0).await?;
    Ok(if added {
        ("Taken off again".to_owned(), Entry::ContactRetracted { person, contact: word, row }, vec![])
    } else {
        ("It is back".to_owned(), Entry::ContactAdded { person, contact: word, row }, vec![])
    })
}

async fn correction(tx: &mut Tx<'_>, line: &JournalLine, payload: &Value) -> Result<TakenBack, Refusal> {
    let (workspace, person) = (tx.workspace(), PersonId(line.person_id));
    let document = payload["document"].as_str().and_then(|id| id.parse().ok()).ok_or(Refusal::NotFound)?;
    let (fact, was) = (payload["row"].as_i64().unwrap_or(0), payload["was"].as_str().unwrap_or_default());
    let held = tx.optional(Q.get("former-of-entry"), &[&workspace, &line.seq], |row| row.text(1)).await?;
    let held = held.ok_or_else(|| Refusal::because("What it said before is no longer kept."))?;
    let entry = check::take_back(tx, person, document, fact, was, (&held, line.at)).await?;
    Ok(("It says again what it said before".to_owned(), entry, vec![]))
}

async fn note(tx: &mut Tx<'_>, line: &JournalLine, payload: &Value) -> Result<TakenBack, Refusal> {
    let (workspace, person) = (tx.workspace(), PersonId(line.person_id));
    let id = payload["note"].as_str().or(payload["call"].as_str()).unwrap_or_default();
    let note: InteractionId = id.parse().map_err(|_| Refusal::NotFound)?;
    let restores = line.kind == "NoteRetracted";
    let at = if restores { 0 } else { tx.now() };
    tx.run(Q.get("note-retract"), &[&workspace, &note, &at]).await?;
    store::recount_contact(tx, person).await?;
    Ok(if restores {
        ("The note is back".to_owned(), Entry::NoteEdited { person, note }, vec![])
    } else {
        ("The note was taken back".to_owned(), Entry::NoteRetracted { person, note }, vec![])
    })
}

fn counted(people: usize) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

fn texts(payload: &Value, name: &str) -> Vec<String> {
    let list = payload[name].as_array().cloned().unwrap_or_default();
    list.into_iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn people(payload: &Value) -> Vec<PersonId> {
    texts(payload, "people").iter().filter_map(|id| id.parse().ok()).collect()
}

fn pool(payload: &Value) -> PoolId {
    payload["pool"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}
