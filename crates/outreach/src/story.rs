//! Mail that already took place: the demo and an import write it down as sent or received, at the
//! clock's moment. Nothing leaves.

use record::access::AnyScope;
use record::people::mail::{self, MailLine};
use record::people::{self};
use record::{
    Clear, Entry, House, InteractionId, JobId, MessageId, PersonId, PersonRef, Refusal, Scope, UserId,
};

use crate::queue;
use crate::store::{self, Message, Origin, State};
use crate::templates::store as templates;

/// A mail of the past.
#[derive(Clone, Debug, Default)]
pub struct PastMail {
    pub person: PersonId,
    /// Our side of it, and the address it was written from or to.
    pub user: UserId,
    pub address: String,
    pub subject: String,
    pub body: String,
    /// The message that it answers.
    pub answers: Option<MessageId>,
    /// 0 for none.
    pub job: JobId,
}

/// We wrote to them.
pub async fn sent(house: &House, who: &Scope<Clear>, past: PastMail) -> Result<MessageId, Refusal> {
    write(house, who, past, false).await
}

/// They wrote to us.
pub async fn received(house: &House, who: &Scope<Clear>, past: PastMail) -> Result<MessageId, Refusal> {
    write(house, who, past, true).await
}

async fn write(
    house: &House,
    who: &Scope<Clear>,
    past: PastMail,
    incoming: bool,
) -> Result<MessageId, Refusal> {
    let person = past.person;
    let profile = people::read::profile(&house.db, who, &PersonRef::Person(person)).await?;
    let theirs = queue::emails(&profile).into_iter().next().unwrap_or_default();
    house
        .db
        .write(who, async |tx| {
            let before = match past.answers {
                Some(answered) => store::find(tx, who.workspace_id(), answered).await?,
                None => None,
            };
            let (id, now) = (MessageId(tx.new_id()), tx.now());
            let (from, to) = if incoming { (theirs, past.address) } else { (past.address, theirs) };
            let domain = from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
            let line = MailLine {
                message: id,
                user: if incoming { UserId(0) } else { past.user },
                at: now,
                subject: past.subject.clone(),
                body: past.body.clone(),
                job: past.job,
            };
            let interaction = match incoming {
                true => mail::received(tx, person, &line).await?,
                false => mail::sent(tx, person, &line).await?,
            };
            let message = Message {
                id,
                person,
                user: past.user,
                incoming,
                message_id: queue::fresh_message_id(id, domain),
                in_reply_to: before.as_ref().map(|m| m.message_id.clone()).unwrap_or_default(),
                thread: before.map_or(id, |m| m.thread),
                from,
                to,
                subject: past.subject,
                body: past.body,
                state: if incoming { State::Received } else { State::Sent },
                state_text: String::new(),
                send_at: now,
                sent_at: now,
                job: past.job,
                created_at: now,
            };
            insert(tx, &message, interaction).await?;
            let entry = match incoming {
                true => Entry::MessageReceived { person, message: id },
                false => Entry::MessageSent { person, message: id },
            };
            Ok((id, tx.record(entry).await?))
        })
        .await
}

async fn insert(
    tx: &mut db::Tx<'_>,
    message: &Message,
    interaction: InteractionId,
) -> Result<(), db::DbError> {
    store::insert(tx, message, &Origin { template: record::TemplateId(0), interaction }).await
}

/// A template, as the demo's firm uses it.
pub async fn template(
    house: &House,
    who: &Scope<Clear>,
    name: &str,
    subject: &str,
    body: &str,
) -> Result<(), Refusal> {
    let draft =
        templates::Draft { name: name.to_owned(), subject: subject.to_owned(), body: body.to_owned() };
    templates::create(&house.db, who, &draft).await.map(drop)
}
