//! Queueing a message, taking it back while it is held, and deciding about one that may have arrived.

use base::{Micros, clock};
use db::{NewChore, Tx};
use record::access::{AnyScope, users};
use record::people::{self, Profile};
use record::{
    Clear, Entry, House, InteractionId, JobId, MessageId, PersonId, PersonRef, Refusal, Scope, TemplateId,
    once,
};

use crate::store::{self, Message, Origin, State};
use crate::variables::{self, Values};
use crate::{Q, mail_settings, send, suppression};

/// What was written, before its variables are filled.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewMessage {
    pub(crate) person: PersonId,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) template: TemplateId,
    pub(crate) job: JobId,
    pub(crate) reply_to: Option<MessageId>,
    /// The key that the form was drawn with; empty for none.
    pub(crate) form_key: String,
}

pub(crate) const NOT_SET_UP: &str =
    "Mail is not set up yet. An administrator enters the mail server under Settings, Mail.";

/// Who a person writes as: their address where they have one.
pub(crate) fn emails(profile: &Profile) -> Vec<String> {
    let emails = profile.contacts.iter().filter(|contact| contact.kind == "email");
    emails.map(|contact| contact.value.clone()).collect()
}

/// The values of the variables for this person, sender and job.
pub(crate) async fn values(
    house: &House,
    who: &Scope<Clear>,
    profile: &Profile,
    job: JobId,
) -> Result<Values, Refusal> {
    let sender = users::list(&house.db, who).await?.into_iter().find(|user| user.id == who.user());
    let (sender_name, sender_title) = sender.map(|user| (user.name, user.title)).unwrap_or_default();
    let workspaces = record::access::workspaces::all(&house.db).await?;
    let firm_name = workspaces.into_iter().find(|(id, _)| *id == who.workspace_id()).map(|(_, name)| name);
    let jobs = record::applications::in_play::in_play(&house.db, &who.mixed(), profile.id).await?;
    let job_title = jobs.into_iter().find(|played| played.job == job).map(|played| played.job_title);
    let first = if profile.call_me.is_empty() {
        profile.name.split_whitespace().next().unwrap_or_default()
    } else {
        &profile.call_me
    };
    let current = profile.current.as_ref();
    Ok(Values {
        first_name: first.to_owned(),
        name: profile.name.clone(),
        current_title: current.map(|held| held.title.clone()).unwrap_or_default(),
        current_employer: current.map(|held| held.employer.clone()).unwrap_or_default(),
        job_title: job_title.unwrap_or_default(),
        sender_name,
        sender_title,
        firm_name: firm_name.unwrap_or_default(),
    })
}

/// A text ready to leave: filled, nothing blank, nothing missing.
fn finished(field: &'static str, text: &str, values: &Values) -> Result<String, Refusal> {
    let filled = variables::fill(text, values).map_err(|complaint| Refusal::field(field, complaint))?;
    if let Some(blank) = filled.blanks.first() {
        let words = format!("There is no {blank} to fill in. Write one in place of the variable.");
        return Err(Refusal::field(field, words));
    }
    let text = filled.text.trim().replace("\r\n", "\n");
    if text.is_empty() {
        let words = if field == "subject" { "Write a subject." } else { "Write the message first." };
        return Err(Refusal::field(field, words));
    }
    Ok(text)
}

/// Queues a message: held for ten seconds, then sent.
pub(crate) async fn queue(house: &House, who: &Scope<Clear>, new: &NewMessage) -> Result<MessageId, Refusal> {
    let profile = people::read::profile(&house.db, who, &PersonRef::Person(new.person)).await?;
    let to = emails(&profile).into_iter().find(|address| *address == new.to).ok_or_else(|| {
        Refusal::field(
            "to",
            "Choose one of this person's addresses. Add one on the profile where there is none.",
        )
    })?;
    if outside::Envelope::new(&to, &to).is_err() {
        return Err(Refusal::field(
            "to",
            "Mail cannot be sent to this address: check its spelling on the profile.",
        ));
    }
    let values = values(house, who, &profile, new.job).await?;
    let subject = finished("subject", &new.subject, &values)?;
    if subject.contains(char::is_control) || subject.chars().count() > base::limits::LINE_CHARS_MAX {
        return Err(Refusal::field("subject", "Write the subject on one line of at most 255 characters."));
    }
    let body = finished("body", &new.body, &values)?;
    if body.chars().count() > base::limits::TEXT_CHARS_MAX {
        return Err(Refusal::field("body", "This is too long for a mail. Shorten it."));
    }
    let (from, domain) = sender_of(house, who).await?;
    let done = house
        .db
        .write(who, async |tx| {
            once::first(tx, &new.form_key).await?;
            let workspace = who.workspace_id();
            if suppression::holds(tx, workspace, &to).await? {
                return Err(Refusal::field("to", suppression::WORDS).into());
            }
            let before = match new.reply_to {
                Some(replied) => {
                    store::find(tx, workspace, replied).await?.filter(|m| m.person == new.person)
                }
                None => None,
            };
            let id = MessageId(tx.new_id());
            let now = tx.now();
            let message = Message {
                id,
                person: new.person,
                user: who.user(),
                incoming: false,
                message_id: fresh_message_id(id, &domain),
                in_reply_to: before.as_ref().map(|m| m.message_id.clone()).unwrap_or_default(),
                thread: before.map_or(id, |m| m.thread),
                from,
                to,
                subject,
                body,
                state: State::Held,
                state_text: String::new(),
                send_at: now + base::limits::UNDO_SECONDS * clock::SECOND,
                sent_at: 0,
                job: new.job,
                created_at: now,
            };
            let origin = Origin { template: new.template, interaction: InteractionId(0) };
            store::insert(tx, &message, &origin).await?;
            enqueue(tx, id, message.send_at).await?;
            once::made(tx, &new.form_key, id.0).await?;
            Ok((id, tx.record(Entry::MessageQueued { person: new.person, message: id }).await?))
        })
        .await;
    once::outcome(done, MessageId)
}

/// Address and domain of the sender.
async fn sender_of(house: &House, who: &Scope<Clear>) -> Result<(String, String), Refusal> {
    match mail_settings::load(house, who.workspace_id()).await? {
        Some(stored) => Ok((stored.settings.sender_address.clone(), stored.settings.domain().to_owned())),
        None if house.settings.demo => {
            let sender = users::list(&house.db, who).await?.into_iter().find(|user| user.id == who.user());
            let address = sender.map_or_else(|| "rapport@demo.example".to_owned(), |user| user.email);
            let domain = address.rsplit_once('@').map_or("demo.example", |(_, domain)| domain).to_owned();
            Ok((address, domain))
        }
        None => Err(Refusal::because(NOT_SET_UP)),
    }
}

pub(crate) fn fresh_message_id(id: MessageId, domain: &str) -> String {
    format!("{id}.{}@{domain}", base::random::token(12))
}

async fn enqueue(tx: &mut Tx<'_>, message: MessageId, run_at: Micros) -> Result<(), db::DbError> {
    tx.enqueue(NewChore {
        name: send::NAME,
        payload: serde_json::json!({ "message": message.to_string() }).to_string(),
        run_at,
        unique_key: Some(format!("send/{message}/{run_at}")),
    })
    .await
}

/// Takes a held message back: nothing is sent.
pub(crate) async fn cancel(
    house: &House,
    who: &Scope<Clear>,
    message: MessageId,
) -> Result<PersonId, Refusal> {
    house
        .db
        .write(who, async |tx| {
            let workspace = who.workspace_id();
            let known = store::find(tx, workspace, message).await?.ok_or(Refusal::NotFound)?;
            if tx.run(Q.get("message-cancel"), &[&workspace, &message]).await? == 0 {
                return Err(Refusal::because(match known.state {
                    State::Cancelled => "It was taken back already; nothing is sent.",
                    _ => "It has left already and cannot be taken back.",
                }));
            }
            let entry = Entry::MessageCancelled { person: known.person, message };
            Ok((known.person, tx.record(entry).await?))
        })
        .await
}

/// What its sender decides about a message that may have arrived, or that was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Decision {
    /// It is there: it counts as sent.
    Arrived,
    /// Once more, held for ten seconds again.
    Again,
}

pub(crate) async fn decide(
    house: &House,
    who: &Scope<Clear>,
    message: MessageId,
    decision: Decision,
) -> Result<(), Refusal> {
    const MOVED: &str = "Somebody has decided about this message meanwhile.";
    house
        .db
        .write(who, async |tx| {
            let workspace = who.workspace_id();
            let known = store::find(tx, workspace, message).await?.ok_or(Refusal::NotFound)?;
            let person = known.person;
            if decision == Decision::Arrived {
                if known.state != State::Unsure {
                    return Err(Refusal::Conflict(MOVED.into()));
                }
                send::mark_sent(tx, &known, "Marked as arrived by a person.").await?;
                return Ok(((), tx.record(Entry::MessageSent { person, message }).await?));
            }
            let send_at = tx.now() + base::limits::UNDO_SECONDS * clock::SECOND;
            if tx.run(Q.get("message-again"), &[&workspace, &message, &send_at]).await? == 0 {
                return Err(Refusal::Conflict(MOVED.into()));
            }
            enqueue(tx, message, send_at).await?;
            Ok(((), tx.record(Entry::MessageQueued { person, message }).await?))
        })
        .await
}
