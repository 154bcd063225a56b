//! Messages as they are kept.

use base::Micros;
use db::{Assembled, Bind, Db, DbError, Rd, Row};
use record::access::AnyScope;
use record::{
    Clear, InteractionId, JobId, MessageId, PersonId, ReadError, Scope, TemplateId, UserId, WorkspaceId,
};

use crate::Q;

/// Where a message stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// Not before `send_at`; can still be undone.
    Held,
    /// A conversation with the mail server has begun.
    Sending,
    Sent,
    /// It may have arrived; nobody but its sender decides what follows.
    Unsure,
    Failed,
    Cancelled,
    Received,
}

impl State {
    pub(crate) const ALL: [Self; 7] =
        [Self::Held, Self::Sending, Self::Unsure, Self::Failed, Self::Sent, Self::Received, Self::Cancelled];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Unsure => "unsure",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Received => "received",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// As a badge says it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Held => "Waiting",
            Self::Sending => "Sending",
            Self::Sent => "Sent",
            Self::Unsure => "Unsure",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Received => "Received",
        }
    }

    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::Held | Self::Sending => "accent",
            Self::Sent => "good",
            Self::Unsure => "warn",
            Self::Failed => "bad",
            Self::Cancelled => "line",
            Self::Received => "",
        }
    }
}

/// A message, whole.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: MessageId,
    pub(crate) person: PersonId,
    pub(crate) user: UserId,
    pub(crate) incoming: bool,
    /// Without brackets, as is `in_reply_to`.
    pub(crate) message_id: String,
    pub(crate) in_reply_to: String,
    pub(crate) thread: MessageId,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) state: State,
    pub(crate) state_text: String,
    pub(crate) send_at: Micros,
    pub(crate) sent_at: Micros,
    pub(crate) job: JobId,
    pub(crate) created_at: Micros,
}

impl Message {
    /// The moment it belongs to on a page.
    pub(crate) fn at(&self) -> Micros {
        if self.sent_at > 0 { self.sent_at } else { self.created_at }
    }
}

fn message_of(row: &Row<'_>) -> Message {
    Message {
        id: MessageId(row.int(0)),
        person: PersonId(row.int(1)),
        user: UserId(row.int(2)),
        incoming: row.str(3) == "in",
        message_id: row.text(4),
        in_reply_to: row.text(5),
        thread: MessageId(row.int(6)),
        from: row.text(7),
        to: row.text(8),
        subject: row.text(9),
        body: row.text(10),
        state: State::from_word(row.str(11)).unwrap_or(State::Failed),
        state_text: row.text(12),
        send_at: row.int(13),
        sent_at: row.int(14),
        job: JobId(row.int(16)),
        created_at: row.int(17),
    }
}

pub(crate) async fn find(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    message: MessageId,
) -> Result<Option<Message>, DbError> {
    rd.optional(Q.get("message-one"), &[&workspace, &message], message_of).await
}

pub(crate) async fn one(db: &Db, who: &Scope<Clear>, message: MessageId) -> Result<Message, ReadError> {
    let found = db.read(async |rd| find(rd, who.workspace_id(), message).await).await?;
    found.ok_or(ReadError::NotFound)
}

/// What was written to and by a person, newest first.
pub(crate) async fn of_person(
    db: &Db,
    workspace: WorkspaceId,
    person: PersonId,
) -> Result<Vec<Message>, DbError> {
    db.read(async |rd| rd.all(Q.get("messages-of-person"), &[&workspace, &person], message_of).await).await
}

/// A page of all messages, newest first, and one more where there is another page.
pub(crate) async fn page(
    db: &Db,
    who: &Scope<Clear>,
    state: Option<State>,
    before: Option<MessageId>,
) -> Result<Vec<Message>, DbError> {
    let mut sql = Assembled::with(Q.get("messages-page"), &[&who.workspace_id()]);
    if let Some(state) = state {
        sql.push(" and state = ").bind(&state.word());
    }
    if let Some(before) = before {
        sql.push(" and id < ").bind(&before);
    }
    let limit = i64::try_from(base::limits::PAGE_ROWS + 1).unwrap_or(i64::MAX);
    sql.push(" order by id desc limit ").bind(&limit);
    db.read(async |rd| rd.assembled(&sql, message_of).await).await
}

/// How many messages stand in each state.
pub(crate) async fn counts(db: &Db, who: &Scope<Clear>) -> Result<Vec<(State, i64)>, DbError> {
    let counts = db
        .read(async |rd| {
            rd.all(Q.get("messages-by-state"), &[&who.workspace_id()], |row| {
                (State::from_word(row.str(0)), row.int(1))
            })
            .await
        })
        .await?;
    Ok(counts.into_iter().filter_map(|(state, count)| Some((state?, count))).collect())
}

/// Ids of the messages of a thread before this one, oldest first, as `References` wants them.
pub(crate) async fn references(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    message: &Message,
) -> Result<Vec<String>, DbError> {
    let bound: [&dyn Bind; 3] = [&workspace, &message.thread, &message.id];
    let mut ids = rd.all(Q.get("thread-before"), &bound, |row| format!("<{}>", row.str(0))).await?;
    ids.reverse();
    Ok(ids)
}

/// What a new row needs beyond the message itself.
pub(crate) struct Origin {
    pub(crate) template: TemplateId,
    pub(crate) interaction: InteractionId,
}

pub(crate) async fn insert(tx: &mut db::Tx<'_>, message: &Message, origin: &Origin) -> Result<(), DbError> {
    let workspace = tx.workspace();
    let direction = if message.incoming { "in" } else { "out" };
    let bound: [&dyn Bind; 19] = [
        &workspace,
        &message.id,
        &message.person,
        &message.user,
        &direction,
        &message.message_id,
        &message.in_reply_to,
        &message.thread,
        &message.from,
        &message.to,
        &message.subject,
        &message.body,
        &message.state.word(),
        &message.send_at,
        &message.sent_at,
        &origin.template,
        &origin.interaction,
        &message.job,
        &message.created_at,
    ];
    tx.run(Q.get("message-insert"), &bound).await.map(drop)
}
