//! What is decided about one application: move, decline, reopen, hire, and taking it back.

use record::applications::{ApplicationRef, Changed, advance, board, dispose, hire, undo};
use record::{Refusal, Seen, StageId, applications, jobs};
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Path, Query, Staff, StatusCode, Template};
use web::{fragment, page, page_with, with_toast};

use crate::card::{CardView, Drawing};
use crate::shared::{escaped, words_of};

/// A step as forms and the board post it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Step {
    stage: String,
    reason: String,
    version: i64,
    note: String,
    /// Where to come back to. The board posts none: it wants the fresh card.
    next: String,
}

/// A refusal as one sentence, for the board and dialogs.
#[derive(Template)]
#[template(source = "<p role=\"alert\">{{ text }}</p>", ext = "html")]
struct Sentence {
    text: String,
}

#[derive(Template)]
#[template(path = "card.html")]
struct FreshCard {
    card: CardView,
    moves: bool,
}

pub(crate) async fn advance(who: Staff, Path(application): Path<String>, Input(step): Input<Step>) -> Answer {
    let reference: ApplicationRef = application.parse()?;
    let stage: StageId = step.stage.parse()?;
    let (db, note) = (&who.house.db, step.note.as_str());
    let outcome = advance::advance(db, &who.scope, &reference, stage, step.version, note).await;
    let changed = match outcome {
        Ok(changed) => changed,
        Err(refusal) => return refused(&who, refusal),
    };
    let text = |name: &str| format!("Moved {name} to {}", changed.stage_name);
    told(&who, &changed, text, &step.next).await
}

pub(crate) async fn reopen(who: Staff, Path(application): Path<String>, Input(step): Input<Step>) -> Answer {
    let reference: ApplicationRef = application.parse()?;
    let changed = match dispose::reopen(&who.house.db, &who.scope, &reference, step.version).await {
        Ok(changed) => changed,
        Err(refusal) => return refused(&who, refusal),
    };
    let text = |name: &str| format!("{name} is back in {}", changed.stage_name);
    told(&who, &changed, text, &back(&step.next, &changed)).await
}

pub(crate) async fn hire(who: Staff, Path(application): Path<String>, Input(step): Input<Step>) -> Answer {
    let reference: ApplicationRef = application.parse()?;
    let changed = match hire::hire(&who.house.db, &who.scope, &reference, step.version).await {
        Ok(changed) => changed,
        Err(refusal) => return refused(&who, refusal),
    };
    told(&who, &changed, |name| format!("Hired {name}"), &back(&step.next, &changed)).await
}

#[derive(Deserialize)]
pub(crate) struct Undoing {
    transition: String,
}

pub(crate) async fn undo(
    who: Staff,
    Path(application): Path<String>,
    Query(undoing): Query<Undoing>,
    Input(step): Input<Step>,
) -> Answer {
    let reference: ApplicationRef = application.parse()?;
    let transition = undoing.transition.parse()?;
    let changed = undo::undo(&who.house.db, &who.scope, &reference, transition).await?;
    let card = board::card(&who.house.db, &who.scope, &changed.application).await?;
    let stands = match card.status.as_str() {
        "active" => format!("in {} again", changed.stage_name),
        "hired" => "hired again".to_owned(),
        _ => "off the board again".to_owned(),
    };
    let name = name_of(&card.view);
    Go::to(back(&step.next, &changed))
        .say(format!("Taken back: {name} is {stands}"))
        .after(&who.house, who.session.workspace)
        .into()
}

fn back(next: &str, changed: &Changed) -> String {
    if next.is_empty() { format!("/jobs/{}", changed.job) } else { next.to_owned() }
}

pub(crate) fn name_of(card: &Seen<applications::Card, applications::MaskedCard>) -> String {
    match card {
        Seen::Clear(card) => card.name.clone(),
        Seen::Masked(card) => card.label(),
    }
}

/// Says what was done, with its undo: the fresh card for the board, else the page it came from.
async fn told(who: &Staff, changed: &Changed, text: impl FnOnce(&str) -> String, next: &str) -> Answer {
    let card = board::card(&who.house.db, &who.scope, &changed.application).await?;
    let text = text(&name_of(&card.view));
    let undo = format!("/applications/{}/undo?transition={}", changed.application, changed.transition);
    if !who.fragment || !next.is_empty() {
        return Go::to(back(next, changed))
            .say_with_undo(text, undo)
            .after(&who.house, who.session.workspace)
            .into();
    }
    let on = Drawing { now: who.now(), zone: &who.session.zone, median: None };
    let moves = card.moves;
    let answer = fragment(&FreshCard { card: CardView::of(card.view, on), moves })?;
    Ok(with_toast(answer, &text, &undo))
}

/// The board puts the card back and says why; a page says it whole.
fn refused(who: &Staff, refusal: Refusal) -> Answer {
    if !who.fragment {
        return Err(refusal.into());
    }
    page_with(StatusCode::CONFLICT, &Sentence { text: words_of(refusal)? })
}

/// Every decision on one application, for a card's menu and for readers without scripts.
struct Decisions {
    csrf: String,
    name: String,
    reference: String,
    job_title: String,
    stage: String,
    version: i64,
    active: bool,
    hired: bool,
    moves: bool,
    person_href: String,
    stages: Vec<(StageId, String)>,
    next: String,
    /// The same, for a query.
    next_escaped: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

pub(crate) async fn show(who: Staff, Path(application): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let reference: ApplicationRef = application.parse()?;
    let card = board::card(&who.house.db, &who.scope, &reference).await?;
    let stages = jobs::stages::stages(&who.house.db, &who.scope, card.job).await?;
    let head = jobs::read::head(&who.house.db, &who.scope, card.job).await?;
    let on = Drawing { now: who.now(), zone: &who.session.zone, median: None };
    let (name, status, moves) = (name_of(&card.view), card.status, card.moves);
    let drawn = CardView::of(card.view, on);
    let others = stages.into_iter().filter(|stage| stage.name != card.stage_name);
    let next = if asked.next.is_empty() { format!("/jobs/{}", card.job) } else { asked.next };
    let decisions = Decisions {
        csrf: who.session.csrf.clone(),
        name,
        reference: drawn.reference,
        person_href: drawn.person_href,
        version: drawn.version,
        job_title: head.title,
        active: status == "active",
        hired: status == "hired",
        moves,
        stages: others.map(|stage| (stage.id, stage.name)).collect(),
        stage: card.stage_name,
        next_escaped: escaped(&next),
        next,
    };
    if who.fragment {
        return fragment(&DecideDialog { page: decisions });
    }
    page(&DecidePage { frame: who.frame().await?, page: decisions })
}

#[derive(Template)]
#[template(path = "decide.html")]
struct DecidePage {
    frame: Frame,
    page: Decisions,
}

#[derive(Template)]
#[template(path = "decide_dialog.html")]
struct DecideDialog {
    page: Decisions,
}

/// The reason form: a dialog over the board, or a page.
struct Decline {
    csrf: String,
    name: String,
    reference: String,
    job_title: String,
    version: i64,
    reasons: Vec<ReasonOption>,
    note: String,
    error: String,
    next: String,
}

pub(crate) struct ReasonOption {
    pub(crate) id: String,
    pub(crate) label: String,
    /// Who ends it.
    pub(crate) group: &'static str,
    /// The first of its group: a heading stands before it.
    pub(crate) first: bool,
    pub(crate) chosen: bool,
}

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinePage {
    frame: Frame,
    form: Decline,
}

#[derive(Template)]
#[template(path = "decline_dialog.html")]
struct DeclineDialog {
    form: Decline,
}

pub(crate) async fn reason_options(who: &Staff, chosen: &str) -> Result<Vec<ReasonOption>, web::Problem> {
    let reasons = dispose::reasons(&who.house.db, &who.scope).await?;
    let mut options: Vec<ReasonOption> = vec![];
    for kind in dispose::DispositionKind::ALL {
        for reason in reasons.iter().filter(|reason| reason.kind == *kind) {
            let first = options.last().is_none_or(|last| last.group != kind.label());
            let id = reason.id.to_string();
            let chosen = id == chosen;
            options.push(ReasonOption {
                id,
                label: reason.label.clone(),
                group: kind.label(),
                first,
                chosen,
            });
        }
    }
    Ok(options)
}

async fn decline_form(who: &Staff, reference: &ApplicationRef, step: Step) -> Result<Decline, web::Problem> {
    let card = board::card(&who.house.db, &who.scope, reference).await?;
    let head = jobs::read::head(&who.house.db, &who.scope, card.job).await?;
    let name = name_of(&card.view);
    let on = Drawing { now: who.now(), zone: &who.session.zone, median: None };
    let drawn = CardView::of(card.view, on);
    Ok(Decline {
        csrf: who.session.csrf.clone(),
        name,
        reference: drawn.reference,
        version: if step.version == 0 { drawn.version } else { step.version },
        job_title: head.title,
        reasons: reason_options(who, &step.reason).await?,
        note: step.note,
        error: String::new(),
        next: if step.next.is_empty() { format!("/jobs/{}", card.job) } else { step.next },
    })
}

pub(crate) async fn decline(
    who: Staff,
    Path(application): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let reference: ApplicationRef = application.parse()?;
    let form = decline_form(&who, &reference, Step { next: asked.next, ..Step::default() }).await?;
    if who.fragment {
        return fragment(&DeclineDialog { form });
    }
    page(&DeclinePage { frame: who.frame().await?, form })
}

pub(crate) async fn dispose(who: Staff, Path(application): Path<String>, Input(step): Input<Step>) -> Answer {
    let reference: ApplicationRef = application.parse()?;
    // An empty reason is a reason that is not there: the operation says so.
    let reason = step.reason.parse().unwrap_or_default();
    let db = &who.house.db;
    let outcome = dispose::dispose(db, &who.scope, &reference, reason, step.version, &step.note).await;
    let changed = match outcome {
        Ok(changed) => changed,
        Err(Refusal::Field { message, .. }) => {
            let mut form = decline_form(&who, &reference, step).await?;
            form.error = message;
            if who.fragment {
                return page_with(StatusCode::UNPROCESSABLE_ENTITY, &DeclineDialog { form });
            }
            let frame = who.frame().await?;
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &DeclinePage { frame, form });
        }
        Err(refusal) => return refused(&who, refusal),
    };
    told(&who, &changed, |name| format!("Declined {name}"), &back(&step.next, &changed)).await
}
