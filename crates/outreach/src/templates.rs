//! Templates: the list, writing one with a preview, taking one out of use.

pub(crate) mod store;

use std::collections::HashMap;

use askama::Template;
use record::access::users;
use record::{Refusal, TemplateId, UserId};
use serde::Deserialize;
use web::{Answer, Asked, Frame, Go, Input, Path, Recruiter, StatusCode, words};

use crate::catalogue::{LANGUAGES, Language, MAILS};
use crate::shared::paragraphs;
use crate::variables::{self, Values};
use store::Draft;

#[derive(Template)]
#[template(path = "templates.html")]
struct ListPage {
    frame: Frame,
    templates: Vec<Line>,
}

struct Line {
    id: TemplateId,
    name: String,
    subject: String,
    by: String,
    iso: String,
    when: String,
}

impl Line {
    /// The subject in pieces, each with whether it is a blank, named in words.
    fn pieces(&self) -> Vec<(String, bool)> {
        variables::pieces(&self.subject)
    }
}

pub(crate) async fn list(who: Recruiter) -> Answer {
    let names: HashMap<UserId, String> =
        users::list(&who.house.db, &who.scope).await?.into_iter().map(|user| (user.id, user.name)).collect();
    let kept = store::list(&who.house.db, &who.scope).await?;
    let templates = kept.into_iter().map(|kept| Line {
        id: kept.id,
        by: names.get(&kept.owner).cloned().unwrap_or_else(|| "Rapport".to_owned()),
        iso: words::iso(kept.updated_at),
        when: words::when(kept.updated_at, who.now(), &who.session.zone),
        name: kept.name,
        subject: kept.subject,
    });
    let templates = templates.collect();
    web::page(&ListPage { frame: who.frame().await?, templates })
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct TemplateForm {
    name: String,
    subject: String,
    body: String,
    version: i64,
    /// Empty for a new one.
    id: String,
}

impl TemplateForm {
    fn draft(&self) -> Draft {
        Draft { name: self.name.clone(), subject: self.subject.clone(), body: self.body.clone() }
    }
}

#[derive(Template)]
#[template(path = "template.html")]
struct TemplatePage {
    frame: Frame,
    form: TemplateForm,
    /// Where the form posts to.
    action: String,
    name_error: String,
    subject_error: String,
    body_error: String,
    above: String,
    preview_subject: String,
    preview: Vec<Vec<String>>,
    sample: Values,
    variables: Vec<(String, &'static str)>,
    /// For a new template: what it may start from.
    offers: Vec<Offer>,
}

/// Which mail of the catalogue to start from, and in which language.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Start {
    from: String,
    language: String,
}

pub(crate) async fn new(who: Recruiter, Asked(start): Asked<Start>) -> Answer {
    let form = Language::coded(&start.language).and_then(|language| {
        let text = |part: &str| language.text(&format!("{}.{part}", start.from)).map(str::to_owned);
        let name = format!("{} ({})", text("name")?, language.name);
        Some(TemplateForm { name, subject: text("subject")?, body: text("body")?, ..TemplateForm::default() })
    });
    draw(&who, form.unwrap_or_default(), None).await
}

/// What a new template may start from in one language.
struct Offer {
    code: &'static str,
    language: &'static str,
    /// Address and name.
    mails: Vec<(String, &'static str)>,
}

impl Offer {
    fn of(language: &'static Language) -> Self {
        let mut mails = vec![];
        for mail in MAILS {
            let name = language.text(&format!("{mail}.name")).unwrap_or_default();
            mails.push((format!("/templates/new?from={mail}&language={}", language.code), name));
        }
        Self { code: language.code, language: language.name, mails }
    }
}

pub(crate) async fn edit(who: Recruiter, Path(template): Path<String>) -> Answer {
    let kept = store::one(&who.house.db, &who.scope, template.parse()?).await?;
    let form = TemplateForm {
        name: kept.name,
        subject: kept.subject,
        body: kept.body,
        version: kept.version,
        id: kept.id.to_string(),
    };
    draw(&who, form, None).await
}

/// Shows what was typed with the sample's values; saves nothing.
pub(crate) async fn preview(who: Recruiter, Input(form): Input<TemplateForm>) -> Answer {
    let refusal = form.draft().check().err();
    draw(&who, form, refusal).await
}

pub(crate) async fn create(who: Recruiter, Input(form): Input<TemplateForm>) -> Answer {
    match store::create(&who.house.db, &who.scope, &form.draft()).await {
        Ok(_) => saved(&who),
        Err(refusal) => refused(&who, form, refusal).await,
    }
}

pub(crate) async fn save(
    who: Recruiter,
    Path(template): Path<String>,
    Input(form): Input<TemplateForm>,
) -> Answer {
    let template: TemplateId = template.parse()?;
    let form = TemplateForm { id: template.to_string(), ..form };
    match store::edit(&who.house.db, &who.scope, template, form.version, &form.draft()).await {
        Ok(()) => saved(&who),
        Err(refusal) => refused(&who, form, refusal).await,
    }
}

pub(crate) async fn retire(who: Recruiter, Path(template): Path<String>) -> Answer {
    store::retire(&who.house.db, &who.scope, template.parse()?).await?;
    Go::to("/templates").say("Template taken out of use").after(&who.house, who.session.workspace).into()
}

fn saved(who: &Recruiter) -> Answer {
    Go::to("/templates").say("Template saved").after(&who.house, who.session.workspace).into()
}

async fn refused(who: &Recruiter, form: TemplateForm, refusal: Refusal) -> Answer {
    match refusal {
        Refusal::Field { .. } | Refusal::Because(_) | Refusal::Conflict(_) => {
            draw(who, form, Some(refusal)).await
        }
        other => Err(other.into()),
    }
}

async fn draw(who: &Recruiter, form: TemplateForm, refusal: Option<Refusal>) -> Answer {
    let status = match &refusal {
        None => StatusCode::OK,
        Some(Refusal::Conflict(_)) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut errors: HashMap<&'static str, String> = HashMap::new();
    match refusal {
        Some(Refusal::Field { field, message }) => drop(errors.insert(field, message)),
        Some(other) => drop(errors.insert("above", other.to_string())),
        None => {}
    }
    let mut error = |field: &str| errors.remove(field).unwrap_or_default();
    let sample = Values::sample();
    let filled = |text: &str| variables::fill(text, &sample).map(|filled| filled.text).unwrap_or_default();
    let page = TemplatePage {
        frame: who.frame().await?,
        action: if form.id.is_empty() { "/templates".to_owned() } else { format!("/templates/{}", form.id) },
        name_error: error("name"),
        subject_error: error("subject"),
        body_error: error("body"),
        above: error("above"),
        preview_subject: filled(&form.subject),
        preview: paragraphs(&filled(&form.body)),
        variables: variables::ALL.iter().map(|variable| (variable.written(), variable.words)).collect(),
        sample,
        offers: if form.id.is_empty() { LANGUAGES.iter().map(Offer::of).collect() } else { vec![] },
        form,
    };
    web::page_with(status, &page)
}
