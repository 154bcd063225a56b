//! What a job needs: weighted lines that a recruiter edits and that matching reads, and nothing else.

use db::{Bind, Db, DbError, Rd, Tx};

use super::edit::JobDraft;
use super::words::word_list;
use super::{Q, editable, store, visible};
use crate::access::AnyScope;
use crate::{Entry, JobId, Mixed, ReadError, Refusal, Scope, Sight, WorkspaceId};

word_list! {
    /// What kind of fact can meet a need.
    NeedKind {
        Title = "title", "Title";
        Skill = "skill", "Skill";
        Location = "location", "City";
        Language = "language", "Language";
        Experience = "experience", "Years of experience";
        Text = "text", "In their own words";
    }
}

/// One line of what a job needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedDraft {
    pub kind: NeedKind,
    pub label: String,
    /// Share of the score in percent; brought to a sum of 100 when saved.
    pub weight: i64,
    pub must: bool,
    /// Years, for experience.
    pub years: i64,
}

/// More lines than this cannot be weighed by anybody.
pub const NEEDS_MAX: usize = 24;
const LABEL_CHARS_MAX: usize = 160;
const YEARS_MAX: i64 = 40;

/// Weights are stored in tenths of a percent.
const TENTHS: i64 = 10;

/// A first list, read from the post.
pub fn propose(draft: &JobDraft) -> Vec<NeedDraft> {
    let city = (!draft.city.is_empty()).then_some(draft.city.as_str());
    let post = matching::JobPost {
        title: &draft.title,
        description: &draft.description,
        city,
        ..matching::JobPost::default()
    };
    matching::needs_from_job(&post).into_iter().take(NEEDS_MAX).map(from_matching).collect()
}

fn from_matching(need: matching::Need) -> NeedDraft {
    let (kind, years) = match need.kind {
        matching::NeedKind::Title => (NeedKind::Title, 0),
        matching::NeedKind::Skill => (NeedKind::Skill, 0),
        matching::NeedKind::Location => (NeedKind::Location, 0),
        matching::NeedKind::Language => (NeedKind::Language, 0),
        matching::NeedKind::ExperienceYears(years) => (NeedKind::Experience, i64::from(years)),
        matching::NeedKind::Text => (NeedKind::Text, 0),
    };
    let label = need.label.chars().take(LABEL_CHARS_MAX).collect();
    NeedDraft { kind, label, weight: i64::from(need.weight), must: need.must, years }
}

/// As matching reads them; the number is the place in the list.
pub fn for_matching(needs: &[NeedDraft]) -> Vec<matching::Need> {
    let plain = |number: i64| u32::try_from(number.max(0)).unwrap_or(0);
    (0_u32..)
        .zip(needs)
        .map(|(id, need)| matching::Need {
            id,
            label: need.label.clone(),
            kind: match need.kind {
                NeedKind::Title => matching::NeedKind::Title,
                NeedKind::Skill => matching::NeedKind::Skill,
                NeedKind::Location => matching::NeedKind::Location,
                NeedKind::Language => matching::NeedKind::Language,
                NeedKind::Experience => matching::NeedKind::ExperienceYears(plain(need.years)),
                NeedKind::Text => matching::NeedKind::Text,
            },
            weight: plain(need.weight),
            must: need.must,
        })
        .collect()
}

/// What is wrong with a list of needs; `None` when it can be saved.
pub fn problem(needs: &[NeedDraft]) -> Option<String> {
    if needs.len() > NEEDS_MAX {
        return Some(format!("At most {NEEDS_MAX} lines. Merge some of them."));
    }
    needs.iter().find_map(|need| {
        if need.label.trim().is_empty() {
            Some("A line without words cannot be met. Write what it takes, or remove it.".to_owned())
        } else if need.label.chars().count() > LABEL_CHARS_MAX {
            Some(format!("Use at most {LABEL_CHARS_MAX} characters a line."))
        } else if !(0..=100).contains(&need.weight) {
            Some(format!("The weight of {} must be between 0 and 100.", need.label))
        } else if need.kind == NeedKind::Experience && !(1..=YEARS_MAX).contains(&need.years) {
            Some(format!("Say how many years of experience, 1 to {YEARS_MAX}."))
        } else {
            None
        }
    })
}

/// The needs of a job, in order.
pub async fn needs<S: Sight>(db: &Db, who: &Scope<S>, job: JobId) -> Result<Vec<NeedDraft>, ReadError> {
    visible(who, job)?;
    Ok(db.read(async |rd| of_job(rd, who.workspace_id(), job).await).await?)
}

pub(super) async fn of_job(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
) -> Result<Vec<NeedDraft>, DbError> {
    rd.all(Q.get("needs-of-job"), &[&workspace, &job], |row| NeedDraft {
        kind: NeedKind::parse(row.str(0)).unwrap_or(NeedKind::Text),
        label: row.text(1),
        weight: row.int(2) / TENTHS,
        must: row.flag(3),
        years: row.int(4),
    })
    .await
}

/// Replaces the needs of a job; weights are brought to a sum of 100.
pub async fn weigh(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    version: i64,
    needs: &[NeedDraft],
) -> Result<(), Refusal> {
    editable(who, job)?;
    if let Some(message) = problem(needs) {
        return Err(Refusal::field("needs", message));
    }
    let mut shared = for_matching(needs);
    matching::share_out(&mut shared);
    let needs: Vec<NeedDraft> = shared.into_iter().map(from_matching).collect();
    db.write(who, async |tx| {
        let (workspace, now) = (WorkspaceId(tx.workspace()), tx.now());
        if store::status(tx, workspace, job).await?.is_none() {
            return Err(Refusal::NotFound);
        }
        if tx.run(Q.get("job-touch"), &[&workspace, &job, &version, &now]).await? == 0 {
            return Err(store::conflict(tx, workspace, job).await?);
        }
        tx.run(Q.get("needs-clear"), &[&workspace, &job]).await?;
        insert(tx, job, &needs).await?;
        Ok(((), tx.record(Entry::NeedsChanged { job }).await?))
    })
    .await
}

pub(super) async fn insert(tx: &mut Tx<'_>, job: JobId, needs: &[NeedDraft]) -> Result<(), DbError> {
    for (position, need) in (1_i64..).zip(needs) {
        let (workspace, id, weight) = (tx.workspace(), tx.new_id(), need.weight * TENTHS);
        let label = need.label.split_whitespace().collect::<Vec<_>>().join(" ");
        let bound: [&dyn Bind; 9] =
            [&workspace, &id, &job, &position, &need.kind.word(), &label, &weight, &need.must, &need.years];
        tx.run(Q.get("need-insert"), &bound).await?;
    }
    Ok(())
}
