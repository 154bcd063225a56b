//! Why a person matches the job they stand on, on the person's own page and in the slide-over.

use record::PersonId;
use record::applications::in_play;
use record::jobs::rank;
use web::{Ask, BoxFuture, PanelBody, Problem, Template};

use crate::reasons::{self, ReasonView};

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPanel {
    job: record::JobId,
    title: String,
    points: i64,
    summary: String,
    reasons: Vec<ReasonView>,
    recruits: bool,
}

pub(crate) fn render<'a>(ask: Ask<'a>, person: PersonId) -> BoxFuture<'a, Result<PanelBody, Problem>> {
    Box::pin(async move {
        let (db, who) = (&ask.house.db, ask.scope);
        let plays = in_play::in_play(db, who, person).await?;
        let Some(play) = plays.into_iter().find(|play| play.status == "active") else {
            return Ok(PanelBody::default());
        };
        let Some(found) = rank::why(db, who, play.job, person).await? else {
            return Ok(PanelBody::default());
        };
        let rights = record::access::AnyScope::rights(who);
        let panel = WhyPanel {
            job: play.job,
            title: play.job_title,
            points: found.points,
            summary: reasons::summary(&found.reasons),
            recruits: rights.everyone && !rights.always_masked,
            reasons: found.reasons.into_iter().map(ReasonView::of).collect(),
        };
        Ok(PanelBody { html: panel.render()?, count: None })
    })
}
