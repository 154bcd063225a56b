//! Saved views: a search kept under a name, a user's own or shared.

use db::{DbError, QuietReason};
use record::access::AnyScope;
use record::{PoolId, SavedViewId};
use serde::Deserialize;
use web::{
    Answer, Asked, Frame, Go, Input, Path, Problem, Recruiter, Staff, StatusCode, Template, page, page_with,
};

use crate::list::ListForm;
use crate::{Q, views};

pub(crate) struct ViewTab {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) current: bool,
    pub(crate) count: String,
}

/// "Everyone", then the reader's own and the shared views.
pub(crate) async fn tabs(who: &Staff, form: &ListForm) -> Result<Vec<ViewTab>, Problem> {
    let bound: [&dyn db::Bind; 2] = [&who.session.workspace, &who.session.user];
    let saved = who
        .house
        .db
        .read(async |rd| {
            rd.all(Q.get("views"), &bound, |row| (SavedViewId(row.int(0)), row.text(1), row.text(2))).await
        })
        .await
        .map_err(|cause: DbError| Problem::from(cause))?;
    let none = form.view.is_empty();
    let everyone =
        ViewTab { href: "/candidates".into(), name: "Everyone".into(), current: none, count: String::new() };
    let mut tabs = vec![everyone];
    for (id, name, query) in saved {
        let joint = if query.is_empty() { "" } else { "&" };
        let href = format!("/candidates?{query}{joint}view={id}");
        tabs.push(ViewTab { href, name, current: form.view == id.to_string(), count: String::new() });
    }
    Ok(tabs)
}

/// Names of the pools, for the facet.
pub(crate) async fn pool_names(who: &Staff) -> Result<Vec<(PoolId, String)>, Problem> {
    let Some(scope) = record::access::policy::recruiting(&who.session) else { return Ok(vec![]) };
    let pools = record::pools::list(&who.house.db, &scope).await?;
    Ok(pools.into_iter().map(|pool| (pool.id, pool.name)).collect())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ViewForm {
    name: String,
    query: String,
    shared: String,
}

#[derive(Template)]
#[template(path = "view_form.html")]
struct ViewPage {
    frame: Frame,
    form: ViewForm,
    error: String,
    own: Vec<(String, String)>,
}

/// GET /views/new: the name for the search that the address carries, and the views there are.
pub(crate) async fn new(who: Recruiter, Asked(list): Asked<ListForm>) -> Answer {
    let form = ViewForm {
        query: ListForm { view: String::new(), after: String::new(), ..list }.query(),
        ..ViewForm::default()
    };
    page(&ViewPage { frame: who.frame().await?, form, error: String::new(), own: views::own(&who).await? })
}

/// Name and address of each of the user's own views, for taking them away.
async fn own(who: &Recruiter) -> Result<Vec<(String, String)>, Problem> {
    let bound: [&dyn db::Bind; 2] = [&who.session.workspace, &who.session.user];
    let views: Result<_, DbError> = who
        .house
        .db
        .read(async |rd| {
            rd.all(Q.get("own-views"), &bound, |row| {
                (row.text(1), format!("/views/{}/removal", SavedViewId(row.int(0))))
            })
            .await
        })
        .await;
    Ok(views?)
}

/// POST /views
pub(crate) async fn save(who: Recruiter, Input(form): Input<ViewForm>) -> Answer {
    let name = form.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        let error = "Give it a name of up to 60 characters.".to_owned();
        let page = ViewPage { frame: who.frame().await?, own: views::own(&who).await?, form, error };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let query: String = form.query.chars().take(base::limits::SEARCH_CHARS_MAX * 3).collect();
    let (workspace, user, shared) = (who.scope.workspace_id(), who.scope.user(), form.shared == "on");
    let id = who
        .house
        .db
        .write_quiet(workspace.0, QuietReason::Preference, async |tx| {
            let (id, now) = (SavedViewId(tx.new_id()), tx.now());
            let bound: [&dyn db::Bind; 7] = [&workspace, &id, &user, &name, &query, &shared, &now];
            tx.run(Q.get("view-save"), &bound).await?;
            Ok::<_, DbError>(id)
        })
        .await?;
    let joint = if query.is_empty() { "" } else { "&" };
    Go::to(format!("/candidates?{query}{joint}view={id}")).say(format!("Saved as {name}")).into()
}

/// POST /views/{id}/removal
pub(crate) async fn remove(who: Recruiter, Path(id): Path<String>) -> Answer {
    let id: SavedViewId = id.parse()?;
    let (workspace, user) = (who.scope.workspace_id(), who.scope.user());
    let gone = who
        .house
        .db
        .write_quiet(workspace.0, QuietReason::Preference, async |tx| {
            tx.run(Q.get("view-remove"), &[&workspace, &id, &user]).await
        })
        .await
        .map_err(|cause: DbError| Problem::from(cause))?;
    if gone == 0 {
        return Err(Problem::NotFound);
    }
    Go::to("/candidates").say("View removed").into()
}
