//! People whom we owe a word.

use base::Micros;
use db::{Assembled, Db};

use super::Q;
use super::figures::Reach;
use crate::access::verdict::{self, Verdict};
use crate::people::masked_label;
use crate::{JobId, PersonId, PersonRef, ReadError, Scope, Sight};

/// Somebody who waits for us on a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub person: PersonRef,
    /// Name, or `Candidate 7KQ2` for a masked reader.
    pub label: String,
    pub masked: bool,
    pub job: JobId,
    pub job_title: String,
    /// New on the job; else an interview is over.
    pub is_new: bool,
    pub since: Micros,
}

/// Those whom the figure counts, on the jobs that this reader works on; who waits longest comes first.
pub async fn waiting_on_us<S: Sight>(db: &Db, who: &Scope<S>, limit: i64) -> Result<Vec<Waiting>, ReadError> {
    let jobs = Reach::of(who);
    if jobs.is_nothing() {
        return Ok(vec![]);
    }
    let (now, workspace) = (db.now(), crate::access::AnyScope::workspace_id(who));
    db.read(async |rd| {
        let mut sql = Assembled::with(Q.get("waiting"), &[&workspace, &now]);
        jobs.narrow(&mut sql, " and w.job_id in ");
        sql.push(" order by w.since, w.id limit ").bind(&limit);
        let rows = rd
            .assembled(&sql, |row| {
                let person = PersonId(row.int(0));
                let waiting = Waiting {
                    person: PersonRef::Person(person),
                    label: row.text(1),
                    masked: false,
                    job: JobId(row.int(2)),
                    job_title: row.text(3),
                    is_new: row.str(4) == "applied",
                    since: row.int(5),
                };
                (person, waiting)
            })
            .await?;
        let people: Vec<PersonId> = rows.iter().map(|(person, _)| *person).collect();
        let verdicts = verdict::on_people(rd, who, &people).await?;
        Ok(rows
            .into_iter()
            .filter_map(|(person, waiting)| Some(seen(waiting, verdicts.get(&person)?)))
            .collect())
    })
    .await
}

fn seen(mut waiting: Waiting, verdict: &Verdict) -> Waiting {
    if let Verdict::Masked { alias, .. } = verdict {
        waiting.label = masked_label(alias);
        waiting.person = PersonRef::Alias(alias.clone());
        waiting.masked = true;
    }
    waiting
}
