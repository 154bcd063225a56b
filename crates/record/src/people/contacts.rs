//! Contacts: addresses, numbers and pages of a person.

use db::{Db, DbError, Tx};

use super::facts::Origin;
use super::{Q, keys};
use crate::access::AnyScope;
use crate::{Clear, Entry, IdentityId, PersonId, Refusal, Scope};

/// What somebody can be reached or recognised by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContactKind {
    Email,
    Phone,
    Url,
}

impl ContactKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Url => "url",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Email, Self::Phone, Self::Url].into_iter().find(|kind| kind.word() == word)
    }

    fn key(self, value: &str) -> Option<String> {
        match self {
            Self::Email => keys::email_key(value),
            Self::Phone => keys::phone_key(value),
            Self::Url => keys::url_key(value),
        }
    }

    fn complaint(self) -> &'static str {
        match self {
            Self::Email => "This is not an e-mail address. Write it like ada@example.com.",
            Self::Phone => "This is not a phone number. Write it with its country, like +44 20 7946 0958.",
            Self::Url => "This is not a web address. Write it like linkedin.com/in/ada.",
        }
    }
}

/// A contact with its key, ready to be stored.
#[derive(Clone, Debug)]
pub struct Reach {
    pub(crate) kind: ContactKind,
    pub(crate) value: String,
    pub(crate) key: String,
}

impl Reach {
    /// Checks what was typed; the complaint says how to write it.
    pub fn typed(kind: ContactKind, value: &str) -> Result<Self, Refusal> {
        Self::read(kind, value).ok_or_else(|| Refusal::field(kind.word(), kind.complaint()))
    }

    /// What was read from a file; `None` where it is none after all.
    pub fn read(kind: ContactKind, value: &str) -> Option<Self> {
        Some(Self { kind, value: keys::line(value), key: kind.key(value)? })
    }

    /// Two people cannot share it.
    fn recognises(&self) -> bool {
        self.kind != ContactKind::Url || keys::is_profile(&self.key)
    }
}

/// The person who has one of these, the oldest where several do: address first, then number, then page.
pub(crate) async fn find_by(
    rd: &mut db::Rd<'_>,
    workspace: i64,
    reaches: &[Reach],
) -> Result<Option<PersonId>, DbError> {
    for kind in [ContactKind::Email, ContactKind::Phone, ContactKind::Url] {
        for reach in reaches.iter().filter(|reach| reach.kind == kind && reach.recognises()) {
            let bound: [&dyn db::Bind; 3] = [&workspace, &kind.word(), &reach.key];
            if let Some(person) =
                rd.optional(Q.get("person-by-key"), &bound, |row| PersonId(row.int(0))).await?
            {
                return Ok(Some(person));
            }
        }
    }
    Ok(None)
}

/// Stores the contact unless the person has it. The first of a kind is the primary one.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    person: PersonId,
    reach: &Reach,
    origin: &Origin,
) -> Result<Option<IdentityId>, DbError> {
    let (workspace, now, id) = (tx.workspace(), tx.now(), IdentityId(tx.new_id()));
    let kind = reach.kind.word();
    let same = tx.all(Q.get("keys-of-person"), &[&workspace, &person, &kind], |row| row.text(0)).await?;
    if same.contains(&reach.key) {
        return Ok(None);
    }
    let primary = same.is_empty();
    let bound: [&dyn db::Bind; 10] = [
        &workspace,
        &id,
        &person,
        &kind,
        &reach.value,
        &reach.key,
        &primary,
        &origin.source,
        &origin.document,
        &now,
    ];
    tx.run(Q.get("contact-insert"), &bound).await?;
    Ok(Some(id))
}

/// Adds an address, number or page. One that another person has is refused with a hint.
pub async fn add_contact(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    kind: ContactKind,
    value: &str,
) -> Result<(IdentityId, i64), Refusal> {
    let reach = Reach::typed(kind, value)?;
    db.write(who, async |tx| {
        super::store::take_turn(tx).await?;
        super::store::must_be(tx, person).await?;
        let workspace = tx.workspace();
        let taken = find_by(tx, workspace, std::slice::from_ref(&reach)).await?;
        if taken.is_some_and(|other| other != person) {
            return Err(Refusal::field(
                kind.word(),
                "Somebody else in the record has this already. Search for it to find them.",
            ));
        }
        let id = insert(tx, person, &reach, &Origin::user()).await?;
        let id = id.ok_or_else(|| Refusal::field(kind.word(), "It is listed already."))?;
        super::store::touch(tx, person).await?;
        let recorded = tx.record(Entry::ContactAdded { person, contact: kind.word(), row: id.0 }).await?;
        Ok(((id, recorded.seq()), recorded))
    })
    .await
}

/// Takes a contact back; the row stays, so that it can be restored.
pub async fn retract_contact(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    contact: IdentityId,
) -> Result<i64, Refusal> {
    db.write(who, async |tx| {
        let (workspace, now) = (who.workspace_id(), tx.now());
        let kind = tx
            .optional(Q.get("contact-kind"), &[&workspace, &person, &contact], |row| row.text(0))
            .await?
            .and_then(|word| ContactKind::from_word(&word))
            .ok_or(Refusal::NotFound)?;
        tx.run(Q.get("contact-retract"), &[&workspace, &contact, &now]).await?;
        super::check::row_said(tx, contact.0, true).await?;
        super::store::touch(tx, person).await?;
        let recorded =
            tx.record(Entry::ContactRetracted { person, contact: kind.word(), row: contact.0 }).await?;
        Ok((recorded.seq(), recorded))
    })
    .await
}
