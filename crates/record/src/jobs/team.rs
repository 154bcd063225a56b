//! The hiring team: who works on a job, by role.

use db::{Bind, Db};

use super::words::word_list;
use super::{Q, editable, store, visible};
use crate::access::AnyScope;
use crate::{Entry, JobId, Mixed, ReadError, Refusal, Scope, Sight, UserId, WorkspaceId};

word_list! {
    /// What somebody does on a job.
    TeamRole {
        Recruiter = "recruiter", "Recruiter";
        HiringManager = "hiring_manager", "Hiring manager";
        Interviewer = "interviewer", "Interviewer";
        Coordinator = "coordinator", "Coordinator";
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMember {
    pub user: UserId,
    pub name: String,
    pub role: TeamRole,
}

/// The team, hiring managers first.
pub async fn team<S: Sight>(db: &Db, who: &Scope<S>, job: JobId) -> Result<Vec<TeamMember>, ReadError> {
    visible(who, job)?;
    Ok(db
        .read(async |rd| store::team(rd, who.workspace_id(), &[job]).await)
        .await?
        .into_iter()
        .map(|(_, member)| member)
        .collect())
}

/// Users who can be put on a team, by name.
pub async fn colleagues<S: Sight>(db: &Db, who: &Scope<S>) -> Result<Vec<(UserId, String)>, ReadError> {
    let workspace = who.workspace_id();
    Ok(db
        .read(async |rd| {
            rd.all(Q.get("colleagues"), &[&workspace], |row| (UserId(row.int(0)), row.text(1))).await
        })
        .await?)
}

/// Puts somebody on the team. Twice is once.
pub async fn join(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    user: UserId,
    role: TeamRole,
) -> Result<(), Refusal> {
    change(db, who, job, user, role, true).await
}

/// Takes a role away from somebody.
pub async fn leave(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    user: UserId,
    role: TeamRole,
) -> Result<(), Refusal> {
    change(db, who, job, user, role, false).await
}

async fn change(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    user: UserId,
    role: TeamRole,
    added: bool,
) -> Result<(), Refusal> {
    editable(who, job)?;
    // A recruiter of a job sees its people clear even where it is blind: not for a hiring manager to give away.
    let clears = matches!(role, TeamRole::Recruiter | TeamRole::Coordinator);
    if clears && !who.rights().everyone {
        return Err(Refusal::because("Only recruiters can choose the recruiters of a job. Ask one of them."));
    }
    db.write(who, async |tx| {
        let workspace = WorkspaceId(tx.workspace());
        if store::status(tx, workspace, job).await?.is_none() {
            return Err(Refusal::NotFound);
        }
        let known = tx.count(Q.get("colleague"), &[&workspace, &user]).await?;
        if added && known == 0 {
            return Err(Refusal::field("user", "Choose somebody from the list."));
        }
        let bound: [&dyn Bind; 4] = [&workspace, &job, &user, &role.word()];
        let name = if added { Q.get("team-add") } else { Q.get("team-remove") };
        tx.run(name, &bound).await?;
        let entry = Entry::TeamChanged { job, user, role: role.word().to_owned(), added };
        Ok(((), tx.record(entry).await?))
    })
    .await
}
