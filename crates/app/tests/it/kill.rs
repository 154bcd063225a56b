//! Story: the server is killed under its users, again and again. Nothing acknowledged is lost, nothing is doubled.
//! `cargo x kill` is the same for longer.

use crate::PROGRAM;

/// Enough to meet uploads, moves, chores and mails; a minute at most.
const KILLS: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9_and_is_there_once() {
    let scratch = tempfile::tempdir().unwrap();
    let plan = xtask::kill::Plan {
        program: PROGRAM.into(),
        database: testkit::database().await,
        folder: scratch.path().to_owned(),
        kills: KILLS,
        seed: 7,
    };
    let done = tokio::task::spawn_blocking(move || xtask::kill::run(&plan, &mut drop)).await.unwrap();
    match done {
        Ok(report) => assert_eq!(report.kills, KILLS),
        Err(cause) => panic!("{cause:#}; see {}", scratch.keep().display()),
    }
}
