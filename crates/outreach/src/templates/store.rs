//! Templates as they are kept.

use base::Micros;
use db::{Db, Row};
use record::access::AnyScope;
use record::{Clear, Entry, ReadError, Refusal, Scope, TemplateId, UserId};

use crate::Q;
use crate::variables::{self, Values};

pub(crate) struct Kept {
    pub(crate) id: TemplateId,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    /// Who wrote it last.
    pub(crate) owner: UserId,
    pub(crate) updated_at: Micros,
    pub(crate) version: i64,
}

fn kept(row: &Row<'_>) -> Kept {
    Kept {
        id: TemplateId(row.int(0)),
        name: row.text(1),
        subject: row.text(2),
        body: row.text(3),
        owner: UserId(row.int(4)),
        updated_at: row.int(5),
        version: row.int(6),
    }
}

pub(crate) async fn list(db: &Db, who: &Scope<Clear>) -> Result<Vec<Kept>, db::DbError> {
    db.read(async |rd| rd.all(Q.get("templates"), &[&who.workspace_id()], kept).await).await
}

pub(crate) async fn one(db: &Db, who: &Scope<Clear>, template: TemplateId) -> Result<Kept, ReadError> {
    let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), &template];
    let found = db.read(async |rd| rd.optional(Q.get("template-one"), &bound, kept).await).await?;
    found.ok_or(ReadError::NotFound)
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) body: String,
}

impl Draft {
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        use base::limits::{LINE_CHARS_MAX, TEXT_CHARS_MAX};
        let line = |text: &str| !text.contains(char::is_control) && text.chars().count() <= LINE_CHARS_MAX;
        if self.name.trim().is_empty() || !line(&self.name) {
            return Err(Refusal::field("name", "Give it a name of one line."));
        }
        if self.subject.trim().is_empty() || !line(&self.subject) {
            return Err(Refusal::field("subject", "Write a subject of one line."));
        }
        if self.body.trim().is_empty() || self.body.chars().count() > TEXT_CHARS_MAX {
            return Err(Refusal::field("body", "Write the message, at most 50,000 characters."));
        }
        for (field, text) in [("subject", &self.subject), ("body", &self.body)] {
            variables::fill(text, &Values::sample()).map_err(|complaint| Refusal::field(field, complaint))?;
        }
        Ok(())
    }
}

/// Writes a new template.
pub(crate) async fn create(db: &Db, who: &Scope<Clear>, draft: &Draft) -> Result<TemplateId, Refusal> {
    draft.check()?;
    db.write(who, async |tx| {
        let (workspace, now, template) = (who.workspace_id(), tx.now(), TemplateId(tx.new_id()));
        let (name, body) = (draft.name.trim(), draft.body.replace("\r\n", "\n"));
        let subject = draft.subject.trim();
        let bound: [&dyn db::Bind; 7] = [&workspace, &template, &name, &subject, &body, &who.user(), &now];
        tx.run(Q.get("template-insert"), &bound).await?;
        Ok((template, tx.record(Entry::TemplateSaved { template }).await?))
    })
    .await
}

/// Changes a template that nobody changed since the page was drawn.
pub(crate) async fn edit(
    db: &Db,
    who: &Scope<Clear>,
    template: TemplateId,
    version: i64,
    draft: &Draft,
) -> Result<(), Refusal> {
    draft.check()?;
    db.write(who, async |tx| {
        let (workspace, now) = (who.workspace_id(), tx.now());
        let found = tx.optional(Q.get("template-one"), &[&workspace, &template], kept).await?;
        let found = found.ok_or(Refusal::NotFound)?;
        if found.version != version {
            return Err(Refusal::Conflict(format!(
                "The template was changed meanwhile. Its subject now reads: {}. Load the page again to see all of it.",
                found.subject
            )));
        }
        let (name, body) = (draft.name.trim(), draft.body.replace("\r\n", "\n"));
        let subject = draft.subject.trim();
        let bound: [&dyn db::Bind; 8] =
            [&workspace, &template, &version, &name, &subject, &body, &now, &who.user()];
        tx.run(Q.get("template-edit"), &bound).await?;
        Ok(((), tx.record(Entry::TemplateSaved { template }).await?))
    })
    .await
}

/// Takes a template out of use; messages written with it keep their text.
pub(crate) async fn retire(db: &Db, who: &Scope<Clear>, template: TemplateId) -> Result<(), Refusal> {
    db.write(who, async |tx| {
        let now = tx.now();
        if tx.run(Q.get("template-retire"), &[&who.workspace_id(), &template, &now]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        Ok(((), tx.record(Entry::TemplateRetired { template }).await?))
    })
    .await
}
