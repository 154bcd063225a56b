//! The jobs a person is considered for, for the person's own page.

use std::collections::HashMap;

use base::Micros;
use db::{Assembled, Db};

use super::Q;
use crate::access::AnyScope;
use crate::{ApplicationId, JobId, Mixed, PersonId, ReadError, Scope, StageId};

/// One application of a person, with its stage among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InPlay {
    pub application: ApplicationId,
    pub job: JobId,
    pub job_title: String,
    pub job_hue: i64,
    /// `active`, `rejected`, `withdrawn` or `hired`.
    pub status: String,
    pub stage_name: String,
    pub stage_hue: i64,
    pub stage_since: Micros,
    pub version: i64,
    /// Tenths of a point; -1 not ranked yet.
    pub points: i64,
    /// Place among the stages in use, from 1; 0 where the stage is retired.
    pub place: usize,
    pub places: usize,
    /// The stage after this one.
    pub next: Option<(StageId, String)>,
    /// The reader may move it.
    pub moves: bool,
}

/// The applications of a person that this reader sees clear, those in play first.
pub async fn in_play(db: &Db, who: &Scope<Mixed>, person: PersonId) -> Result<Vec<InPlay>, ReadError> {
    let workspace = who.workspace_id();
    db.read(async |rd| {
        let mut found = rd
            .all(Q.get("in-play"), &[&workspace, &person], |row| {
                let shown = InPlay {
                    application: ApplicationId(row.int(0)),
                    job: JobId(row.int(1)),
                    job_title: row.text(2),
                    job_hue: row.int(3),
                    status: row.text(4),
                    stage_since: row.int(6),
                    version: row.int(7),
                    points: row.int(8),
                    stage_name: row.text(9),
                    stage_hue: row.int(10),
                    place: 0,
                    places: 0,
                    next: None,
                    moves: false,
                };
                (shown, StageId(row.int(5)))
            })
            .await?;
        found.retain(|(shown, _)| who.rights().job(shown.job).is_some_and(|right| !right.masked));
        for (shown, stage) in &mut found {
            shown.moves = who.rights().job(shown.job).is_some_and(|right| right.moves);
            let stages = rd
                .all(Q.get("stages-in-use"), &[&workspace, &shown.job], |row| {
                    (StageId(row.int(0)), row.text(1))
                })
                .await?;
            shown.places = stages.len();
            if let Some(at) = stages.iter().position(|(id, _)| id == stage) {
                shown.place = at + 1;
                shown.next = stages.get(at + 1).cloned();
            }
        }
        Ok(found.into_iter().map(|(shown, _)| shown).collect())
    })
    .await
}

/// How these people stand on a job: status and stage, for those who are on it.
pub async fn standing(
    db: &Db,
    who: &Scope<crate::Clear>,
    job: JobId,
    people: &[PersonId],
) -> Result<HashMap<PersonId, (String, String)>, ReadError> {
    let workspace = who.workspace_id();
    db.read(async |rd| {
        let mut sql = Assembled::with(Q.get("applied-jobs"), &[&workspace, &job]);
        sql.list(people);
        let found = rd.assembled(&sql, |row| (PersonId(row.int(0)), (row.text(1), row.text(2)))).await?;
        Ok(found.into_iter().collect())
    })
    .await
}
