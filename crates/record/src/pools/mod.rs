//! Pools: people kept warm for later needs. A pool that is not needed any more is ended, not deleted.

use base::Micros;
use base::limits::PAGE_ROWS;
use db::{Db, DbError, Rd, Tx};

use crate::access::AnyScope;
use crate::people::{PersonRow, keys, read, touch};
use crate::{Clear, Entry, PersonId, PoolId, ReadError, Refusal, Scope, UserId};

#[cfg(test)]
mod tests;

pub(crate) const Q: db::Queries<32> = db::Queries::new(include_str!("queries.sql"));

/// A pool in the list of pools.
#[derive(Clone, Debug)]
pub struct PoolRow {
    pub id: PoolId,
    pub name: String,
    pub purpose: String,
    pub owner: UserId,
    pub owner_name: String,
    pub hue: i64,
    pub members: i64,
    pub created_at: Micros,
    pub version: i64,
}

/// A member with the person's row.
#[derive(Clone, Debug)]
pub struct Member {
    pub person: PersonRow,
    pub added_at: Micros,
    pub added_by: String,
}

/// One page of a pool.
#[derive(Clone, Debug)]
pub struct PoolPage {
    pub pool: PoolRow,
    pub members: Vec<Member>,
    /// Where the next page starts.
    pub next: Option<After>,
}

/// A place in the list of members, the newest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    pub added_at: Micros,
    pub person: PersonId,
}

impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.added_at, self.person)
    }
}

impl std::str::FromStr for After {
    type Err = base::id::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (at, person) = text.split_once('-').ok_or(base::id::NotAnId)?;
        Ok(Self { added_at: at.parse().map_err(|_| base::id::NotAnId)?, person: person.parse()? })
    }
}

/// Every living pool, by name.
pub async fn list(db: &Db, who: &Scope<Clear>) -> Result<Vec<PoolRow>, ReadError> {
    let pools: Result<_, DbError> =
        db.read(async |rd| rd.all(Q.get("pools"), &[&who.workspace_id()], pool_row).await).await;
    Ok(pools?)
}

/// How many there are.
pub async fn count(db: &Db, who: &Scope<Clear>) -> Result<i64, ReadError> {
    let count: Result<_, DbError> =
        db.read(async |rd| rd.count(Q.get("pools-count"), &[&who.workspace_id()]).await).await;
    Ok(count?)
}

/// The pools of one person.
pub async fn of_person(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
) -> Result<Vec<(PoolId, String)>, ReadError> {
    let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), &person];
    let pools: Result<_, DbError> = db
        .read(async |rd| {
            rd.all(Q.get("pools-of-person"), &bound, |row| (PoolId(row.int(0)), row.text(1))).await
        })
        .await;
    Ok(pools?)
}

/// A pool with one page of its members.
pub async fn page(
    db: &Db,
    who: &Scope<Clear>,
    pool: PoolId,
    after: Option<After>,
) -> Result<PoolPage, ReadError> {
    let workspace = who.workspace_id();
    let found: Result<_, ReadError> = db
        .read(async |rd| {
            let row = rd.optional(Q.get("pool"), &[&workspace, &pool], pool_row).await?;
            let row = row.ok_or(ReadError::NotFound)?;
            let after = after.unwrap_or(After { added_at: i64::MAX, person: PersonId(i64::MAX) });
            let limit = PAGE_ROWS as i64 + 1;
            let bound: [&dyn db::Bind; 5] = [&workspace, &pool, &after.added_at, &after.person, &limit];
            let members = rd
                .all(Q.get("members"), &bound, |row| (PersonId(row.int(0)), row.int(1), row.text(2)))
                .await?;
            Ok((row, members))
        })
        .await;
    let (row, mut members) = found?;
    let more = members.len() > PAGE_ROWS;
    members.truncate(PAGE_ROWS);
    let next = members
        .last()
        .filter(|_| more)
        .map(|(person, added_at, _)| After { added_at: *added_at, person: *person });
    let ids: Vec<PersonId> = members.iter().map(|(person, ..)| *person).collect();
    let rows = read::rows(db, who, &ids).await?;
    let members = rows
        .into_iter()
        .filter_map(|person| {
            let (_, added_at, added_by) = members.iter().find(|(id, ..)| *id == person.id)?;
            Some(Member { person, added_at: *added_at, added_by: added_by.clone() })
        })
        .collect();
    Ok(PoolPage { pool: row, members, next })
}

fn pool_row(row: &db::Row<'_>) -> PoolRow {
    PoolRow {
        id: PoolId(row.int(0)),
        name: row.text(1),
        purpose: row.text(2),
        owner: UserId(row.int(3)),
        owner_name: row.text(4),
        hue: row.int(5),
        members: row.int(6),
        created_at: row.int(7),
        version: row.int(8),
    }
}

/// Makes a pool owned by who makes it.
pub async fn create(
    db: &Db,
    who: &Scope<Clear>,
    name: &str,
    purpose: &str,
) -> Result<(PoolId, i64), Refusal> {
    let (name, purpose) = (checked(name)?, keys::body(purpose));
    db.write(who, async |tx| {
        refuse_same_name(tx, &name, PoolId(0)).await?;
        let (workspace, pool, now) = (who.workspace_id(), PoolId(tx.new_id()), tx.now());
        let hue = pool.0.rem_euclid(360);
        let bound: [&dyn db::Bind; 7] = [&workspace, &pool, &name, &purpose, &who.user(), &hue, &now];
        tx.run(Q.get("pool-insert"), &bound).await?;
        let recorded = tx.record(Entry::PoolCreated { pool }).await?;
        Ok(((pool, recorded.seq()), recorded))
    })
    .await
}

/// Changes name and purpose.
pub async fn rename(
    db: &Db,
    who: &Scope<Clear>,
    pool: PoolId,
    version: i64,
    name: &str,
    purpose: &str,
) -> Result<i64, Refusal> {
    let (name, purpose) = (checked(name)?, keys::body(purpose));
    db.write(who, async |tx| {
        let workspace = who.workspace_id();
        let before =
            tx.optional(Q.get("pool"), &[&workspace, &pool], pool_row).await?.ok_or(Refusal::NotFound)?;
        if before.version != version {
            return Err(Refusal::Conflict(format!(
                "Somebody changed this pool meanwhile. It is called “{}” now. Look at it, then save again.",
                before.name
            )));
        }
        refuse_same_name(tx, &name, pool).await?;
        tx.run(Q.get("pool-rename"), &[&workspace, &pool, &name, &purpose]).await?;
        let recorded = tx.record(Entry::PoolChanged { pool }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}

/// Ends a pool: its people stay in the record.
pub async fn end(db: &Db, who: &Scope<Clear>, pool: PoolId) -> Result<i64, Refusal> {
    db.write(who, async |tx| {
        must_live(tx, pool).await?;
        let (workspace, now) = (who.workspace_id(), tx.now());
        tx.run(Q.get("pool-end"), &[&workspace, &pool, &now]).await?;
        let recorded = tx.record(Entry::PoolChanged { pool }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}

/// Puts one person into a pool. Many at once: [`crate::people::tags::pool_many`].
pub async fn add_member(db: &Db, who: &Scope<Clear>, pool: PoolId, person: PersonId) -> Result<i64, Refusal> {
    db.write(who, async |tx| {
        must_live(tx, pool).await?;
        let there = tx.count(Q.get("member-can-be"), &[&who.workspace_id(), &person]).await?;
        if there == 0 {
            return Err(Refusal::NotFound);
        }
        if !join(tx, pool, person).await? {
            return Err(Refusal::because("This person is in the pool already."));
        }
        touch(tx, person).await?;
        let recorded = tx.record(Entry::PoolJoined { person, pool }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}

/// Takes one person out of a pool.
pub async fn remove_member(
    db: &Db,
    who: &Scope<Clear>,
    pool: PoolId,
    person: PersonId,
) -> Result<i64, Refusal> {
    db.write(who, async |tx| {
        if !leave(tx, pool, person).await? {
            return Err(Refusal::NotFound);
        }
        touch(tx, person).await?;
        let recorded = tx.record(Entry::PoolLeft { person, pool }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}

pub(crate) async fn must_live(rd: &mut Tx<'_>, pool: PoolId) -> Result<(), Refusal> {
    let workspace = rd.workspace();
    let living = living(rd, workspace, pool).await?;
    if living { Ok(()) } else { Err(Refusal::NotFound) }
}

async fn living(rd: &mut Rd<'_>, workspace: i64, pool: PoolId) -> Result<bool, DbError> {
    Ok(rd.count(Q.get("pool-lives"), &[&workspace, &pool]).await? > 0)
}

/// True where the person was not in it.
pub(crate) async fn join(tx: &mut Tx<'_>, pool: PoolId, person: PersonId) -> Result<bool, DbError> {
    let (workspace, user, now) = (tx.workspace(), tx.user_id(), tx.now());
    Ok(tx.run(Q.get("member-insert"), &[&workspace, &pool, &person, &user, &now]).await? > 0)
}

/// True where the person was in it.
pub(crate) async fn leave(tx: &mut Tx<'_>, pool: PoolId, person: PersonId) -> Result<bool, DbError> {
    let workspace = tx.workspace();
    Ok(tx.run(Q.get("member-remove"), &[&workspace, &pool, &person]).await? > 0)
}

fn checked(name: &str) -> Result<String, Refusal> {
    let name = keys::line(name);
    if name.is_empty() { Err(Refusal::field("name", "Give the pool a name.")) } else { Ok(name) }
}

async fn refuse_same_name(tx: &mut Tx<'_>, name: &str, but: PoolId) -> Result<(), Refusal> {
    let (workspace, key) = (tx.workspace(), keys::name_key(name));
    let names = tx
        .all(Q.get("pool-names"), &[&workspace], |row| (PoolId(row.int(0)), keys::name_key(row.str(1))))
        .await?;
    if names.iter().any(|(pool, other)| *pool != but && *other == key) {
        return Err(Refusal::field("name", "There is a pool of that name. Choose another."));
    }
    Ok(())
}
