//! Story: two at the same moment. One outcome, and whoever was slower hears about it.

use record::people::add::{self, NewPerson};
use testkit::{Browser, Role, TestHouse};

use crate::PROGRAM;
use crate::world;

fn resume_of(edition: &str) -> String {
    format!(
        "Ada Lovelace\nAnalyst\nada@example.com\n\nExperience\n\nAnalyst, {edition}\nMay 2020 - present\n"
    )
}

async fn count(kit: &TestHouse, sql: &str) -> i64 {
    let counted: Result<i64, db::DbError> = kit.house.db.read(async |rd| rd.count(sql, &[]).await).await;
    counted.unwrap()
}

/// Two workers side by side, until nothing is due.
async fn two_workers(kit: &TestHouse) {
    let kinds = app::work::kinds();
    let work = async || while record::journal::chores::run_next(&kit.house, &kinds).await.unwrap() {};
    tokio::join!(work(), work());
    kit.settle().await;
}

async fn with_key(browser: &Browser, page: &str) -> String {
    browser.get(page).await.attribute("name=\"form_key\" value=\"").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_move_one_card_and_one_of_them_hears_who_was_faster() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let (one, other) = (kit.as_role(Role::Recruiter).await, kit.as_role(Role::Admin).await);
    let address = format!("/applications/{}/transitions", world.application);
    let stage = world.stage.to_string();
    let form = [("stage", stage.as_str()), ("version", "1")];
    let (first, second) = tokio::join!(one.post_only(&address, &form), other.post_only(&address, &form));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "{} {}", first.text(), second.text());
    let slower = if first.status == 409 { first } else { second };
    assert!(slower.text().contains("Somebody was faster"), "{}", slower.text());
    assert_eq!(count(&kit, "select count(*) from transition where from_stage_id <> 0").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_at_once_is_one_person_and_one_document() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    // Without an address nobody is recognised by anything but the file itself.
    let nameless = resume_of("Tidewater").replace("ada@example.com\n", "");
    let file = [("ada.txt", nameless.as_bytes())];
    tokio::join!(recruiter.upload("/uploads", "file", &file), recruiter.upload("/uploads", "file", &file));
    two_workers(&kit).await;
    assert_eq!(count(&kit, "select count(*) from person").await, 1);
    assert_eq!(count(&kit, "select count(*) from document").await, 1);
    assert_eq!(count(&kit, "select count(*) from upload_file where state in ('created', 'known')").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_resumes_of_one_person_read_at_once_are_one_person() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let editions: Vec<String> = (0..6).map(|number| resume_of(&format!("Tidewater {number}"))).collect();
    let names: Vec<String> = (0..6).map(|number| format!("ada-{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(&editions).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    recruiter.upload("/uploads", "file", &files).await.is(200);
    two_workers(&kit).await;
    assert_eq!(count(&kit, "select count(*) from person").await, 1);
    assert_eq!(count(&kit, "select count(*) from document").await, 6);
    assert_eq!(
        count(&kit, "select count(*) from identity where kind = 'email' and retracted_at = 0").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_with_one_address_added_at_once_are_one_person() {
    let kit = TestHouse::new(PROGRAM).await;
    let mut adding = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (house, who) = (kit.house.clone(), kit.system());
        adding.spawn(async move {
            let new = NewPerson {
                name: "Ada Lovelace".into(),
                emails: vec!["ada@example.com".into()],
                ..NewPerson::default()
            };
            add::add(&house.db, &who, new).await.is_ok_and(|added| !added.existed)
        });
    }
    let made = adding.join_all().await.into_iter().filter(|made| *made).count();
    assert_eq!((made, count(&kit, "select count(*) from person").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_does_its_work_once() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    // A person without an address: only the form tells that it is the same one.
    let key = with_key(&recruiter, "/candidates/new").await;
    let form = [("form_key", key.as_str()), ("name", "Ada Lovelace")];
    let (one, two) =
        tokio::join!(recruiter.post_only("/candidates", &form), recruiter.post_only("/candidates", &form));
    assert_eq!((one.status, one.redirect()), (303, two.redirect()), "{}", two.text());
    assert_eq!(recruiter.post_only("/candidates", &form).await.redirect(), one.redirect());
    assert_eq!(count(&kit, "select count(*) from person where name = 'Ada Lovelace'").await, 1);
    // Somebody else's key is their own, and a new form is a new person.
    let other = kit.as_role(Role::Admin).await;
    assert_ne!(other.post_only("/candidates", &form).await.redirect(), one.redirect());
    // A note and a task, once each however often they are sent.
    let page = format!("/candidates/{}", world.person);
    let key = with_key(&recruiter, &page).await;
    let note = [("form_key", key.as_str()), ("text", "Wants four days"), ("kind", "note")];
    for _ in 0..2 {
        recruiter.post(&format!("{page}/notes"), &note).await.says("Wants four days");
    }
    assert_eq!(count(&kit, "select count(*) from interaction where body = 'Wants four days'").await, 1);
    let key = with_key(&recruiter, "/tasks/new").await;
    for _ in 0..2 {
        recruiter.post("/tasks", &[("form_key", &key), ("title", "Call Ada")]).await.says("Call Ada");
    }
    assert_eq!(count(&kit, "select count(*) from task where title = 'Call Ada'").await, 1);
}
