//! Story: the demo is told from its beginning, and no operation refuses any of it.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on should stop with the cause")]

use app::demo::{LENGTH, Size, seed};
use testkit::TestHouse;

#[tokio::test(flavor = "multi_thread")]
async fn a_small_story_is_told_without_a_refusal() {
    let kit = TestHouse::new(env!("CARGO_BIN_EXE_rapport")).await;
    let begun = kit.house.db.now();
    let seeded = seed(&kit.house, Size::Small, |_, _| {}).await.unwrap();
    assert_eq!(seeded.refused, 0);
    assert_eq!(seeded.jobs, 2);
    assert!(seeded.people >= 10, "{seeded:?}");
    assert_eq!(kit.house.db.now(), begun + LENGTH, "the story ends when it says");
}
