//! Writing to a person: address, template, subject, body, and the checks before it leaves.

use askama::Template;
use record::people::Profile;
use record::people::read::profile;
use record::{JobId, MessageId, PersonRef, Refusal, TemplateId};
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Path, Problem, Query, Recruiter, StatusCode, words};

use crate::queue::{self, NewMessage};
use crate::shared::{Choice, paragraphs};
use crate::templates::store as kept;
use crate::variables::{self, Values};
use crate::{mail_settings, store, suppression};

/// What the page was opened with.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Opened {
    to: String,
    job: String,
    template: String,
    reply_to: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct ComposeForm {
    to: String,
    job: String,
    template: String,
    subject: String,
    body: String,
    reply_to: String,
    /// The key that the form was first drawn with; drafts and corrections keep it.
    form_key: String,
    /// `template` puts the chosen template in place of the text; anything else only checks.
    act: String,
}

pub(crate) async fn show(who: Recruiter, Path(person): Path<String>, Query(opened): Query<Opened>) -> Answer {
    let profile = profile_of(&who, &person).await?;
    let mut form = ComposeForm {
        to: opened.to,
        job: opened.job,
        template: opened.template,
        reply_to: opened.reply_to,
        ..ComposeForm::default()
    };
    if let Some(replied) = parsed::<MessageId>(&form.reply_to) {
        let replied = store::one(&who.house.db, &who.scope, replied).await?;
        form.subject = answered_subject(&replied.subject);
        form.to = if replied.incoming { replied.from } else { replied.to };
        form.job = replied.job.to_string();
    }
    if form.template.is_empty() {
        draw(&who, &profile, form, None).await
    } else {
        use_template(&who, &profile, form).await
    }
}

/// Puts a template in, or looks at what was typed; nothing is queued.
pub(crate) async fn draft(
    who: Recruiter,
    Path(person): Path<String>,
    Input(form): Input<ComposeForm>,
) -> Answer {
    let profile = profile_of(&who, &person).await?;
    if form.act == "template" {
        use_template(&who, &profile, form).await
    } else {
        draw(&who, &profile, form, None).await
    }
}

pub(crate) async fn send(
    who: Recruiter,
    Path(person): Path<String>,
    Input(form): Input<ComposeForm>,
) -> Answer {
    let profile = profile_of(&who, &person).await?;
    let new = NewMessage {
        person: profile.id,
        to: form.to.clone(),
        subject: form.subject.clone(),
        body: form.body.clone(),
        template: parsed(&form.template).unwrap_or_default(),
        job: parsed(&form.job).unwrap_or_default(),
        reply_to: parsed(&form.reply_to),
        form_key: form.form_key.clone(),
    };
    match queue::queue(&who.house, &who.scope, &new).await {
        Ok(message) => {
            let words = format!("Sending to {} in {} seconds", called(&profile), base::limits::UNDO_SECONDS);
            Go::to(format!("/candidates/{}", profile.id))
                .say_with_undo(words, format!("/messages/{message}/cancellation"))
                .after(&who.house, who.session.workspace)
                .into()
        }
        Err(refusal @ (Refusal::Field { .. } | Refusal::Because(_))) => {
            draw(&who, &profile, form, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn profile_of(who: &Recruiter, person: &str) -> Result<Profile, Problem> {
    let person: PersonRef = person.parse()?;
    Ok(profile(&who.house.db, &who.scope, &person).await?)
}

fn parsed<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn called(profile: &Profile) -> &str {
    let first = profile.name.split_whitespace().next().unwrap_or(&profile.name);
    if profile.call_me.is_empty() { first } else { &profile.call_me }
}

fn answered_subject(subject: &str) -> String {
    if subject.to_lowercase().starts_with("re:") { subject.to_owned() } else { format!("Re: {subject}") }
}

async fn use_template(who: &Recruiter, profile: &Profile, mut form: ComposeForm) -> Answer {
    let Some(template) = parsed::<TemplateId>(&form.template) else {
        return draw(who, profile, form, None).await;
    };
    let template = kept::one(&who.house.db, &who.scope, template).await?;
    form.job = chosen_job(who, profile, &form.job).await?.to_string();
    let job = parsed::<JobId>(&form.job).unwrap_or_default();
    let values = queue::values(&who.house, &who.scope, profile, job).await?;
    let filled =
        |text: &str| variables::fill(text, &values).map_or_else(|_| text.to_owned(), |filled| filled.text);
    if form.reply_to.is_empty() {
        form.subject = filled(&template.subject);
    }
    form.body = filled(&template.body).trim_end().to_owned();
    draw(who, profile, form, None).await
}

/// The job that was chosen, or the only one this person is considered for.
async fn chosen_job(who: &Recruiter, profile: &Profile, chosen: &str) -> Result<JobId, Problem> {
    if let Some(job) = parsed::<JobId>(chosen) {
        return Ok(job);
    }
    let jobs = record::applications::in_play::in_play(&who.house.db, &who.scope.mixed(), profile.id).await?;
    let active: Vec<_> = jobs.iter().filter(|played| played.status == "active").collect();
    Ok(match active.as_slice() {
        [only] => only.job,
        _ => JobId(0),
    })
}

#[derive(Template)]
#[template(path = "compose.html")]
struct ComposePage {
    frame: Frame,
    person_href: String,
    person_name: String,
    first_name: String,
    form: ComposeForm,
    addresses: Vec<Choice>,
    templates: Vec<Choice>,
    jobs: Vec<Choice>,
    variables: Vec<(String, &'static str)>,
    preview: Preview,
    checks: Vec<Check>,
    wrong: Wrong,
    sender: String,
}

/// What is wrong, beside which field.
#[derive(Default)]
struct Wrong {
    to: String,
    subject: String,
    body: String,
    above: String,
}

impl Wrong {
    fn of(refusal: Option<Refusal>) -> Self {
        let mut wrong = Self::default();
        match refusal {
            Some(Refusal::Field { field: "to", message }) => wrong.to = message,
            Some(Refusal::Field { field: "subject", message }) => wrong.subject = message,
            Some(Refusal::Field { field: "body", message }) => wrong.body = message,
            Some(other) => wrong.above = other.to_string(),
            None => {}
        }
        wrong
    }
}

struct Preview {
    subject: String,
    paragraphs: Vec<Vec<String>>,
}

struct Check {
    /// `ok`, `ask` or `bad`.
    tone: &'static str,
    text: String,
    href: &'static str,
    link: &'static str,
}

impl Check {
    fn new(tone: &'static str, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), href: "", link: "" }
    }

    fn icon(&self) -> &'static str {
        match self.tone {
            "ok" => "circle-check",
            "bad" => "circle-alert",
            _ => "triangle-alert",
        }
    }
}

async fn draw(who: &Recruiter, profile: &Profile, mut form: ComposeForm, refusal: Option<Refusal>) -> Answer {
    let emails = queue::emails(profile);
    if !emails.contains(&form.to) {
        form.to = emails.first().cloned().unwrap_or_default();
    }
    if form.form_key.is_empty() {
        form.form_key = record::once::key();
    }
    let job = chosen_job(who, profile, &form.job).await?;
    form.job = job.to_string();
    let values = queue::values(&who.house, &who.scope, profile, job).await?;
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let checks = checks(who, profile, &form, &values).await?;
    let jobs = record::applications::in_play::in_play(&who.house.db, &who.scope.mixed(), profile.id).await?;
    let none = |label: &str, chosen: bool| Choice { value: String::new(), label: label.to_owned(), chosen };
    let chosen_job = |known: JobId| known == job;
    let mut job_choices = vec![none("No job", job == JobId(0))];
    job_choices.extend(jobs.into_iter().map(|played| Choice {
        value: played.job.to_string(),
        chosen: chosen_job(played.job),
        label: played.job_title,
    }));
    let mut templates = vec![none("No template", form.template.is_empty())];
    templates.extend(kept::list(&who.house.db, &who.scope).await?.into_iter().map(|template| Choice {
        value: template.id.to_string(),
        chosen: form.template == template.id.to_string(),
        label: template.name,
    }));
    let filled =
        |text: &str| variables::fill(text, &values).map_or_else(|_| text.to_owned(), |filled| filled.text);
    let page = ComposePage {
        frame: who.frame().await?.about("person", profile.id),
        person_href: format!("/candidates/{}", profile.id),
        person_name: profile.name.clone(),
        first_name: called(profile).to_owned(),
        addresses: emails
            .into_iter()
            .map(|address| Choice { chosen: address == form.to, label: address.clone(), value: address })
            .collect(),
        templates,
        jobs: job_choices,
        variables: variables::ALL.iter().map(|variable| (variable.written(), variable.words)).collect(),
        preview: Preview { subject: filled(&form.subject), paragraphs: paragraphs(&filled(&form.body)) },
        checks,
        wrong: Wrong::of(refusal),
        sender: who.session.name.clone(),
        form,
    };
    web::page_with(status, &page)
}

/// Everything that stands against sending, and what was looked at.
async fn checks(
    who: &Recruiter,
    profile: &Profile,
    form: &ComposeForm,
    values: &Values,
) -> Result<Vec<Check>, Problem> {
    let (house, workspace) = (&who.house, who.session.workspace);
    let mut checks = vec![];
    if form.to.is_empty() {
        let words = format!("{} has no e-mail address. Add one on the profile.", profile.name);
        checks.push(Check::new("bad", words));
    } else if house.db.read(async |rd| suppression::holds(rd, workspace, &form.to).await).await? {
        checks.push(Check::new("bad", suppression::WORDS));
    } else {
        checks.push(Check::new("ok", "The address may be written to"));
    }
    for (field, text) in [("subject", &form.subject), ("message", &form.body)] {
        match variables::fill(text, values) {
            Err(complaint) => checks.push(Check::new("bad", format!("In the {field}: {complaint}"))),
            Ok(filled) => checks.extend(filled.blanks.into_iter().map(|blank| {
                Check::new(
                    "ask",
                    format!("There is no {blank} to fill in the {field}. Write one in its place."),
                )
            })),
        }
    }
    if checks.len() == 1 {
        checks.push(Check::new("ok", "Every variable has a value"));
    }
    let days = (who.now() - profile.last_contact_at) / base::clock::DAY;
    if profile.last_contact_at > 0 && days < 14 {
        let ago = words::ago(profile.last_contact_at, who.now()).to_lowercase();
        let ago = if days > 1 { format!("{ago} ago") } else { ago };
        checks.push(Check::new("ask", format!("The last contact was {ago}")));
    } else {
        checks.push(Check::new("ok", "Nobody was in contact in the last 14 days"));
    }
    if house.settings.demo {
        let demo =
            Check::new("ask", "This is the demo: nothing leaves, the outbox shows what would have gone.");
        checks.push(Check { href: "/outbox", link: "Outbox", ..demo });
    } else if mail_settings::load(house, workspace).await?.is_none() {
        let (href, link) = if who.session.rights.admin { ("/settings/mail", "Set up") } else { ("", "") };
        checks.push(Check { href, link, ..Check::new("bad", queue::NOT_SET_UP) });
    }
    Ok(checks)
}
