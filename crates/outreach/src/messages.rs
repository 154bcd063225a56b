//! Messages: the latest by state, one conversation, and what its sender decides.

use askama::Template;
use record::MessageId;
use serde::Deserialize;
use web::{Answer, BoxFuture, Frame, FramePart, Go, Input, Path, Problem, Query, Recruiter, words};

use crate::Q;
use crate::queue::{self, Decision};
use crate::shared::{MessageView, Names};
use crate::store::{self, State};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    state: String,
    before: String,
}

#[derive(Template)]
#[template(path = "messages.html")]
struct ListPage {
    frame: Frame,
    tabs: Vec<Tab>,
    messages: Vec<MessageView>,
    next: Option<String>,
    words: String,
    demo: bool,
    admin: bool,
}

struct Tab {
    href: String,
    label: &'static str,
    count: String,
    current: bool,
}

pub(crate) async fn list(who: Recruiter, Query(asked): Query<Asked>) -> Answer {
    let state = State::from_word(&asked.state);
    let counts = store::counts(&who.house.db, &who.scope).await?;
    let before = asked.before.parse::<MessageId>().ok();
    let mut messages = store::page(&who.house.db, &who.scope, state, before).await?;
    let more = messages.len() > base::limits::PAGE_ROWS;
    messages.truncate(base::limits::PAGE_ROWS);
    let next = messages.last().filter(|_| more).map(|last| {
        let state = state.map_or("", State::word);
        format!("/messages?state={state}&before={}", last.id)
    });
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let count_of =
        |state: State| counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
    let mut tabs = vec![Tab {
        href: "/messages".into(),
        label: "All",
        count: words::number(all),
        current: state.is_none(),
    }];
    tabs.extend(State::ALL.into_iter().filter(|known| count_of(*known) > 0 || state == Some(*known)).map(
        |known| Tab {
            href: format!("/messages?state={}", known.word()),
            label: known.label(),
            count: words::number(count_of(known)),
            current: state == Some(known),
        },
    ));
    let names = Names::of(&who.house, &who.scope, &who.session.zone, &messages).await?;
    let page = ListPage {
        frame: who.frame().await?,
        tabs,
        words: words::counted(i64::try_from(messages.len()).unwrap_or(0), "message", "messages"),
        messages: messages.iter().map(|message| names.view(&who.house, &who.scope, message)).collect(),
        next,
        demo: who.house.settings.demo,
        admin: who.session.rights.admin,
    };
    web::page(&page)
}

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage {
    frame: Frame,
    subject: String,
    person_href: String,
    person_name: String,
    /// The whole conversation, oldest first.
    thread: Vec<MessageView>,
    reply_href: String,
}

pub(crate) async fn show(who: Recruiter, Path(message): Path<String>) -> Answer {
    let message = store::one(&who.house.db, &who.scope, message.parse()?).await?;
    let mut thread = store::of_person(&who.house.db, who.session.workspace, message.person).await?;
    thread.retain(|other| other.thread == message.thread);
    thread.reverse();
    let names = Names::of(&who.house, &who.scope, &who.session.zone, &thread).await?;
    let thread: Vec<MessageView> =
        thread.iter().map(|message| names.view(&who.house, &who.scope, message)).collect();
    let shown = names.view(&who.house, &who.scope, &message);
    let page = MessagePage {
        frame: who.frame().await?.about("person", message.person),
        subject: shown.subject,
        person_href: shown.person_href,
        person_name: shown.person_name,
        reply_href: thread
            .iter()
            .rfind(|view| view.answerable())
            .map(MessageView::reply_href)
            .unwrap_or_default(),
        thread,
    };
    web::page(&page)
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Undo {
    next: String,
}

/// Takes a held message back.
pub(crate) async fn cancel(who: Recruiter, Path(message): Path<String>, Input(undo): Input<Undo>) -> Answer {
    let id: MessageId = message.parse()?;
    let back = if undo.next.is_empty() { format!("/messages/{id}") } else { undo.next };
    match queue::cancel(&who.house, &who.scope, id).await {
        Ok(_) => {
            Go::to(back).say("Taken back; nothing was sent").after(&who.house, who.session.workspace).into()
        }
        Err(record::Refusal::Because(words)) => Go::to(format!("/messages/{id}")).complain(words).into(),
        Err(refusal) => Err(refusal.into()),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Resolution {
    /// `arrived` or `again`.
    decision: String,
}

/// The sender decides about a message that may have arrived, or was refused.
pub(crate) async fn resolve(
    who: Recruiter,
    Path(message): Path<String>,
    Input(resolution): Input<Resolution>,
) -> Answer {
    let id: MessageId = message.parse()?;
    let decision = match resolution.decision.as_str() {
        "arrived" => Decision::Arrived,
        "again" => Decision::Again,
        _ => return Err(Problem::Refused("Choose whether it arrived or is to be sent again.".into())),
    };
    queue::decide(&who.house, &who.scope, id, decision).await?;
    let go = Go::to(format!("/messages/{id}")).after(&who.house, who.session.workspace);
    match decision {
        Decision::Arrived => go.say("Marked as sent").into(),
        Decision::Again => {
            let words = format!("Sending again in {} seconds", base::limits::UNDO_SECONDS);
            go.say_with_undo(words, format!("/messages/{id}/cancellation")).into()
        }
    }
}

/// Where the side bar stops counting mails.
const MANY: i64 = 100;

/// In the side bar: how many mails wait for one's answer, and messages of one's own for a decision.
pub(crate) fn frame(ask: web::Ask<'_>) -> BoxFuture<'_, Result<FramePart, Problem>> {
    Box::pin(async move {
        if !ask.session.rights.everyone {
            return Ok(FramePart::default());
        }
        let bound: [&dyn db::Bind; 2] = [&ask.session.workspace, &ask.session.user];
        let unsure = ask.house.db.read(async |rd| rd.count(Q.get("own-unsure"), &bound).await).await?;
        let waiting = match record::access::policy::recruiting(ask.session) {
            Some(who) => record::overview::replies_up_to(&ask.house.db, &who, MANY).await?,
            None => 0,
        };
        let counts = match unsure + waiting {
            0 => vec![],
            wanted if waiting < MANY => vec![("/messages", words::number(wanted))],
            _ => vec![("/messages", format!("{}+", MANY - 1))],
        };
        Ok(FramePart { counts, ..FramePart::default() })
    })
}
