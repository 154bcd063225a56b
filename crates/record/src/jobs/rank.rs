//! A first ranked list of people for a job, each with its reasons.
//!
//! Holds true: the points of the reasons sum to the score; protected facts are no inputs (a profile for matching
//! has no field for them, and the person's name is hidden in every text); a run leaves an entry.
//! Never: rejects anybody, hides anybody.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use base::{Micros, clock};
use db::{Assembled, Bind, Db, DbError, Rd};
use index::{PeopleIndex, Visibility, WeightedTerm};
use matching::{FieldKind, Model, OwnedField, OwnedProfile, PreparedNeeds};

use super::needs::{self, NeedDraft, NeedKind};
use super::{Q, store, visible};
use crate::access::AnyScope;
use crate::{Clear, Entry, JobId, Mixed, PersonId, Refusal, Scope, WorkspaceId};

/// Names the model in the journal.
const MODEL: &str = "title-skill-static";
/// People whose profiles are read closely; the index chooses them.
const LOOKED_AT_MAX: usize = 300;
/// Profiles read and scored at once: a few megabytes of text.
const CHUNK: usize = 100;
/// A resume is read so far; beyond it come lists of publications.
const TEXT_BYTES_MAX: usize = 60_000;

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
    pub reasons: Vec<MatchReason>,
}

/// A ranking run.
#[derive(Clone, Debug)]
pub struct Ranking {
    pub needs: Vec<NeedDraft>,
    pub matches: Vec<Match>,
    /// How many people were looked at closely.
    pub looked_at: usize,
}

/// Ranks the people of the database for a job: the index chooses whom to look at, matching scores them.
/// People who show nothing of what is needed are left out.
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
    let terms = first_look(&needs);
    let found = people
        .candidates_for(workspace.0, &terms, &[], &Visibility::Everyone, LOOKED_AT_MAX)
        .map_err(|cause| Refusal::Fault(cause.to_string()))?;
    let candidates: Vec<PersonId> = found.into_iter().map(|(person, _)| PersonId(person)).collect();
    let mut scored = score_people(db, workspace, &needs, &candidates).await?;
    scored.retain(|one| one.points > 0);
    let looked_at = candidates.len();
    scored.truncate(limit);
    keep_run(db, who, job, &scored, looked_at).await?;
    Ok(Ranking { needs, matches: scored, looked_at })
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

/// Why somebody on a job's board matches it; `None` where the reader does not see them clear there, or the job
/// says nothing of what it takes. The person must stand on the job: [`crate::applications::in_play`] says so.
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
    write_run(db, who, job, &scored, scored.len()).await?;
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
        write_run(db, who, *job, &scored, scored.len()).await?;
    }
    Ok(jobs.len())
}

/// Words and phrases that speak for a person, from the needs.
fn first_look(needs: &[NeedDraft]) -> Vec<WeightedTerm> {
    use search_syntax::Field as Named;
    let mut terms = vec![];
    let mut say = |field, text: &str, weight: f32| {
        if !text.trim().is_empty() {
            terms.push(WeightedTerm { field, text: text.to_owned(), weight });
        }
    };
    for need in needs {
        let weight = need.weight.max(1) as f32;
        match need.kind {
            NeedKind::Title => {
                say(Some(Named::Title), &need.label, weight);
                for word in telling_words(&need.label) {
                    say(Some(Named::Title), &word, weight / 3.0);
                    say(None, &word, weight / 10.0);
                }
            }
            NeedKind::Skill => {
                say(None, &need.label, weight);
                for word in telling_words(&need.label) {
                    say(None, &word, weight / 4.0);
                }
            }
            NeedKind::Location => say(Some(Named::City), &need.label, weight / 2.0),
            NeedKind::Language => say(None, &need.label, weight / 2.0),
            NeedKind::Experience => {}
            NeedKind::Text => {
                let words = telling_words(&need.label);
                let share = weight / words.len().max(1) as f32;
                for word in words {
                    say(None, &word, share);
                }
            }
        }
    }
    terms
}

/// The words of a line that are long enough to tell anything.
fn telling_words(line: &str) -> Vec<String> {
    let words = search_syntax::words(line).map(|word| word.folded);
    words.filter(|word| word.chars().count() > 3).collect()
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
        let profiles = db.read(async |rd| profiles(rd, workspace, chunk).await).await?;
        // Sums over vectors take milliseconds a hundred: tell the runtime.
        tokio::task::block_in_place(|| {
            for (person, profile) in profiles {
                let one = matching::score(model, &prepared, &profile.as_profile());
                scored.push((one.unrounded, match_of(person, one)));
            }
        });
    }
    scored.sort_by(|(one, a), (other, b)| other.total_cmp(one).then(a.person.cmp(&b.person)));
    Ok(scored.into_iter().map(|(_, one)| one).collect())
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
        words: reason.words.into_iter().map(|word| word.text).collect(),
        quote: reason.quote,
    });
    let mut reasons: Vec<MatchReason> = reasons.collect();
    reasons.sort_by_key(|reason| -reason.points);
    Match { person, points: i64::from(scored.points), reasons }
}

/// What matching reads about these people. Their names are hidden in every text.
async fn profiles(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    people: &[PersonId],
) -> Result<Vec<(PersonId, OwnedProfile)>, DbError> {
    let mut sql = Assembled::with(Q.get("match-people"), &[&workspace]);
    sql.list(people);
    let rows = rd
        .assembled(&sql, |row| {
            (PersonId(row.int(0)), row.text(1), row.text(2), row.text(3), row.text(4), row.int(5))
        })
        .await?;
    let mut found: HashMap<PersonId, (String, Vec<OwnedField>)> = HashMap::new();
    for (person, name, title, headline, city, months) in rows {
        let mut fields = vec![];
        say(&mut fields, FieldKind::Title, title);
        say(&mut fields, FieldKind::Title, headline);
        say(&mut fields, FieldKind::City, city);
        let months = u32::try_from(months).unwrap_or(0);
        if months > 0 {
            let text = format!("{} years of experience", (months + 6) / 12);
            say(&mut fields, FieldKind::Experience { months }, text);
        }
        found.insert(person, (name, fields));
    }
    let mut add = |person: PersonId, kind, text: String| {
        if let Some((_, fields)) = found.get_mut(&person)
            && !fields.iter().any(|known| known.kind == kind && known.text == text)
        {
            say(fields, kind, text);
        }
    };
    let three = |row: &db::Row<'_>| (PersonId(row.int(0)), row.text(1), row.text(2));
    let mut sql = Assembled::with(Q.get("match-titles"), &[&workspace]);
    sql.list(people).push(" order by person_id, id");
    for (person, title, note) in rd.assembled(&sql, three).await? {
        add(person, FieldKind::Title, title);
        add(person, FieldKind::Text, headed(&note));
    }
    let mut sql = Assembled::with(Q.get("match-facts"), &[&workspace]);
    sql.list(people).push(" order by person_id, id");
    for (person, kind, value) in rd.assembled(&sql, three).await? {
        add(person, if kind == "language" { FieldKind::Language } else { FieldKind::Skill }, value);
    }
    let mut sql = Assembled::with(Q.get("match-texts"), &[&workspace]);
    sql.list(people).push(" order by d.person_id, d.id desc");
    let mut read = HashSet::new();
    for (person, body, _) in rd.assembled(&sql, three).await? {
        // The newest resume only: an older one says the same again.
        if read.insert(person) {
            add(person, FieldKind::Text, shortened(body));
        }
    }
    let order = |person: &PersonId| people.iter().position(|known| known == person);
    let mut profiles: Vec<_> =
        found.into_iter().map(|(person, (name, fields))| (person, hide_name(&name, fields))).collect();
    profiles.sort_by_key(|(person, _)| order(person));
    Ok(profiles)
}

fn say(fields: &mut Vec<OwnedField>, kind: FieldKind, text: String) {
    if !text.trim().is_empty() {
        fields.push(OwnedField { kind, text, hidden: vec![] });
    }
}

/// Matching takes the first line of a text for the name and skips it; a text of ours has none.
fn headed(text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { format!("Note\n{text}") }
}

fn shortened(mut text: String) -> String {
    if text.len() > TEXT_BYTES_MAX {
        let end = (0..=TEXT_BYTES_MAX).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

/// Hides every word of the name, wherever it stands in a text: "Baker" in a name must not match a bakery.
fn hide_name(name: &str, mut fields: Vec<OwnedField>) -> OwnedProfile {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_lowercase)
        .collect();
    for field in fields.iter_mut().filter(|field| field.kind == FieldKind::Text) {
        field.hidden = places_of(&words, &field.text);
    }
    OwnedProfile { fields }
}

fn places_of(words: &[String], text: &str) -> Vec<Range<usize>> {
    let mut places = vec![];
    let mut at = 0;
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        let start = at;
        let end = start + part.len();
        // The separator after it may be any character; what follows begins after it.
        at = end + text[end..].chars().next().map_or(0, char::len_utf8);
        if !part.is_empty() && words.contains(&part.to_lowercase()) {
            places.push(start..end);
        }
    }
    places
}

/// Looking twice at an unchanged list on one day is one run.
async fn keep_run(
    db: &Db,
    who: &Scope<Clear>,
    job: JobId,
    scored: &[Match],
    looked_at: usize,
) -> Result<(), Refusal> {
    let workspace = who.workspace_id();
    let bound: [&dyn Bind; 2] = [&workspace, &job];
    let last: Option<(String, i64, Micros)> = db
        .read(async |rd| {
            rd.optional(Q.get("last-run"), &bound, |row| (row.text(0), row.int(1), row.int(2))).await
        })
        .await?;
    let again = last.is_some_and(|(kind, actor, at)| {
        kind == "Ranked" && actor == who.user().0 && db.now() - at < clock::DAY
    });
    if again { Ok(()) } else { write_run(db, who, job, scored, looked_at).await }
}

/// Writes the run down, with the scores of those who are on the board.
async fn write_run(
    db: &Db,
    who: &Scope<Clear>,
    job: JobId,
    scored: &[Match],
    looked_at: usize,
) -> Result<(), Refusal> {
    let people = i64::try_from(looked_at).unwrap_or(i64::MAX);
    db.write(who, async |tx| {
        let workspace = tx.workspace();
        for one in scored {
            let tenths = one.points * 10;
            let bound: [&dyn Bind; 4] = [&workspace, &job, &one.person, &tenths];
            tx.run(Q.get("keep-points"), &bound).await?;
        }
        Ok(((), tx.record(Entry::Ranked { job, people, model: MODEL }).await?))
    })
    .await
}
