//! Policy: the only maker of scopes.

use std::marker::PhantomData;
use std::sync::Arc;

use db::ActorKind;

use super::rights::Rights;
use super::scope::{Administering, Scope};
use super::session::Session;
use super::sight::{Clear, Masked, Mixed};
use crate::{UserId, WorkspaceId};

fn scope<S: super::Sight>(session: &Session) -> Scope<S> {
    Scope {
        workspace: session.workspace,
        kind: ActorKind::User,
        user: session.user,
        rights: Arc::clone(&session.rights),
        sight: PhantomData,
    }
}

/// Every signed-in user: sees each person as their rights say, row by row.
pub fn staff(session: &Session) -> Scope<Mixed> {
    scope(session)
}

/// Recruiters and administrators: every person, clear. `None` for anybody else.
pub fn recruiting(session: &Session) -> Option<Scope<Clear>> {
    (session.rights.everyone && !session.rights.always_masked).then(|| scope(session))
}

/// Any user, with every person masked.
pub fn reviewing(session: &Session) -> Scope<Masked> {
    scope(session)
}

/// Administrators. `None` for anybody else.
pub fn administering(session: &Session) -> Option<Administering> {
    session.rights.admin.then(|| Administering { inner: scope(session) })
}

/// The system in a workspace: chores, listeners, commands of the person at the console.
pub fn system(workspace: WorkspaceId) -> Scope<Clear> {
    Scope {
        workspace,
        kind: ActorKind::System,
        user: UserId(0),
        rights: Arc::new(Rights { admin: true, everyone: true, ..Rights::default() }),
        sight: PhantomData,
    }
}

/// A chore started by a user runs with that user's rights as they are now; 0 is the system.
pub async fn in_the_name_of(
    db: &db::Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Scope<Mixed>, db::DbError> {
    if user.0 == 0 {
        return Ok(system(workspace).mixed());
    }
    let rights = super::rights_of(db, workspace, user).await?;
    Ok(Scope { workspace, kind: ActorKind::User, user, rights: Arc::new(rights), sight: PhantomData })
}

/// The same for a chore that only recruiters can start (sending, reading). `None` where the user lost
/// the right meanwhile.
pub async fn recruiting_in_the_name_of(
    db: &db::Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Scope<Clear>>, db::DbError> {
    let mixed = in_the_name_of(db, workspace, user).await?;
    let rights = Arc::clone(&mixed.rights);
    Ok((rights.everyone && !rights.always_masked).then_some(Scope {
        workspace,
        kind: mixed.kind,
        user,
        rights,
        sight: PhantomData,
    }))
}

/// Visitors (nobody signed in): may change nothing but their own session, password or set-up.
pub fn visitor(workspace: WorkspaceId) -> Visitor {
    Visitor { workspace }
}

/// The public scope.
#[derive(Clone, Copy)]
pub struct Visitor {
    workspace: WorkspaceId,
}

impl Visitor {
    pub fn workspace_id(&self) -> WorkspaceId {
        self.workspace
    }
}

impl db::Actor for Visitor {
    fn workspace(&self) -> i64 {
        self.workspace.0
    }
    fn actor_kind(&self) -> ActorKind {
        ActorKind::Visitor
    }
    fn actor_id(&self) -> i64 {
        0
    }
}
