//! Story: the machine fails, and people are told what to do. Nothing is lost. (The server that is killed: `kill.rs`.)

use base::clock;
use testkit::faults::SmallDisk;
use testkit::{Role, TestHouse};

use crate::PROGRAM;

fn resume_of(name: &str, email: &str) -> String {
    format!(
        "{name}\nAnalyst\n{email}\n\nExperience\n\nAnalyst, Tidewater\nMay 2020 - present\n\nSkills\nRust\n"
    )
}

async fn people(kit: &TestHouse) -> i64 {
    let counted: Result<i64, db::DbError> =
        kit.house.db.read(async |rd| rd.count("select count(*) from person", &[]).await).await;
    counted.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stderr, reason = "whoever runs this without the right to mount should know")]
async fn a_full_disk_refuses_in_words_keeps_what_was_saved_and_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(48) else {
        eprintln!("not run: mounting a small disk needs root");
        return;
    };
    let kit = TestHouse::in_folder(PROGRAM, tempfile::tempdir_in(disk.path()).unwrap()).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let (ada, grace) =
        (resume_of("Ada Lovelace", "ada@example.com"), resume_of("Grace Hopper", "grace@example.com"));
    recruiter.upload("/uploads", "file", &[("ada.txt", ada.as_bytes())]).await.is(200);
    kit.settle().await;

    let waiting = recruiter.upload("/uploads", "file", &[("grace.txt", grace.as_bytes())]).await;
    disk.fill();
    let refused = recruiter.upload("/uploads", "file", &[("big.txt", &vec![b'x'; 300_000])]).await;
    refused.is(507);
    let text = refused.text();
    assert!(text.contains("The disk is full") && text.contains("make room"), "{text}");
    // An hour later the page still opens, though not even that can be noted.
    kit.clock.advance(clock::HOUR);
    recruiter.get("/candidates").await.says("Ada Lovelace");

    disk.make_room();
    kit.settle().await;
    recruiter.get(&waiting.address).await.says("Created Grace Hopper");
    recruiter
        .upload("/uploads", "file", &[("more.txt", resume_of("Mary Jackson", "m@example.com").as_bytes())])
        .await;
    kit.settle().await;
    recruiter.get("/candidates?q=jackson").await.says("Mary Jackson");
    assert_eq!(people(&kit).await, 3);
    let live = kit.house.people.digest();
    record::people::index_doc::rebuild(&kit.house).await.unwrap();
    assert_eq!(kit.house.people.digest(), live, "the index followed all the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chore_killed_in_the_middle_is_taken_up_at_the_next_start() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let ada = resume_of("Ada Lovelace", "ada@example.com");
    let sent = recruiter.upload("/uploads", "file", &[("ada.txt", ada.as_bytes())]).await;
    // As a worker leaves it that dies: claimed, with a lease of ten minutes.
    let claimed = kit.house.db.claim_chore(10 * clock::MINUTE).await.unwrap().unwrap();
    assert!(!claimed.interrupted);
    kit.settle().await;
    recruiter.get(&sent.address).await.says("Waiting to be read");
    assert_eq!(kit.house.db.take_up_chores().await.unwrap(), 1);
    kit.settle().await;
    recruiter.get(&sent.address).await.says("Created Ada Lovelace");
    assert_eq!(people(&kit).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_loses_no_work_and_does_none_twice() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    // The clock is a day ahead while a file is sent, and is then put right.
    kit.clock.advance(clock::DAY);
    kit.settle().await;
    let ada = resume_of("Ada Lovelace", "ada@example.com");
    let sent = recruiter.upload("/uploads", "file", &[("ada.txt", ada.as_bytes())]).await;
    kit.clock.advance(-clock::DAY);
    kit.settle().await;
    recruiter.get(&sent.address).await.says("Created Ada Lovelace");
    recruiter.post("/candidates", &[("name", "Grace Hopper")]).await.says("Grace Hopper");
    // Claimed, and the clock jumps over the lease: another worker does it, and it is done once.
    let grace = resume_of("Mary Jackson", "m@example.com");
    let sent = recruiter.upload("/uploads", "file", &[("mary.txt", grace.as_bytes())]).await;
    let claimed = kit.house.db.claim_chore(10 * clock::MINUTE).await.unwrap().unwrap();
    kit.clock.advance(clock::HOUR);
    kit.settle().await;
    recruiter.get(&sent.address).await.says("Created Mary Jackson");
    kit.house.db.finish_chore(&claimed, &db::ChoreState::Done).await.unwrap();
    kit.settle().await;
    assert_eq!(people(&kit).await, 3);
    assert!(kit.house.db.verify_journal(kit.workspace.0).await.unwrap().is_ok());
}
