//! Applications of a job that ended, with a way back.

use record::applications::closed::{ClosedCard, Ending, MaskedClosedCard, closed};
use record::{JobId, Seen, jobs};
use serde::Deserialize;
use web::{Answer, Frame, Path, Query, Staff, Template, page, words};

use crate::card::{CardView, Drawing};
use crate::shared::{JobTop, top};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    status: String,
    after: String,
}

struct Row {
    card: CardView,
    outcome: &'static str,
    tone: &'static str,
    reason: String,
    /// Empty for a masked reader: it may say a name.
    note: String,
    by: String,
    when: String,
    iso: String,
    stage: String,
    can_reopen: bool,
}

#[derive(Template)]
#[template(path = "closed.html")]
struct ClosedPage {
    frame: Frame,
    job: JobTop,
    rows: Vec<Row>,
    status: String,
    counts: Vec<(&'static str, &'static str, String)>,
    next: Option<String>,
}

pub(crate) async fn show(who: Staff, Path(job): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let job: JobId = job.parse()?;
    let status = match asked.status.as_str() {
        known @ ("rejected" | "withdrawn" | "hired") => known,
        _ => "",
    };
    let after = asked.after.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    let found = closed(&who.house.db, &who.scope, job, status, after).await?;
    let head = jobs::read::head(&who.house.db, &who.scope, job).await?;
    let all = found.rejected + found.withdrawn + found.hired;
    let counts = [("", "All", all), ("rejected", "Declined", found.rejected)];
    let counts = counts
        .into_iter()
        .chain([("withdrawn", "Withdrawn", found.withdrawn), ("hired", "Hired", found.hired)]);
    page(&ClosedPage {
        job: top(&who, &head, "closed"),
        rows: found.cards.into_iter().map(|card| row(&who, card)).collect(),
        status: status.to_owned(),
        counts: counts.map(|(word, label, count)| (word, label, words::number(count))).collect(),
        next: found.more.map(|(at, id)| format!("/jobs/{job}/closed?status={status}&after={at}.{id}")),
        frame: who.frame().await?.about("job", job),
    })
}

fn row(who: &Staff, card: Seen<ClosedCard, MaskedClosedCard>) -> Row {
    let (card, ending, note): (_, Ending, _) = match card {
        Seen::Clear(closed) => (Seen::Clear(closed.card), closed.ending, closed.note),
        Seen::Masked(closed) => (Seen::Masked(closed.card), closed.ending, String::new()),
    };
    let on = Drawing { now: who.now(), zone: &who.session.zone, median: None };
    let (outcome, tone) = match (ending.status.as_str(), ending.taken_back) {
        (_, true) => ("Added by mistake", ""),
        ("hired", _) => ("Hired", "good"),
        ("withdrawn", _) => ("Withdrew", "warn"),
        _ => ("Declined", ""),
    };
    Row {
        card: CardView::of(card, on),
        outcome,
        tone,
        can_reopen: ending.status != "hired",
        reason: ending.reason,
        note: if ending.taken_back { String::new() } else { note },
        by: ending.by,
        when: words::when(ending.at, who.now(), &who.session.zone),
        iso: words::iso(ending.at),
        stage: ending.stage_name,
    }
}
