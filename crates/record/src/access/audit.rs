//! The audit log: the journal and the view lines, for administrators.

use base::Micros;
use db::{Assembled, Db, JournalLine, Row};

use super::Q;
use super::scope::{Administering, AnyScope};
use crate::{DocumentId, JobId, PersonId, ReadError, UserId};

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Of this user alone; 0 for everybody.
    pub user: UserId,
    /// Of this kind alone; empty for all.
    pub kind: String,
    /// Older than this entry; 0 from the newest.
    pub before: i64,
}

/// One page of entries, newest first, one more than `rows` where there are more.
pub async fn entries(
    db: &Db,
    who: &Administering,
    filter: &AuditFilter,
    rows: usize,
) -> Result<Vec<JournalLine>, ReadError> {
    let mut sql = Assembled::with(Q.get("audit"), &[&who.workspace_id()]);
    if filter.user.0 != 0 {
        sql.push(" and actor_kind = 'user' and actor_id = ").bind(&filter.user);
    }
    if !filter.kind.is_empty() {
        sql.push(" and kind = ").bind(&filter.kind);
    }
    if filter.before != 0 {
        sql.push(" and seq < ").bind(&filter.before);
    }
    let limit = i64::try_from(rows).unwrap_or(0) + 1;
    sql.push(" order by seq desc limit ").bind(&limit);
    let line = |row: &Row<'_>| JournalLine {
        seq: row.int(0),
        at: row.int(1),
        actor_kind: row.text(2),
        actor_id: row.int(3),
        kind: row.text(4),
        person_id: row.int(5),
        job_id: row.int(6),
        application_id: row.int(7),
        payload: row.text(8),
        hash: row.bytes(9),
    };
    Ok(db.read(async |rd| rd.assembled(&sql, line).await).await?)
}

/// Titles of these jobs.
pub async fn job_titles(
    db: &Db,
    who: &Administering,
    jobs: &[JobId],
) -> Result<Vec<(JobId, String)>, ReadError> {
    let mut sql = Assembled::with(Q.get("job-titles"), &[&who.workspace_id()]);
    sql.list(jobs);
    Ok(db.read(async |rd| rd.assembled(&sql, |row| (JobId(row.int(0)), row.text(1))).await).await?)
}

/// Somebody looked at somebody.
#[derive(Clone, Debug)]
pub struct ViewLine {
    pub id: i64,
    pub at: Micros,
    pub user: UserId,
    /// `person`, `document` or `export`.
    pub kind: String,
    pub person: PersonId,
    pub document: DocumentId,
}

/// Who looked at whom, newest first.
pub async fn views(
    db: &Db,
    who: &Administering,
    filter: &AuditFilter,
    rows: usize,
) -> Result<Vec<ViewLine>, ReadError> {
    let mut sql = Assembled::with(Q.get("view-lines"), &[&who.workspace_id()]);
    if filter.user.0 != 0 {
        sql.push(" and user_id = ").bind(&filter.user);
    }
    if filter.before != 0 {
        sql.push(" and id < ").bind(&filter.before);
    }
    let limit = i64::try_from(rows).unwrap_or(0) + 1;
    sql.push(" order by id desc limit ").bind(&limit);
    let line = |row: &Row<'_>| ViewLine {
        id: row.int(0),
        at: row.int(1),
        user: UserId(row.int(2)),
        kind: row.text(3),
        person: PersonId(row.int(4)),
        document: DocumentId(row.int(5)),
    };
    Ok(db.read(async |rd| rd.assembled(&sql, line).await).await?)
}
