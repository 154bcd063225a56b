//! What users say of facts: right, something else, or nothing at all.

use db::{Db, Tx};

use super::part::{Fact, Part, PartKind, Verdict};
use super::{Q, effect, found, months, store};
use crate::access::AnyScope;
use crate::people::store as people;
use crate::{Clear, DocumentId, Entry, PersonId, Refusal, Scope, UserId};

/// What a word about a fact led to.
#[derive(Clone, Debug)]
pub struct Said {
    pub value: String,
    pub seq: i64,
}

/// Says what holds instead of what was read; nothing leaves the field empty. `seen` is what the page
/// showed: where it holds something else by now, that is a conflict.
pub async fn correct(
    db: &Db,
    who: &Scope<Clear>,
    document: DocumentId,
    fact: i64,
    seen: &str,
    value: &str,
) -> Result<Said, Refusal> {
    db.write(who, async |tx| {
        let person = person_of(tx, document).await?;
        let (mut part, at) = part_with(tx, document, fact).await?;
        let value = checked(&part.facts[at], value)?;
        let before = part.facts[at].clone();
        refuse_stale(tx, &before, seen).await?;
        say(&mut part.facts[at], &value, tx.user_id(), tx.now());
        carry_out(tx, person, document, &mut part, at).await?;
        people::touch(tx, person).await?;
        let (field, was) = (before.field.clone(), before.verdict.word());
        let recorded = tx.record(Entry::ResumeCorrected { person, document, field, row: fact, was }).await?;
        keep_former(tx, recorded.seq(), person, &before.field, before.holds()).await?;
        Ok((Said { value, seq: recorded.seq() }, recorded))
    })
    .await
}

/// Says that one fact was read right, or with 0 every fact of which nobody has said anything. Answers
/// how many.
pub async fn confirm(db: &Db, who: &Scope<Clear>, document: DocumentId, fact: i64) -> Result<i64, Refusal> {
    let workspace = who.workspace_id().0;
    let parts = db.read(async |rd| store::parts(rd, workspace, document).await).await?;
    let waits = |one: &Fact| !one.is_touched() && (fact == 0 || one.id == fact);
    let known = parts.iter().filter(|part| part.kind != PartKind::Personal);
    if !known.flat_map(|part| &part.facts).any(waits) {
        return Ok(0);
    }
    db.write(who, async |tx| {
        let person = person_of(tx, document).await?;
        let (user, now) = (tx.user_id(), tx.now());
        let mut parts = store::parts(tx, who.workspace_id().0, document).await?;
        let mut facts = 0;
        for part in parts.iter_mut().filter(|part| part.kind != PartKind::Personal) {
            let mut touched = false;
            for at in 0..part.facts.len() {
                let one = &mut part.facts[at];
                if one.is_touched() || (fact != 0 && one.id != fact) {
                    continue;
                }
                (one.verdict, one.said_by, one.said_at) = (Verdict::Right, user, now);
                let one = one.clone();
                write_word(tx, &one).await?;
                (facts, touched) = (facts + 1, true);
            }
            // What was doubtful is sure now, and its row says so. A row that is no longer there stays away.
            if touched && part.row != 0 && !part.facts.iter().all(|fact| fact.verdict == Verdict::Removed) {
                effect::write(tx, person, document, part).await?;
            }
        }
        store::recount(tx, document).await?;
        let recorded = tx.record(Entry::ResumeChecked { person, document, facts }).await?;
        Ok((facts, recorded))
    })
    .await
}

/// Takes one correction back: the fact holds again what it held.
pub(crate) async fn take_back(
    tx: &mut Tx<'_>,
    person: PersonId,
    document: DocumentId,
    fact: i64,
    was: &str,
    (held, seq_at): (&str, i64),
) -> Result<Entry, Refusal> {
    let (mut part, at) = part_with(tx, document, fact).await?;
    let one = &mut part.facts[at];
    if one.said_at > seq_at {
        return Err(Refusal::because("It was changed again since. Change it back by hand."));
    }
    let now_was = one.verdict.word();
    one.verdict = Verdict::from_word(was);
    held.clone_into(&mut one.said);
    carry_out(tx, person, document, &mut part, at).await?;
    let field = part.facts[at].field.clone();
    Ok(Entry::ResumeCorrected { person, document, field, row: fact, was: now_was })
}

/// Whose document it is.
async fn person_of(tx: &mut Tx<'_>, document: DocumentId) -> Result<PersonId, Refusal> {
    let workspace = tx.workspace();
    tx.optional(Q.get("reading-head"), &[&workspace, &document], |row| PersonId(row.int(0)))
        .await?
        .ok_or(Refusal::NotFound)
}

async fn part_with(tx: &mut Tx<'_>, document: DocumentId, fact: i64) -> Result<(Part, usize), Refusal> {
    let workspace = tx.workspace();
    let parts = store::parts(tx, workspace, document).await?;
    let mut found = parts.into_iter().filter(|part| part.kind != PartKind::Personal).filter_map(|part| {
        let at = part.facts.iter().position(|one| one.id == fact)?;
        Some((part, at))
    });
    found.next().ok_or(Refusal::NotFound)
}

/// The value as it is kept, or what to do about it.
fn checked(fact: &Fact, value: &str) -> Result<String, Refusal> {
    let value = found::clean(&fact.field, value);
    match fact.field.as_str() {
        "started" | "ended" if value.is_empty() => Ok(value),
        "started" => months::read(&value)
            .filter(|month| month != months::NOW)
            .ok_or_else(|| Refusal::field("value", "Write a month like March 2021 or 03/2021, or a year.")),
        "ended" => months::read(&value)
            .ok_or_else(|| Refusal::field("value", "Write a month like March 2021, a year, or now.")),
        "name" if value.is_empty() => Err(Refusal::field("value", "A person needs a name.")),
        _ => Ok(value),
    }
}

async fn refuse_stale(tx: &mut Tx<'_>, fact: &Fact, seen: &str) -> Result<(), Refusal> {
    // The page shows months in words.
    let seen = checked(fact, seen).unwrap_or_else(|_| found::clean(&fact.field, seen));
    if seen == fact.holds() {
        return Ok(());
    }
    let writer = super::user_name(tx, UserId(fact.said_by)).await?;
    let holds = fact.holds();
    let now_says =
        if holds.is_empty() { "It is empty now".to_owned() } else { format!("It says “{holds}” now") };
    Err(people::conflict(&writer, &now_says))
}

fn say(fact: &mut Fact, value: &str, user: i64, now: i64) {
    fact.verdict = match value {
        same if same == fact.value => Verdict::Right,
        "" => Verdict::Removed,
        _ => Verdict::Corrected,
    };
    fact.said = if fact.verdict == Verdict::Corrected { value.to_owned() } else { String::new() };
    (fact.said_by, fact.said_at) = (user, now);
}

/// Stores the word and lets the record follow it.
async fn carry_out(
    tx: &mut Tx<'_>,
    person: PersonId,
    document: DocumentId,
    part: &mut Part,
    at: usize,
) -> Result<(), Refusal> {
    let row = part.row;
    if part.kind == PartKind::Person {
        let fact = &part.facts[at];
        effect::write_field(tx, person, &fact.field, fact.holds()).await?;
    } else {
        effect::write(tx, person, document, part).await?;
    }
    write_word(tx, &part.facts[at]).await?;
    if part.row != row {
        let workspace = tx.workspace();
        for fact in &part.facts {
            tx.run(Q.get("fact-row"), &[&workspace, &fact.id, &part.row]).await?;
        }
    }
    Ok(store::recount(tx, document).await?)
}

async fn write_word(tx: &mut Tx<'_>, fact: &Fact) -> Result<(), db::DbError> {
    let (workspace, verdict) = (tx.workspace(), fact.verdict.word());
    let bound: [&dyn db::Bind; 6] =
        [&workspace, &fact.id, &verdict, &fact.said, &fact.said_by, &fact.said_at];
    tx.run(Q.get("fact-say"), &bound).await.map(drop)
}

/// What it held before, beside the journal.
async fn keep_former(
    tx: &mut Tx<'_>,
    seq: i64,
    person: PersonId,
    field: &str,
    value: &str,
) -> Result<(), db::DbError> {
    let workspace = tx.workspace();
    let bound: [&dyn db::Bind; 5] = [&workspace, &seq, &person, &field, &value];
    tx.run(crate::people::Q.get("former-keep"), &bound).await.map(drop)
}
