//! The journal: one numbered, hash-chained line for each thing that happened in a workspace.

use base::Micros;
use sha2::{Digest, Sha256};

use crate::{Db, DbError, Rd, Row};

/// Who acts, as far as the gate needs to know.
pub trait Actor: Send + Sync {
    fn workspace(&self) -> i64;
    fn actor_kind(&self) -> ActorKind;
    /// The user or token; 0 for visitors and the system.
    fn actor_id(&self) -> i64;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActorKind {
    User,
    Visitor,
    Token,
    System,
}

impl ActorKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Visitor => "visitor",
            Self::Token => "token",
            Self::System => "system",
        }
    }
}

/// What is written to the journal. Carries ids and plain values, never names or addresses.
pub trait Line: Send + Sync {
    fn kind(&self) -> &'static str;
    /// 0 where the entry concerns no person.
    fn person_id(&self) -> i64 {
        0
    }
    fn job_id(&self) -> i64 {
        0
    }
    fn application_id(&self) -> i64 {
        0
    }
    /// JSON object of the rest.
    fn payload(&self) -> String;
}

/// A line as read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalLine {
    pub seq: i64,
    pub at: Micros,
    pub actor_kind: String,
    pub actor_id: i64,
    pub kind: String,
    pub person_id: i64,
    pub job_id: i64,
    pub application_id: i64,
    pub payload: String,
    pub hash: Vec<u8>,
}

pub(crate) const NEXT_NUMBER: &str = "update workspace_counter set journal_seq = journal_seq + 1 where workspace_id = $1 returning journal_seq, journal_hash";
pub(crate) const INSERT: &str = "insert into journal (workspace_id, seq, at, actor_kind, actor_id, kind, person_id, job_id, application_id, payload, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
pub(crate) const KEEP_HASH: &str = "update workspace_counter set journal_hash = $2 where workspace_id = $1";
const COUNTER: &str = "select journal_seq, journal_hash from workspace_counter where workspace_id = $1";
const AFTER: &str = "select seq, at, actor_kind, actor_id, kind, person_id, job_id, application_id, payload, hash from journal where workspace_id = $1 and seq > $2 order by seq limit $3";

/// The hash of a line: SHA-256 over the hash before it and its own values, each ended by a zero byte.
pub fn chain_hash(before: &[u8], line: &JournalLine) -> Vec<u8> {
    let mut digest = Sha256::new();
    digest.update(before);
    for number in [line.seq, line.at, line.actor_id, line.person_id, line.job_id, line.application_id] {
        digest.update(number.to_be_bytes());
    }
    for text in [&line.actor_kind, &line.kind, &line.payload] {
        digest.update(text.as_bytes());
        digest.update([0]);
    }
    digest.finalize().to_vec()
}

fn line_of(row: &Row<'_>) -> JournalLine {
    JournalLine {
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
    }
}

impl Rd<'_> {
    /// The lines after `seq`, oldest first.
    pub async fn journal_after(
        &mut self,
        workspace: i64,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<JournalLine>, DbError> {
        self.all(AFTER, &[&workspace, &seq, &limit], line_of).await
    }
}

/// Where the chain is broken.
#[derive(Debug, PartialEq, Eq)]
pub struct BrokenChain {
    pub seq: i64,
}

impl Db {
    /// Walks the whole chain of a workspace, to the end that its counter names: lines cut off at the end are
    /// missed too. Returns the number of lines, or the first that does not fit.
    pub async fn verify_journal(&self, workspace: i64) -> Result<Result<i64, BrokenChain>, DbError> {
        let (mut before, mut seq) = (vec![], 0);
        let counter = |row: &Row<'_>| (row.int(0), row.bytes(1));
        let (end, end_hash) = self.read(async |rd| rd.one(COUNTER, &[&workspace], counter).await).await?;
        loop {
            let lines = self.read(async |rd| rd.journal_after(workspace, seq, 1_000).await).await?;
            if lines.is_empty() {
                // Others may have written meanwhile; fewer lines than counted means that some were removed.
                return Ok(if seq < end { Err(BrokenChain { seq: seq + 1 }) } else { Ok(seq) });
            }
            for line in lines {
                if line.seq == end && line.hash != end_hash {
                    return Ok(Err(BrokenChain { seq: end }));
                }
                if line.seq != seq + 1 || chain_hash(&before, &line) != line.hash {
                    return Ok(Err(BrokenChain { seq: seq + 1 }));
                }
                seq = line.seq;
                before = line.hash;
            }
        }
    }
}
