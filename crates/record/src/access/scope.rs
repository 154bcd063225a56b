//! Scopes: who is asking and what they may see. Private fields; only policy makes one.

use std::marker::PhantomData;
use std::sync::Arc;

use db::{Actor, ActorKind};

use super::rights::Rights;
use super::sight::{Clear, Mixed, Sight};
use crate::{UserId, WorkspaceId};

/// Needed to read or write anything.
pub struct Scope<S: Sight> {
    pub(super) workspace: WorkspaceId,
    pub(super) kind: ActorKind,
    pub(super) user: UserId,
    pub(super) rights: Arc<Rights>,
    pub(super) sight: PhantomData<S>,
}

impl<S: Sight> Clone for Scope<S> {
    fn clone(&self) -> Self {
        Self {
            workspace: self.workspace,
            kind: self.kind,
            user: self.user,
            rights: Arc::clone(&self.rights),
            sight: PhantomData,
        }
    }
}

impl<S: Sight> Actor for Scope<S> {
    fn workspace(&self) -> i64 {
        self.workspace.0
    }
    fn actor_kind(&self) -> ActorKind {
        self.kind
    }
    fn actor_id(&self) -> i64 {
        self.user.0
    }
}

/// What every scope can tell, whatever its sight; for functions that only need who and where.
pub trait AnyScope: Actor {
    fn workspace_id(&self) -> WorkspaceId;
    fn user(&self) -> UserId;
    fn rights(&self) -> &Rights;
}

impl<S: Sight> AnyScope for Scope<S> {
    fn workspace_id(&self) -> WorkspaceId {
        self.workspace
    }
    fn user(&self) -> UserId {
        self.user
    }
    fn rights(&self) -> &Rights {
        &self.rights
    }
}

impl Scope<Clear> {
    /// A clear scope may look through the eyes of a mixed one (shared pages take `Mixed`).
    pub fn mixed(&self) -> Scope<Mixed> {
        Scope {
            workspace: self.workspace,
            kind: self.kind,
            user: self.user,
            rights: Arc::clone(&self.rights),
            sight: PhantomData,
        }
    }
}

/// The scope of an administrator: users, grants, settings. Sees no more of people than its user does.
#[derive(Clone)]
pub struct Administering {
    pub(super) inner: Scope<Mixed>,
}

impl Actor for Administering {
    fn workspace(&self) -> i64 {
        self.inner.workspace()
    }
    fn actor_kind(&self) -> ActorKind {
        self.inner.actor_kind()
    }
    fn actor_id(&self) -> i64 {
        self.inner.actor_id()
    }
}
impl AnyScope for Administering {
    fn workspace_id(&self) -> WorkspaceId {
        self.inner.workspace
    }
    fn user(&self) -> UserId {
        self.inner.user
    }
    fn rights(&self) -> &Rights {
        &self.inner.rights
    }
}

/// The system acting in the name of a chore, a listener or a command.
pub type System = Scope<Clear>;
