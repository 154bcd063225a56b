//! For the demo: what a user would have saved by now.

use db::{DbError, QuietReason};
use record::access::AnyScope;
use record::{Clear, House, Refusal, SavedViewId, Scope, UserId};

use crate::Q;
use crate::list::ListForm;

/// A saved view of a search, shared with everybody.
pub async fn view(
    house: &House,
    who: &Scope<Clear>,
    user: UserId,
    name: &str,
    search: &str,
) -> Result<(), Refusal> {
    let query = ListForm { q: search.to_owned(), ..ListForm::default() }.query();
    let workspace = who.workspace_id();
    let saved: Result<u64, DbError> = house
        .db
        .write_quiet(workspace.0, QuietReason::Preference, async |tx| {
            let (id, now) = (SavedViewId(tx.new_id()), tx.now());
            let bound: [&dyn db::Bind; 7] = [&workspace, &id, &user, &name, &query, &true, &now];
            tx.run(Q.get("view-save"), &bound).await
        })
        .await;
    Ok(saved.map(drop)?)
}
