//! The outbox of the demo: what would have gone, in full. Elsewhere there is no such page.

use askama::Template;
use web::{Answer, Frame, Problem, Recruiter, words};

use crate::Q;
use crate::shared::{MessageView, Names, paragraphs};
use crate::store::{self, State};

#[derive(Template)]
#[template(path = "outbox.html")]
struct OutboxPage {
    frame: Frame,
    messages: Vec<MessageView>,
    system: Vec<SystemMail>,
}

/// A mail of the house to one of its users; shown to administrators, for its links open accounts.
struct SystemMail {
    to: String,
    subject: String,
    paragraphs: Vec<Vec<String>>,
    iso: String,
    when: String,
}

pub(crate) async fn show(who: Recruiter) -> Answer {
    if !who.house.settings.demo {
        return Err(Problem::NotFound);
    }
    let mut messages = store::page(&who.house.db, &who.scope, Some(State::Sent), None).await?;
    messages.truncate(base::limits::PAGE_ROWS);
    let names = Names::of(&who.house, &who.scope, &who.session.zone, &messages).await?;
    let mut system = vec![];
    if who.session.rights.admin {
        let (now, zone) = (who.now(), &who.session.zone);
        let found = who.house.db.read(async |rd| {
            rd.all(Q.get("system-mails"), &[&who.session.workspace], |row| SystemMail {
                to: row.text(1),
                subject: row.text(2),
                paragraphs: paragraphs(row.str(3)),
                iso: words::iso(row.int(4)),
                when: words::when(row.int(4), now, zone),
            })
            .await
        });
        system = found.await?;
    }
    let messages = messages.iter().map(|message| names.view(&who.house, &who.scope, message)).collect();
    web::page(&OutboxPage { frame: who.frame().await?, messages, system })
}
