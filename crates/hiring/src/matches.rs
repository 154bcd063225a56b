//! Matches: a first ranked list of people for a job, each with its reasons.

use record::applications::in_play;
use record::jobs::{rank, read};
use record::{JobId, PersonId, people};
use web::{Answer, Frame, Path, Recruiter, Template, page, words};

use crate::add::said;
use crate::shared::{JobTop, top};

/// People on the page: whoever scrolls further should say more precisely what it takes.
const SHOWN: usize = 50;

pub(crate) struct ReasonView {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) points: i32,
    pub(crate) quote: Option<String>,
}

struct MatchView {
    person: PersonId,
    href: String,
    name: String,
    initials: String,
    hue: u16,
    sub: String,
    points: i64,
    reasons: Vec<ReasonView>,
    /// How they stand on this job; empty when they do not.
    standing: String,
}

struct NeedLine {
    label: String,
    hint: String,
    weight: i64,
}

#[derive(Template)]
#[template(path = "matches.html")]
struct MatchesPage {
    frame: Frame,
    job: JobTop,
    matches: Vec<MatchView>,
    looked_at: String,
    needs: Vec<NeedLine>,
}

pub(crate) async fn show(who: Recruiter, Path(job): Path<String>) -> Answer {
    let job: JobId = job.parse()?;
    let (db, scope) = (&who.house.db, &who.scope);
    let head = read::head(db, scope, job).await?;
    let ranking = rank::rank(db, &who.house.people, scope, job, SHOWN).await?;
    let ids: Vec<PersonId> = ranking.matches.iter().map(|one| one.person).collect();
    let rows = people::read::rows(db, scope, &ids).await?;
    let standing = in_play::standing(db, scope, job, &ids).await?;
    let matches = ranking.matches.into_iter().filter_map(|found| {
        let row = rows.iter().find(|row| row.id == found.person)?;
        let parts = [row.title.as_str(), row.employer.as_str(), row.city.as_str()];
        Some(MatchView {
            href: format!("/candidates/{}", row.id),
            name: row.name.clone(),
            initials: words::initials(&row.name),
            hue: words::hue(&row.name),
            sub: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            points: found.points,
            standing: standing.get(&row.id).map(said).unwrap_or_default(),
            reasons: found.reasons.into_iter().map(reason).collect(),
            person: found.person,
        })
    });
    let needs = ranking.needs.iter().map(|need| NeedLine {
        label: need.label.clone(),
        hint: format!("{} · {}%", if need.must { "must" } else { "nice" }, need.weight),
        weight: need.weight,
    });
    page(&MatchesPage {
        matches: matches.collect(),
        needs: needs.collect(),
        looked_at: words::number(ranking.looked_at),
        job: top(&who, &head, "matches"),
        frame: who.frame().await?.about("job", job),
    })
}

/// `Rust in production: Rust, Tokio`, or `Registered nurse: close to Pflegefachkraft`
fn reason(reason: rank::MatchReason) -> ReasonView {
    let mut words: Vec<String> = vec![];
    for word in reason.words {
        let known = words.iter().any(|known| known.to_lowercase() == word.to_lowercase());
        if !known && words.len() < 4 {
            words.push(word);
        }
    }
    let must = if reason.must && reason.points == 0 { " (a must, not stated)" } else { "" };
    ReasonView {
        kind: reason.kind,
        text: if words.is_empty() {
            format!("{}{must}", reason.label)
        } else {
            let close = if reason.near { "close to " } else { "" };
            format!("{}: {close}{}", reason.label, words.join(", "))
        },
        points: i32::try_from(reason.points).unwrap_or(0),
        quote: reason.quote,
    }
}
