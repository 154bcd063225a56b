//! The firm of the story: its users, and its jobs with stages and teams.

use std::collections::HashMap;

use anyhow::{Context, Result};
use base::Micros;
use base::clock::DAY;
use record::access::{own, policy, sign_in, users, workspaces};
use record::applications::ensure_default_reasons;
use record::jobs::{self, JobDraft, NewJob, StageKind, TeamRole, WorkMode};
use record::{Clear, House, JobId, Mixed, Scope, StageId, UserId, WorkspaceId};

use super::PASSWORD;
use super::story::{Job, Story, User};

/// Who is in the firm, ready to act.
pub(super) struct Firm {
    pub(super) workspace: WorkspaceId,
    pub(super) users: HashMap<String, UserId>,
    /// Administrators and recruiters by name.
    recruiters: HashMap<String, Scope<Clear>>,
}

impl Firm {
    /// The scope of a recruiter; the system's for anybody else, who could not do it themselves.
    pub(super) fn scope(&self, name: &str) -> Scope<Clear> {
        self.recruiters.get(name).cloned().unwrap_or_else(|| policy::system(self.workspace))
    }
}

/// Sets the workspace up as its administrator would, and everybody's account.
pub(super) async fn found(house: &House, story: &Story) -> Result<Firm> {
    let workspace = match workspaces::all(&house.db).await?.first() {
        Some((workspace, _)) => *workspace,
        None => workspaces::create(&house.db, &story.firm.name, None).await?,
    };
    let mut firm = Firm { workspace, users: HashMap::new(), recruiters: HashMap::new() };
    for user in &story.firm.users {
        let id = account(house, workspace, story, user).await?;
        firm.users.insert(user.name.clone(), id);
        if let Some(scope) = policy::recruiting_in_the_name_of(&house.db, workspace, id).await? {
            firm.recruiters.insert(user.name.clone(), scope);
        }
        let own = policy::in_the_name_of(&house.db, workspace, id).await?;
        let office = story.firm.offices.iter().find(|office| office.city == user.office);
        let zone = office.map_or("UTC", |office| office.time_zone.as_str());
        let version = own::view(&house.db, &own).await?.version;
        own::edit(&house.db, &own, version, &user.name, &user.title, zone).await?;
    }
    ensure_default_reasons(&house.db, &policy::system(workspace)).await?;
    Ok(firm)
}

/// The first user sets the workspace up; the others follow a link, where the demo signs them in.
async fn account(house: &House, workspace: WorkspaceId, story: &Story, user: &User) -> Result<UserId> {
    if let Some(token) = users::setup_link(&house.db, workspace).await? {
        let setup = users::Setup {
            firm: story.firm.name.clone(),
            name: user.name.clone(),
            email: user.email.clone(),
            password: PASSWORD.to_owned(),
        };
        return Ok(users::set_up(house, workspace, &token, &setup).await?);
    }
    let token = users::add(&house.db, workspace, &user.email, &user.name, &user.role).await?;
    Ok(sign_in::set_password_by_link(house, workspace, &token, PASSWORD).await?)
}

/// A job that is open.
pub(super) struct OpenJob {
    pub(super) id: JobId,
    pub(super) stages: Vec<StageId>,
}

/// Opens a job as its recruiter would: post, openings, stages, team.
pub(super) async fn open_job(
    house: &House,
    firm: &Firm,
    story: &Story,
    job: &Job,
    until: Micros,
) -> Result<OpenJob> {
    let who = firm.scope(&job.team.recruiter);
    let country = story.firm.offices.iter().find(|office| office.city == job.city);
    let draft = JobDraft {
        title: job.title.clone(),
        department: job.department.clone(),
        company: job.client.clone(),
        city: job.city.clone(),
        country_code: country.map(|office| office.country.clone()).unwrap_or_default(),
        work_mode: work_mode(&job.work_mode),
        description: format!("{}\n{}. {}.", job.description, job.work_mode, job.hours),
        salary_min: job.pay.from * 100,
        salary_max: job.pay.to * 100,
        currency: job.pay.currency.clone(),
        confidential: false,
        blind: job.blind,
        target_date: until + job.target_days * DAY,
    };
    let needs = needs(job, &draft);
    let id =
        jobs::edit::create(&house.db, &who, NewJob { draft, openings: job.openings, open: true }).await?;
    let who = who.mixed();
    jobs::needs::weigh(&house.db, &who, id, 1, &needs).await?;
    let team = [(&job.team.manager, TeamRole::HiringManager)].into_iter();
    for (name, role) in team.chain(job.team.interviewers.iter().map(|name| (name, TeamRole::Interviewer))) {
        let user = firm.users.get(name).with_context(|| format!("{name} is no user of the firm"))?;
        jobs::team::join(&house.db, &who, id, *user, role).await?;
    }
    let stages = stages(house, &who, id, &story.pipeline(job)?.stages).await?;
    Ok(OpenJob { id, stages })
}

/// What the job takes, as its recruiter put it: fewer and plainer words than the post's.
fn needs(job: &Job, post: &JobDraft) -> Vec<jobs::needs::NeedDraft> {
    let listed = |lines: &[&String]| lines.iter().map(|line| format!("- {line}\n")).collect::<String>();
    let must: Vec<&String> = job.must.iter().collect();
    let known = |skill: &&String| !job.must.iter().chain(&job.nice).any(|line| line.contains(skill.as_str()));
    let nice: Vec<&String> = job.nice.iter().chain(job.skills.iter().filter(known)).collect();
    let description = format!("Must have\n{}\nNice to have\n{}", listed(&must), listed(&nice));
    jobs::needs::propose(&JobDraft { description, ..post.clone() })
}

fn work_mode(text: &str) -> WorkMode {
    match text {
        text if text.starts_with("Remote") => WorkMode::Remote,
        "On site" => WorkMode::OnSite,
        _ => WorkMode::Hybrid,
    }
}

/// Brings the first stages of a job to those of a pipeline: renames, adds, retires, orders.
async fn stages(house: &House, who: &Scope<Mixed>, job: JobId, wanted: &[String]) -> Result<Vec<StageId>> {
    let db = &house.db;
    let known = jobs::stages::stages(db, who, job).await?;
    let mut spare: Vec<_> = known.iter().filter(|stage| !wanted.contains(&stage.name)).collect();
    let mut order = vec![];
    for name in wanted {
        if let Some(stage) = known.iter().find(|stage| stage.name == *name) {
            order.push(stage.id);
            continue;
        }
        let kind = if name == "Trial shift" { StageKind::Interview } else { StageKind::Screen };
        match spare.iter().position(|stage| stage.kind == kind.word()) {
            Some(place) => {
                let stage = spare.remove(place);
                jobs::stages::rename(db, who, job, stage.id, name).await?;
                order.push(stage.id);
            }
            None => order.push(jobs::stages::add(db, who, job, name, kind, None).await?),
        }
    }
    for stage in spare {
        jobs::stages::retire(db, who, job, stage.id).await?;
    }
    jobs::stages::reorder(db, who, job, &order).await?;
    Ok(order)
}
