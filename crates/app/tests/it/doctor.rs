//! Stories of the doctor: each part is broken on purpose, and found with what to do.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::process::{Place, resume};

async fn house() -> Place {
    let place = Place::new().await;
    let server = place.serve(&[]);
    server.set_up();
    let one = resume(&place.path(""), "one.txt", "Berit Solvang");
    place.run(&["people", "import", &one, "--yes"]).well();
    assert!(server.stop().success());
    let told = place.run(&["doctor"]).well();
    assert!(!told.contains("WRONG"), "{told}");
    place
}

fn blob(place: &Place) -> PathBuf {
    let mut open = vec![place.data().join("files/blobs")];
    while let Some(path) = open.pop() {
        if path.is_file() {
            return path;
        }
        open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
    }
    panic!("no stored file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_or_cut_journal_is_found() {
    let place = house().await;
    place
        .change(async |tx| {
            tx.run("update journal set payload = '{\"changed\":1}' where seq = 2", &[]).await.map(drop)
        })
        .await;
    place.run(&["doctor"]).refused("the chain breaks at entry 2");
    let place = house().await;
    const CUT: &str = "delete from journal where seq = (select max(seq) from journal)";
    place.change(async |tx| tx.run(CUT, &[]).await.map(drop)).await;
    place.run(&["doctor"]).refused("Somebody changed history");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_or_damaged_file_is_found() {
    let place = house().await;
    let path = blob(&place);
    std::fs::write(&path, "other bytes").unwrap();
    place.run(&["doctor"]).refused("stored files: 1 damaged");
    std::fs::remove_file(&path).unwrap();
    place.run(&["doctor"]).refused("stored files: 1 missing");
    // A backup says so too, and keeps the rest.
    let backup = place.path("backup").display().to_string();
    place.run(&["backup", &backup]).refused("1 stored files could not be read");
    assert!(place.path("backup").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_says_something_else_is_found_and_made_anew() {
    let place = house().await;
    // Past the journal: the index cannot have heard it.
    const RENAME: &str = "update person set current_title = 'Duchess'";
    place.change(async |tx| tx.run(RENAME, &[]).await.map(drop)).await;
    place.run(&["doctor"]).refused("Run `rapport rebuild index`");
    assert!(!place.data().join("index-check").exists(), "nothing is left behind");
    place.run(&["rebuild", "index"]).well();
    place.run(&["doctor"]).well();
    assert!(place.run(&["people", "search", "title:duchess"]).well().contains("1 person"));
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_and_forgotten_work_is_found() {
    let place = house().await;
    const FAIL: &str = "update chore set state = 'failed', last_error = 'the child went away'";
    place.change(async |tx| tx.run(FAIL, &[]).await.map(drop)).await;
    place.run(&["doctor"]).refused("failed (the child went away)");
    const FORGET: &str = "update chore set state = 'waiting', run_at = 1, lease_until = 0";
    place.change(async |tx| tx.run(FORGET, &[]).await.map(drop)).await;
    place.run(&["doctor"]).refused("should have run an hour ago");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_is_found_and_not_served_with() {
    let place = house().await;
    let key = place.data().join("master.key");
    let right = std::fs::read(&key).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    place.run(&["doctor"]).refused("chmod 600 master.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&key, "ab".repeat(32)).unwrap();
    place.run(&["doctor"]).refused("the master key here is not the one");
    place.run(&["serve", "--listen", "127.0.0.1:0"]).refused("Bring back master.key");
    std::fs::write(&key, "too short").unwrap();
    place.run(&["doctor"]).refused("must hold 64 hexadecimal digits");
    // Lost for good: the way out that the message names.
    std::fs::write(&key, "cd".repeat(32)).unwrap();
    let backup = place.path("backup").display().to_string();
    place.run(&["backup", &backup]).well();
    let fresh = Place::new().await;
    fresh.run(&["restore", &backup]).well();
    let server = fresh.serve(&[]);
    assert_eq!(server.sign_in().get("/").status, 200);
    assert!(server.stop().success());
    std::fs::write(&key, right).unwrap();
    place.run(&["doctor"]).well();
}
