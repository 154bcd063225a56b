//! A first ranked list of people for a job, each with its reasons.
//!
//! Holds true: the points of the reasons sum to the score; protected facts are no inputs (a profile for matching
//! has no field for them, and the person's name is hidden in every text); a run is kept with what it read and what
//! came out, and leaves an entry.
//! Never: rejects anybody, hides anybody.

mod first_look;
mod kept;
mod profiles;

use base::Micros;
use db::{Bind, Db, DbError, Tx};
use index::PeopleIndex;
use matching::{Model, PreparedNeeds, Scorer, Strength};

use super::needs::{self, NeedDraft};
use super::{Q, store, visible};
use crate::access::AnyScope;
use crate::{Clear, Entry, JobId, Mixed, PersonId, Refusal, Scope, WorkspaceId};

/// Names the model in the journal and in the run.
const MODEL: &str = "title-skill-static";
/// Profiles read and scored at once: a few megabytes of text.
const CHUNK: usize = 100;

/// Why somebody matches, or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchReason {
    pub label: String,
    pub must: bool,
    /// The need's share of 100, and what of it was earned.
    pub weight: i64,
    pub points: i64,
    /// `yes`, `maybe`, `no`.
    pub kind: &'static str,
    /// True where no word of the need itself was found, but words near in meaning: a synonym, another language.
    pub near: bool,
    /// The matched words, strongest first.
    pub words: Vec<String>,
    /// The line of the resume around them.
    pub quote: Option<String>,
}

/// One person with a score and its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub person: PersonId,
    /// 0 to 100: the sum of the reasons' points.
    pub points: i64,
    /// Millionths of a point, before rounding: orders people with equal points, and is not shown.
    fine: i64,
    pub reasons: Vec<MatchReason>,
}

/// A ranking run.
#[derive(Clone, Debug)]
pub struct Ranking {
    pub needs: Vec<NeedDraft>,
    pub matches: Vec<Match>,
    /// How many people were read closely.
    pub looked_at: i64,
    pub made_at: Micros,
}

/// The people of the database for a job, best first. The newest run is shown as long as the needs are what they
/// were: people who changed since are read again and take their new place. Otherwise this is a new run: the index
/// chooses whom to look at, matching scores them. People who show nothing of what is needed are left out.
pub async fn rank(
    db: &Db,
    people: &PeopleIndex,
    who: &Scope<Clear>,
    job: JobId,
    limit: usize,
) -> Result<Ranking, Refusal> {
    visible(who, job)?;
    let workspace = who.workspace_id();
    let needs = db.read(async |rd| needs::of_job(rd, workspace, job).await).await?;
    let newest = kept::newest(db, workspace, job).await?.filter(|run| run.is_about(&needs));
    let run = match newest {
        Some(run) if kept::catch_up(db, workspace, &run, &needs).await? => run,
        _ => run_anew(db, people, who, job, &needs).await?,
    };
    let matches = kept::matches(db, workspace, run.id, limit).await?;
    Ok(Ranking { needs, matches, looked_at: run.looked_at, made_at: run.made_at })
}

async fn run_anew(
    db: &Db,
    people: &PeopleIndex,
    who: &Scope<Clear>,
    job: JobId,
    needs: &[NeedDraft],
) -> Result<kept::Run, Refusal> {
    let workspace = who.workspace_id();
    // What the index has not heard yet is read again by the next look.
    let heard = people.cursor(workspace.0);
    let candidates = tokio::task::block_in_place(|| first_look::candidates(people, workspace, needs))
        .map_err(|cause| Refusal::Fault(cause.to_string()))?;
    let mut scored = score_people(db, workspace, needs, &candidates).await?;
    scored.retain(|one| one.points > 0);
    db.write(who, async |tx| {
        let run = kept::add(tx, job, needs, candidates.len(), heard).await?;
        for one in scored.iter().take(kept::KEPT_MAX) {
            kept::put(tx, run.id, one).await?;
        }
        keep_points(tx, job, &scored).await?;
        let entry = Entry::Ranked { job, people: run.looked_at, model: MODEL };
        Ok((run, tx.record(entry).await?))
    })
    .await
}

/// The scores of these people for a job, best first.
pub async fn rank_among(
    db: &Db,
    who: &Scope<Clear>,
    job: JobId,
    people: &[PersonId],
) -> Result<Vec<Match>, Refusal> {
    visible(who, job)?;
    let workspace = who.workspace_id();
    let needs = db.read(async |rd| needs::of_job(rd, workspace, job).await).await?;
    score_people(db, workspace, &needs, people).await
}

/// Why somebody on a job's board matches it; `None` where the reader does not see them clear there, they do not stand
/// on it, or the job says nothing of what it takes.
pub async fn why(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    person: PersonId,
) -> Result<Option<Match>, Refusal> {
    if visible(who, job)?.masked {
        return Ok(None);
    }
    let workspace = who.workspace_id();
    let bound: [&dyn Bind; 3] = [&workspace, &job, &person];
    let (needs, there) = db
        .read(async |rd| {
            let there = rd.count(Q.get("on-job"), &bound).await? > 0;
            Ok::<_, DbError>((needs::of_job(rd, workspace, job).await?, there))
        })
        .await?;
    if needs.is_empty() || !there {
        return Ok(None);
    }
    Ok(score_people(db, workspace, &needs, &[person]).await?.pop())
}

/// Scores the people on a job's board that have no score, or all of them when its needs changed.
/// Returns how many were scored.
pub async fn score_applicants(db: &Db, who: &Scope<Clear>, job: JobId, anew: bool) -> Result<usize, Refusal> {
    let workspace = who.workspace_id();
    let (needs, people) = db
        .read(async |rd| {
            if store::status(rd, workspace, job).await?.is_none() {
                return Ok::<_, DbError>((vec![], vec![]));
            }
            let needs = needs::of_job(rd, workspace, job).await?;
            let bound: [&dyn Bind; 3] = [&workspace, &job, &anew];
            let people = rd.all(Q.get("applicants-to-score"), &bound, |row| PersonId(row.int(0))).await?;
            Ok((needs, people))
        })
        .await?;
    if people.is_empty() || needs.is_empty() {
        return Ok(0);
    }
    let scored = score_people(db, workspace, &needs, &people).await?;
    write_scores(db, who, job, &scored).await?;
    Ok(scored.len())
}

/// Scores one person again on every board they stand on: a new resume says more. Returns on how many.
pub async fn score_person(db: &Db, who: &Scope<Clear>, person: PersonId) -> Result<usize, Refusal> {
    let workspace = who.workspace_id();
    let bound: [&dyn Bind; 2] = [&workspace, &person];
    let jobs =
        db.read(async |rd| rd.all(Q.get("boards-of-person"), &bound, |row| JobId(row.int(0))).await).await?;
    for job in &jobs {
        let scored = rank_among(db, who, *job, &[person]).await?;
        write_scores(db, who, *job, &scored).await?;
    }
    Ok(jobs.len())
}

async fn score_people(
    db: &Db,
    workspace: WorkspaceId,
    needs: &[NeedDraft],
    people: &[PersonId],
) -> Result<Vec<Match>, Refusal> {
    let model = Model::embedded();
    let prepared = PreparedNeeds::new(model, &needs::for_matching(needs));
    let mut scored = vec![];
    for chunk in people.chunks(CHUNK) {
        let profiles = db.read(async |rd| profiles::profiles(rd, workspace, chunk).await).await?;
        // Sums over vectors take milliseconds a hundred: tell the runtime.
        tokio::task::block_in_place(|| {
            let mut scorer = Scorer::new(model, &prepared);
            for (person, profile) in profiles {
                scored.push(match_of(person, scorer.score(&profile.as_profile())));
            }
        });
    }
    scored.sort_by(|one, other| other.fine.cmp(&one.fine).then(one.person.cmp(&other.person)));
    Ok(scored)
}

fn match_of(person: PersonId, scored: matching::Scored) -> Match {
    let reasons = scored.reasons.into_iter().map(|reason| MatchReason {
        label: reason.label,
        must: reason.must,
        weight: i64::from(reason.weight),
        points: i64::from(reason.points),
        kind: match reason.verdict {
            matching::Verdict::Met => "yes",
            matching::Verdict::Partly => "maybe",
            matching::Verdict::Missing => "no",
        },
        near: reason.words.first().is_some_and(|word| matches!(word.strength, Strength::Similar(_))),
        words: reason.words.into_iter().map(|word| word.text).collect(),
        quote: reason.quote,
    });
    let mut reasons: Vec<MatchReason> = reasons.collect();
    reasons.sort_by_key(|reason| -reason.points);
    let fine = (f64::from(scored.unrounded) * 1e6) as i64;
    Match { person, points: i64::from(scored.points), fine, reasons }
}

/// Writes the scores of people on the board, and that they were made.
async fn write_scores(db: &Db, who: &Scope<Clear>, job: JobId, scored: &[Match]) -> Result<(), Refusal> {
    let people = i64::try_from(scored.len()).unwrap_or(i64::MAX);
    db.write(who, async |tx| {
        keep_points(tx, job, scored).await?;
        Ok(((), tx.record(Entry::Ranked { job, people, model: MODEL }).await?))
    })
    .await
}

async fn keep_points(tx: &mut Tx<'_>, job: JobId, scored: &[Match]) -> Result<(), DbError> {
    let workspace = tx.workspace();
    for one in scored {
        let tenths = one.points * 10;
        let bound: [&dyn Bind; 4] = [&workspace, &job, &one.person, &tenths];
        tx.run(Q.get("keep-points"), &bound).await?;
    }
    Ok(())
}
