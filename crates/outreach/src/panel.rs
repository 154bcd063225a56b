//! On the person page: the tab with their mail, and the button that writes to them.

use askama::Template;
use record::access::policy;
use record::people::read::profile;
use record::{PersonId, PersonRef};
use serde::Deserialize;
use web::{Answer, Ask, BoxFuture, Go, Input, PanelBody, Path, Problem, Recruiter};

use crate::shared::{MessageView, Names};
use crate::{queue, store, suppression};

#[derive(Template)]
#[template(path = "panel_emails.html")]
struct EmailsPanel<'a> {
    csrf: &'a str,
    person_href: String,
    here: String,
    threads: Vec<Thread>,
    addresses: Vec<Address>,
}

/// A conversation, newest message first.
struct Thread {
    subject: String,
    href: String,
    messages: Vec<MessageView>,
    reply_href: String,
}

struct Address {
    value: String,
    suppressed: bool,
}

pub(crate) fn emails(ask: Ask<'_>, person: PersonId) -> BoxFuture<'_, Result<PanelBody, Problem>> {
    Box::pin(async move {
        let Some(who) = policy::recruiting(ask.session) else { return Ok(PanelBody::default()) };
        let house = ask.house;
        let workspace = ask.session.workspace;
        let messages = store::of_person(&house.db, workspace, person).await?;
        let names = Names::of(house, &who, &ask.session.zone, &messages).await?;
        let mut threads: Vec<(record::MessageId, Thread)> = vec![];
        for message in &messages {
            let view = names.view(house, &who, message);
            let reply = if view.answerable() { view.reply_href() } else { String::new() };
            match threads.iter_mut().find(|(id, _)| *id == message.thread) {
                Some((_, thread)) => {
                    if thread.reply_href.is_empty() {
                        thread.reply_href = reply;
                    }
                    thread.messages.push(view);
                }
                None => {
                    let thread = Thread {
                        subject: view.subject.clone(),
                        href: format!("/messages/{}", message.id),
                        messages: vec![view],
                        reply_href: reply,
                    };
                    threads.push((message.thread, thread));
                }
            }
        }
        let shown = profile(&house.db, &who, &PersonRef::Person(person)).await?;
        let mut addresses = vec![];
        for value in queue::emails(&shown) {
            let suppressed =
                house.db.read(async |rd| suppression::holds(rd, workspace, &value).await).await?;
            addresses.push(Address { value, suppressed });
        }
        let panel = EmailsPanel {
            csrf: ask.csrf,
            person_href: format!("/candidates/{person}"),
            here: format!("/candidates/{person}?tab=emails"),
            threads: threads.into_iter().map(|(_, thread)| thread).collect(),
            addresses,
        };
        Ok(PanelBody { html: panel.render()?, count: Some(messages.len()) })
    })
}

#[derive(Template)]
#[template(path = "panel_action.html")]
struct EmailAction {
    href: String,
}

pub(crate) fn action(ask: Ask<'_>, person: PersonId) -> BoxFuture<'_, Result<PanelBody, Problem>> {
    Box::pin(async move {
        if policy::recruiting(ask.session).is_none() {
            return Ok(PanelBody::default());
        }
        let html = EmailAction { href: format!("/candidates/{person}/messages/new") }.render()?;
        Ok(PanelBody { html, count: None })
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct SuppressionForm {
    address: String,
    /// `no` takes the address out of the ledger.
    suppressed: String,
}

/// Enters an address into the ledger, or takes it out.
pub(crate) async fn suppress(
    who: Recruiter,
    Path(person): Path<String>,
    Input(form): Input<SuppressionForm>,
) -> Answer {
    let person: PersonRef = person.parse()?;
    let shown = profile(&who.house.db, &who.scope, &person).await?;
    if !queue::emails(&shown).contains(&form.address) {
        return Err(Problem::NotFound);
    }
    let words = if form.suppressed == "no" {
        suppression::lift(&who.house, &who.scope, shown.id, &form.address).await?;
        "The address may be written to again"
    } else {
        let reason = "asked, noted by a recruiter";
        suppression::enter(&who.house, &who.scope, shown.id, &form.address, reason).await?;
        "Nothing is sent to this address any more"
    };
    Go::to(format!("/candidates/{}?tab=emails", shown.id))
        .say(words)
        .after(&who.house, who.session.workspace)
        .into()
}
