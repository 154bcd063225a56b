//! Editing one field of a person where it stands. Former values are kept beside the journal.

use db::{Db, Rd, Tx};

use super::{Q, keys, store};
use crate::access::AnyScope;
use crate::{Clear, Entry, PersonId, ReadError, Refusal, Scope, UserId};

/// A field that is edited in place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Name,
    CallMe,
    Pronouns,
    Headline,
    Summary,
    City,
    Region,
    CountryCode,
    Status,
    Source,
    SourceDetail,
    Owner,
}

/// Every field with its name in forms and columns.
const FIELDS: [(Field, &str); 12] = [
    (Field::Name, "name"),
    (Field::CallMe, "call_me"),
    (Field::Pronouns, "pronouns"),
    (Field::Headline, "headline"),
    (Field::Summary, "summary"),
    (Field::City, "city"),
    (Field::Region, "region"),
    (Field::CountryCode, "country_code"),
    (Field::Status, "status"),
    (Field::Source, "source"),
    (Field::SourceDetail, "source_detail"),
    (Field::Owner, "owner"),
];

/// What somebody's interest in a new job can be.
pub const STATUSES: [&str; 7] =
    ["unknown", "open_to_talk", "passive", "not_looking", "interviewing", "offer_out", "employee"];

impl Field {
    pub fn word(self) -> &'static str {
        FIELDS.iter().find(|(field, _)| *field == self).map_or("", |(_, word)| word)
    }

    pub fn from_word(word: &str) -> Option<Self> {
        FIELDS.iter().find(|(_, known)| *known == word).map(|(field, _)| *field)
    }
}

/// What an edit left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The value as it is kept.
    pub value: String,
    pub version: i64,
    /// The entry; 0 where the field said that already.
    pub seq: i64,
}

/// Sets one field. `version` is the one that the page had drawn; another edit of the same field since
/// then is a conflict, edits of other fields are not.
pub async fn edit(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    version: i64,
    field: Field,
    value: &str,
) -> Result<Edited, Refusal> {
    let value = clean(field, value)?;
    let there = db.read(async |rd| standing(rd, who, person, field).await).await?;
    if there.is_some_and(|there| there.version == version && there.value == value) {
        // Nothing to write: the field was opened and closed again.
        return Ok(Edited { value, version, seq: 0 });
    }
    db.write(who, async |tx| {
        let workspace = who.workspace_id();
        let now_there = current(tx, person, field).await?.ok_or(Refusal::NotFound)?;
        if now_there.version != version {
            refuse_conflict(tx, person, version, &now_there, field).await?;
        }
        if field == Field::Owner && value != "0" {
            let owner = UserId(value.parse().unwrap_or(0));
            let known = tx.optional(Q.get("user-name"), &[&workspace, &owner], |row| row.text(0)).await?;
            known.ok_or_else(|| {
                Refusal::field("owner", "This user does not exist any more. Choose another.")
            })?;
        }
        set(tx, person, field, &value).await?;
        let entry = match field {
            Field::Owner => Entry::OwnerChanged { person, owner: UserId(value.parse().unwrap_or(0)) },
            _ => Entry::PersonEdited { person, fields: vec![field.word()] },
        };
        let recorded = tx.record(entry).await?;
        keep_former(tx, recorded.seq(), person, field, &now_there.value).await?;
        let version = now_there.version + 1;
        Ok((Edited { value, version, seq: recorded.seq() }, recorded))
    })
    .await
}

pub(crate) fn clean(field: Field, value: &str) -> Result<String, Refusal> {
    let line = if field == Field::Summary { keys::body(value) } else { keys::line(value) };
    match field {
        Field::Name if line.is_empty() => Err(Refusal::field("name", "A person needs a name.")),
        Field::CountryCode => {
            super::add::check_country(&line)?;
            Ok(line.to_ascii_uppercase())
        }
        Field::Status if !STATUSES.contains(&line.as_str()) => {
            Err(Refusal::field("status", "Choose one of the statuses."))
        }
        // Forms name users as every id is named; the record keeps numbers.
        Field::Owner if line.is_empty() => Ok("0".to_owned()),
        Field::Owner => line
            .parse::<UserId>()
            .map(|owner| owner.0.to_string())
            .map_err(|_| Refusal::field("owner", "Choose one of the users.")),
        _ => Ok(line),
    }
}

/// A field as it is now.
pub(crate) struct Current {
    pub version: i64,
    pub value: String,
}

pub(crate) async fn current(
    tx: &mut Tx<'_>,
    person: PersonId,
    field: Field,
) -> Result<Option<Current>, db::DbError> {
    let workspace = tx.workspace();
    tx.optional(Q.get("person-fields"), &[&workspace, &person], |row| read_field(row, field)).await
}

/// The same outside a write.
async fn standing(
    rd: &mut Rd<'_>,
    who: &Scope<Clear>,
    person: PersonId,
    field: Field,
) -> Result<Option<Current>, db::DbError> {
    let workspace = who.workspace_id();
    rd.optional(Q.get("person-fields"), &[&workspace, &person], |row| read_field(row, field)).await
}

fn read_field(row: &db::Row<'_>, field: Field) -> Current {
    let column = FIELDS.iter().position(|(known, _)| *known == field).unwrap_or(0) + 1;
    Current {
        version: row.int(0),
        value: if field == Field::Owner { row.int(column).to_string() } else { row.text(column) },
    }
}

/// Two people at one field: what the page had shown, what stands there now, and who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub writer: String,
    pub at: base::Micros,
    pub before: String,
    pub theirs: String,
    /// The version to save against, now that both values were seen.
    pub version: i64,
}

/// What an edit that was refused with a conflict ran into.
pub async fn clash(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    seen: i64,
    field: Field,
) -> Result<Clash, ReadError> {
    db.read(async |rd| {
        let there = standing(rd, who, person, field).await?.ok_or(ReadError::NotFound)?;
        let (workspace, unseen) = (who.workspace_id(), (there.version - seen).max(0));
        let bound: [&dyn db::Bind; 3] = [&workspace, &person, &unseen];
        let edits = rd
            .all(Q.get("edits-of-person"), &bound, |row| (row.text(0), row.text(1), row.text(2), row.int(3)))
            .await?;
        let of_field: Vec<_> = edits.into_iter().filter(|edit| edit.0 == field.word()).collect();
        let (writer, at) = of_field.first().map(|edit| (edit.1.clone(), edit.3)).unwrap_or_default();
        // The oldest edit that the page has not seen holds what the page had shown.
        let before = of_field.last().map(|edit| edit.2.clone()).unwrap_or_default();
        Ok(Clash { writer, at, before, theirs: there.value, version: there.version })
    })
    .await
}

/// Writes the value and raises the version.
pub(crate) async fn set(
    tx: &mut Tx<'_>,
    person: PersonId,
    field: Field,
    value: &str,
) -> Result<(), db::DbError> {
    let (workspace, now) = (tx.workspace(), tx.now());
    if field == Field::Owner {
        let owner: i64 = value.parse().unwrap_or(0);
        tx.run(Q.get("person-set-owner"), &[&workspace, &person, &owner, &now]).await?;
    } else {
        let (word, key) = (field.word(), keys::name_key(value));
        let bound: [&dyn db::Bind; 6] = [&workspace, &person, &word, &value, &key, &now];
        tx.run(Q.get("person-set"), &bound).await?;
    }
    Ok(())
}

/// Writes a value that a file brought, or takes it out again: no edit of anybody, so the version stays.
pub(crate) async fn fill(
    tx: &mut Tx<'_>,
    person: PersonId,
    field: Field,
    value: &str,
) -> Result<(), db::DbError> {
    let (workspace, word) = (tx.workspace(), field.word());
    tx.run(Q.get("person-fill"), &[&workspace, &person, &word, &value]).await.map(drop)
}

/// The value before the entry; rows may follow the entry, the transaction commits both.
pub(crate) async fn keep_former(
    tx: &mut Tx<'_>,
    seq: i64,
    person: PersonId,
    field: Field,
    value: &str,
) -> Result<(), db::DbError> {
    let workspace = tx.workspace();
    let bound: [&dyn db::Bind; 5] = [&workspace, &seq, &person, &field.word(), &value];
    tx.run(Q.get("former-keep"), &bound).await.map(drop)
}

/// Every edit raises the version by one, so the edits that this page has not seen are the newest
/// `now - seen`; a conflict is one of them on the same field.
async fn refuse_conflict(
    tx: &mut Tx<'_>,
    person: PersonId,
    seen: i64,
    now_there: &Current,
    field: Field,
) -> Result<(), Refusal> {
    let (workspace, unseen) = (tx.workspace(), (now_there.version - seen).max(0));
    let bound: [&dyn db::Bind; 3] = [&workspace, &person, &unseen];
    let edits = tx.all(Q.get("edits-of-person"), &bound, |row| (row.text(0), row.text(1))).await?;
    let Some((_, writer)) = edits.into_iter().find(|(changed, _)| changed == field.word()) else {
        return Ok(());
    };
    let writer = if writer.is_empty() { "Somebody else".to_owned() } else { writer };
    let value = match field {
        Field::Owner => {
            let owner = UserId(now_there.value.parse().unwrap_or(0));
            let name = tx.optional(Q.get("user-name"), &[&workspace, &owner], |row| row.text(0)).await?;
            name.unwrap_or_else(|| "nobody".to_owned())
        }
        _ => now_there.value.clone(),
    };
    let now_says =
        if value.is_empty() { "It is empty now".to_owned() } else { format!("It says “{value}” now") };
    Err(store::conflict(&writer, &now_says))
}
