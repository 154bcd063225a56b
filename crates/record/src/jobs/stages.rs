//! The stages of a job: ordered, renamed freely, retired when they were used.

use db::{Bind, Db, DbError, Rd, Tx};

use super::words::word_list;
use super::{Q, editable, store, visible};
use crate::access::AnyScope;
use crate::{Entry, JobId, Mixed, ReadError, Refusal, Scope, Sight, StageId, WorkspaceId};

word_list! {
    /// What a stage is for, whatever it is called.
    StageKind {
        Applied = "applied", "Applied";
        Screen = "screen", "Screen";
        Interview = "interview", "Interview";
        Final = "final", "Final round";
        Offer = "offer", "Offer";
    }
}

/// One stage as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageView {
    pub id: StageId,
    pub name: String,
    pub kind: String,
    pub hue: i64,
    /// 0 while it is used.
    pub retired_at: i64,
}

const DEFAULTS: [(&str, StageKind, i64); 5] = [
    ("Applied", StageKind::Applied, 80),
    ("Screen", StageKind::Screen, 235),
    ("Interview", StageKind::Interview, 205),
    ("Final round", StageKind::Final, 345),
    ("Offer", StageKind::Offer, 60),
];

/// A board with more lanes cannot be read.
pub const STAGES_MAX: usize = 12;
const NAME_CHARS_MAX: usize = 40;

pub(super) async fn insert_defaults(tx: &mut Tx<'_>, job: JobId) -> Result<(), DbError> {
    for (position, (name, kind, hue)) in (1_i64..).zip(DEFAULTS) {
        insert(tx, job, name, kind, position, hue).await?;
    }
    Ok(())
}

async fn insert(
    tx: &mut Tx<'_>,
    job: JobId,
    name: &str,
    kind: StageKind,
    position: i64,
    hue: i64,
) -> Result<StageId, DbError> {
    let (workspace, id) = (tx.workspace(), StageId(tx.new_id()));
    let bound: [&dyn Bind; 7] = [&workspace, &id, &job, &name, &kind.word(), &position, &hue];
    tx.run(Q.get("stage-insert"), &bound).await?;
    Ok(id)
}

/// The stages in use, in order.
pub async fn stages<S: Sight>(db: &Db, who: &Scope<S>, job: JobId) -> Result<Vec<StageView>, ReadError> {
    visible(who, job)?;
    let all = db.read(async |rd| all(rd, who.workspace_id(), job).await).await?;
    Ok(all.into_iter().filter(|stage| stage.retired_at == 0).collect())
}

/// Every stage, retired ones too, in order.
pub(crate) async fn all(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
) -> Result<Vec<StageView>, DbError> {
    rd.all(Q.get("stages-of-job"), &[&workspace, &job], |row| StageView {
        id: StageId(row.int(0)),
        name: row.text(1),
        kind: row.text(2),
        hue: row.int(3),
        retired_at: row.int(4),
    })
    .await
}

/// Adds a stage after another one, or at the end.
pub async fn add(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    name: &str,
    kind: StageKind,
    after: Option<StageId>,
) -> Result<StageId, Refusal> {
    editable(who, job)?;
    let name = checked_name(name)?;
    db.write(who, async |tx| {
        let stages = in_use(tx, job).await?;
        if stages.len() >= STAGES_MAX {
            return Err(Refusal::because(format!(
                "A job has at most {STAGES_MAX} stages. Retire one first."
            )));
        }
        unused_name(&stages, &name, None)?;
        let hue = DEFAULTS.iter().find(|known| known.1 == kind).map_or(180, |known| known.2);
        let new = insert(tx, job, &name, kind, 0, hue).await?;
        let mut order: Vec<StageId> = stages.iter().map(|stage| stage.id).collect();
        let place = after.and_then(|after| order.iter().position(|id| *id == after));
        order.insert(place.map_or(order.len(), |place| place + 1), new);
        keep_order(tx, job, &order).await?;
        Ok((new, changed(tx, job).await?))
    })
    .await
}

/// Gives a stage another name.
pub async fn rename(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    stage: StageId,
    name: &str,
) -> Result<(), Refusal> {
    editable(who, job)?;
    let name = checked_name(name)?;
    db.write(who, async |tx| {
        let stages = in_use(tx, job).await?;
        if !stages.iter().any(|known| known.id == stage) {
            return Err(Refusal::NotFound);
        }
        unused_name(&stages, &name, Some(stage))?;
        let workspace = tx.workspace();
        tx.run(Q.get("stage-rename"), &[&workspace, &stage, &name]).await?;
        Ok(((), changed(tx, job).await?))
    })
    .await
}

/// Puts the stages in another order. Every stage in use must be named once.
pub async fn reorder(db: &Db, who: &Scope<Mixed>, job: JobId, order: &[StageId]) -> Result<(), Refusal> {
    editable(who, job)?;
    db.write(who, async |tx| {
        let mut known: Vec<StageId> = in_use(tx, job).await?.iter().map(|stage| stage.id).collect();
        let mut given = order.to_vec();
        known.sort();
        given.sort();
        if known != given {
            return Err(Refusal::Conflict(
                "The stages were changed meanwhile. Load the page again and order them anew.".to_owned(),
            ));
        }
        keep_order(tx, job, order).await?;
        Ok(((), changed(tx, job).await?))
    })
    .await
}

/// Takes a stage out of use. People must have left it; a stage that was used stays in the history.
pub async fn retire(db: &Db, who: &Scope<Mixed>, job: JobId, stage: StageId) -> Result<(), Refusal> {
    editable(who, job)?;
    db.write(who, async |tx| {
        let stages = in_use(tx, job).await?;
        let Some(name) = stages.iter().find(|known| known.id == stage).map(|known| known.name.clone()) else {
            return Err(Refusal::NotFound);
        };
        if stages.len() == 1 {
            return Err(Refusal::because("A job needs at least one stage. Add another one first."));
        }
        let (workspace, now) = (tx.workspace(), tx.now());
        let inside = tx.count(Q.get("stage-active"), &[&workspace, &job, &stage]).await?;
        if inside > 0 {
            let people = if inside == 1 { "1 person is".to_owned() } else { format!("{inside} people are") };
            return Err(Refusal::because(format!("{people} in {name}. Move them first, then retire it.")));
        }
        let used = tx.count(Q.get("stage-used"), &[&workspace, &job, &stage]).await?;
        if used == 0 {
            tx.run(Q.get("stage-delete"), &[&workspace, &stage]).await?;
        } else {
            tx.run(Q.get("stage-retire"), &[&workspace, &stage, &now]).await?;
        }
        Ok(((), changed(tx, job).await?))
    })
    .await
}

async fn in_use(tx: &mut Tx<'_>, job: JobId) -> Result<Vec<StageView>, Refusal> {
    let workspace = WorkspaceId(tx.workspace());
    if store::status(tx, workspace, job).await?.is_none() {
        return Err(Refusal::NotFound);
    }
    let stages = all(tx, workspace, job).await?;
    Ok(stages.into_iter().filter(|stage| stage.retired_at == 0).collect())
}

async fn keep_order(tx: &mut Tx<'_>, job: JobId, order: &[StageId]) -> Result<(), DbError> {
    let workspace = tx.workspace();
    for (position, stage) in (1_i64..).zip(order) {
        tx.run(Q.get("stage-place"), &[&workspace, &job, stage, &position]).await?;
    }
    Ok(())
}

async fn changed(tx: &mut Tx<'_>, job: JobId) -> Result<db::Recorded, DbError> {
    tx.record(Entry::StagesChanged { job }).await
}

fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Refusal::field("name", "Give the stage a name; candidates may read it.")),
        1..=NAME_CHARS_MAX => Ok(name),
        _ => Err(Refusal::field("name", format!("Use at most {NAME_CHARS_MAX} characters."))),
    }
}

fn unused_name(stages: &[StageView], name: &str, but: Option<StageId>) -> Result<(), Refusal> {
    let taken =
        stages.iter().any(|known| Some(known.id) != but && known.name.to_lowercase() == name.to_lowercase());
    if taken {
        Err(Refusal::field("name", format!("There is a stage named {name} already.")))
    } else {
        Ok(())
    }
}
