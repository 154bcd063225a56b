//! The board of a job, as lanes or as a list; the next cards of a long lane.

use base::clock;
use record::applications::{BoardFilter, board};
use record::{JobId, StageId, jobs};
use serde::Deserialize;
use web::{Answer, Frame, Path, Query, Staff, Template, fragment, page, words};

use crate::card::{CardView, Drawing};
use crate::shared::{JobTop, escaped, hue, median_words, top};

/// What the address of a board says.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    /// `list`, or lanes.
    pub(crate) view: String,
    pub(crate) source: String,
    /// Whole points.
    pub(crate) score: String,
    /// Whole days.
    pub(crate) days: String,
    /// For more cards of a lane.
    pub(crate) after: String,
}

impl Asked {
    fn filter(&self) -> BoardFilter {
        let number = |text: &str, most: i64| text.trim().parse::<i64>().unwrap_or(0).clamp(0, most);
        BoardFilter {
            source: self.source.clone(),
            points_min: number(&self.score, 100) * 10,
            waiting_min: number(&self.days, 10_000) * clock::DAY,
        }
    }

    /// The filter again, for links: begins with `&` where there is any.
    fn query(&self) -> String {
        let pairs = [("source", &self.source), ("score", &self.score), ("days", &self.days)];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| format!("&{name}={}", escaped(value))).collect()
    }
}

/// A lane as drawn.
pub(crate) struct LaneView {
    pub(crate) id: StageId,
    pub(crate) name: String,
    pub(crate) hue: u16,
    pub(crate) count: String,
    pub(crate) median: String,
    pub(crate) cards: Vec<CardView>,
    /// Words and address of the next cards.
    pub(crate) more: Option<(String, String)>,
}

pub(crate) struct SourceOption {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    frame: Frame,
    job: JobTop,
    lanes: Vec<LaneView>,
    list: bool,
    total: i64,
    moves: bool,
    asked: Asked,
    filtered: bool,
    query: String,
    sources: Vec<SourceOption>,
}

pub(crate) async fn show(who: Staff, Path(job): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let job: JobId = job.parse()?;
    let head = jobs::read::head(&who.house.db, &who.scope, job).await?;
    let filter = asked.filter();
    let board = board::board(&who.house.db, &who.scope, job, None, &filter).await?;
    let (query, list) = (asked.query(), asked.view == "list");
    let total = board.lanes.iter().map(|lane| lane.count).sum();
    let sources = board.sources.into_iter().map(|source| SourceOption {
        chosen: source == asked.source,
        label: words::source(&source).to_owned(),
        value: source,
    });
    let sources = sources.collect();
    let view = if list { "&view=list" } else { "" };
    let lanes = board.lanes.into_iter().map(|lane| lane_view(&who, job, lane, &format!("{view}{query}")));
    page(&BoardPage {
        job: top(&who, &head, "board"),
        lanes: lanes.collect(),
        list,
        total,
        moves: board.moves,
        filtered: !filter.is_empty(),
        sources,
        query,
        asked,
        frame: who.frame().await?.about("job", job),
    })
}

pub(crate) fn lane_view(
    who: &Staff,
    job: JobId,
    lane: board::Lane<record::Seen<record::applications::Card, record::applications::MaskedCard>>,
    query: &str,
) -> LaneView {
    let on = Drawing { now: who.now(), zone: &who.session.zone, median: lane.median_stay };
    let shown = i64::try_from(lane.cards.len()).unwrap_or(0);
    LaneView {
        id: lane.stage.id,
        name: lane.stage.name,
        hue: hue(lane.stage.hue),
        count: words::number(lane.count),
        median: lane.median_stay.map(median_words).unwrap_or_default(),
        cards: lane.cards.into_iter().map(|card| CardView::of(card, on)).collect(),
        more: lane.more.map(|after| {
            let href = format!("/jobs/{job}/lanes/{}?after={after}{query}", lane.stage.id);
            (format!("{} more", words::number(lane.count - shown)), href)
        }),
    }
}

/// The next cards of a lane; for readers without scripts, a page of them.
#[derive(Template)]
#[template(path = "lane.html")]
struct MoreCards {
    cards: Vec<CardView>,
    more: Option<(String, String)>,
    list: bool,
    moves: bool,
    stage: String,
    stage_hue: u16,
}

#[derive(Template)]
#[template(path = "lane_page.html")]
struct LanePage {
    frame: Frame,
    job: JobTop,
    stage: String,
    cards: Vec<CardView>,
    more: Option<(String, String)>,
    moves: bool,
}

pub(crate) async fn more(
    who: Staff,
    Path((job, stage)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (job, stage): (JobId, StageId) = (job.parse()?, stage.parse()?);
    let (db, filter) = (&who.house.db, asked.filter());
    let stages = jobs::stages::stages(db, &who.scope, job).await?;
    let known = stages.into_iter().find(|known| known.id == stage).ok_or(web::Problem::NotFound)?;
    let (cards, next) = board::more(db, &who.scope, job, stage, asked.after.parse()?, &filter).await?;
    let on = Drawing { now: who.now(), zone: &who.session.zone, median: None };
    let cards: Vec<CardView> = cards.into_iter().map(|card| CardView::of(card, on)).collect();
    let list = asked.view == "list";
    let view = if list { "&view=list" } else { "" };
    let href = |after| format!("/jobs/{job}/lanes/{stage}?after={after}{view}{}", asked.query());
    let more = next.map(|after| ("More".to_owned(), href(after)));
    let head = jobs::read::head(db, &who.scope, job).await?;
    let job = top(&who, &head, "board");
    let moves = job.moves;
    if who.fragment {
        let stage_hue = hue(known.hue);
        return fragment(&MoreCards { cards, more, list, moves, stage: known.name, stage_hue });
    }
    page(&LanePage { frame: who.frame().await?, job, stage: known.name, cards, more, moves })
}
