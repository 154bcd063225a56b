//! Many at once: the effect is shown first, then carried out in one transaction, one entry an application.

use base::limits;
use db::{Db, Recorded};

use super::{ApplicationRef, advance, dispose};
use crate::jobs;
use crate::{JobId, Mixed, ReasonId, Refusal, Scope, StageId};

/// What is done to each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    Move { to: StageId },
    Decline { reason: ReasonId, note: String },
}

/// An application with the version that was seen.
pub type Chosen = (ApplicationRef, i64);

/// What was done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Done {
    /// Names the whole action, for its undo.
    pub batch: i64,
    pub changed: usize,
    /// Those left alone, and why.
    pub left: Vec<(ApplicationRef, String)>,
}

/// Moves or declines many applications of one job. Whoever was changed meanwhile, or stands there already, is
/// left alone and named.
pub async fn carry_out(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    chosen: &[Chosen],
    deed: &Deed,
) -> Result<Done, Refusal> {
    super::moves(jobs::visible(who, job)?)?;
    if chosen.is_empty() {
        return Err(Refusal::because("Choose somebody first."));
    }
    if chosen.len() > limits::BULK_MAX {
        return Err(Refusal::because(format!("At most {} people at once.", limits::BULK_MAX)));
    }
    let outcome = db
        .write(who, async |tx| {
            let mut done = Done { batch: tx.new_id(), ..Done::default() };
            let mut last: Option<Recorded> = None;
            for (application, version) in chosen {
                let one = match deed {
                    Deed::Move { to } => {
                        advance::one(tx, who, application, *to, *version, "", done.batch).await
                    }
                    Deed::Decline { reason, note } => {
                        dispose::one(tx, who, application, *reason, *version, note, done.batch).await
                    }
                };
                match one {
                    Ok((changed, recorded)) if changed.job == job => {
                        done.changed += 1;
                        last = Some(recorded);
                    }
                    Ok(_) => return Err(Outcome::Refused(Refusal::NotFound)),
                    // Refused before anything of it was written: the others go on.
                    Err(Refusal::Because(why) | Refusal::Conflict(why)) => {
                        done.left.push((application.clone(), why));
                    }
                    Err(other) => return Err(Outcome::Refused(other)),
                }
            }
            match last {
                Some(recorded) => Ok((done, recorded)),
                None => Err(Outcome::Nothing(done)),
            }
        })
        .await;
    match outcome {
        Ok(done) | Err(Outcome::Nothing(done)) => Ok(done),
        Err(Outcome::Refused(refusal)) => Err(refusal),
    }
}

/// Why the transaction was not committed.
enum Outcome {
    /// There was nothing to change.
    Nothing(Done),
    Refused(Refusal),
}

impl From<db::DbError> for Outcome {
    fn from(cause: db::DbError) -> Self {
        Self::Refused(Refusal::Db(cause))
    }
}
