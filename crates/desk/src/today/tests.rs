#![expect(clippy::unwrap_used, reason = "tests")]

use base::clock::{DAY, HOUR};
use record::interviews::{NewInterview, schedule};
use record::jobs::TeamRole;
use record::overview;
use record::people::notes::NewCall;
use web::StatusCode;

use super::greeting;
use crate::kit::{BEGIN, Kit};

#[test]
fn the_greeting_knows_the_hour_and_the_count() {
    assert_eq!(greeting("Nora Whitfield", 9, 2), "Good morning, Nora. Two things need you today.");
    assert_eq!(greeting("Nora", 12, 1), "Good afternoon, Nora. One thing needs you today.");
    assert_eq!(greeting("Nora", 19, 0), "Good evening, Nora. Nothing is due today.");
    assert_eq!(greeting("Nora", 8, 14), "Good morning, Nora. 14 things need you today.");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_house_says_where_to_begin() {
    let kit = Kit::open().await;
    let nora = kit.user("Nora Whitfield", "admin").await;
    let sam = kit.user("Sam Lee", "interviewer").await;
    let (status, body) = kit.browser(nora).await.get("/").await;
    assert_eq!(status, StatusCode::OK);
    for words in
        ["Good morning, Nora", "Add your first people", "/uploads", "Create a job", "Monday 23 November"]
    {
        assert!(body.contains(words), "{words}");
    }
    let (_, body) = kit.browser(sam).await.get("/").await;
    assert!(!body.contains("Add your first people") && !body.contains("Pipeline health"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_count_what_stands_in_the_record() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let ellen = kit.user("Ellen Brandt", "hiring_manager").await;
    let (job, other) = (kit.job("Backend engineer", false).await, kit.job("Designer", false).await);
    kit.join(job, ellen, TeamRole::HiringManager).await;
    let who = kit.system().mixed();
    let mut applications = vec![];
    for name in ["Ada", "Ben", "Cleo", "Dan"] {
        let person = kit.person(name, nora).await;
        applications.push(kit.apply(person, job).await);
    }
    let eve = kit.person("Eve", nora).await;
    kit.apply(eve, other).await;
    kit.clock.advance(20 * DAY);
    for application in &applications[..3] {
        kit.hire(&who, *application, 1).await;
    }
    let figures = overview::figures(db, &kit.as_user(nora).await).await.unwrap().unwrap();
    assert_eq!((figures.open_jobs, figures.hires), (2, 3));
    assert_eq!((figures.waiting, figures.waiting_long), (2, 2), "Dan and Eve have waited 20 days");
    assert_eq!((figures.fill.median_days, figures.fill.openings), (Some(20), 3));
    let hers = overview::figures(db, &kit.as_user(ellen).await).await.unwrap().unwrap();
    assert_eq!((hers.open_jobs, hers.waiting), (1, 1), "a manager's figures are of their own jobs");
    let sam = kit.user("Sam Lee", "interviewer").await;
    assert_eq!(overview::figures(db, &kit.as_user(sam).await).await.unwrap(), None);
    let body = kit.browser(nora).await.get("/").await.1;
    assert!(body.contains("Over 3 openings") && body.contains("2 for over 4 days"), "{body}");
    assert!(
        body.contains("New on") && body.contains("Dan") && body.contains("Eve"),
        "who waits is named: {body}"
    );
    let call = NewCall { text: "On the phone".into(), ..NewCall::default() };
    record::people::notes::log_call(db, &kit.as_recruiter(nora).await, eve, call).await.unwrap();
    let waiting = overview::waiting_on_us(db, &kit.as_user(nora).await, 9).await.unwrap();
    let named: Vec<&str> = waiting.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(named, ["Dan"], "whom somebody has spoken to waits no longer");
    let blind = kit.job("Painter", true).await;
    kit.join(blind, ellen, TeamRole::HiringManager).await;
    kit.apply(kit.person("Fay", nora).await, blind).await;
    kit.clock.advance(DAY);
    let hers = overview::waiting_on_us(db, &kit.as_user(ellen).await, 9).await.unwrap();
    let masked: Vec<bool> = hers.iter().map(|one| one.masked).collect();
    assert_eq!(masked, [false, true], "Dan by name, Fay by her alias");
    assert!(!kit.browser(ellen).await.get("/").await.1.contains("Fay"));
    kit.clock.advance(100 * DAY);
    let quiet = overview::going_quiet(db, &kit.as_recruiter(nora).await, 3).await.unwrap();
    assert_eq!(quiet.count, 3, "those hired are colleagues now");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interviewer_sees_own_interviews_of_today_masked_on_a_blind_job() {
    let kit = Kit::open().await;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let sam = kit.user("Sam Lee", "interviewer").await;
    let job = kit.job("Backend engineer", true).await;
    for (name, at, with) in [("Amara Okafor", 1, sam), ("Jonas Lind", 2, nora), ("Late Person", 30, sam)] {
        let person = kit.person(name, nora).await;
        let application = kit.apply(person, job).await;
        let new = NewInterview {
            application,
            title: "Technical interview".into(),
            starts_at: BEGIN + at * HOUR,
            ends_at: BEGIN + at * HOUR + HOUR,
            zone: "UTC".into(),
            place: "Room 4".into(),
            attendees: vec![with],
        };
        schedule(&kit.house.db, &kit.system(), new).await.unwrap();
    }
    let body = kit.browser(sam).await.get("/").await.1;
    assert_eq!(body.matches("Technical interview").count(), 1);
    assert!(body.contains("Candidate ") && body.contains("10:00") && !body.contains("Amara"), "{body}");
    let body = kit.browser(nora).await.get("/").await.1;
    assert!(body.contains("Amara Okafor") && body.contains("Jonas Lind") && !body.contains("Late Person"));
}
