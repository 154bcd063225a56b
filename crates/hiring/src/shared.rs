//! What every page of a job shows at its top, and small things that several pages share.

use base::{Micros, clock};
use record::jobs::{JobHead, JobStatus, TeamMember};
use record::{JobId, Refusal, Sight};
use web::{Caller, Problem, words};

/// Head and tabs of a job's pages.
pub(crate) struct JobTop {
    pub(crate) id: JobId,
    pub(crate) title: String,
    pub(crate) status: &'static str,
    pub(crate) tone: &'static str,
    /// Place, team and time left, in one line.
    pub(crate) detail: String,
    pub(crate) team: Vec<Face>,
    pub(crate) active: String,
    pub(crate) blind: bool,
    pub(crate) confidential: bool,
    /// The reader may edit the job.
    pub(crate) edits: bool,
    /// The reader may move people.
    pub(crate) moves: bool,
    /// The reader sees every person, so can add some and see matches.
    pub(crate) recruits: bool,
    /// Which tab is open.
    pub(crate) tab: &'static str,
}

/// Somebody of the team, as a small round.
#[derive(Clone)]
pub(crate) struct Face {
    pub(crate) initials: String,
    pub(crate) hue: u16,
    pub(crate) name: String,
}

impl Face {
    pub(crate) fn of(member: &TeamMember) -> Self {
        Self {
            initials: words::initials(&member.name),
            hue: words::hue(&member.name),
            name: member.name.clone(),
        }
    }
}

/// Rounds that fit beside a title.
const FACES_MAX: usize = 5;

pub(crate) fn faces(head: &JobHead) -> Vec<Face> {
    let mut faces: Vec<Face> = vec![];
    for member in &head.team {
        if !faces.iter().any(|known| known.name == member.name) && faces.len() < FACES_MAX {
            faces.push(Face::of(member));
        }
    }
    faces
}

pub(crate) fn top<S: Sight>(who: &Caller<record::Scope<S>>, head: &JobHead, tab: &'static str) -> JobTop {
    let rights = record::access::AnyScope::rights(&who.scope);
    let right = rights.job(head.id);
    JobTop {
        id: head.id,
        title: head.title.clone(),
        status: head.status.label(),
        tone: tone(head.status),
        detail: detail(head, who.now()),
        team: faces(head),
        active: words::number(head.active()),
        blind: head.blind,
        confidential: head.confidential,
        edits: right.is_some_and(|right| right.edits),
        moves: right.is_some_and(|right| right.moves),
        recruits: rights.everyone && !rights.always_masked,
        tab,
    }
}

pub(crate) fn tone(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Open => "good",
        JobStatus::OnHold => "warn",
        JobStatus::Draft | JobStatus::Closed => "",
    }
}

/// `Lisbon, hybrid · Ellen Brandt’s team · 12 days left`
fn detail(head: &JobHead, now: Micros) -> String {
    let mut parts = vec![place(head)];
    if let Some(manager) =
        head.team.iter().find(|member| member.role == record::jobs::TeamRole::HiringManager)
    {
        parts.push(format!("{}’s team", manager.name));
    }
    parts.push(time_left(head, now));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// `Lisbon, hybrid`
pub(crate) fn place(head: &JobHead) -> String {
    let mode = head.work_mode.label();
    if head.city.is_empty() { mode.to_owned() } else { format!("{}, {}", head.city, mode.to_lowercase()) }
}

/// `12 days left`, `4 days late`; empty without a date or when the job is not open.
pub(crate) fn time_left(head: &JobHead, now: Micros) -> String {
    if head.target_date == 0 || head.status != JobStatus::Open {
        return String::new();
    }
    let days = (head.target_date - now).div_euclid(clock::DAY);
    match days {
        0 => "due today".to_owned(),
        1.. => format!("{} left", words::counted(days, "day", "days")),
        _ => format!("{} late", words::counted(-days, "day", "days")),
    }
}

pub(crate) fn hue(value: i64) -> u16 {
    u16::try_from(value.rem_euclid(360)).unwrap_or(0)
}

/// A shown match out of tenths of a point; `None` where nobody was ranked.
pub(crate) fn score(points: i64) -> Option<i64> {
    (points >= 0).then_some((points + 5) / 10)
}

/// The moment a span of time is named by: `2d`, `5h`, `now`.
pub(crate) fn short_span(span: Micros) -> String {
    match span {
        clock::DAY.. => format!("{}d", span / clock::DAY),
        clock::HOUR.. => format!("{}h", span / clock::HOUR),
        _ => "now".to_owned(),
    }
}

/// `3 days`, `5 hours`, `less than an hour`.
pub(crate) fn long_span(span: Micros) -> String {
    match span {
        clock::DAY.. => words::counted(span / clock::DAY, "day", "days"),
        clock::HOUR.. => words::counted(span / clock::HOUR, "hour", "hours"),
        _ => "less than an hour".to_owned(),
    }
}

/// The same over a lane, which is narrow.
pub(crate) fn median_words(span: Micros) -> String {
    if span < clock::HOUR { "under 1 hour".to_owned() } else { long_span(span) }
}

/// The words of a refusal that the user can put right; anything else is a problem of its own.
pub(crate) fn words_of(refusal: Refusal) -> Result<String, Problem> {
    match refusal {
        Refusal::Field { message, .. } | Refusal::Because(message) | Refusal::Conflict(message) => {
            Ok(message)
        }
        other => Err(other.into()),
    }
}

/// Percent-encodes for a query value.
pub(crate) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
