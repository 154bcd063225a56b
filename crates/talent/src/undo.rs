//! Undo: the button of a toast.

use record::access::AnyScope;
use record::people::undo as record_undo;
use serde::Deserialize;
use web::{Answer, Go, Input, Path, Problem, Recruiter};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct UndoForm {
    /// Where to come back to.
    next: String,
}

/// Takes back one entry of the caller's own.
pub(crate) async fn undo(who: Recruiter, Path(seq): Path<String>, Input(form): Input<UndoForm>) -> Answer {
    let seq: i64 = seq.parse().map_err(|_| Problem::NotFound)?;
    let undone = record_undo::undo(&who.house.db, &who.scope, seq).await?;
    let next = if form.next.is_empty() { "/candidates".to_owned() } else { form.next };
    Go::to(next).say(undone.text).after(&who.house, who.scope.workspace_id()).into()
}
