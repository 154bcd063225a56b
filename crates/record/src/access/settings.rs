//! Settings of the workspace: its name, departments, reasons, and work in the background that failed.

use base::Micros;
use db::{Db, Row};

use super::Q;
use super::scope::{Administering, AnyScope};
use super::users::checked_line;
use crate::{Entry, JobId, ReadError, ReasonId, Refusal};

pub async fn rename_firm(db: &Db, who: &Administering, name: &str) -> Result<(), Refusal> {
    let name = checked_line("firm", name, "the name of your firm")?;
    db.write(who, async |tx| {
        let workspace = tx.workspace();
        tx.run(Q.get("workspace-rename"), &[&workspace, &name]).await?;
        let recorded = tx.record(Entry::SettingChanged { name: "firm".into() }).await?;
        Ok(((), recorded))
    })
    .await
}

// departments ---------------------------------------------------------------------------------------

/// A department and how many jobs it has.
#[derive(Clone, Debug)]
pub struct DepartmentView {
    pub id: i64,
    pub name: String,
    pub jobs: i64,
}

pub async fn departments(db: &Db, who: &Administering) -> Result<Vec<DepartmentView>, ReadError> {
    let workspace = who.workspace_id();
    let row = |row: &Row<'_>| DepartmentView { id: row.int(0), name: row.text(1), jobs: row.int(2) };
    Ok(db.read(async |rd| rd.all(Q.get("department-list"), &[&workspace], row).await).await?)
}

async fn free_department_name(db: &Db, who: &Administering, name: &str, but: i64) -> Result<String, Refusal> {
    let name = checked_line("name", name, "the department's name")?;
    let known = departments(db, who).await?;
    if known.iter().any(|known| known.id != but && known.name.to_lowercase() == name.to_lowercase()) {
        return Err(Refusal::field("name", "There is a department of this name already."));
    }
    Ok(name)
}

pub async fn add_department(db: &Db, who: &Administering, name: &str) -> Result<i64, Refusal> {
    let name = free_department_name(db, who, name, 0).await?;
    db.write(who, async |tx| {
        let (workspace, department) = (tx.workspace(), tx.new_id());
        tx.run(Q.get("department-add"), &[&workspace, &department, &name]).await?;
        let recorded = tx.record(Entry::DepartmentAdded { department }).await?;
        Ok((department, recorded))
    })
    .await
}

pub async fn rename_department(
    db: &Db,
    who: &Administering,
    department: i64,
    name: &str,
) -> Result<(), Refusal> {
    let name = free_department_name(db, who, name, department).await?;
    db.write(who, async |tx| {
        let workspace = tx.workspace();
        if tx.run(Q.get("department-rename"), &[&workspace, &department, &name]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        let recorded = tx.record(Entry::SettingChanged { name: "department".into() }).await?;
        Ok(((), recorded))
    })
    .await
}

/// Jobs that a grant may name, by title.
pub async fn jobs(db: &Db, who: &Administering) -> Result<Vec<(JobId, String)>, ReadError> {
    let workspace = who.workspace_id();
    let row = |row: &Row<'_>| (JobId(row.int(0)), row.text(1));
    Ok(db.read(async |rd| rd.all(Q.get("jobs-to-grant"), &[&workspace], row).await).await?)
}

// reasons -------------------------------------------------------------------------------------------

/// Why applications end.
#[derive(Clone, Debug)]
pub struct ReasonView {
    pub id: ReasonId,
    /// `we_rejected`, `they_withdrew` or `other`.
    pub kind: String,
    pub label: String,
    /// Applications that ended for it.
    pub used: i64,
    pub retired: bool,
}

pub async fn reasons(db: &Db, who: &Administering) -> Result<Vec<ReasonView>, ReadError> {
    let workspace = who.workspace_id();
    let row = |row: &Row<'_>| ReasonView {
        id: ReasonId(row.int(0)),
        kind: row.text(1),
        label: row.text(2),
        used: row.int(3),
        retired: row.int(4) != 0,
    };
    Ok(db.read(async |rd| rd.all(Q.get("reason-list"), &[&workspace], row).await).await?)
}

pub async fn add_reason(db: &Db, who: &Administering, kind: &str, label: &str) -> Result<(), Refusal> {
    if !matches!(kind, "we_rejected" | "they_withdrew" | "other") {
        return Err(Refusal::field("kind", "Choose who decided."));
    }
    let label = checked_line("label", label, "the reason")?;
    // The usual ones come with the first: a list of one's own alone would hide them for good.
    crate::applications::ensure_default_reasons(db, &super::policy::system(who.workspace_id())).await?;
    let known = reasons(db, who).await?;
    if known.iter().any(|known| known.kind == kind && known.label.to_lowercase() == label.to_lowercase()) {
        return Err(Refusal::field("label", "This reason is already in the list."));
    }
    let position = i64::try_from(known.len()).unwrap_or(0);
    db.write(who, async |tx| {
        let (workspace, id) = (tx.workspace(), tx.new_id());
        let bound: [&dyn db::Bind; 5] = [&workspace, &id, &kind, &label, &position];
        tx.run(Q.get("reason-add"), &bound).await?;
        let recorded = tx.record(Entry::ReasonsChanged { count: 1 }).await?;
        Ok(((), recorded))
    })
    .await
}

pub async fn rename_reason(
    db: &Db,
    who: &Administering,
    reason: ReasonId,
    label: &str,
) -> Result<(), Refusal> {
    let label = checked_line("label", label, "the reason")?;
    db.write(who, async |tx| {
        let workspace = tx.workspace();
        if tx.run(Q.get("reason-rename"), &[&workspace, &reason, &label]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        let recorded = tx.record(Entry::ReasonsChanged { count: 1 }).await?;
        Ok(((), recorded))
    })
    .await
}

/// Takes a reason out of the choice, or puts it back; what it was used for stays.
pub async fn retire_reason(
    db: &Db,
    who: &Administering,
    reason: ReasonId,
    retired: bool,
) -> Result<(), Refusal> {
    db.write(who, async |tx| {
        let (workspace, at) = (tx.workspace(), if retired { tx.now() } else { 0 });
        if tx.run(Q.get("reason-retire"), &[&workspace, &reason, &at]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        let recorded = tx.record(Entry::ReasonsChanged { count: 1 }).await?;
        Ok(((), recorded))
    })
    .await
}

// background work -----------------------------------------------------------------------------------

/// A chore that was given up.
#[derive(Clone, Debug)]
pub struct FailedChore {
    pub id: i64,
    pub name: String,
    pub why: String,
    pub attempts: i64,
    pub created_at: Micros,
}

/// Chores that were given up, newest first, and how many wait.
pub async fn failed_chores(db: &Db, who: &Administering) -> Result<(Vec<FailedChore>, i64), ReadError> {
    let workspace = who.workspace_id();
    let row = |row: &Row<'_>| FailedChore {
        id: row.int(0),
        name: row.text(1),
        why: row.text(2),
        attempts: row.int(3),
        created_at: row.int(4),
    };
    let found = db
        .read(async |rd| {
            let failed = rd.all(Q.get("chores-failed"), &[&workspace], row).await?;
            let waiting = rd.count(Q.get("chores-waiting"), &[&workspace]).await?;
            Ok::<_, db::DbError>((failed, waiting))
        })
        .await?;
    Ok(found)
}

/// Lets a failed chore run once more, with fresh attempts.
pub async fn retry_chore(db: &Db, who: &Administering, chore: i64) -> Result<(), Refusal> {
    db.write(who, async |tx| {
        let (workspace, now) = (tx.workspace(), tx.now());
        if tx.run(Q.get("chore-retry"), &[&workspace, &chore, &now]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        let recorded = tx.record(Entry::ChoreRetried { chore }).await?;
        Ok(((), recorded))
    })
    .await
}
