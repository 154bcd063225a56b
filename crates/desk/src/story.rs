//! For the demo: what its people would have done on these pages.

pub use crate::tasks::{Due, NewTask};
use record::{Clear, House, Refusal, Scope, TaskId};

/// A task as its maker would have typed it; `assignee` is needed where the scope is the system's.
pub async fn task(house: &House, who: &Scope<Clear>, new: NewTask) -> Result<TaskId, Refusal> {
    crate::tasks::add(&house.db, &who.mixed(), new).await
}

/// Ticks a task off.
pub async fn complete(house: &House, who: &Scope<Clear>, task: TaskId) -> Result<(), Refusal> {
    crate::tasks::take(&house.db, &who.mixed(), task, crate::tasks::Step::Done).await
}
