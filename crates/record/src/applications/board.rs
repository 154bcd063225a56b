//! The board of a job: lanes with exact counts and the first cards of each, now or as it stood on an earlier day.
//!
//! Holds true: a page costs a fixed number of statements, whatever the number of applications; an earlier day is
//! drawn from transitions alone.

use std::collections::HashMap;

use base::{Micros, limits};
use db::{Assembled, Db, DbError, Rd};

use super::Q;
use super::store;
use super::{ApplicationRef, moves};
use crate::access::AnyScope;
use crate::jobs::{self, StageView};
use crate::people::{Bond, bond, masked_label};
use crate::{ApplicationId, JobId, PersonId, ReadError, Scope, Sight, StageId, WorkspaceId};

/// A person on the board, clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub application: ApplicationId,
    pub person: PersonId,
    pub name: String,
    pub employer: String,
    pub title: String,
    pub source: String,
    /// Tenths of a point; -1 not ranked yet.
    pub points: i64,
    pub stage: StageId,
    pub stage_since: Micros,
    pub version: i64,
    /// Start of the next interview; 0 none.
    pub next_interview: Micros,
    /// What passed between us.
    pub bond: Bond,
}

/// A person on the board, masked: no name, employer or source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskedCard {
    pub alias: String,
    pub title: String,
    pub experience_months: i64,
    pub points: i64,
    pub stage: StageId,
    pub stage_since: Micros,
    pub version: i64,
    pub next_interview: Micros,
}

impl MaskedCard {
    pub fn label(&self) -> String {
        masked_label(&self.alias)
    }
}

/// One lane. `cards` are the first ones, best match first, then the newest in the stage.
#[derive(Debug)]
pub struct Lane<V> {
    pub stage: StageView,
    /// Everybody in it, also those whose cards are not drawn.
    pub count: i64,
    /// Median of the completed stays; `None` before the first.
    pub median_stay: Option<Micros>,
    pub cards: Vec<V>,
    /// Where the next cards begin; `None` when all are drawn.
    pub more: Option<CardAfter>,
}

#[derive(Debug)]
pub struct Board<V> {
    pub lanes: Vec<Lane<V>>,
    /// The reader may move people. Never on an earlier day.
    pub moves: bool,
    /// The sources there are, for the filter; empty for a masked reader.
    pub sources: Vec<String>,
}

/// The place after a card, for the next ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CardAfter {
    pub points: i64,
    pub since: Micros,
    pub application: ApplicationId,
}

impl std::fmt::Display for CardAfter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.points, self.since, self.application.0)
    }
}

impl std::str::FromStr for CardAfter {
    type Err = base::id::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('.').map(str::parse::<i64>);
        let mut next = || parts.next().and_then(Result::ok).ok_or(base::id::NotAnId);
        Ok(Self { points: next()?, since: next()?, application: ApplicationId(next()?) })
    }
}

/// Which cards. All conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardFilter {
    /// Not asked of masked readers' boards: the source may tell who it is.
    pub source: String,
    /// At least this match, in tenths of a point; 0 any.
    pub points_min: i64,
    /// In their stage at least this long; 0 any.
    pub waiting_min: Micros,
}

impl BoardFilter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn apply(&self, sql: &mut Assembled, now: Micros, masked: bool) {
        if !masked && !self.source.is_empty() {
            sql.push(" and a.source = ").bind(&self.source);
        }
        if self.points_min > 0 {
            sql.push(" and a.points >= ").bind(&self.points_min);
        }
        if self.waiting_min > 0 {
            sql.push(" and a.stage_since <= ").bind(&(now - self.waiting_min));
        }
    }
}

/// The view of a card.
type View<S> = <S as Sight>::View<Card, MaskedCard>;

/// The board of a job, now, or as it stood at a moment.
pub async fn board<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    job: JobId,
    as_of: Option<Micros>,
    filter: &BoardFilter,
) -> Result<Board<View<S>>, ReadError> {
    let right = jobs::visible(who, job)?;
    let (workspace, now) = (who.workspace_id(), db.now());
    db.read(async |rd| {
        let stages = jobs::stages::all(rd, workspace, job).await?;
        if stages.is_empty() {
            return Err(ReadError::NotFound);
        }
        let medians = medians(rd, workspace, job, as_of.unwrap_or(i64::MAX)).await?;
        let (drawn, sources) = match as_of {
            Some(at) => (past(rd, workspace, job, at, &stages).await?, vec![]),
            None => {
                let drawn = present(rd, workspace, job, filter, now, right.masked, &stages).await?;
                let bound: [&dyn db::Bind; 2] = [&workspace, &job];
                let sources = if right.masked {
                    vec![]
                } else {
                    rd.all(Q.get("sources-of-job"), &bound, |row| row.text(0)).await?
                };
                (drawn, sources)
            }
        };
        let mut drawn = drawn;
        if as_of.is_none() {
            let rows = drawn.iter_mut().flat_map(|lane| lane.rows.iter_mut()).collect();
            dress(rd, workspace, now, rows, right.masked).await?;
        }
        let lanes = stages
            .into_iter()
            .zip(drawn)
            .filter(|(stage, drawn)| drawn.count > 0 || in_use(stage, as_of))
            .map(|(stage, drawn)| Lane {
                median_stay: medians.get(&stage.id).copied(),
                count: drawn.count,
                more: drawn.more,
                cards: show::<S>(drawn.rows, right.masked),
                stage,
            })
            .collect();
        Ok(Board { lanes, moves: right.moves && as_of.is_none(), sources })
    })
    .await
}

fn in_use(stage: &StageView, as_of: Option<Micros>) -> bool {
    stage.retired_at == 0 || as_of.is_some_and(|at| stage.retired_at > at)
}

/// The next cards of a lane.
pub async fn more<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    job: JobId,
    stage: StageId,
    after: CardAfter,
    filter: &BoardFilter,
) -> Result<(Vec<View<S>>, Option<CardAfter>), ReadError> {
    let right = jobs::visible(who, job)?;
    let (workspace, now) = (who.workspace_id(), db.now());
    db.read(async |rd| {
        let lane = LaneOf { job, stage, after: Some(after) };
        let (mut rows, more) = lane_rows(rd, workspace, &lane, filter, now, right.masked).await?;
        dress(rd, workspace, now, rows.iter_mut().collect(), right.masked).await?;
        Ok((show::<S>(rows, right.masked), more))
    })
    .await
}

/// The card of one application, as it stands now; `None` when it is not on the board any more.
pub async fn card<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    application: &ApplicationRef,
) -> Result<CardOf<View<S>>, ReadError> {
    let (workspace, now) = (who.workspace_id(), db.now());
    db.read(async |rd| {
        let (current, right) = store::find(rd, who, application).await?;
        let mut sql = Assembled::with(Q.get("cards"), &[&workspace]);
        sql.push(" and a.id = ").bind(&current.id);
        let mut rows = rd.assembled(&sql, card_row).await?;
        dress(rd, workspace, now, rows.iter_mut().collect(), right.masked).await?;
        let view = show::<S>(rows, right.masked).pop().ok_or(ReadError::NotFound)?;
        Ok(CardOf {
            view,
            job: current.job,
            stage_name: current.stage_name,
            status: current.status,
            moves: moves(right).is_ok(),
        })
    })
    .await
}

/// A card with where it stands.
#[derive(Debug)]
pub struct CardOf<V> {
    pub view: V,
    pub job: JobId,
    pub stage_name: String,
    /// `active`, `rejected`, `withdrawn` or `hired`.
    pub status: String,
    /// The reader may move it.
    pub moves: bool,
}

/// A card before sight.
pub(super) struct CardRow {
    pub(super) card: Card,
    pub(super) alias: String,
    pub(super) experience_months: i64,
}

impl CardRow {
    pub(super) fn clear(self) -> Card {
        self.card
    }

    pub(super) fn mask(self) -> MaskedCard {
        MaskedCard {
            alias: self.alias,
            title: self.card.title,
            experience_months: self.experience_months,
            points: self.card.points,
            stage: self.card.stage,
            stage_since: self.card.stage_since,
            version: self.card.version,
            next_interview: self.card.next_interview,
        }
    }
}

fn show<S: Sight>(rows: Vec<CardRow>, masked: bool) -> Vec<View<S>> {
    rows.into_iter().map(|row| S::show(row, masked, CardRow::clear, CardRow::mask)).collect()
}

pub(super) fn card_row(row: &db::Row<'_>) -> CardRow {
    CardRow {
        alias: row.text(1),
        experience_months: row.int(6),
        card: Card {
            application: ApplicationId(row.int(0)),
            person: PersonId(row.int(2)),
            name: row.text(3),
            employer: row.text(4),
            title: row.text(5),
            source: row.text(7),
            points: row.int(8),
            stage: StageId(row.int(9)),
            stage_since: row.int(10),
            version: row.int(12),
            next_interview: 0,
            bond: Bond::default(),
        },
    }
}

/// What is drawn of one lane.
#[derive(Default)]
struct Drawn {
    count: i64,
    rows: Vec<CardRow>,
    more: Option<CardAfter>,
}

struct LaneOf {
    job: JobId,
    stage: StageId,
    after: Option<CardAfter>,
}

async fn present(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
    filter: &BoardFilter,
    now: Micros,
    masked: bool,
    stages: &[StageView],
) -> Result<Vec<Drawn>, DbError> {
    let mut sql = Assembled::with(Q.get("lane-counts"), &[&workspace, &job]);
    filter.apply(&mut sql, now, masked);
    sql.push(" group by a.stage_id");
    let counts = rd.assembled(&sql, |row| (StageId(row.int(0)), row.int(1))).await?;
    let mut drawn = vec![];
    for stage in stages {
        let count = counts.iter().find(|(id, _)| *id == stage.id).map_or(0, |(_, count)| *count);
        if count == 0 {
            drawn.push(Drawn::default());
            continue;
        }
        let lane = LaneOf { job, stage: stage.id, after: None };
        let (rows, more) = lane_rows(rd, workspace, &lane, filter, now, masked).await?;
        drawn.push(Drawn { count, rows, more });
    }
    Ok(drawn)
}

async fn lane_rows(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    lane: &LaneOf,
    filter: &BoardFilter,
    now: Micros,
    masked: bool,
) -> Result<(Vec<CardRow>, Option<CardAfter>), DbError> {
    let mut sql = Assembled::with(Q.get("cards"), &[&workspace]);
    sql.push(" and a.job_id = ").bind(&lane.job);
    sql.push(" and a.status = 'active' and a.stage_id = ").bind(&lane.stage);
    filter.apply(&mut sql, now, masked);
    if let Some(after) = lane.after {
        sql.push(" and (a.points, a.stage_since, a.id) < (").bind(&after.points);
        sql.push(", ").bind(&after.since).push(", ").bind(&after.application).push(")");
    }
    let one_more = i64::try_from(limits::LANE_CARDS + 1).unwrap_or(i64::MAX);
    sql.push(" order by a.points desc, a.stage_since desc, a.id desc limit ").bind(&one_more);
    let mut rows = rd.assembled(&sql, card_row).await?;
    let more = rows.len() > limits::LANE_CARDS;
    rows.truncate(limits::LANE_CARDS);
    let last = rows.last().map(|row| CardAfter {
        points: row.card.points,
        since: row.card.stage_since,
        application: row.card.application,
    });
    Ok((rows, last.filter(|_| more)))
}

/// Where everybody stood at a moment, from transitions alone; only the names are today's.
async fn past(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
    at: Micros,
    stages: &[StageView],
) -> Result<Vec<Drawn>, DbError> {
    let mut stood = rd
        .all(Q.get("board-as-of"), &[&workspace, &job, &at], |row| {
            (ApplicationId(row.int(0)), StageId(row.int(1)), row.int(2))
        })
        .await?;
    stood.sort_by_key(|(application, _, since)| (-since, -application.0));
    let of_stage = |stage: StageId| stood.iter().filter(move |(_, stood, _)| *stood == stage);
    let wanted: Vec<ApplicationId> = stages
        .iter()
        .flat_map(|stage| of_stage(stage.id).take(limits::LANE_CARDS).map(|(application, _, _)| *application))
        .collect();
    let mut sql = Assembled::with(Q.get("cards"), &[&workspace]);
    sql.push(" and a.id in ").list(&wanted);
    let rows = rd.assembled(&sql, card_row).await?;
    let mut by_id: HashMap<ApplicationId, CardRow> =
        rows.into_iter().map(|row| (row.card.application, row)).collect();
    Ok(stages
        .iter()
        .map(|stage| {
            let here: Vec<_> = of_stage(stage.id).copied().collect();
            let rows = here.iter().take(limits::LANE_CARDS).filter_map(|(application, stage, since)| {
                let mut row = by_id.remove(application)?;
                (row.card.stage, row.card.stage_since) = (*stage, *since);
                // A match is of today; nobody knows what it was then.
                row.card.points = -1;
                Some(row)
            });
            Drawn { count: i64::try_from(here.len()).unwrap_or(0), rows: rows.collect(), more: None }
        })
        .collect())
}

/// Median of the completed stays of each stage; what was undone did not happen. The database counts and walks to
/// the middle along its index: a board of thousands costs no more rows than a small one.
async fn medians(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
    until: Micros,
) -> Result<HashMap<StageId, Micros>, DbError> {
    let bound: [&dyn db::Bind; 3] = [&workspace, &job, &until];
    let counts = rd.all(Q.get("stay-counts"), &bound, |row| (StageId(row.int(0)), row.int(1))).await?;
    let mut medians = HashMap::new();
    for (stage, count) in counts {
        // One in the middle, or two.
        let (wanted, before) = (2 - count % 2, (count - 1) / 2);
        let bound: [&dyn db::Bind; 6] = [&workspace, &job, &until, &stage, &wanted, &before];
        let middle = rd.all(Q.get("middle-stays"), &bound, |row| row.int(0)).await?;
        if let Some(last) = middle.last() {
            medians.insert(stage, (middle[0] + last) / 2);
        }
    }
    Ok(medians)
}

/// Adds what stands beside the application: the next interview, and for a clear reader the bond.
async fn dress(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    now: Micros,
    mut rows: Vec<&mut CardRow>,
    masked: bool,
) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    if !masked {
        let people: Vec<PersonId> = rows.iter().map(|row| row.card.person).collect();
        let mut bonds = bond::of_people(rd, workspace, &people).await?;
        for row in &mut rows {
            row.card.bond = bonds.remove(&row.card.person).unwrap_or_default();
        }
    }
    let shown: Vec<ApplicationId> = rows.iter().map(|row| row.card.application).collect();
    let mut sql = Assembled::with(Q.get("next-interviews"), &[&workspace, &now]);
    sql.list(&shown).push(" group by application_id");
    let next: HashMap<ApplicationId, Micros> =
        rd.assembled(&sql, |row| (ApplicationId(row.int(0)), row.int(1))).await?.into_iter().collect();
    for row in &mut rows {
        row.card.next_interview = next.get(&row.card.application).copied().unwrap_or(0);
    }
    Ok(())
}
