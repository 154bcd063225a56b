//! People of one's own who have heard nothing for a long time.

use base::clock;
use db::Db;

use super::Q;
use crate::access::AnyScope;
use crate::{Clear, PersonId, ReadError, Scope};

/// After so many days without contact somebody goes quiet.
pub const QUIET_DAYS: i64 = 90;

/// How many there are, and the first of them, most recently spoken to first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    pub count: i64,
    pub people: Vec<(PersonId, String)>,
}

/// People owned by the reader, known for [`QUIET_DAYS`] and not contacted since.
pub async fn going_quiet(db: &Db, who: &Scope<Clear>, limit: i64) -> Result<Quiet, ReadError> {
    let (workspace, user) = (who.workspace_id(), who.user());
    let since = db.now() - QUIET_DAYS * clock::DAY;
    db.read(async |rd| {
        let count = rd.count(Q.get("quiet-count"), &[&workspace, &user, &since]).await?;
        let bound: [&dyn db::Bind; 4] = [&workspace, &user, &since, &limit];
        let people = rd.all(Q.get("quiet"), &bound, |row| (PersonId(row.int(0)), row.text(1))).await?;
        Ok(Quiet { count, people })
    })
    .await
}
