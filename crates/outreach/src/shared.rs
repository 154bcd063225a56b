//! What several pages of this room draw: a message, its state, names around it.

use std::collections::HashMap;

use record::access::{AnyScope, users};
use record::{Clear, House, MessageId, PersonId, ReadError, Scope, UserId};
use web::words;

use crate::store::{Message, State};

/// An option of a select.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// A text as it is drawn: paragraphs of lines.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n");
    let parts = text.split("\n\n").map(|part| part.trim_matches('\n'));
    let parts = parts.filter(|part| !part.trim().is_empty());
    parts.map(|part| part.lines().map(str::to_owned).collect()).collect()
}

/// The first words of a text, on one line.
fn snippet(text: &str) -> String {
    const CHARS: usize = 120;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(CHARS).collect();
    if short.len() < line.len() { format!("{short}…") } else { short }
}

/// A message on a page.
pub(crate) struct MessageView {
    pub(crate) id: MessageId,
    pub(crate) person_href: String,
    pub(crate) person_name: String,
    pub(crate) person_initials: String,
    pub(crate) person_hue: u16,
    pub(crate) incoming: bool,
    /// Who wrote it.
    pub(crate) author: String,
    pub(crate) initials: String,
    pub(crate) hue: u16,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) paragraphs: Vec<Vec<String>>,
    pub(crate) snippet: String,
    pub(crate) state: State,
    /// What is known about the state, in words; may be empty.
    pub(crate) reason: String,
    pub(crate) iso: String,
    pub(crate) when: String,
}

impl MessageView {
    pub(crate) fn label(&self) -> &'static str {
        if self.state == State::Held && !self.reason.is_empty() { "Trying again" } else { self.state.label() }
    }

    pub(crate) fn tone(&self) -> &'static str {
        self.state.tone()
    }

    pub(crate) fn held(&self) -> bool {
        self.state == State::Held
    }

    pub(crate) fn unsure(&self) -> bool {
        self.state == State::Unsure
    }

    pub(crate) fn failed(&self) -> bool {
        self.state == State::Failed
    }

    /// It is part of the conversation, so it can be answered or followed up.
    pub(crate) fn answerable(&self) -> bool {
        matches!(self.state, State::Sent | State::Received)
    }

    pub(crate) fn reply_href(&self) -> String {
        format!("{}/messages/new?reply_to={}", self.person_href, self.id)
    }
}

/// The names that messages mention.
pub(crate) struct Names {
    people: HashMap<PersonId, String>,
    users: HashMap<UserId, String>,
    zone: String,
}

impl Names {
    pub(crate) async fn of(
        house: &House,
        who: &Scope<Clear>,
        zone: &str,
        messages: &[Message],
    ) -> Result<Self, ReadError> {
        let mut people: Vec<PersonId> = messages.iter().map(|message| message.person).collect();
        people.sort();
        people.dedup();
        let labels = record::people::read::labels(&house.db, who, &people).await?;
        let users = users::list(&house.db, who).await?;
        Ok(Self {
            people: labels.into_iter().map(|(person, (_, name))| (person, name)).collect(),
            users: users.into_iter().map(|user| (user.id, user.name)).collect(),
            zone: zone.to_owned(),
        })
    }

    pub(crate) fn view(&self, house: &House, who: &Scope<Clear>, message: &Message) -> MessageView {
        let person_name = self.people.get(&message.person).cloned().unwrap_or_default();
        let author = match message.incoming {
            true => person_name.clone(),
            false => self.users.get(&message.user).cloned().unwrap_or_else(|| "Rapport".to_owned()),
        };
        let mine = !message.incoming && message.user == who.user() && who.user() != UserId(0);
        MessageView {
            id: message.id,
            person_href: format!("/candidates/{}", message.person),
            initials: words::initials(&author),
            hue: words::hue(&author),
            author: if mine { "You".to_owned() } else { author },
            person_initials: words::initials(&person_name),
            person_hue: words::hue(&person_name),
            person_name,
            incoming: message.incoming,
            from: message.from.clone(),
            to: message.to.clone(),
            subject: message.subject.clone(),
            paragraphs: paragraphs(&message.body),
            snippet: snippet(&message.body),
            state: message.state,
            reason: match message.state {
                State::Held | State::Unsure | State::Failed => message.state_text.clone(),
                _ => String::new(),
            },
            iso: words::iso(message.at()),
            when: words::when(message.at(), house.db.now(), &self.zone),
        }
    }
}
