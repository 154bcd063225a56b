//! One-time links: set-up, invitation, new password. The token is in the link alone; we keep its hash.

use base::{Micros, clock};
use db::{Db, DbError, NewChore, Tx};

use super::session::token_hash;
use super::{MasterKey, Q};
use crate::{UserId, WorkspaceId};

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    Setup,
    Invite,
    Reset,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Invite => "invite",
            Self::Reset => "reset",
        }
    }

    /// A reset link lies in a mailbox: short. People answer an invitation within a week.
    fn life(self) -> Micros {
        match self {
            Self::Setup => 7 * clock::DAY,
            Self::Invite => 7 * clock::DAY,
            Self::Reset => clock::HOUR,
        }
    }
}

/// 52 characters of 5 bits: not to be guessed.
const TOKEN_LENGTH: usize = 52;

/// Makes a link; former links of the same purpose and user end.
pub(super) async fn make(tx: &mut Tx<'_>, purpose: Purpose, user: UserId) -> Result<String, DbError> {
    let token = base::random::token(TOKEN_LENGTH);
    let (workspace, hash, now, word) = (tx.workspace(), token_hash(&token), tx.now(), purpose.word());
    let expires = now + purpose.life();
    tx.run(Q.get("links-end"), &[&workspace, &user, &word, &now]).await?;
    tx.run(Q.get("link-make"), &[&workspace, &hash, &word, &user, &now, &expires]).await?;
    Ok(token)
}

/// The chore that mails a link to its user. The token is sealed: neither the row nor a backup opens a door.
pub(super) fn mail(tx: &Tx<'_>, keys: &MasterKey, user: UserId, template: &str, token: &str) -> NewChore {
    let token = seal(keys, WorkspaceId(tx.workspace()), token);
    let payload = serde_json::json!({ "user_id": user.to_string(), "template": template, "token": token });
    NewChore { name: "SendSystemMail", payload: payload.to_string(), run_at: tx.now(), unique_key: None }
}

fn purpose_of_seal(workspace: WorkspaceId) -> String {
    format!("link/{workspace}")
}

/// A token as it may lie in a row, in hexadecimal digits.
pub fn seal(keys: &MasterKey, workspace: WorkspaceId, token: &str) -> String {
    let sealed = keys.seal(&purpose_of_seal(workspace), token.as_bytes());
    sealed.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The token again; `None` where another key sealed it.
pub fn unseal(keys: &MasterKey, workspace: WorkspaceId, sealed: &str) -> Option<String> {
    let digits = sealed.as_bytes().chunks(2);
    let bytes = digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let token = keys.open(&purpose_of_seal(workspace), &bytes.collect::<Option<Vec<u8>>>()?)?;
    String::from_utf8(token).ok()
}

/// Uses a link up. `None` where it is unknown, used, ended or for something else.
pub(super) async fn take(
    tx: &mut Tx<'_>,
    purposes: &[Purpose],
    token: &str,
) -> Result<Option<UserId>, DbError> {
    let (workspace, hash, now) = (tx.workspace(), token_hash(token), tx.now());
    for purpose in purposes {
        let bound: [&dyn db::Bind; 4] = [&workspace, &hash, &purpose.word(), &now];
        if let Some(user) = tx.optional(Q.get("link-take"), &bound, |row| UserId(row.int(0))).await? {
            return Ok(Some(user));
        }
    }
    Ok(None)
}

/// A link that still works, as its page shows it.
#[derive(Clone, Debug)]
pub struct LinkView {
    pub invite: bool,
    /// Empty for set-up.
    pub name: String,
    pub email: String,
}

/// Looks at a link without using it.
pub async fn look(
    db: &Db,
    workspace: WorkspaceId,
    token: &str,
    setup: bool,
) -> Result<Option<LinkView>, DbError> {
    let (hash, now) = (token_hash(token), db.now());
    let found = db
        .read(async |rd| {
            rd.optional(Q.get("link-look"), &[&workspace, &hash, &now], |row| {
                (row.text(0), row.text(1), row.text(2))
            })
            .await
        })
        .await?;
    Ok(found.filter(|(purpose, _, _)| (purpose == "setup") == setup).map(|(purpose, name, email)| LinkView {
        invite: purpose == "invite",
        name,
        email,
    }))
}
