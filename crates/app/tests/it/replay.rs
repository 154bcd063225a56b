//! Replay: an index built from the record equals the one that followed the journal; backups come back whole.

use testkit::TestHouse;

use crate::PROGRAM;
use crate::world;

#[tokio::test(flavor = "multi_thread")]
async fn the_rebuilt_index_equals_the_live_one() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    kit.settle().await;
    let live = kit.house.people.digest();
    assert_eq!(live.people, 1);
    let rebuilt = record::people::index_doc::rebuild(&kit.house).await.unwrap();
    assert_eq!(rebuilt, 1);
    assert_eq!(kit.house.people.digest(), live);
    let _ = world.pool;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_of_a_whole_story_is_an_unbroken_chain() {
    let kit = TestHouse::new(PROGRAM).await;
    world::plant(&kit).await;
    let lines = kit.house.db.verify_journal(kit.workspace.0).await.unwrap().unwrap();
    assert!(lines > 8, "{lines} entries");
}
