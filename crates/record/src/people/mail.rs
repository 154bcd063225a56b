//! Mail on the timeline: what was written to a person and what they wrote.

use base::Micros;
use db::Tx;

use super::{Q, store};
use crate::{InteractionId, JobId, MessageId, PersonId, Refusal, UserId};

/// A mail that has left or come in, as the timeline shows it.
#[derive(Clone, Debug, Default)]
pub struct MailLine {
    pub message: MessageId,
    /// Who wrote it; 0 where the person did.
    pub user: UserId,
    pub at: Micros,
    pub subject: String,
    pub body: String,
    /// 0 for none.
    pub job: JobId,
}

/// Puts a mail of ours on the timeline; it counts as contact.
pub async fn sent(tx: &mut Tx<'_>, person: PersonId, line: &MailLine) -> Result<InteractionId, Refusal> {
    insert(tx, person, "email_out", line).await
}

/// Puts a mail of theirs on the timeline; it counts as contact.
pub async fn received(tx: &mut Tx<'_>, person: PersonId, line: &MailLine) -> Result<InteractionId, Refusal> {
    insert(tx, person, "email_in", line).await
}

async fn insert(
    tx: &mut Tx<'_>,
    person: PersonId,
    kind: &'static str,
    line: &MailLine,
) -> Result<InteractionId, Refusal> {
    store::must_be(tx, person).await?;
    let (workspace, id) = (tx.workspace(), InteractionId(tx.new_id()));
    let bound: [&dyn db::Bind; 10] = [
        &workspace,
        &id,
        &person,
        &kind,
        &line.at,
        &line.user,
        &line.subject,
        &line.body,
        &line.job,
        &line.message,
    ];
    tx.run(Q.get("mail-insert"), &bound).await?;
    store::contacted(tx, person, line.at).await?;
    Ok(id)
}
