//! Removing a person who came by mistake and on whom nobody has worked.

use db::{DbError, Tx};

use super::{Q, check};
use crate::{DocumentId, PersonId};

/// Removes the person with all that is kept of them, unless somebody has worked on them: an
/// application, a message, a note, a task, an edit or another file than `document`. True where they
/// were removed.
pub(crate) async fn remove_untouched(
    tx: &mut Tx<'_>,
    person: PersonId,
    document: DocumentId,
) -> Result<bool, DbError> {
    let workspace = tx.workspace();
    let bound: [&dyn db::Bind; 2] = [&workspace, &person];
    if tx.count(Q.get("work-on-person"), &[&workspace, &person, &document]).await? > 0 {
        return Ok(false);
    }
    for sql in [
        check::Q.get("remove-reading-facts"),
        check::Q.get("remove-readings"),
        Q.get("remove-contacts"),
        Q.get("remove-employments"),
        Q.get("remove-educations"),
        Q.get("remove-facts"),
        Q.get("remove-tags"),
        Q.get("remove-memberships"),
        Q.get("remove-interaction-versions"),
        Q.get("remove-interactions"),
        Q.get("remove-document-texts"),
        Q.get("remove-documents"),
        Q.get("remove-former-values"),
        Q.get("remove-person"),
    ] {
        tx.run(sql, &bound).await?;
    }
    Ok(true)
}
