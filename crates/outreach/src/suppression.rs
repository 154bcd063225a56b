//! The suppression ledger: addresses that nothing is sent to. It holds hashes, so that it can outlive the
//! person's record without naming anybody.

use db::{Rd, Tx};
use record::access::AnyScope;
use record::people::keys;
use record::{Clear, Entry, House, PersonId, Refusal, Scope, WorkspaceId};
use sha2::{Digest as _, Sha256};

use crate::Q;

/// The ledger's salt: of this workspace alone, made with its first line.
const SALT: &str = "suppression_salt";

/// What the sender reads.
pub(crate) const WORDS: &str = "This address asked not to be written to.";

async fn salt(rd: &mut Rd<'_>, workspace: WorkspaceId) -> Result<Option<String>, db::DbError> {
    rd.optional(Q.get("setting"), &[&workspace, &SALT], |row| row.text(0)).await
}

fn hash(salt: &str, address: &str) -> Vec<u8> {
    let key = keys::email_key(address).unwrap_or_else(|| address.trim().to_lowercase());
    Sha256::digest(format!("{salt}/{key}")).to_vec()
}

/// True where nothing may be sent to this address.
pub(crate) async fn holds(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    address: &str,
) -> Result<bool, db::DbError> {
    let Some(salt) = salt(rd, workspace).await? else { return Ok(false) };
    Ok(rd.count(Q.get("suppression-is"), &[&workspace, &hash(&salt, address)]).await? > 0)
}

/// Enters an address: nothing is sent to it from now on.
pub(crate) async fn enter(
    house: &House,
    who: &Scope<Clear>,
    person: PersonId,
    address: &str,
    reason: &str,
) -> Result<(), Refusal> {
    let workspace = who.workspace_id();
    house
        .db
        .write(who, async |tx| {
            let salt = match salt(tx, workspace).await? {
                Some(salt) => salt,
                None => make_salt(tx, workspace).await?,
            };
            let (now, user) = (tx.now(), who.user());
            let bound: [&dyn db::Bind; 5] = [&workspace, &hash(&salt, address), &reason, &now, &user];
            tx.run(Q.get("suppression-put"), &bound).await?;
            Ok(((), tx.record(Entry::AddressSuppressed { person }).await?))
        })
        .await
}

async fn make_salt(tx: &mut Tx<'_>, workspace: WorkspaceId) -> Result<String, db::DbError> {
    let salt = base::random::token(52);
    tx.run(Q.get("setting-put"), &[&workspace, &SALT, &salt, &Option::<Vec<u8>>::None]).await?;
    Ok(salt)
}

/// Takes an address out again: its owner has said so.
pub(crate) async fn lift(
    house: &House,
    who: &Scope<Clear>,
    person: PersonId,
    address: &str,
) -> Result<(), Refusal> {
    let workspace = who.workspace_id();
    house
        .db
        .write(who, async |tx| {
            let salt = salt(tx, workspace).await?.ok_or(Refusal::NotFound)?;
            if tx.run(Q.get("suppression-take"), &[&workspace, &hash(&salt, address)]).await? == 0 {
                return Err(Refusal::NotFound);
            }
            Ok(((), tx.record(Entry::AddressAllowed { person }).await?))
        })
        .await
}
