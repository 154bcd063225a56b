//! Today: what needs the reader, the state of the jobs, and where to begin in an empty house.

mod strip;
#[cfg(test)]
mod tests;

use base::{Micros, clock};
use jiff::tz::TimeZone;
use record::access::{AnyScope, policy};
use record::interviews::InterviewView;
use record::jobs::read::ListFilter;
use record::jobs::{JobHead, JobStatus};
use record::overview::{self, Figures, QUIET_DAYS};
use serde::Deserialize;
use web::{Answer, Frame, Problem, Query, Staff, Template, words};

use crate::tasks::{self, Group, TaskLine, Whose};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Shown {
    /// Which tasks: `today`, `week` or `later`.
    tasks: String,
    /// `all`: everybody who waits for us.
    waiting: String,
}

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    frame: Frame,
    date: String,
    greeting: String,
    recruits: bool,
    strip: Vec<strip::Stat>,
    due: i64,
    which: &'static str,
    tasks: Vec<TaskLine>,
    interviews: Vec<Meeting>,
    jobs: Vec<Glance>,
    replies: Option<RepliesPart>,
    waiting: WaitingPart,
    quiet: Option<QuietPart>,
    /// What an empty house lacks.
    no_people: bool,
    no_jobs: bool,
    here: String,
}

/// `GET /`
pub(crate) async fn show(who: Staff, Query(shown): Query<Shown>) -> Answer {
    let (db, scope, session) = (&who.house.db, &who.scope, &who.session);
    let (now, zone) = (who.now(), session.zone.as_str());
    let figures = overview::figures(db, scope).await?;
    let due = tasks::due_count(db, scope, zone).await?;
    let recruiting = policy::recruiting(session);
    let which = ["week", "later"].into_iter().find(|word| *word == shown.tasks).unwrap_or("today");
    let quiet = match &recruiting {
        Some(clear) => QuietPart::of(overview::going_quiet(db, clear, QUIET_SHOWN).await?),
        None => None,
    };
    let replies = match &recruiting {
        Some(clear) => RepliesPart::of(overview::replies_waiting(db, clear, REPLIES_SHOWN).await?, now, zone),
        None => None,
    };
    let all = shown.waiting == "all";
    let listed = overview::waiting_on_us(db, scope, if all { WAITING_ALL } else { WAITING_SHOWN }).await?;
    let counted = figures.as_ref().map_or(0, |figures| figures.waiting);
    let missing =
        |any: fn(&Figures) -> bool| recruiting.is_some() && figures.as_ref().is_some_and(|f| !any(f));
    let page = TodayPage {
        date: clock::zoned(now, zone).strftime("%A %-d %B").to_string(),
        greeting: greeting(&session.name, clock::zoned(now, zone).hour(), due),
        recruits: recruiting.is_some(),
        no_people: missing(|figures| figures.any_people),
        no_jobs: missing(|figures| figures.any_jobs),
        strip: figures.as_ref().filter(|figures| figures.any_jobs).map(strip::of).unwrap_or_default(),
        due,
        which,
        tasks: my_tasks(&who, which).await?,
        interviews: interviews(&who).await?,
        jobs: glance(&who).await?,
        replies,
        waiting: WaitingPart::of(listed, counted, now),
        quiet,
        here: who.here().to_owned(),
        frame: who.frame().await?,
    };
    web::page(&page)
}

/// `Good morning, Nora. Two things need you today.`
fn greeting(name: &str, hour: i8, due: i64) -> String {
    const NUMBERS: [&str; 11] =
        ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
    let part = match hour {
        0..12 => "morning",
        12..18 => "afternoon",
        _ => "evening",
    };
    let first = name.split_whitespace().next().unwrap_or_default();
    let word = usize::try_from(due).ok().and_then(|due| NUMBERS.get(due).copied());
    let needs = match (due, word) {
        (..=0, _) => "Nothing is due today.".to_owned(),
        (1, _) => "One thing needs you today.".to_owned(),
        (_, Some(word)) => format!("{word} things need you today."),
        (count, None) => format!("{} things need you today.", words::number(count)),
    };
    format!("Good {part}, {first}. {needs}")
}

async fn my_tasks(who: &Staff, which: &str) -> Result<Vec<TaskLine>, Problem> {
    let (db, scope, zone) = (&who.house.db, &who.scope, who.session.zone.as_str());
    let line = |task| TaskLine::of(task, who.now(), zone);
    let open = tasks::open(db, scope, Whose::Mine).await?;
    let mut lines: Vec<TaskLine> = open.iter().map(line).collect();
    lines.retain(|task| match which {
        "week" => task.group == Group::Week,
        "later" => matches!(task.group, Group::Later | Group::SomeDay),
        _ => matches!(task.group, Group::Late | Group::Today),
    });
    if which == "today" {
        let (from, _) = day_span(who.now(), zone);
        let done = tasks::done(db, scope, Whose::Mine).await?;
        lines.extend(done.iter().filter(|task| task.done_at >= from).map(line));
    }
    Ok(lines)
}

/// The reader's day: its first moment and the first of the next.
fn day_span(now: Micros, zone: &str) -> (Micros, Micros) {
    let today = clock::zoned(now, zone).date();
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let start = |date: jiff::civil::Date| {
        date.to_zoned(zone.clone()).map_or(now, |start| start.timestamp().as_microsecond())
    };
    (start(today), start(today.saturating_add(jiff::Span::new().days(1))))
}

/// An interview of today.
struct Meeting {
    starts: String,
    ends: String,
    href: String,
    label: String,
    initials: String,
    hue: u16,
    masked: bool,
    sub: String,
    /// The one that is on or comes next.
    next: bool,
    join: String,
    badge: String,
    tone: &'static str,
}

async fn interviews(who: &Staff) -> Result<Vec<Meeting>, Problem> {
    let (from, to) = day_span(who.now(), &who.session.zone);
    let own = !who.scope.rights().everyone;
    let views = record::interviews::between(&who.house.db, &who.scope, from, to, own).await?;
    let next = views.iter().position(|view| view.ends_at > who.now());
    let meetings = views.into_iter().enumerate().map(|(at, view)| meeting(who, view, next == Some(at)));
    Ok(meetings.collect())
}

fn meeting(who: &Staff, view: InterviewView, next: bool) -> Meeting {
    let at = |moment| clock::zoned(moment, &who.session.zone).strftime("%-H:%M").to_string();
    let first = |name: &str| name.split_whitespace().next().unwrap_or_default().to_owned();
    let with = view.attendees.iter().map(|attendee| {
        if attendee.user == who.session.user { "You".to_owned() } else { first(&attendee.name) }
    });
    let with: Vec<String> = with.collect();
    let online = view.place.starts_with("https://");
    let parts = [view.title, with.join(", "), if online { String::new() } else { view.place.clone() }];
    let declined = view.attendees.iter().filter(|attendee| attendee.reply == "declined").count();
    let (badge, tone) = match declined {
        0 => (String::new(), ""),
        declined => (format!("{declined} declined"), "bad"),
    };
    Meeting {
        starts: at(view.starts_at),
        ends: at(view.ends_at),
        href: format!("/candidates/{}", view.person),
        initials: words::initials(&view.label),
        hue: words::hue(&view.label),
        label: view.label,
        masked: view.masked,
        sub: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        next,
        join: if online { view.place } else { String::new() },
        badge,
        tone,
    }
}

/// A job with its stages as a bar.
struct Glance {
    href: String,
    title: String,
    hue: i64,
    left: String,
    late: bool,
    /// `Applied 34, Screen 12, ...`
    spoken: String,
    stages: Vec<(i64, i64)>,
}

/// Jobs drawn on the page; the rest is one click away.
const JOBS_SHOWN: usize = 6;
/// The narrowest part of a bar that a figure fits into.
const BAR_MIN: i64 = 2;

async fn glance(who: &Staff) -> Result<Vec<Glance>, Problem> {
    let rights = who.scope.rights();
    if !rights.everyone && rights.jobs.is_empty() {
        return Ok(vec![]);
    }
    let filter = ListFilter { status: Some(JobStatus::Open), ..ListFilter::default() };
    let list = record::jobs::read::list(&who.house.db, &who.scope, filter).await?;
    Ok(list.jobs.iter().take(JOBS_SHOWN).map(|job| glance_of(job, who.now())).collect())
}

fn glance_of(job: &JobHead, now: Micros) -> Glance {
    let days = (job.target_date - now).div_euclid(clock::DAY);
    let left = match (job.target_date, days) {
        (0, _) => String::new(),
        (_, 0) => "Due today".to_owned(),
        (_, 1..) => format!("{} left", words::counted(days, "day", "days")),
        _ => format!("{} late", words::counted(-days, "day", "days")),
    };
    let spoken: Vec<String> =
        job.stages.iter().map(|stage| format!("{} {}", stage.name, stage.active)).collect();
    Glance {
        href: format!("/jobs/{}", job.id),
        title: job.title.clone(),
        hue: job.hue,
        late: job.target_date != 0 && days < 0,
        left,
        spoken: spoken.join(", "),
        stages: job.stages.iter().map(|stage| (stage.active, stage.active.max(BAR_MIN))).collect(),
    }
}

/// People drawn under "Waiting on us", and all that one page holds.
const WAITING_SHOWN: i64 = 5;
const WAITING_ALL: i64 = 200;

/// People whom we owe a word.
#[derive(Default)]
struct WaitingPart {
    count: String,
    /// There are more than are drawn.
    more: bool,
    people: Vec<WaitingLine>,
}

struct WaitingLine {
    href: String,
    label: String,
    initials: String,
    hue: u16,
    masked: bool,
    what: &'static str,
    job: String,
    since: String,
    late: bool,
}

impl WaitingPart {
    fn of(people: Vec<overview::Waiting>, count: i64, now: Micros) -> Self {
        let line = |one: overview::Waiting| WaitingLine {
            href: format!("/candidates/{}", one.person),
            initials: words::initials(&one.label),
            hue: words::hue(&one.label),
            masked: one.masked,
            what: if one.is_new { "New on" } else { "Interview over," },
            job: one.job_title,
            since: words::ago(one.since, now),
            late: now - one.since > overview::WAITING_DAYS_MAX * clock::DAY,
            label: one.label,
        };
        Self {
            count: words::number(count),
            more: i64::try_from(people.len()).is_ok_and(|drawn| drawn < count),
            people: people.into_iter().map(line).collect(),
        }
    }
}

/// Mails drawn under "Replies waiting".
const REPLIES_SHOWN: i64 = 4;

struct RepliesPart {
    count: String,
    mails: Vec<ReplyLine>,
}

/// A mail that waits for an answer.
struct ReplyLine {
    person_href: String,
    name: String,
    initials: String,
    hue: u16,
    bond: words::BondWords,
    href: String,
    subject: String,
    begins: String,
    iso: String,
    when: String,
}

impl RepliesPart {
    fn of(replies: overview::Replies, now: Micros, zone: &str) -> Option<Self> {
        let line = |reply: overview::Reply| ReplyLine {
            person_href: format!("/candidates/{}", reply.person),
            initials: words::initials(&reply.name),
            hue: words::hue(&reply.name),
            name: reply.name,
            bond: words::bond(&reply.bond, now),
            href: format!("/messages/{}", reply.message),
            subject: reply.subject,
            begins: reply.begins,
            iso: words::iso(reply.at),
            when: words::when(reply.at, now, zone),
        };
        (replies.count > 0).then(|| Self {
            count: words::number(replies.count),
            mails: replies.newest.into_iter().map(line).collect(),
        })
    }
}

/// Rounds drawn under "Going quiet".
const QUIET_SHOWN: i64 = 3;

struct QuietPart {
    words: String,
    /// Address, name, initials, hue.
    people: Vec<(String, String, String, u16)>,
}

impl QuietPart {
    fn of(quiet: overview::Quiet) -> Option<Self> {
        let verb = if quiet.count == 1 { "has" } else { "have" };
        let people = quiet.people.into_iter().map(|(person, name)| {
            (format!("/candidates/{person}"), name.clone(), words::initials(&name), words::hue(&name))
        });
        (quiet.count > 0).then(|| Self {
            words: format!(
                "{} of yours {verb} not heard from you in {QUIET_DAYS} days.",
                words::counted(quiet.count, "person", "people")
            ),
            people: people.collect(),
        })
    }
}
