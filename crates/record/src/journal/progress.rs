//! How far the index has heard the journal, so that a page after a write can wait for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::WorkspaceId;

/// Shared by the index's keeper, which tells, and pages, which wait.
#[derive(Clone, Default)]
pub struct Progress {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Held by whoever writes to the index: a rebuild and the keeper would otherwise undo each other.
    keeping: tokio::sync::Mutex<()>,
    heard: Mutex<HashMap<WorkspaceId, i64>>,
    moved: Notify,
}

impl Progress {
    /// The index has committed everything up to `seq`.
    pub fn tell(&self, workspace: WorkspaceId, seq: i64) {
        let mut heard = self.inner.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = heard.entry(workspace).or_insert(0);
        *slot = (*slot).max(seq);
        drop(heard);
        self.inner.moved.notify_waiters();
    }

    /// Only one at a time follows the journal or makes the index anew.
    pub async fn keep(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.inner.keeping.lock().await
    }

    /// How far the index has heard in this process; 0 before it heard anything.
    pub fn heard(&self, workspace: WorkspaceId) -> i64 {
        let heard = self.inner.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get(&workspace).copied().unwrap_or(0)
    }

    /// Waits until `seq` was heard, at most [`base::limits::INDEX_WAIT_MS`].
    pub async fn reached(&self, workspace: WorkspaceId, seq: i64) -> bool {
        let wait = async {
            loop {
                let moved = self.inner.moved.notified();
                let heard =
                    self.inner.heard.lock().unwrap_or_else(PoisonError::into_inner).get(&workspace).copied();
                if heard.unwrap_or(0) >= seq {
                    return;
                }
                moved.await;
            }
        };
        tokio::time::timeout(Duration::from_millis(base::limits::INDEX_WAIT_MS), wait).await.is_ok()
    }
}
