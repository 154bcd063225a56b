//! People who wrote and have not been answered.

use base::{Micros, clock};
use db::Db;

use super::Q;
use crate::access::AnyScope;
use crate::people::{Bond, bond};
use crate::{Clear, MessageId, PersonId, ReadError, Scope};

/// Nobody expects an answer to an older mail.
pub const REPLY_DAYS: i64 = 30;

/// A mail of theirs that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub person: PersonId,
    pub name: String,
    pub bond: Bond,
    pub message: MessageId,
    pub subject: String,
    /// How it begins.
    pub begins: String,
    pub at: Micros,
}

/// How many wait for the reader, and the newest of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    pub count: i64,
    pub newest: Vec<Reply>,
}

/// Characters of a mail that a line has room for.
const BEGINS: usize = 160;

/// How many mails wait for the reader, counted to `most`: every page asks, and each mail costs a few look-ups.
pub async fn replies_up_to(db: &Db, who: &Scope<Clear>, most: i64) -> Result<i64, ReadError> {
    let (workspace, user) = (who.workspace_id(), who.user());
    let since = db.now() - REPLY_DAYS * clock::DAY;
    let bound: [&dyn db::Bind; 4] = [&workspace, &user, &since, &most];
    Ok(db.read(async |rd| rd.count(Q.get("replies-count"), &bound).await).await?)
}

/// Mails to the reader, from people they own or last wrote to, that nobody answered since.
pub async fn replies_waiting(db: &Db, who: &Scope<Clear>, limit: i64) -> Result<Replies, ReadError> {
    let (workspace, user) = (who.workspace_id(), who.user());
    let since = db.now() - REPLY_DAYS * clock::DAY;
    db.read(async |rd| {
        let count = rd.count(Q.get("replies-count"), &[&workspace, &user, &since, &i64::MAX]).await?;
        if count == 0 {
            return Ok(Replies { count, newest: vec![] });
        }
        let bound: [&dyn db::Bind; 4] = [&workspace, &user, &since, &limit];
        let mut newest = rd
            .all(Q.get("replies"), &bound, |row| Reply {
                person: PersonId(row.int(0)),
                name: row.text(1),
                bond: Bond::default(),
                message: MessageId(row.int(2)),
                subject: row.text(3),
                begins: row
                    .str(4)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .chars()
                    .take(BEGINS)
                    .collect(),
                at: row.int(5),
            })
            .await?;
        let people: Vec<PersonId> = newest.iter().map(|reply| reply.person).collect();
        let bonds = bond::of_people(rd, workspace, &people).await?;
        for reply in &mut newest {
            reply.bond = bonds.get(&reply.person).copied().unwrap_or_default();
        }
        Ok(Replies { count, newest })
    })
    .await
}
