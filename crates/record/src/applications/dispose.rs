//! An application ends, with a typed reason, and may be opened again.

use db::{Bind, Db, Recorded, Tx};

use super::store::{self, Step};
use super::{ApplicationRef, Changed, Q};
use crate::access::AnyScope;
use crate::jobs::word_list;
use crate::{Entry, Mixed, ReadError, ReasonId, Refusal, Scope, Sight};

word_list! {
    /// Who ended it.
    DispositionKind {
        WeRejected = "we_rejected", "We declined";
        TheyWithdrew = "they_withdrew", "They withdrew";
    }
}

impl DispositionKind {
    fn status(self) -> &'static str {
        match self {
            Self::WeRejected => "rejected",
            Self::TheyWithdrew => "withdrawn",
        }
    }
}

/// A reason that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReasonView {
    pub id: ReasonId,
    pub kind: DispositionKind,
    pub label: String,
}

/// Reasons of a new workspace, worded as if the candidate will read them, because some will.
const DEFAULTS: [(DispositionKind, &str); 10] = [
    (DispositionKind::WeRejected, "Experience does not match yet"),
    (DispositionKind::WeRejected, "A must-have skill is missing"),
    (DispositionKind::WeRejected, "Another candidate fits better"),
    (DispositionKind::WeRejected, "Pay too far apart"),
    (DispositionKind::WeRejected, "Place or hours do not fit"),
    (DispositionKind::WeRejected, "The job was filled or stopped"),
    (DispositionKind::TheyWithdrew, "Took another job"),
    (DispositionKind::TheyWithdrew, "Stays where they are"),
    (DispositionKind::TheyWithdrew, "Pay or terms did not suit"),
    (DispositionKind::TheyWithdrew, "No answer any more"),
];

/// Gives a workspace its first reasons, once. False where it had some.
pub async fn ensure_default_reasons(db: &Db, who: &Scope<crate::Clear>) -> Result<bool, Refusal> {
    let workspace = who.workspace_id();
    let known = db.read(async |rd| rd.count(Q.get("reasons-count"), &[&workspace]).await).await?;
    if known > 0 {
        return Ok(false);
    }
    db.write(who, async |tx| {
        for (position, (kind, label)) in (1_i64..).zip(DEFAULTS) {
            let id = tx.new_id();
            let bound: [&dyn Bind; 5] = [&workspace, &id, &kind.word(), &label, &position];
            tx.run(Q.get("reason-insert"), &bound).await?;
        }
        let count = i64::try_from(DEFAULTS.len()).unwrap_or(0);
        Ok((true, tx.record(Entry::ReasonsChanged { count }).await?))
    })
    .await
}

/// The reasons that can be chosen, in order.
pub async fn reasons<S: Sight>(db: &Db, who: &Scope<S>) -> Result<Vec<ReasonView>, ReadError> {
    let workspace = who.workspace_id();
    let all = db
        .read(async |rd| {
            rd.all(Q.get("reasons"), &[&workspace], |row| {
                let kind = DispositionKind::parse(row.str(1))?;
                Some(ReasonView { id: ReasonId(row.int(0)), kind, label: row.text(2) })
            })
            .await
        })
        .await?;
    Ok(all.into_iter().flatten().collect())
}

/// Ends an application: we declined, or they withdrew. The reason says which of the two.
pub async fn dispose(
    db: &Db,
    who: &Scope<Mixed>,
    application: &ApplicationRef,
    reason: ReasonId,
    version: i64,
    note: &str,
) -> Result<Changed, Refusal> {
    let note = store::checked_note(note)?;
    db.write(who, async |tx| one(tx, who, application, reason, version, note, 0).await).await
}

pub(super) async fn one(
    tx: &mut Tx<'_>,
    who: &dyn AnyScope,
    application: &ApplicationRef,
    reason: ReasonId,
    version: i64,
    note: &str,
    batch: i64,
) -> Result<(Changed, Recorded), Refusal> {
    let seen = store::find_unmoved(tx, who, application, version).await?;
    if seen.status != "active" {
        return Err(Refusal::because("This application has ended already."));
    }
    let workspace = who.workspace_id();
    let kind = tx
        .optional(Q.get("reason-kind"), &[&workspace, &reason], |row| DispositionKind::parse(row.str(0)))
        .await?
        .flatten()
        .ok_or_else(|| Refusal::field("reason", "Choose a reason."))?;
    let step = Step { reason, note, batch, ..Step::to(seen.stage, kind.status(), seen.stage_since) };
    let transition = store::step(tx, &seen, version, step).await?;
    store::keep_disposition(tx, seen.id, kind.word(), reason, note).await?;
    let entry = Entry::ApplicationEnded {
        application: seen.id,
        person: seen.person,
        job: seen.job,
        transition,
        outcome: kind.status(),
        reason,
    };
    let recorded = tx.record(entry).await?;
    Ok((store::changed(who, &seen, transition, seen.stage_name.clone()), recorded))
}

/// Brings an ended application back to the stage it was in (the first one, where that stage is retired).
pub async fn reopen(
    db: &Db,
    who: &Scope<Mixed>,
    application: &ApplicationRef,
    version: i64,
) -> Result<Changed, Refusal> {
    db.write(who, async |tx| {
        let seen = store::find_unmoved(tx, who, application, version).await?;
        match seen.status.as_str() {
            "active" => return Err(Refusal::because("This application is open already.")),
            "hired" => {
                return Err(Refusal::because("This person was hired. Undo the hire to open it again."));
            }
            _ => {}
        }
        let workspace = who.workspace_id();
        let (stage, name) = match store::stage_in_use(tx, workspace, seen.job, seen.stage).await {
            Ok(name) => (seen.stage, name),
            Err(_) => {
                let first = |row: &db::Row<'_>| (crate::StageId(row.int(0)), row.text(1));
                tx.one(Q.get("first-stage"), &[&workspace, &seen.job], first).await?
            }
        };
        let now = tx.now();
        let transition = store::step(tx, &seen, version, Step::to(stage, "active", now)).await?;
        store::drop_disposition(tx, seen.id).await?;
        let entry = Entry::ApplicationReopened {
            application: seen.id,
            person: seen.person,
            job: seen.job,
            transition,
        };
        let recorded = tx.record(entry).await?;
        Ok((store::changed(who, &seen, transition, name), recorded))
    })
    .await
}
