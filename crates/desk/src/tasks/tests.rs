#![expect(clippy::unwrap_used, reason = "tests")]

use record::jobs::TeamRole;
use record::{JobId, PersonId, ReadError, Refusal, UserId};
use web::StatusCode;

use super::change::{Edited, Step, edit, revert, take};
use super::read::{Whose, count, done, due_count, one, open};
use super::{Due, NewTask, add};
use crate::kit::{BEGIN, Kit};

fn to(assignee: UserId, title: &str) -> NewTask {
    NewTask { title: title.into(), assignee, ..NewTask::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_seen_by_its_assignee_its_maker_and_recruiters() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let (nora, ellen, sam, kofi) = (
        kit.user("Nora Whitfield", "recruiter").await,
        kit.user("Ellen Brandt", "hiring_manager").await,
        kit.user("Sam Lee", "interviewer").await,
        kit.user("Kofi Mensah", "recruiter").await,
    );
    let by_ellen = kit.as_user(ellen).await;
    let task = add(db, &by_ellen, to(nora, "Book the room")).await.unwrap();
    for (user, sees) in [(nora, true), (ellen, true), (kofi, true), (sam, false)] {
        let seen = one(db, &kit.as_user(user).await, task).await;
        assert_eq!(seen.is_ok(), sees, "{user}");
    }
    let by_sam = kit.as_user(sam).await;
    assert!(matches!(one(db, &by_sam, task).await, Err(ReadError::NotFound)));
    assert!(matches!(take(db, &by_sam, task, Step::Done).await, Err(Refusal::NotFound)));
    assert_eq!(count(db, &by_ellen, Whose::HandedOn).await.unwrap(), 1);
    assert_eq!(count(db, &by_ellen, Whose::Mine).await.unwrap(), 0);
    assert_eq!(count(db, &by_sam, Whose::Team).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_needs_a_title_somebody_with_an_account_and_things_one_may_see() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let ellen = kit.user("Ellen Brandt", "hiring_manager").await;
    let secret = kit.job("Chief of staff", false).await;
    let amara = kit.person("Amara Okafor", UserId(0)).await;
    let who = kit.as_user(ellen).await;
    let field = |outcome: Result<_, Refusal>| match outcome {
        Err(Refusal::Field { field, .. }) => field,
        Err(Refusal::NotFound) => "not found",
        Err(_) => "refused",
        Ok(_) => "made",
    };
    assert_eq!(field(add(db, &who, to(ellen, "  \n ")).await), "title");
    assert_eq!(field(add(db, &who, to(UserId(4711), "Call")).await), "assignee");
    assert_eq!(field(add(db, &who, NewTask { job: secret, ..to(ellen, "Call") }).await), "job");
    assert_eq!(field(add(db, &who, NewTask { person: amara, ..to(ellen, "Call") }).await), "not found");
    assert_eq!(field(add(db, &who, to(UserId(0), "Call")).await), "made");
}

#[tokio::test(flavor = "multi_thread")]
async fn done_open_again_removed_and_back() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let who = kit.as_user(nora).await;
    let task = add(db, &who, to(nora, "Call Hana")).await.unwrap();
    let before = db.newest_seq(kit.workspace.0);
    take(db, &who, task, Step::Done).await.unwrap();
    take(db, &who, task, Step::Done).await.unwrap();
    assert_eq!(db.newest_seq(kit.workspace.0), before + 1, "pressing twice is one entry");
    assert!(open(db, &who, Whose::Mine).await.unwrap().is_empty());
    assert_eq!(done(db, &who, Whose::Mine).await.unwrap().len(), 1);
    take(db, &who, task, Step::Reopened).await.unwrap();
    take(db, &who, task, Step::Removed).await.unwrap();
    assert!(matches!(one(db, &who, task).await, Err(ReadError::NotFound)));
    take(db, &who, task, Step::Restored).await.unwrap();
    assert_eq!(open(db, &who, Whose::Mine).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_knows_what_it_saw_and_can_be_taken_back() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let who = kit.as_user(nora).await;
    let task = add(db, &who, to(nora, "Call Hana")).await.unwrap();
    let said = |title: &str| Edited {
        title: Some(title.into()),
        assignee: nora,
        job: Some(JobId(0)),
        due: Due::day_of(BEGIN),
    };
    let before = edit(db, &who, task, 1, said("Call Hana twice")).await.unwrap();
    let late = edit(db, &who, task, 1, said("Write to Hana")).await;
    let Err(Refusal::Conflict(words)) = late else { panic!("{late:?}") };
    assert!(words.contains("Nora Whitfield"), "{words}");
    assert_eq!(due_count(db, &who, "UTC").await.unwrap(), 1);
    revert(db, &who, task, before).await.unwrap();
    let now = one(db, &who, task).await.unwrap();
    assert_eq!((now.title.as_str(), now.due), ("Call Hana", Due::SomeDay));
    assert!(revert(db, &who, task, before).await.is_err(), "an undo undoes one thing, once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_masked_reader_is_not_shown_what_others_wrote_about_a_person() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let ellen = kit.user("Ellen Brandt", "hiring_manager").await;
    let job = kit.job("Backend engineer", true).await;
    kit.join(job, ellen, TeamRole::HiringManager).await;
    let amara = kit.person("Amara Okafor", nora).await;
    kit.apply(amara, job).await;
    let new = NewTask { person: amara, job, ..to(ellen, "Read Amara Okafor's resume") };
    let task = add(db, &kit.as_user(nora).await, new).await.unwrap();
    let browser = kit.browser(ellen).await;
    for path in ["/tasks".to_owned(), format!("/tasks/{task}"), "/".to_owned()] {
        let (status, body) = browser.get(&path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!body.contains("Amara") && !body.contains("Okafor"), "{path}");
        assert!(!body.contains(&amara.to_string()), "{path}");
    }
    let (_, body) = browser.get("/tasks?show=mine").await;
    assert!(body.contains("A task about Candidate "), "{body}");
    let form = "version=1&due=2026-11-25&assignee=&job=";
    let (status, ..) = browser.post(&format!("/tasks/{task}"), form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let now = one(db, &kit.as_user(nora).await, task).await.unwrap();
    assert_eq!(now.title, "Read Amara Okafor's resume", "an edit without the title keeps it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_work_as_plain_forms() {
    let kit = Kit::open().await;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let hana = kit.person("Hana Novák", nora).await;
    kit.settle().await;
    let browser = kit.browser(nora).await;
    let (status, to, _) = browser
        .post(
            "/tasks",
            &format!("title=Call+Hana&due=2026-11-23&time=10:00&person=Hana+Novak+({hana})&next=/tasks"),
        )
        .await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/tasks"));
    let (_, body) = browser.get("/tasks").await;
    assert!(body.contains("Call Hana") && body.contains("Hana Novák") && body.contains("Before 10:00"));
    let (status, _, body) = browser.post("/tasks", "title=&due=never").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("Write the day as"), "{body}");
    let (status, _, body) = browser.post("/tasks", "title=Call&person=Nobody+Such").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("Choose somebody from the list"));
    assert!(browser.fragment("/tasks/people?q=han").await.contains(&format!("Hana Novák ({hana})")));
    assert_eq!(browser.get("/tasks/nothing").await.0, StatusCode::NOT_FOUND);
    let about = open(&kit.house.db, &kit.as_user(nora).await, Whose::About(hana)).await.unwrap();
    assert_eq!(about.len(), 1);
    assert_eq!(about[0].person.as_ref().unwrap().0, record::PersonRef::Person(PersonId(hana.0)));
}
