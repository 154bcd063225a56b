//! The main job, as forms: a job, a person on its board, moves, undo, rejection, a hire, the board of before.

use testkit::{Page, Role, TestHouse};

use crate::PROGRAM;
use crate::world;

/// The version that the page of an application carries.
fn version(page: &Page) -> String {
    page.attribute("name=\"version\" value=\"").unwrap_or_else(|| panic!("no version: {}", page.html()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_added_found_moved_undone_and_hired() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let added = recruiter
        .post(
            "/candidates",
            &[("name", "Ada Lopez"), ("email", "ada.lopez@example.com"), ("title", "Keeper")],
        )
        .await;
    added.says("Ada Lopez");
    let person = added.address.trim_start_matches("/candidates/").to_owned();
    // The same address again shows who is here.
    recruiter.post("/candidates", &[("name", "A. Lopez"), ("email", "ADA.LOPEZ@example.com")]).await.is(409);
    kit.settle().await;
    recruiter.get("/candidates?q=lopez").await.says("Ada Lopez");
    recruiter.get("/candidates?q=(lopez").await.says("Ada Lopez");

    let job = world.job.to_string();
    recruiter.post(&format!("/jobs/{job}/applications"), &[("person", &person)]).await;
    let board = recruiter.get(&format!("/jobs/{job}")).await;
    board.says("Ada Lopez");
    let application = board
        .links("/applications/")
        .into_iter()
        .map(|href| href.split('?').next().unwrap_or_default().to_owned())
        .find(|href| !href.contains(&world.application.to_string()))
        .unwrap();
    let page = recruiter.get(&application).await;
    let stage = world.stage.to_string();
    let moved = recruiter
        .post(&format!("{application}/transitions"), &[("stage", &stage), ("version", &version(&page))])
        .await;
    assert!(moved.status < 400, "{}", moved.text());
    recruiter.get(&format!("/candidates/{person}")).await.says("moved from Applied to Screen");
    // A second mover who saw the old board hears about it.
    recruiter
        .post(&format!("{application}/transitions"), &[("stage", &stage), ("version", "1")])
        .await
        .is(409);

    let page = recruiter.get(&application).await;
    let hired = recruiter.post(&format!("{application}/hire"), &[("version", &version(&page))]).await;
    assert!(hired.status < 400, "{}", hired.text());
    let profile = recruiter.get(&format!("/candidates/{person}")).await;
    profile.says("hired for").says("Employment now");
    recruiter.get(&format!("/jobs/{job}/closed")).await.says("Ada Lopez");
    kit.settle().await;
    assert_eq!(kit.house.people.digest().people, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_tags_and_facts_are_written_and_taken_back() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let page = format!("/candidates/{}", world.person);
    recruiter
        .post(&format!("{page}/notes"), &[("text", "Wants four days"), ("kind", "note")])
        .await
        .says("Wants four days");
    recruiter.post(&format!("{page}/tags"), &[("add", "speaker, relocated")]).await.says("relocated");
    let facts = [
        ("kind", "employment"),
        ("title", "Oiler"),
        ("employer", "Dockside"),
        ("started", "2012-04"),
        ("ended", "2015"),
    ];
    recruiter.post(&format!("{page}/facts"), &facts).await.says("Dockside");
    let wrong = [("kind", "employment"), ("title", "Oiler"), ("employer", "Dockside"), ("started", "spring")];
    recruiter.post(&format!("{page}/facts"), &wrong).await.says("Write the month like 2019-03");
    let undo = recruiter.post_only(&format!("{page}/tags"), &[("add", "misplaced")]).await;
    let toast = recruiter.get(&undo.redirect().unwrap()).await;
    toast.says("misplaced");
    let undo = toast.attribute("action=\"/undo/").unwrap();
    recruiter.post(&format!("/undo/{undo}"), &[("next", &page)]).await;
    let html = recruiter.get(&page).await.html();
    assert!(!html.contains("value=\"misplaced\"") && html.contains("value=\"speaker\""));
}
