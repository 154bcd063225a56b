//! Matches: a first ranked list of people for a job, each with its reasons.

use record::applications::in_play;
use record::jobs::{rank, read};
use record::{JobId, PersonId, people};
use web::{Answer, Frame, Path, Recruiter, Template, page, words};

use crate::add::said;
use crate::reasons::ReasonView;
use crate::shared::{JobTop, top};

/// People on the page: whoever scrolls further should say more precisely what it takes.
const SHOWN: usize = 50;

struct MatchView {
    person: PersonId,
    href: String,
    name: String,
    initials: String,
    hue: u16,
    sub: String,
    points: i64,
    reasons: Vec<ReasonView>,
    bond: words::BondWords,
    /// How they stand on this job; empty when they do not.
    standing: String,
    /// Another job that they are on.
    elsewhere: String,
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
            bond: words::bond(&row.bond, who.now()),
            elsewhere: match &row.standing {
                Some(elsewhere) if elsewhere.job != job => {
                    format!("{} for {}", elsewhere.stage, elsewhere.job_title)
                }
                _ => String::new(),
            },
            standing: standing.get(&row.id).map(said).unwrap_or_default(),
            reasons: found.reasons.into_iter().map(ReasonView::of).collect(),
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
