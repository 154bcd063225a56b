//! The parts of a job that are changed one by one: stages, openings, team.

use record::jobs::{
    JobStatus, OpeningView, StageKind, StageView, TeamMember, TeamRole, openings, read, stages, team,
};
use record::{JobId, OpeningId, StageId, UserId};
use serde::Deserialize;
use web::{Answer, Input, Path, Problem, Staff, words};

use crate::job_form::{Choice, back};
use crate::shared::hue;

/// What stands beside the job form.
pub(crate) struct Parts {
    pub(crate) version: i64,
    pub(crate) statuses: Vec<(JobStatus, bool)>,
    pub(crate) stages: Vec<StageRow>,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) openings: Vec<OpeningRow>,
    pub(crate) team: Vec<TeamRow>,
    pub(crate) colleagues: Vec<(UserId, String)>,
    pub(crate) roles: Vec<Choice>,
}

pub(crate) struct StageRow {
    pub(crate) id: StageId,
    pub(crate) name: String,
    pub(crate) hue: u16,
    pub(crate) active: i64,
    pub(crate) first: bool,
    pub(crate) last: bool,
}

pub(crate) struct OpeningRow {
    pub(crate) id: OpeningId,
    pub(crate) said: String,
    pub(crate) open: bool,
}

pub(crate) struct TeamRow {
    pub(crate) user: UserId,
    pub(crate) name: String,
    pub(crate) initials: String,
    pub(crate) hue: u16,
    pub(crate) role: TeamRole,
}

pub(crate) async fn parts(who: &Staff, job: JobId) -> Result<Parts, Problem> {
    let (db, scope) = (&who.house.db, &who.scope);
    let head = read::head(db, scope, job).await?;
    let slots = openings::openings(db, scope, job).await?;
    let everyone = record::access::AnyScope::rights(scope).everyone;
    // Who may not choose recruiters is not offered it.
    let offered =
        |role: &&TeamRole| everyone || matches!(role, TeamRole::HiringManager | TeamRole::Interviewer);
    let count = head.stages.len();
    Ok(Parts {
        version: head.version,
        statuses: JobStatus::ALL.iter().map(|status| (*status, *status == head.status)).collect(),
        stages: head
            .stages
            .iter()
            .enumerate()
            .map(|(at, stage)| StageRow {
                id: stage.id,
                name: stage.name.clone(),
                hue: hue(stage.hue),
                active: stage.active,
                first: at == 0,
                last: at + 1 == count,
            })
            .collect(),
        kinds: StageKind::ALL
            .iter()
            .map(|kind| choice(kind.word(), kind.label(), *kind == StageKind::Interview))
            .collect(),
        openings: slots.into_iter().map(|slot| opening_row(who, slot)).collect(),
        team: head.team.into_iter().map(team_row).collect(),
        colleagues: team::colleagues(db, scope).await?,
        roles: TeamRole::ALL
            .iter()
            .filter(offered)
            .map(|role| choice(role.word(), role.label(), *role == TeamRole::Interviewer))
            .collect(),
    })
}

fn choice(value: &str, label: &str, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen }
}

fn opening_row(who: &Staff, slot: OpeningView) -> OpeningRow {
    let day = |at| words::day(at, &who.session.zone);
    let said = match slot.close_reason.as_str() {
        "" => format!("Open since {}", day(slot.opened_at)),
        "hired" => format!("Filled on {}", day(slot.closed_at)),
        _ => format!("Cancelled on {}", day(slot.closed_at)),
    };
    OpeningRow { id: slot.id, said, open: slot.close_reason.is_empty() }
}

fn team_row(member: TeamMember) -> TeamRow {
    TeamRow {
        user: member.user,
        initials: words::initials(&member.name),
        hue: words::hue(&member.name),
        name: member.name,
        role: member.role,
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct StageFields {
    name: String,
    kind: String,
    /// `rename`, `earlier`, `later` or `retire`.
    change: String,
}

pub(crate) async fn add_stage(who: Staff, Path(job): Path<String>, Input(new): Input<StageFields>) -> Answer {
    let job: JobId = job.parse()?;
    let kind = StageKind::parse(&new.kind).unwrap_or(StageKind::Interview);
    stages::add(&who.house.db, &who.scope, job, &new.name, kind, None).await?;
    back(&who, job, "Stage added at the end")
}

pub(crate) async fn change_stage(
    who: Staff,
    Path((job, stage)): Path<(String, String)>,
    Input(asked): Input<StageFields>,
) -> Answer {
    let (job, stage): (JobId, StageId) = (job.parse()?, stage.parse()?);
    let (db, scope) = (&who.house.db, &who.scope);
    match asked.change.as_str() {
        "retire" => {
            stages::retire(db, scope, job, stage).await?;
            back(&who, job, "Stage retired; the history keeps it")
        }
        word @ ("earlier" | "later") => {
            let known = stages::stages(db, scope, job).await?;
            stages::reorder(db, scope, job, &swapped(known, stage, word == "earlier")).await?;
            back(&who, job, "Order changed")
        }
        _ => {
            stages::rename(db, scope, job, stage, &asked.name).await?;
            back(&who, job, "Stage renamed")
        }
    }
}

fn swapped(known: Vec<StageView>, stage: StageId, earlier: bool) -> Vec<StageId> {
    let mut order: Vec<StageId> = known.into_iter().map(|stage| stage.id).collect();
    if let Some(at) = order.iter().position(|id| *id == stage) {
        let other = if earlier { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
        order.swap(at, other);
    }
    order
}

#[derive(Deserialize)]
pub(crate) struct OpeningFields {
    openings: i64,
}

pub(crate) async fn add_openings(
    who: Staff,
    Path(job): Path<String>,
    Input(new): Input<OpeningFields>,
) -> Answer {
    let job: JobId = job.parse()?;
    openings::add(&who.house.db, &who.scope, job, new.openings).await?;
    back(&who, job, &format!("Added {}", words::counted(new.openings, "opening", "openings")))
}

pub(crate) async fn cancel_opening(who: Staff, Path((job, opening)): Path<(String, String)>) -> Answer {
    let (job, opening): (JobId, OpeningId) = (job.parse()?, opening.parse()?);
    openings::cancel(&who.house.db, &who.scope, job, opening).await?;
    back(&who, job, "Opening cancelled")
}

#[derive(Deserialize)]
pub(crate) struct TeamFields {
    user: String,
    role: String,
}

impl TeamFields {
    fn read(&self) -> Result<(UserId, TeamRole), Problem> {
        let role = TeamRole::parse(&self.role).ok_or(Problem::NotFound)?;
        let user = self.user.parse();
        Ok((user.map_err(|_| Problem::Refused("Choose somebody from the list.".to_owned()))?, role))
    }
}

pub(crate) async fn join(who: Staff, Path(job): Path<String>, Input(asked): Input<TeamFields>) -> Answer {
    let (job, (user, role)) = (job.parse()?, asked.read()?);
    team::join(&who.house.db, &who.scope, job, user, role).await?;
    back(&who, job, &format!("Added to the team as {}", role.label().to_lowercase()))
}

pub(crate) async fn leave(who: Staff, Path(job): Path<String>, Input(asked): Input<TeamFields>) -> Answer {
    let (job, (user, role)) = (job.parse()?, asked.read()?);
    team::leave(&who.house.db, &who.scope, job, user, role).await?;
    back(&who, job, "Removed from the team")
}
