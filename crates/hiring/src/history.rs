//! The board as it stood at the end of an earlier day, drawn from transitions alone.

use base::{Micros, clock};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::applications::{BoardFilter, board};
use record::{JobId, jobs};
use serde::Deserialize;
use web::{Answer, Frame, Path, Query, Staff, Template, page};

use crate::board::{LaneView, lane_view};
use crate::shared::{JobTop, top};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    /// `2026-11-17`; today when it cannot be read.
    on: String,
}

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage {
    frame: Frame,
    job: JobTop,
    lanes: Vec<LaneView>,
    total: i64,
    on: String,
    day: String,
    earlier: String,
    later: Option<String>,
}

pub(crate) async fn show(who: Staff, Path(job): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let job: JobId = job.parse()?;
    let today = clock::zoned(who.now(), &who.session.zone).date();
    let on = asked.on.trim().parse::<Date>().unwrap_or(today).min(today);
    let head = jobs::read::head(&who.house.db, &who.scope, job).await?;
    let at = end_of_day(on, &who.session.zone).min(who.now());
    let board = board::board(&who.house.db, &who.scope, job, Some(at), &BoardFilter::default()).await?;
    let total = board.lanes.iter().map(|lane| lane.count).sum();
    let mut lanes: Vec<LaneView> =
        board.lanes.into_iter().map(|lane| lane_view(&who, job, lane, "")).collect();
    for lane in &mut lanes {
        lane.more = None;
        // What passes between people is of today; nobody asked what it was then.
        for card in &mut lane.cards {
            card.bond = None;
        }
    }
    page(&HistoryPage {
        job: top(&who, &head, "history"),
        lanes,
        total,
        on: on.to_string(),
        day: on.strftime("%A %-d %B %Y").to_string(),
        earlier: on.yesterday().unwrap_or(on).to_string(),
        later: (on < today).then(|| on.tomorrow().unwrap_or(on).to_string()),
        frame: who.frame().await?.about("job", job),
    })
}

/// The last microsecond of a day in the reader's zone.
fn end_of_day(day: Date, zone: &str) -> Micros {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let next = day.tomorrow().unwrap_or(day);
    next.to_zoned(zone).map_or(i64::MAX, |midnight| midnight.timestamp().as_microsecond() - 1)
}
