//! A newer reader reads a file again: what nobody has touched follows it, what users said stands.

use base::clock;
use db::{ClaimedChore, Db, DbError, NewChore, Tx};
use resume::Resume;

use super::part::{Fact, Part, PartKind, Verdict};
use super::sheet::Sheets;
use super::store::{self, Kept};
use super::{Q, effect, found};
use crate::access::{AnyScope, policy};
use crate::journal::chores::Running;
use crate::journal::{ChoreError, ChoreKind};
use crate::people::edit::{self, Field};
use crate::people::reading::{self, NotRead};
use crate::people::{keys, store as people};
use crate::{Clear, DocumentId, Entry, House, PersonId, Refusal, Scope, UserId, WorkspaceId};

/// A stored resume that an older reader had read.
#[derive(Clone, Debug)]
pub struct Reread {
    pub document: DocumentId,
    pub person: PersonId,
    pub digest: String,
    pub file_name: String,
}

/// How many resumes are still to be read by this reader.
pub async fn count_left(db: &Db, who: &Scope<Clear>) -> Result<i64, DbError> {
    let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), &resume::READER];
    db.read(async |rd| rd.count(Q.get("rebuild-count"), &bound).await).await
}

/// Resumes still to be read by this reader, in order, after the one named.
pub async fn left_to_read(
    db: &Db,
    who: &Scope<Clear>,
    after: DocumentId,
    limit: i64,
) -> Result<Vec<Reread>, DbError> {
    let workspace = who.workspace_id();
    db.read(async |rd| {
        let bound: [&dyn db::Bind; 4] = [&workspace, &after, &resume::READER, &limit];
        rd.all(Q.get("rebuild-next"), &bound, |row| Reread {
            document: DocumentId(row.int(0)),
            person: PersonId(row.int(1)),
            digest: row.text(2),
            file_name: row.text(3),
        })
        .await
    })
    .await
}

/// Reads one stored resume again, in a child.
pub async fn read_again(house: &House, who: &Scope<Clear>, file: &Reread) -> Result<(), NotRead> {
    let later = |cause: &dyn std::fmt::Display| NotRead::Later(cause.to_string());
    let digest = file.digest.parse().map_err(|_| NotRead::Later("the digest is damaged".into()))?;
    let bytes = house.files.read_all(digest, base::limits::ARCHIVE_BYTES_MAX).await;
    let bytes = bytes.map_err(|cause| later(&cause))?;
    let today = house.db.clock().year_month();
    let resume = reading::read(&house.reader, &file.file_name, today, &bytes).await?;
    apply(&house.db, who, file, &resume).await.map_err(|cause| later(&cause))
}

const NAME: &str = "reread_resume";

/// Reading one file again because somebody asked for it on its page.
pub const CHORE: ChoreKind = ChoreKind {
    name: NAME,
    attempts_max: 3,
    time_limit: 5 * clock::MINUTE,
    run: |house, chore| -> Running<'_> { Box::pin(run(house, chore)) },
};

/// Asks for a file to be read by this reader.
pub async fn ask_again(db: &Db, who: &Scope<Clear>, document: DocumentId) -> Result<(), Refusal> {
    let workspace = who.workspace_id();
    db.write_quiet(workspace.0, db::QuietReason::Progress, async |tx| {
        let known = tx.optional(Q.get("reading-head"), &[&workspace, &document], |_| ()).await?;
        known.ok_or(Refusal::NotFound)?;
        let payload = serde_json::json!({ "document": document.to_string(), "user": who.user().to_string() });
        let (payload, run_at) = (payload.to_string(), tx.now());
        Ok(tx.enqueue(NewChore { name: NAME, payload, run_at, unique_key: None }).await.map(drop)?)
    })
    .await
}

async fn run(house: &House, chore: &ClaimedChore) -> Result<(), ChoreError> {
    let payload: serde_json::Value = serde_json::from_str(&chore.payload).unwrap_or_default();
    let id =
        |name: &str| payload[name].as_str().and_then(|id| id.parse::<base::Id>().ok()).map_or(0, |id| id.0);
    let workspace = WorkspaceId(chore.workspace);
    let who = policy::recruiting_in_the_name_of(&house.db, workspace, UserId(id("user"))).await?;
    let who = who.ok_or_else(|| ChoreError::Never("who asked may not read resumes any more".into()))?;
    let document = DocumentId(id("document"));
    let next = left_to_read(&house.db, &who, DocumentId(document.0 - 1), 1).await?;
    let Some(file) = next.into_iter().find(|file| file.document == document) else { return Ok(()) };
    match read_again(house, &who, &file).await {
        Ok(()) => Ok(()),
        Err(NotRead::Later(why)) => Err(ChoreError::Later(why)),
        Err(other) => Err(ChoreError::Never(other.to_string())),
    }
}

/// Stores a newer reading of a document.
pub(crate) async fn apply(
    db: &Db,
    who: &Scope<Clear>,
    file: &Reread,
    resume: &Resume,
) -> Result<(), Refusal> {
    let sheets = Sheets::of(resume);
    db.write(who, async |tx| {
        let (workspace, document, person) = (who.workspace_id(), file.document, file.person);
        let head = tx
            .optional(Q.get("reading-head"), &[&workspace, &document], |row| (row.int(5), row.text(8)))
            .await?;
        let (reader, unread_before) = head.ok_or(Refusal::NotFound)?;
        let old = match reader {
            0 => store::parts_of_rows(tx, document).await?,
            _ => store::parts(tx, workspace.0, document).await?,
        };
        let mut parts = vec![];
        for (old, new) in pairs(old, found::parts_of(resume, &sheets)) {
            parts.extend(follow(tx, file, old, new).await?);
        }
        let unread = keys::body(&resume.unread.join("\n\n"));
        let kept = Kept { document, person, sheets: &sheets, unread: &unread };
        store::keep(tx, &kept, &mut parts).await?;
        tx.run(Q.get("unread-follow"), &[&workspace, &person, &unread_before, &unread]).await?;
        let (pages, body) = (i64::from(resume.page_count), keys::body(&resume.text));
        tx.run(Q.get("document-reread"), &[&workspace, &document, &resume.language, &pages]).await?;
        tx.run(Q.get("text-reread"), &[&workspace, &document, &body]).await?;
        crate::people::employment::recompute(tx, person).await?;
        people::touch(tx, person).await?;
        let recorded = tx.record(Entry::ResumeReread { person, document, reader: resume::READER }).await?;
        Ok(((), recorded))
    })
    .await
}

/// One part of the old reading, the same of the new one, or both: what is kept of them.
async fn follow(
    tx: &mut Tx<'_>,
    file: &Reread,
    old: Option<Part>,
    new: Option<Part>,
) -> Result<Option<Part>, Refusal> {
    let (person, document) = (file.person, file.document);
    match (old, new) {
        (Some(old), Some(new)) => {
            let mut part = merge(&old, new);
            if part.kind == PartKind::Person {
                follow_fields(tx, person, &old, &part).await?;
            } else if holds_else(&old, &part) || part.row == 0 {
                follow_row(tx, person, document, &mut part).await?;
            }
            Ok(Some(part))
        }
        (None, Some(mut new)) => {
            if new.kind == PartKind::Person {
                follow_fields(tx, person, &Part { facts: vec![], ..new.clone() }, &new).await?;
            } else {
                effect::add(tx, person, document, &mut new).await?;
            }
            Ok(Some(new))
        }
        // What a user spoke of stays, whatever the reader thinks of it now.
        (Some(old), None) if old.facts.iter().any(Fact::is_touched) => Ok(Some(old)),
        (Some(old), None) => {
            effect::let_go(tx, person, document, &old).await?;
            Ok(None)
        }
        (None, None) => Ok(None),
    }
}

/// A row that cannot follow (an address that another person has by now) stays as it was.
async fn follow_row(
    tx: &mut Tx<'_>,
    person: PersonId,
    document: DocumentId,
    part: &mut Part,
) -> Result<(), Refusal> {
    match effect::write(tx, person, document, part).await {
        Err(Refusal::Because(_) | Refusal::Field { .. }) => Ok(()),
        other => other,
    }
}

/// The person's own fields: a field that still says what this file had said follows, and an empty one is
/// filled. What anybody wrote since stays.
async fn follow_fields(tx: &mut Tx<'_>, person: PersonId, old: &Part, new: &Part) -> Result<(), Refusal> {
    for fact in &new.facts {
        let (was, holds) = (old.holds(&fact.field), fact.holds());
        let Some(field) = Field::from_word(&fact.field) else { continue };
        let Some(now_there) = edit::current(tx, person, field).await? else { continue };
        if holds.is_empty() || now_there.value == holds {
            continue;
        }
        if now_there.value.is_empty() || now_there.value == was {
            effect::write_field(tx, person, &fact.field, holds).await?;
        }
    }
    Ok(())
}

fn holds_else(old: &Part, new: &Part) -> bool {
    let differs = |fact: &Fact| old.holds(&fact.field) != new.holds(&fact.field);
    old.facts.iter().chain(&new.facts).any(differs) || old.confidence() != new.confidence()
}

/// The new part with what users said of the old one.
fn merge(old: &Part, new: Part) -> Part {
    let mut facts: Vec<Fact> = vec![];
    for mut fact in new.facts {
        if let Some(before) = old.fact(&fact.field).filter(|before| before.is_touched()) {
            (fact.id, fact.said_by, fact.said_at) = (before.id, before.said_by, before.said_at);
            (fact.verdict, fact.said) = match before.verdict {
                Verdict::Removed => (Verdict::Removed, String::new()),
                _ if before.holds() == fact.value => (Verdict::Right, String::new()),
                _ => (Verdict::Corrected, before.holds().to_owned()),
            };
        }
        facts.push(fact);
    }
    let gone = |fact: &&Fact| fact.is_touched() && facts.iter().all(|one| one.field != fact.field);
    let kept: Vec<Fact> = old.facts.iter().filter(gone).cloned().collect();
    facts.extend(kept);
    Part { kind: new.kind, row: old.row, facts }
}

/// Which part of the new reading is which of the old one: the most alike first. New ones keep their order.
fn pairs(old: Vec<Part>, new: Vec<Part>) -> Vec<(Option<Part>, Option<Part>)> {
    let mut scores: Vec<(i64, usize, usize)> = vec![];
    for (a, before) in old.iter().enumerate() {
        for (b, after) in new.iter().enumerate() {
            let score = alike(before, after);
            if score > 0 {
                scores.push((score, a, b));
            }
        }
    }
    scores.sort_by_key(|(score, a, b)| (-score, *a, *b));
    let mut old: Vec<Option<Part>> = old.into_iter().map(Some).collect();
    let mut partner: Vec<Option<Part>> = new.iter().map(|_| None).collect();
    let mut taken = vec![false; new.len()];
    for (_, a, b) in scores {
        if old[a].is_some() && !taken[b] {
            (partner[b], taken[b]) = (old[a].take(), true);
        }
    }
    let mut all: Vec<_> = partner.into_iter().zip(new).map(|(before, after)| (before, Some(after))).collect();
    all.extend(old.into_iter().flatten().map(|before| (Some(before), None)));
    all
}

/// How much two parts look like one; 0 where they do not.
fn alike(old: &Part, new: &Part) -> i64 {
    if old.kind != new.kind {
        return 0;
    }
    if old.kind == PartKind::Person {
        return 100;
    }
    let minor = ["place", "note", "area"];
    let mut score = 0;
    for before in old.facts.iter().filter(|fact| !minor.contains(&fact.field.as_str())) {
        let Some(after) = new.fact(&before.field) else { continue };
        if keys::name_key(&before.value) == keys::name_key(&after.value) {
            score += if matches!(before.field.as_str(), "started" | "ended") { 2 } else { 4 };
        } else if before.spot.meets(after.spot) {
            score += 3;
        }
    }
    // A shared end ("now") makes no two positions one.
    if score > 2 { score } else { 0 }
}

#[cfg(test)]
mod tests;
