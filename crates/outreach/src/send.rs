//! Sending. `sending` is committed before the mail server is spoken to, so that a process that dies in
//! between leaves a message that nobody sends a second time by mistake.

use base::{Micros, clock};
use db::{ClaimedChore, QuietReason, Tx};
use outside::{Delivery, Envelope, OutgoingMail, Party};
use record::access::{AnyScope, policy, users};
use record::journal::chores::Running;
use record::journal::{ChoreError, ChoreKind};
use record::people::mail::{self, MailLine};
use record::{Clear, Entry, House, MessageId, Refusal, Scope, UserId, WorkspaceId};

use crate::mail_settings::{self, Patience, Stored};
use crate::queue::NOT_SET_UP;
use crate::store::{self, Message, State};
use crate::{Q, suppression};

pub(crate) const NAME: &str = "SendMessage";
/// With pauses that double from five seconds, a day's outage of the mail server is bridged.
const ATTEMPTS_MAX: i64 = 22;
/// Longer than the longest conversation: a send that is cut off becomes unsure.
const TIME_LIMIT: Micros = 9 * clock::MINUTE;

pub(crate) const CHORE: ChoreKind =
    ChoreKind { name: NAME, attempts_max: ATTEMPTS_MAX, time_limit: TIME_LIMIT, run };

const LOST_RIGHT: &str = "Its sender may no longer write to people here.";
const INTERRUPTED: &str = "Sending was interrupted: the message may have arrived.";
const IN_OUTBOX: &str = "The demo sends nothing: see the outbox.";

fn run<'a>(house: &'a House, chore: &'a ClaimedChore) -> Running<'a> {
    Box::pin(async move {
        let payload: serde_json::Value = serde_json::from_str(&chore.payload).unwrap_or_default();
        let message = payload["message"].as_str().and_then(|id| id.parse::<MessageId>().ok());
        let message = message.ok_or_else(|| ChoreError::Never("the chore names no message".into()))?;
        send(house, chore, message).await
    })
}

/// What `begin` found.
enum Begun {
    /// Sent, cancelled, or decided: nothing to do.
    Nothing,
    Interrupted(Box<Message>),
    Refused(Box<Message>, &'static str),
    NotSetUp,
    Send(Box<Message>, Vec<String>),
}

async fn send(house: &House, chore: &ClaimedChore, message: MessageId) -> Result<(), ChoreError> {
    let workspace = WorkspaceId(chore.workspace);
    let sender = policy::recruiting_in_the_name_of(&house.db, workspace, UserId(chore.user_id)).await?;
    let stored = mail_settings::load(house, workspace).await?;
    let begun = begin(house, workspace, message, stored.as_ref(), sender.is_some()).await?;
    let who = sender.unwrap_or_else(|| policy::system(workspace));
    match begun {
        Begun::Nothing => Ok(()),
        Begun::Interrupted(message) => end(house, &who, &message, State::Unsure, INTERRUPTED).await,
        Begun::Refused(message, why) => end(house, &who, &message, State::Failed, why).await,
        Begun::NotSetUp => Err(ChoreError::Later(NOT_SET_UP.into())),
        Begun::Send(message, references) => {
            let delivery = match (&stored, house.settings.demo) {
                (_, true) => Delivery::Accepted { response: IN_OUTBOX.to_owned() },
                (Some(stored), false) => hand_over(house, &who, stored, &message, references).await?,
                (None, false) => Delivery::NotSent { why: NOT_SET_UP.to_owned() },
            };
            conclude(house, &who, &message, delivery, chore.attempts).await
        }
    }
}

/// Commits that a conversation begins, unless something speaks against it.
async fn begin(
    house: &House,
    workspace: WorkspaceId,
    message: MessageId,
    stored: Option<&Stored>,
    allowed: bool,
) -> Result<Begun, ChoreError> {
    let begun = house.db.write_quiet(workspace.0, QuietReason::Progress, async |tx| {
        let Some(known) = store::find(tx, workspace, message).await?.map(Box::new) else {
            return Ok::<_, db::DbError>(Begun::Nothing);
        };
        match known.state {
            State::Held => {}
            State::Sending => return Ok(Begun::Interrupted(known)),
            _ => return Ok(Begun::Nothing),
        }
        if !allowed {
            return Ok(Begun::Refused(known, LOST_RIGHT));
        }
        if suppression::holds(tx, workspace, &known.to).await? {
            return Ok(Begun::Refused(known, suppression::WORDS));
        }
        let from = match stored {
            Some(stored) => stored.settings.sender_address.clone(),
            None if house.settings.demo => known.from.clone(),
            None => {
                tx.run(Q.get("message-wait"), &[&workspace, &message, &NOT_SET_UP]).await?;
                return Ok(Begun::NotSetUp);
            }
        };
        let references = store::references(tx, workspace, &known).await?;
        tx.run(Q.get("message-begin"), &[&workspace, &message, &from]).await?;
        Ok(Begun::Send(Box::new(Message { from, ..*known }), references))
    });
    Ok(begun.await?)
}

/// Speaks to the mail server.
async fn hand_over(
    house: &House,
    who: &Scope<Clear>,
    stored: &Stored,
    message: &Message,
    references: Vec<String>,
) -> Result<Delivery, ChoreError> {
    let password = match stored.password(house, who.workspace_id()) {
        Ok(password) => password,
        Err(refusal) => return Ok(Delivery::NotSent { why: refusal.to_string() }),
    };
    let sender = users::list(&house.db, who).await?.into_iter().find(|user| user.id == message.user);
    let settings = &stored.settings;
    let party = |address: &str, name: &str| Party { address: address.to_owned(), name: name.to_owned() };
    let (from_name, reply_to) = match &sender {
        Some(user) => (user.name.as_str(), Some(party(&user.email, &user.name))),
        None => (settings.sender_name.as_str(), None),
    };
    let bracketed = |id: &String| format!("<{id}>");
    let outgoing = OutgoingMail {
        from: party(&message.from, from_name),
        to: party(&message.to, ""),
        reply_to: reply_to.filter(|party| party.address != message.from),
        subject: message.subject.clone(),
        text: message.body.clone(),
        html: None,
        message_id: bracketed(&message.message_id),
        in_reply_to: Some(&message.in_reply_to).filter(|id| !id.is_empty()).map(bracketed),
        references,
        date_unix_micros: house.db.now(),
        headers: vec![],
    };
    let refused = |text: String| Delivery::RefusedForGood { code: 0, text };
    let bytes = match outside::compose(&outgoing) {
        Ok(bytes) => bytes,
        Err(cause) => return Ok(refused(cause.to_string())),
    };
    let envelope = match Envelope::new(&message.from, &message.to) {
        Ok(envelope) => envelope,
        Err(cause) => return Ok(refused(cause.to_string())),
    };
    let smtp = settings.smtp(house, password, Patience::WORK);
    Ok(house.outside.send(&smtp, &envelope, &bytes).await)
}

/// Writes down what became of it.
async fn conclude(
    house: &House,
    who: &Scope<Clear>,
    message: &Message,
    delivery: Delivery,
    attempt: i64,
) -> Result<(), ChoreError> {
    let later = match delivery {
        Delivery::Accepted { response } => {
            let (person, id) = (message.person, message.id);
            let sent = house.db.write(who, async |tx| {
                mark_sent(tx, message, &response).await?;
                Ok::<_, Refusal>(((), tx.record(Entry::MessageSent { person, message: id }).await?))
            });
            // A fault of the database here must not send again: the row says `sending`, so the next
            // attempt makes it unsure.
            return Ok(sent.await?);
        }
        Delivery::RefusedForGood { code: 0, text } => {
            return end(house, who, message, State::Failed, &text).await;
        }
        Delivery::RefusedForGood { code, text } => {
            let words = format!("The mail server refused it: {code} {text}");
            return end(house, who, message, State::Failed, &words).await;
        }
        Delivery::Unsure { text } => return end(house, who, message, State::Unsure, &text).await,
        Delivery::TryLater { code, text } => format!("The mail server asks for patience: {code} {text}"),
        Delivery::NotSent { why } => why,
    };
    if attempt >= ATTEMPTS_MAX {
        let words = format!("Given up after {attempt} attempts. {later}");
        return end(house, who, message, State::Failed, &words).await;
    }
    house
        .db
        .write_quiet(who.workspace_id().0, QuietReason::Progress, async |tx| {
            let workspace = tx.workspace();
            tx.run(Q.get("message-wait"), &[&workspace, &message.id, &later]).await
        })
        .await?;
    Err(ChoreError::Later(later))
}

/// Sent: the row, the timeline, the last contact.
pub(crate) async fn mark_sent(tx: &mut Tx<'_>, message: &Message, response: &str) -> Result<(), Refusal> {
    let (workspace, now) = (tx.workspace(), tx.now());
    let line = MailLine {
        message: message.id,
        user: message.user,
        at: now,
        subject: message.subject.clone(),
        body: message.body.clone(),
        job: message.job,
    };
    let interaction = mail::sent(tx, message.person, &line).await?;
    tx.run(Q.get("message-sent"), &[&workspace, &message.id, &response, &now, &interaction]).await?;
    Ok(())
}

/// Failed or unsure, with the reason.
async fn end(
    house: &House,
    who: &Scope<Clear>,
    message: &Message,
    state: State,
    words: &str,
) -> Result<(), ChoreError> {
    let (person, id) = (message.person, message.id);
    let ended = house.db.write(who, async |tx| {
        let workspace = tx.workspace();
        tx.run(Q.get("message-end"), &[&workspace, &id, &state.word(), &words]).await?;
        let entry = match state {
            State::Unsure => Entry::MessageUnsure { person, message: id },
            _ => Entry::MessageFailed { person, message: id },
        };
        Ok::<_, Refusal>(((), tx.record(entry).await?))
    });
    Ok(ended.await?)
}
