//! The work behind the pages: listeners hear the journal, chores run, both until the house closes.

use std::time::Duration;

use record::House;
use record::access::workspaces;
use record::journal::{ChoreKind, Listener, chores, listen};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::house::ROOMS;

/// Chores at the same time: two cores, and most chores wait for a child or a mail server.
const WORKERS: usize = 2;
/// Another process (a command, another node) may have written: look this often without a bell.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Every listener of the house, in order.
pub fn listeners() -> Vec<Listener> {
    ROOMS.iter().flat_map(|room| room.listeners).copied().collect()
}

/// Every kind of chore of the house.
pub fn kinds() -> Vec<ChoreKind> {
    ROOMS.iter().flat_map(|room| room.chores).copied().collect()
}

/// Starts the background work. It ends soon after `closing` turns true.
pub fn start(house: &House, closing: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    let mut tasks = vec![
        background(keep_index(house.clone(), closing.clone())),
        background(keep_listening(house.clone(), closing.clone())),
    ];
    for _ in 0..WORKERS {
        tasks.push(background(keep_working(house.clone(), closing.clone())));
    }
    tasks
}

/// The one place where work is started beside the request that asked for it.
#[expect(clippy::disallowed_methods, reason = "listeners and workers live as long as the house")]
pub(crate) fn background(work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(work)
}

async fn keep_index(house: House, closing: watch::Receiver<bool>) {
    let mut bell = house.db.bell();
    while !*closing.borrow() {
        if let Err(cause) = index_all(&house).await {
            tracing::error!(%cause, "the index could not follow the journal");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        wait(&mut bell, &mut closing.clone(), LOOK_AGAIN).await;
    }
}

/// Lets the index hear what is new in every workspace. Returns the lines heard.
pub async fn index_all(house: &House) -> Result<usize, record::Refusal> {
    let mut heard = 0;
    for (workspace, _) in workspaces::all(&house.db).await? {
        heard += record::people::index_doc::catch_up(house, workspace).await?;
    }
    Ok(heard)
}

async fn keep_listening(house: House, closing: watch::Receiver<bool>) {
    let mut bell = house.db.bell();
    while !*closing.borrow() {
        if let Err(cause) = hear_all(&house).await {
            tracing::error!(%cause, "a listener could not go on");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        wait(&mut bell, &mut closing.clone(), LOOK_AGAIN).await;
    }
}

/// Lets every listener hear what is new in every workspace. Returns the lines heard.
pub async fn hear_all(house: &House) -> Result<usize, record::Refusal> {
    let mut heard = 0;
    for (workspace, _) in workspaces::all(&house.db).await? {
        for listener in listeners() {
            heard += listen::catch_up(house, workspace, &listener).await?;
        }
    }
    Ok(heard)
}

/// Runs one chore that is due, for commands that do the server's work themselves. False when none was.
pub async fn run_due(house: &House) -> Result<bool, db::DbError> {
    chores::run_next(house, &kinds()).await
}

async fn keep_working(house: House, closing: watch::Receiver<bool>) {
    let kinds = kinds();
    let mut bell = house.db.bell();
    while !*closing.borrow() {
        match chores::run_next(&house, &kinds).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(cause) => tracing::error!(%cause, "chores cannot be claimed"),
        }
        let due = house.db.next_chore_due().await.ok().flatten();
        let pause = due.map_or(LOOK_AGAIN, |due| {
            let micros = u64::try_from(due - house.db.now()).unwrap_or(0);
            Duration::from_micros(micros).clamp(Duration::from_millis(20), LOOK_AGAIN)
        });
        wait(&mut bell, &mut closing.clone(), pause).await;
    }
}

async fn wait(bell: &mut watch::Receiver<u64>, closing: &mut watch::Receiver<bool>, at_most: Duration) {
    tokio::select! {
        _ = bell.changed() => {}
        _ = closing.changed() => {}
        () = tokio::time::sleep(at_most) => {}
    }
}
