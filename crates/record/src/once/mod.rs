//! Once: a form posted twice does its work once. People press the button again when no answer comes, and browsers
//! repeat a post after a broken connection. The form is drawn with a key; the key is kept in the transaction that
//! does the work, so that neither exists without the other.
//!
//! Never: asks for a key. An operation without one (a command, the demo) is simply carried out.

use base::{Micros, clock};
use db::{Bind, Db, DbError, Tx};

use crate::Refusal;
use crate::access::AnyScope;

pub(crate) const Q: db::Queries<8> = db::Queries::new(include_str!("queries.sql"));

/// Longer than any page stays open with a form half sent.
const KEPT: Micros = 7 * clock::DAY;
/// Ours have 16 characters; whatever is longer did not come from us.
const KEY_CHARS_MAX: usize = 64;

/// A new key for a form that is being drawn.
pub fn key() -> String {
    base::random::token(16)
}

/// Why an operation stopped.
#[derive(Debug)]
pub enum Halt {
    /// The form was carried out before; this is what it made.
    Before(i64),
    Refused(Refusal),
}

impl From<Refusal> for Halt {
    fn from(cause: Refusal) -> Self {
        Self::Refused(cause)
    }
}
impl From<DbError> for Halt {
    fn from(cause: DbError) -> Self {
        Self::Refused(cause.into())
    }
}

/// What the form with this key made; `None` the first time.
pub async fn before(db: &Db, who: &dyn AnyScope, key: &str) -> Result<Option<i64>, DbError> {
    if unusable(key) {
        return Ok(None);
    }
    let (workspace, user) = (who.workspace_id(), who.user());
    let bound: [&dyn Bind; 3] = [&workspace, &user, &key];
    db.read(async |rd| rd.optional(Q.get("form-answered"), &bound, |row| row.int(0)).await).await
}

/// Goes on the first time only. Called first in the transaction: whoever posts the same at the same moment waits
/// here for its end.
pub async fn first(tx: &mut Tx<'_>, key: &str) -> Result<(), Halt> {
    if unusable(key) {
        return Ok(());
    }
    let (workspace, user, now) = (tx.workspace(), tx.user_id(), tx.now());
    if tx.run(Q.get("form-answer"), &[&workspace, &user, &key, &now]).await? == 0 {
        let bound: [&dyn Bind; 3] = [&workspace, &user, &key];
        return Err(Halt::Before(tx.one(Q.get("form-answered"), &bound, |row| row.int(0)).await?));
    }
    tx.run(Q.get("forms-forget"), &[&workspace, &(now - KEPT)]).await?;
    Ok(())
}

/// Keeps what the form made.
pub async fn made(tx: &mut Tx<'_>, key: &str, about: i64) -> Result<(), DbError> {
    if unusable(key) {
        return Ok(());
    }
    let (workspace, user) = (tx.workspace(), tx.user_id());
    tx.run(Q.get("form-made"), &[&workspace, &user, &key, &about]).await.map(drop)
}

/// The outcome as if the form had been posted once.
pub fn outcome<T>(done: Result<T, Halt>, again: impl FnOnce(i64) -> T) -> Result<T, Refusal> {
    match done {
        Ok(value) => Ok(value),
        Err(Halt::Before(about)) => Ok(again(about)),
        Err(Halt::Refused(refusal)) => Err(refusal),
    }
}

fn unusable(key: &str) -> bool {
    key.is_empty() || key.len() > KEY_CHARS_MAX
}
