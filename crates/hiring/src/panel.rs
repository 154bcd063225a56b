//! A person's jobs, on the person's own page.

use record::PersonId;
use record::applications::in_play;
use web::{Ask, BoxFuture, PanelBody, Problem, Template};

use crate::shared::{hue, long_span, score};

struct Play {
    reference: String,
    job: record::JobId,
    title: String,
    status: &'static str,
    active: bool,
    moves: bool,
    stage: String,
    stage_hue: u16,
    since: String,
    version: i64,
    score: Option<i64>,
    /// Class of each stage of the track.
    track: Vec<&'static str>,
    place: usize,
    next: Option<(record::StageId, String)>,
    /// The first one in play answers the keys.
    keys: bool,
}

#[derive(Template)]
#[template(path = "panel.html")]
struct PlayPanel {
    plays: Vec<Play>,
    person: PersonId,
    csrf: String,
    recruits: bool,
}

pub(crate) fn render<'a>(ask: Ask<'a>, person: PersonId) -> BoxFuture<'a, Result<PanelBody, Problem>> {
    Box::pin(async move {
        let found = in_play::in_play(&ask.house.db, ask.scope, person).await?;
        let rights = record::access::AnyScope::rights(ask.scope);
        let now = ask.house.db.now();
        let mut keys = true;
        let plays: Vec<Play> = found
            .into_iter()
            .map(|one| {
                let active = one.status == "active";
                let class = |place: usize| match place.cmp(&one.place) {
                    std::cmp::Ordering::Less => "past",
                    std::cmp::Ordering::Equal => "here",
                    std::cmp::Ordering::Greater => "",
                };
                Play {
                    reference: one.application.to_string(),
                    job: one.job,
                    track: (1..=one.places).map(class).collect(),
                    place: one.place,
                    status: match one.status.as_str() {
                        "hired" => "Hired",
                        "withdrawn" => "Withdrew",
                        "rejected" => "Declined",
                        _ => "",
                    },
                    active,
                    moves: one.moves,
                    stage_hue: hue(one.stage_hue),
                    since: long_span(now - one.stage_since),
                    version: one.version,
                    score: score(one.points),
                    next: one.next,
                    title: one.job_title,
                    stage: one.stage_name,
                    keys: active && std::mem::take(&mut keys),
                }
            })
            .collect();
        let count = plays.len();
        let recruits = rights.everyone && !rights.always_masked;
        if count == 0 && !recruits {
            return Ok(PanelBody::default());
        }
        let panel = PlayPanel { plays, person, csrf: ask.csrf.to_owned(), recruits };
        Ok(PanelBody { html: panel.render()?, count: Some(count) })
    })
}
