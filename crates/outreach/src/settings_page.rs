//! Mail settings: the server, the sender, and a test that says what is wrong.

use std::time::Duration;

use askama::Template;
use outside::{Envelope, OutgoingMail, Party, Step};
use record::Refusal;
use serde::Deserialize;
use web::{Admin, Answer, Frame, Go, Input, StatusCode};

use crate::mail_settings::{self, MailSettings, Patience, Stored};
use crate::shared::Choice;

/// How long the administrator waits for a test.
const TEST_LIMIT: Duration = Duration::from_secs(15);

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct SettingsForm {
    host: String,
    port: String,
    security: String,
    user: String,
    /// Empty keeps the one there is.
    password: String,
    /// `on`: there is to be no password.
    forget_password: String,
    sender_name: String,
    sender_address: String,
    authority: String,
    version: i64,
}

impl SettingsForm {
    fn settings(&self) -> MailSettings {
        MailSettings {
            host: self.host.trim().to_owned(),
            port: self.port.trim().parse().unwrap_or(0),
            security: self.security.clone(),
            user: self.user.trim().to_owned(),
            sender_name: self.sender_name.trim().to_owned(),
            sender_address: self.sender_address.trim().to_owned(),
            authority: self.authority.trim().to_owned(),
            version: self.version,
        }
    }

    /// What becomes of the password: `None` keeps it.
    fn password(&self) -> Option<&str> {
        match (self.forget_password.is_empty(), self.password.as_str()) {
            (false, _) => Some(""),
            (true, "") => None,
            (true, password) => Some(password),
        }
    }
}

const STORED: &str = "Stored and sealed. Leave empty to keep it.";
const NOT_STORED: &str = "It is stored sealed and never shown again.";

#[derive(Template)]
#[template(path = "mail_settings.html")]
struct SettingsPage {
    frame: Frame,
    settings: MailSettings,
    port: String,
    securities: Vec<Choice>,
    has_password: bool,
    password_hint: &'static str,
    user_email: String,
    host_error: String,
    port_error: String,
    sender_address_error: String,
    sender_name_error: String,
    password_error: String,
    above: String,
    steps: Vec<Step>,
    arrived: bool,
    demo: bool,
}

pub(crate) async fn show(who: Admin) -> Answer {
    let stored = mail_settings::load(&who.house, who.session.workspace).await?;
    let blank = || MailSettings { port: 587, security: "starttls".into(), ..MailSettings::default() };
    let has_password = stored.as_ref().is_some_and(|stored| stored.sealed.is_some());
    let settings = stored.map_or_else(blank, |stored| stored.settings);
    draw(&who, settings, has_password, None, vec![]).await
}

pub(crate) async fn save(who: Admin, Input(form): Input<SettingsForm>) -> Answer {
    let settings = form.settings();
    match mail_settings::save(&who.house, &who.scope, &settings, form.password()).await {
        Ok(()) => Go::to("/settings/mail")
            .say("Mail settings saved")
            .after(&who.house, who.session.workspace)
            .into(),
        Err(refusal @ (Refusal::Field { .. } | Refusal::Because(_) | Refusal::Conflict(_))) => {
            let stored = mail_settings::load(&who.house, who.session.workspace).await?;
            let has_password = stored.is_some_and(|stored| stored.sealed.is_some());
            draw(&who, settings, has_password, Some(refusal), vec![]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Sends the administrator a test with what is typed, saved or not. This is the one place where a
/// request speaks to the world outside: somebody sits and watches it.
pub(crate) async fn test(who: Admin, Input(form): Input<SettingsForm>) -> Answer {
    let settings = form.settings();
    let stored = mail_settings::load(&who.house, who.session.workspace).await?;
    let has_password = stored.as_ref().is_some_and(|stored| stored.sealed.is_some());
    let tested = match settings.check() {
        Ok(()) => steps(&who, &settings, form.password(), stored.as_ref()).await,
        Err(refusal) => Err(refusal),
    };
    match tested {
        Ok(steps) => draw(&who, settings, has_password, None, steps).await,
        Err(refusal) => draw(&who, settings, has_password, Some(refusal), vec![]).await,
    }
}

async fn steps(
    who: &Admin,
    settings: &MailSettings,
    typed: Option<&str>,
    stored: Option<&Stored>,
) -> Result<Vec<Step>, Refusal> {
    let password = match (typed, stored) {
        (Some(typed), _) => typed.to_owned(),
        (None, Some(stored)) => {
            stored.keep_for(settings)?;
            stored.password(&who.house, who.session.workspace)?
        }
        (None, None) => String::new(),
    };
    let to = &who.session.email;
    let sentence = |cause: &dyn std::fmt::Display| Refusal::because(format!("{cause}."));
    let envelope = Envelope::new(&settings.sender_address, to).map_err(|cause| sentence(&cause))?;
    let mail = OutgoingMail {
        from: Party { address: settings.sender_address.clone(), name: settings.sender_name.clone() },
        to: Party { address: to.clone(), name: who.session.name.clone() },
        subject: "A test from Rapport".to_owned(),
        text: "This mail shows that Rapport can send through your mail server.\n".to_owned(),
        message_id: format!("<test.{}@{}>", base::random::token(20), settings.domain()),
        date_unix_micros: who.now(),
        headers: vec![("Auto-Submitted".to_owned(), "auto-generated".to_owned())],
        ..OutgoingMail::default()
    };
    let bytes = outside::compose(&mail).map_err(|cause| sentence(&cause))?;
    let smtp = settings.smtp(&who.house, password, Patience::TEST);
    let diagnosis = who.house.outside.diagnose(&smtp, &envelope, &bytes);
    Ok(match tokio::time::timeout(TEST_LIMIT, diagnosis).await {
        Ok(diagnosis) => diagnosis.steps,
        Err(_) => vec![Step {
            name: "Answer in time",
            ok: false,
            what: format!("{} took longer than {} seconds altogether.", settings.host, TEST_LIMIT.as_secs()),
            do_next: "Check name and port, and whether a firewall is in between; then try again.".to_owned(),
        }],
    })
}

async fn draw(
    who: &Admin,
    settings: MailSettings,
    has_password: bool,
    refusal: Option<Refusal>,
    steps: Vec<Step>,
) -> Answer {
    const SECURITIES: [(&str, &str); 4] = [
        ("starttls", "STARTTLS (usually port 587)"),
        ("tls", "TLS from the start (usually port 465)"),
        ("none", "Not encrypted, to a server on this machine only"),
        ("open", "Not encrypted, even across the network"),
    ];
    let status = match &refusal {
        None => StatusCode::OK,
        Some(Refusal::Conflict(_)) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let (field, message) = match refusal {
        Some(Refusal::Field { field, message }) => (field, message),
        Some(Refusal::Db(cause)) => return Err(cause.into()),
        Some(other) => ("above", other.to_string()),
        None => ("", String::new()),
    };
    let error = |name: &str| if field == name { message.clone() } else { String::new() };
    let chosen = |value: &str| settings.security == value;
    let page = SettingsPage {
        frame: who.frame().await?,
        port: if settings.port == 0 { String::new() } else { settings.port.to_string() },
        securities: SECURITIES
            .into_iter()
            .map(|(value, label)| Choice { value: value.into(), label: label.into(), chosen: chosen(value) })
            .collect(),
        has_password,
        password_hint: if has_password { STORED } else { NOT_STORED },
        user_email: who.session.email.clone(),
        host_error: error("host"),
        port_error: error("port"),
        sender_address_error: error("sender_address"),
        sender_name_error: error("sender_name"),
        password_error: error("password"),
        above: error("above"),
        arrived: !steps.is_empty() && steps.iter().all(|step| step.ok),
        steps,
        demo: who.house.settings.demo,
        settings,
    };
    web::page_with(status, &page)
}
