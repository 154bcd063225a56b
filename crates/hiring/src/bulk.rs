//! Many people of one job at once: the effect is shown, then carried out, then can be taken back.

use record::applications::bulk::{Chosen, Deed, carry_out};
use record::applications::{ApplicationRef, board, undo};
use record::{JobId, Refusal, StageId, jobs};
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Path, Problem, Query, Staff, StatusCode, Template, page_with, words};

use crate::decide::{ReasonOption, name_of, reason_options};
use crate::shared::{JobTop, top};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    /// Each `reference.version`, as the list was drawn.
    id: Vec<String>,
    stage: String,
    reason: String,
    note: String,
}

fn chosen(asked: &Asked) -> Result<Vec<Chosen>, Problem> {
    asked
        .id
        .iter()
        .map(|one| {
            let (reference, version) = one.split_once('.').ok_or(Problem::NotFound)?;
            let reference: ApplicationRef = reference.parse()?;
            Ok((reference, version.parse().map_err(|_| Problem::NotFound)?))
        })
        .collect()
}

/// What would happen, before it does.
#[derive(Template)]
#[template(path = "bulk.html")]
struct BulkPage {
    frame: Frame,
    job: JobTop,
    decline: bool,
    ids: Vec<String>,
    people: String,
    /// People by the stage they are in now.
    from: Vec<(String, usize)>,
    names: Vec<String>,
    and_more: usize,
    /// People who have left the board since it was drawn.
    gone: usize,
    stages: Vec<(StageId, String)>,
    reasons: Vec<ReasonOption>,
    error: String,
}

/// Names shown before "and 40 more".
const NAMES_SHOWN: usize = 12;

async fn effect(who: &Staff, job: JobId, asked: Asked, decline: bool, error: String) -> Answer {
    let chosen = chosen(&asked)?;
    if chosen.is_empty() {
        return Err(Problem::Refused("Choose somebody first, then repeat it.".to_owned()));
    }
    if chosen.len() > base::limits::BULK_MAX {
        return Err(Problem::Refused(format!("At most {} people at once.", base::limits::BULK_MAX)));
    }
    let head = jobs::read::head(&who.house.db, &who.scope, job).await?;
    let (mut from, mut names, mut gone): (Vec<(String, usize)>, Vec<String>, usize) = (vec![], vec![], 0);
    for (reference, _) in &chosen {
        let card = board::card(&who.house.db, &who.scope, reference).await?;
        if card.status != "active" || card.job != job {
            gone += 1;
            continue;
        }
        names.push(name_of(&card.view));
        match from.iter_mut().find(|(stage, _)| *stage == card.stage_name) {
            Some((_, count)) => *count += 1,
            None => from.push((card.stage_name, 1)),
        }
    }
    let count = i64::try_from(names.len()).unwrap_or(0);
    let and_more = names.len().saturating_sub(NAMES_SHOWN);
    names.truncate(NAMES_SHOWN);
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = BulkPage {
        frame: who.frame().await?.about("job", job),
        job: top(who, &head, "board"),
        decline,
        people: words::counted(count, "person", "people"),
        from,
        names,
        and_more,
        gone,
        stages: head.stages.into_iter().map(|stage| (stage.id, stage.name)).collect(),
        reasons: if decline { reason_options(who, &asked.reason).await? } else { vec![] },
        ids: asked.id,
        error,
    };
    page_with(status, &page)
}

pub(crate) async fn moves(who: Staff, Path(job): Path<String>, Input(asked): Input<Asked>) -> Answer {
    let job: JobId = job.parse()?;
    if asked.stage.is_empty() {
        return effect(&who, job, asked, false, String::new()).await;
    }
    let deed = Deed::Move { to: asked.stage.parse()? };
    done(&who, job, asked, deed, "Moved").await
}

pub(crate) async fn declines(who: Staff, Path(job): Path<String>, Input(asked): Input<Asked>) -> Answer {
    let job: JobId = job.parse()?;
    if asked.reason.is_empty() {
        return effect(&who, job, asked, true, String::new()).await;
    }
    let deed = Deed::Decline { reason: asked.reason.parse()?, note: asked.note.clone() };
    done(&who, job, asked, deed, "Declined").await
}

async fn done(who: &Staff, job: JobId, asked: Asked, deed: Deed, verb: &str) -> Answer {
    let chosen = chosen(&asked)?;
    let decline = matches!(deed, Deed::Decline { .. });
    let done = match carry_out(&who.house.db, &who.scope, job, &chosen, &deed).await {
        Ok(done) => done,
        Err(Refusal::Field { message, .. }) => return effect(who, job, asked, decline, message).await,
        Err(refusal) => return Err(refusal.into()),
    };
    let count = |number: usize| words::counted(i64::try_from(number).unwrap_or(0), "person", "people");
    let left = match done.left.len() {
        0 => String::new(),
        left => format!(" {} left as they are: moved meanwhile, or there already.", count(left)),
    };
    let go = Go::to(format!("/jobs/{job}?view=list"));
    let go = if done.changed == 0 {
        go.complain(format!("Nobody was changed.{left}"))
    } else {
        let undo = format!("/jobs/{job}/undo?batch={}", done.batch);
        go.say_with_undo(format!("{verb} {}.{left}", count(done.changed)), undo)
    };
    go.after(&who.house, who.session.workspace).into()
}

#[derive(Deserialize)]
pub(crate) struct Undoing {
    batch: i64,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Back {
    /// Where to come back to: the page whose bulk bar it was.
    next: String,
}

pub(crate) async fn undo(
    who: Staff,
    Path(job): Path<String>,
    Query(undoing): Query<Undoing>,
    Input(back): Input<Back>,
) -> Answer {
    let job: JobId = job.parse()?;
    let (done, left) = undo::undo_batch(&who.house.db, &who.scope, job, undoing.batch).await?;
    let count = |number: usize| words::counted(i64::try_from(number).unwrap_or(0), "person", "people");
    let rest = if left == 0 { String::new() } else { format!(" {} changed since and stay.", count(left)) };
    let next = if back.next.is_empty() { format!("/jobs/{job}?view=list") } else { back.next };
    Go::to(next)
        .say(format!("Taken back for {}.{rest}", count(done)))
        .after(&who.house, who.session.workspace)
        .into()
}
