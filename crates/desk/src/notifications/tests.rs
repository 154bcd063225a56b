#![expect(clippy::unwrap_used, reason = "tests")]

use record::UserId;
use record::jobs::TeamRole;
use web::StatusCode;

use super::read::unread;
use crate::kit::Kit;
use crate::tasks::{NewTask, add};

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_told_once_however_often_it_is_heard() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let ellen = kit.user("Ellen Brandt", "recruiter").await;
    let job = kit.job("Backend engineer", false).await;
    kit.join(job, ellen, TeamRole::HiringManager).await;
    kit.join(job, nora, TeamRole::Recruiter).await;
    let amara = kit.person("Amara Okafor", nora).await;
    let application = kit.apply(amara, job).await;
    let by_nora = kit.as_recruiter(nora).await;
    kit.note(&by_nora, amara, "@Ellen Brandt can you read this? @Nora Whitfield agrees").await;
    add(db, &by_nora.mixed(), NewTask { title: "Read it".into(), assignee: ellen, ..NewTask::default() })
        .await
        .unwrap();
    add(db, &by_nora.mixed(), NewTask { title: "My own".into(), assignee: nora, ..NewTask::default() })
        .await
        .unwrap();
    let version = kit.advance(&by_nora.mixed(), application, job, 1, 1).await;
    kit.hire(&by_nora.mixed(), application, version).await;
    kit.settle().await;
    kit.hear_again().await;
    let (for_ellen, for_nora) = (kit.as_user(ellen).await, kit.as_user(nora).await);
    assert_eq!(unread(db, &for_ellen).await.unwrap(), 4, "mention, task, move, hire");
    assert_eq!(unread(db, &for_nora).await.unwrap(), 0, "nobody is told of what they did themselves");
    let body = kit.browser(ellen).await.get("/notifications").await.1;
    for words in [
        "Nora Whitfield mentioned you",
        "In a note about Amara Okafor",
        "Nora Whitfield gave you a task",
        "Nora Whitfield moved Amara Okafor",
        "Nora Whitfield hired Amara Okafor",
    ] {
        assert!(body.contains(words), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_masked_reader_is_told_without_names() {
    let kit = Kit::open().await;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let ellen = kit.user("Ellen Brandt", "hiring_manager").await;
    let sam = kit.user("Sam Lee", "interviewer").await;
    let job = kit.job("Backend engineer", true).await;
    kit.join(job, ellen, TeamRole::HiringManager).await;
    let amara = kit.person("Amara Okafor", nora).await;
    let application = kit.apply(amara, job).await;
    let by_nora = kit.as_recruiter(nora).await;
    kit.advance(&by_nora.mixed(), application, job, 1, 1).await;
    kit.note(&by_nora, amara, "@Ellen Brandt and @Sam Lee: what do you think of Amara?").await;
    kit.settle().await;
    for (user, said) in [(ellen, "moved Candidate "), (sam, "somebody who is not open to you")] {
        let browser = kit.browser(user).await;
        for body in [browser.get("/notifications").await.1, browser.fragment("/notifications").await] {
            assert!(body.contains(said), "{body}");
            assert!(!body.contains("Amara") && !body.contains(&amara.to_string()), "{body}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_marks_read_and_leads_to_the_thing_and_nobody_opens_anothers() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let ellen = kit.user("Ellen Brandt", "recruiter").await;
    let by_nora = kit.as_user(nora).await;
    let new = |title: &str| NewTask { title: title.into(), assignee: ellen, ..NewTask::default() };
    let task = add(db, &by_nora, new("Read it")).await.unwrap();
    add(db, &by_nora, new("And this")).await.unwrap();
    kit.settle().await;
    let for_ellen = kit.as_user(ellen).await;
    let notices = super::read::page(db, &for_ellen, Default::default(), 10).await.unwrap();
    let of_task = notices.iter().find(|notice| notice.subject == task.0).unwrap();
    let path = format!("/notifications/{}", of_task.id);
    assert_eq!(kit.browser(nora).await.get(&path).await.0, StatusCode::NOT_FOUND);
    let browser = kit.browser(ellen).await;
    assert_eq!(browser.get(&path).await.0, StatusCode::SEE_OTHER);
    assert_eq!(unread(db, &for_ellen).await.unwrap(), 1);
    browser.post("/notifications/reading", "").await;
    assert_eq!(unread(db, &for_ellen).await.unwrap(), 0);
    assert_eq!(unread(db, &kit.as_user(UserId(nora.0)).await).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_heard_weeks_later_is_no_news() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let ellen = kit.user("Ellen Brandt", "recruiter").await;
    let by_nora = kit.as_user(nora).await;
    let new = || NewTask { title: "Read it".into(), assignee: ellen, ..NewTask::default() };
    add(db, &by_nora, new()).await.unwrap();
    kit.clock.advance(20 * base::clock::DAY);
    add(db, &by_nora, new()).await.unwrap();
    kit.settle().await;
    assert_eq!(unread(db, &kit.as_user(ellen).await).await.unwrap(), 1);
}
