//! Tags, and putting many people under one tag or into one pool at once.

use base::limits::BULK_MAX;
use db::{Db, DbError, Tx};

use super::{Q, keys, store};
use crate::access::AnyScope;
use crate::{Clear, Entry, PersonId, PoolId, Refusal, Scope};

/// A tag is a word or two.
const TAG_CHARS_MAX: usize = 50;

/// What a bulk action did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// Those whom it changed; the others had it already.
    pub changed: usize,
    /// The entry's number, to undo it by.
    pub seq: i64,
}

/// Adds and removes tags of one person.
pub async fn change_tags(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    add: &[String],
    remove: &[String],
) -> Result<i64, Refusal> {
    let add: Vec<String> = add.iter().map(|tag| checked(tag)).collect::<Result<_, _>>()?;
    db.write(who, async |tx| {
        store::must_be(tx, person).await?;
        let workspace = who.workspace_id();
        let (mut added, mut removed) = (vec![], vec![]);
        for tag in add {
            if insert(tx, person, &tag).await? {
                added.push(tag);
            }
        }
        for tag in remove {
            if tx.run(Q.get("tag-remove"), &[&workspace, &person, &keys::name_key(tag)]).await? > 0 {
                removed.push(keys::line(tag));
            }
        }
        store::touch(tx, person).await?;
        let recorded = tx.record(Entry::TagsChanged { person, added, removed }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}

/// Puts one tag on many people, with one entry.
pub async fn tag_many(db: &Db, who: &Scope<Clear>, people: &[PersonId], tag: &str) -> Result<Bulk, Refusal> {
    let tag = checked(tag)?;
    check_bulk(people)?;
    db.write(who, async |tx| {
        let mut tagged = vec![];
        for person in existing(tx, people).await? {
            if insert(tx, person, &tag).await? {
                tagged.push(person);
            }
        }
        let changed = tagged.len();
        let recorded = tx.record(Entry::PeopleTagged { people: tagged, tag }).await?;
        Ok((Bulk { changed, seq: recorded.seq() }, recorded))
    })
    .await
}

/// Puts many people into one pool, with one entry.
pub async fn pool_many(
    db: &Db,
    who: &Scope<Clear>,
    people: &[PersonId],
    pool: PoolId,
) -> Result<Bulk, Refusal> {
    check_bulk(people)?;
    db.write(who, async |tx| {
        crate::pools::must_live(tx, pool).await?;
        let mut joined = vec![];
        for person in existing(tx, people).await? {
            if crate::pools::join(tx, pool, person).await? {
                joined.push(person);
            }
        }
        let changed = joined.len();
        let recorded = tx.record(Entry::PeoplePooled { people: joined, pool }).await?;
        Ok((Bulk { changed, seq: recorded.seq() }, recorded))
    })
    .await
}

/// Takes many people out of one pool, with one entry.
pub async fn unpool_many(
    db: &Db,
    who: &Scope<Clear>,
    people: &[PersonId],
    pool: PoolId,
) -> Result<Bulk, Refusal> {
    check_bulk(people)?;
    db.write(who, async |tx| {
        crate::pools::must_live(tx, pool).await?;
        let mut left = vec![];
        for person in existing(tx, people).await? {
            if crate::pools::leave(tx, pool, person).await? {
                left.push(person);
            }
        }
        let changed = left.len();
        let recorded = tx.record(Entry::PeopleUnpooled { people: left, pool }).await?;
        Ok((Bulk { changed, seq: recorded.seq() }, recorded))
    })
    .await
}

/// Tags in use with their number of people, for suggestions.
pub async fn known(db: &Db, who: &Scope<Clear>) -> Result<Vec<(String, i64)>, crate::ReadError> {
    let tags = db
        .read(async |rd| {
            rd.all(Q.get("tags-known"), &[&who.workspace_id()], |row| (row.text(0), row.int(1))).await
        })
        .await
        .map_err(|cause: DbError| cause)?;
    Ok(tags)
}

fn check_bulk(people: &[PersonId]) -> Result<(), Refusal> {
    match people.len() {
        0 => Err(Refusal::because("Select at least one person.")),
        count if count > BULK_MAX => {
            Err(Refusal::because(format!("At most {BULK_MAX} people at once. Narrow the list.")))
        }
        _ => Ok(()),
    }
}

async fn existing(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<Vec<PersonId>, DbError> {
    let workspace = tx.workspace();
    let mut sql = db::Assembled::with(Q.get("people-there"), &[&workspace]);
    sql.list(people);
    tx.assembled(&sql, |row| PersonId(row.int(0))).await
}

fn checked(tag: &str) -> Result<String, Refusal> {
    let tag = keys::line(tag);
    match tag.chars().count() {
        0 => Err(Refusal::field("tag", "Write the tag first.")),
        count if count > TAG_CHARS_MAX => {
            Err(Refusal::field("tag", format!("A tag has at most {TAG_CHARS_MAX} characters.")))
        }
        _ => Ok(tag),
    }
}

/// True where the person did not have it.
pub(crate) async fn insert(tx: &mut Tx<'_>, person: PersonId, tag: &str) -> Result<bool, DbError> {
    let (workspace, now, tag) = (tx.workspace(), tx.now(), keys::line(tag));
    let key = keys::name_key(&tag);
    if key.is_empty() {
        return Ok(false);
    }
    let bound: [&dyn db::Bind; 5] = [&workspace, &person, &key, &tag, &now];
    Ok(tx.run(Q.get("tag-insert"), &bound).await? > 0)
}

pub(crate) async fn remove(tx: &mut Tx<'_>, person: PersonId, tag: &str) -> Result<bool, DbError> {
    let workspace = tx.workspace();
    Ok(tx.run(Q.get("tag-remove"), &[&workspace, &person, &keys::name_key(tag)]).await? > 0)
}
