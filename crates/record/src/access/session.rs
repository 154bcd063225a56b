//! Sessions: a random token in a cookie, its hash in the table. Listed and revoked by their user.

use std::sync::Arc;

use base::{Micros, clock};
use db::{Db, DbError, QuietReason, Rd, Row};
use sha2::{Digest, Sha256};

use super::Q;
use super::rights::{ApplicationRight, JobRight, Rights};
use crate::{ApplicationId, JobId, SessionId, UserId, WorkspaceId};

/// Who is signed in, as every page needs it.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub workspace: WorkspaceId,
    pub workspace_name: String,
    pub user: UserId,
    pub name: String,
    pub email: String,
    pub title: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Single-letter keys are on (WCAG 2.1.4).
    pub keys_on: bool,
    pub zone: String,
    pub csrf: String,
    /// The password was right, the second factor is still due: nothing but that page is open.
    pub second_factor_due: bool,
    pub rights: Arc<Rights>,
}

/// A freshly started session: the token goes into the cookie and is kept nowhere.
pub struct SessionStart {
    pub token: String,
    pub csrf: String,
}

pub(crate) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Seconds between two updates of `last_seen_at`: seeing it to the minute is enough.
const SEEN_EVERY: Micros = clock::MINUTE;

/// Starts a session for a user who has proved who they are.
pub async fn start(
    db: &Db,
    workspace: WorkspaceId,
    user: UserId,
    user_agent: &str,
    address: &str,
    second_factor_due: bool,
) -> Result<SessionStart, DbError> {
    let start = SessionStart { token: base::random::token(52), csrf: base::random::token(32) };
    let hash = token_hash(&start.token);
    let agent: String = user_agent.chars().take(base::limits::LINE_CHARS_MAX).collect();
    db.write_quiet(workspace.0, QuietReason::Session, async |tx| {
        let (id, now) = (tx.new_id(), tx.now());
        let expires = now + base::limits::SESSION_DAYS_MAX * clock::DAY;
        let bound: [&dyn db::Bind; 10] = [
            &workspace,
            &hash,
            &id,
            &user,
            &start.csrf,
            &now,
            &expires,
            &agent,
            &address,
            &second_factor_due,
        ];
        tx.run(Q.get("session-start"), &bound).await
    })
    .await?;
    Ok(start)
}

/// The session of a cookie's token; `None` when it ended, was revoked or never was.
pub async fn find(db: &Db, token: &str) -> Result<Option<Session>, DbError> {
    let (hash, now) = (token_hash(token), db.now());
    let idle_since = now - base::limits::SESSION_IDLE_DAYS * clock::DAY;
    let found = db
        .read(async |rd| {
            let row = rd.optional(Q.get("session-find"), &[&hash, &now, &idle_since], session_of).await?;
            let Some((mut session, seen)) = row else { return Ok::<_, DbError>(None) };
            session.rights = Arc::new(rights(rd, session.workspace, session.user).await?);
            Ok(Some((session, seen)))
        })
        .await?;
    let Some((session, seen)) = found else { return Ok(None) };
    if now - seen > SEEN_EVERY {
        let noted: Result<_, DbError> = db
            .write_quiet(session.workspace.0, QuietReason::Session, async |tx| {
                tx.run(Q.get("session-seen"), &[&session.workspace, &hash, &now]).await?;
                tx.run(Q.get("user-seen"), &[&session.workspace, &session.user, &now]).await
            })
            .await;
        match noted {
            // Who is signed in may go on reading while there is no room to note that they did.
            Err(cause) if cause.is_disk_full() => tracing::error!(%cause, "the disk is full"),
            other => drop(other?),
        }
    }
    Ok(Some(session))
}

fn session_of(row: &Row<'_>) -> (Session, Micros) {
    let session = Session {
        workspace: WorkspaceId(row.int(0)),
        workspace_name: row.text(1),
        id: SessionId(row.int(2)),
        user: UserId(row.int(3)),
        csrf: row.text(4),
        second_factor_due: row.flag(6),
        name: row.text(7),
        email: row.text(8),
        title: row.text(9),
        theme: row.text(10),
        keys_on: row.flag(11),
        zone: row.text(12),
        rights: Arc::default(),
    };
    (session, row.int(5))
}

/// The rights of a user, read fresh.
pub async fn rights_of(db: &Db, workspace: WorkspaceId, user: UserId) -> Result<Rights, DbError> {
    db.read(async |rd| rights(rd, workspace, user).await).await
}

async fn rights(rd: &mut Rd<'_>, workspace: WorkspaceId, user: UserId) -> Result<Rights, DbError> {
    let grants = rd
        .all(Q.get("grants-of-user"), &[&workspace, &user], |row| (row.text(0), row.text(1), row.int(2)))
        .await?;
    let mut rights = Rights::default();
    let over_workspace = |role: &str| grants.iter().any(|(r, kind, _)| r == role && kind == "workspace");
    rights.admin = over_workspace("admin");
    rights.always_masked = grants.iter().any(|(role, _, _)| role == "blind_reviewer");
    rights.everyone = (rights.admin || over_workspace("recruiter")) && !rights.always_masked;
    if rights.everyone {
        return Ok(rights);
    }
    let jobs = rd
        .all(Q.get("job-rights-of-user"), &[&workspace, &user], |row| {
            (JobId(row.int(0)), row.flag(1), row.text(2))
        })
        .await?;
    for (job, blind, role) in jobs {
        let recruits = role == "recruiter" || role == "coordinator";
        let right = JobRight {
            job,
            masked: rights.always_masked || (blind && !recruits),
            moves: (recruits || role == "hiring_manager") && !rights.always_masked,
            edits: (recruits || role == "hiring_manager") && !rights.always_masked,
        };
        merge_job(&mut rights.jobs, right);
    }
    let always_masked = rights.always_masked;
    rights.applications = rd
        .all(Q.get("interview-rights-of-user"), &[&workspace, &user], |row| ApplicationRight {
            application: ApplicationId(row.int(0)),
            job: JobId(row.int(1)),
            masked: always_masked || row.flag(2),
        })
        .await?;
    Ok(rights)
}

/// Two roles on one job add up: what either may do, and clear where either is clear.
fn merge_job(jobs: &mut Vec<JobRight>, right: JobRight) {
    match jobs.iter_mut().find(|known| known.job == right.job) {
        Some(known) => {
            known.masked &= right.masked;
            known.moves |= right.moves;
            known.edits |= right.edits;
        }
        None => jobs.push(right),
    }
}

/// Ends the session of this token.
pub async fn end(db: &Db, workspace: WorkspaceId, token: &str) -> Result<(), DbError> {
    let hash = token_hash(token);
    db.write_quiet(workspace.0, QuietReason::Session, async |tx| {
        tx.run(Q.get("session-end"), &[&workspace, &hash]).await
    })
    .await
    .map(drop)
}
