//! The jobs index: every job of this reader, by status.

use record::jobs::{JobHead, JobStatus, ListFilter, read};
use serde::Deserialize;
use web::{Answer, Frame, Query, Staff, Template, page, words};

use crate::shared::{Face, faces, hue, place, time_left, tone};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    status: String,
    after: String,
}

struct Row {
    href: String,
    title: String,
    sub: String,
    hue: u16,
    status: &'static str,
    tone: &'static str,
    stages: Vec<Bar>,
    /// The stages in words, for readers who do not see the bar.
    stages_said: String,
    active: String,
    in_play: i64,
    openings: String,
    team: Vec<Face>,
    target: String,
    late: bool,
}

struct Bar {
    hue: u16,
    active: i64,
}

struct Tab {
    href: String,
    label: &'static str,
    count: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexPage {
    frame: Frame,
    rows: Vec<Row>,
    tabs: Vec<Tab>,
    recruits: bool,
    next: Option<String>,
    none_at_all: bool,
}

pub(crate) async fn show(who: Staff, Query(asked): Query<Asked>) -> Answer {
    let status = match asked.status.as_str() {
        "all" => None,
        word => Some(JobStatus::parse(word).unwrap_or(JobStatus::Open)),
    };
    let after = asked.after.parse().ok();
    let list = read::list(&who.house.db, &who.scope, ListFilter { status, after }).await?;
    let rights = record::access::AnyScope::rights(&who.scope);
    let all: i64 = list.counts.iter().map(|(_, count)| count).sum();
    let mut tabs: Vec<Tab> = list
        .counts
        .iter()
        .map(|(known, count)| Tab {
            href: format!("/jobs?status={}", known.word()),
            label: known.label(),
            count: words::number(*count),
            current: status == Some(*known),
        })
        .collect();
    // Open ones first: they are the work.
    tabs.sort_by_key(|tab| tab.label != JobStatus::Open.label());
    tabs.push(Tab {
        href: "/jobs?status=all".to_owned(),
        label: "All",
        count: words::number(all),
        current: status.is_none(),
    });
    let word = status.map_or("all", JobStatus::word);
    let next =
        list.jobs.last().filter(|_| list.more).map(|last| format!("/jobs?status={word}&after={}", last.id));
    page(&IndexPage {
        rows: list.jobs.iter().map(|job| row(&who, job)).collect(),
        tabs,
        recruits: rights.everyone && !rights.always_masked,
        next,
        none_at_all: all == 0,
        frame: who.frame().await?,
    })
}

fn row(who: &Staff, job: &JobHead) -> Row {
    let said: Vec<String> =
        job.stages.iter().map(|stage| format!("{} {}", stage.name, stage.active)).collect();
    let sub = [job.company.as_str(), job.department.as_str(), &place(job)];
    let filled = match job.openings_filled {
        0 => String::new(),
        filled => format!(", {filled} filled"),
    };
    let left = time_left(job, who.now());
    Row {
        href: format!("/jobs/{}", job.id),
        title: job.title.clone(),
        sub: sub.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        hue: hue(job.hue),
        status: job.status.label(),
        tone: tone(job.status),
        stages: job.stages.iter().map(|stage| Bar { hue: hue(stage.hue), active: stage.active }).collect(),
        stages_said: said.join(", "),
        active: words::number(job.active()),
        in_play: job.active(),
        openings: format!("{} open{filled}", job.openings_open),
        team: faces(job),
        late: left.ends_with("late"),
        target: if left.is_empty() && job.target_date != 0 {
            words::day(job.target_date, &who.session.zone)
        } else {
            left
        },
    }
}
