//! The canary crawl: a planted person is found by their rightful reader, and by no page, header or count
//! of a blind reviewer. A route without a recipe stops the test.

use app::house::ROOMS;
use testkit::{Browser, Page, Role, TestHouse};

use crate::PROGRAM;
use crate::world::{self, CANARIES, TITLE, World};

/// Every GET route of the house.
fn routes() -> Vec<&'static str> {
    let tables = ROOMS.iter().map(|room| (room.routes)());
    tables
        .flat_map(|routes| routes.table().to_vec())
        .filter(|(method, _)| *method == web::axum::http::Method::GET)
        .map(|(_, path)| path)
        .collect()
}

/// Further addresses whose answers depend on the query.
fn queries(world: &World) -> Vec<String> {
    let job = world.job;
    let mut all: Vec<String> = vec![
        "/candidates?q=lighthouse".into(),
        "/candidates?sort=name".into(),
        format!("/jobs/{job}?view=list"),
        format!("/jobs/{job}/history?on=2026-11-23"),
        "/palette?q=zan".into(),
        "/users/mentions?q=z".into(),
        "/tasks/people?q=zan".into(),
    ];
    for canary in CANARIES {
        all.push(format!("/candidates?q={canary}"));
        all.push(format!("/candidates?q=name:{canary}"));
        all.push(format!("/candidates?city={canary}&company={canary}&tag={canary}"));
    }
    all
}

fn leak(page: &Page, asked: &str) -> Option<String> {
    // What the reader typed may be shown back to them.
    let shown = page.html().replace(asked, "");
    let headers = format!("{:?}", page.headers);
    let canary = CANARIES.into_iter().find(|canary| shown.contains(canary) || headers.contains(canary))?;
    Some(format!("{} shows {canary}", page.address))
}

async fn crawl(browser: &Browser, world: &World, person: &str, application: &str) -> Vec<String> {
    let mut leaks = vec![];
    for route in routes() {
        let address = world.addresses(route, person, application);
        let address = address.unwrap_or_else(|| panic!("the crawl has no recipe for {route}"));
        for page in [browser.get(&address).await, browser.fragment(&format!("{address}?preview=1")).await] {
            assert!(page.status < 500, "{address}: {}", page.text());
            leaks.extend(leak(&page, "\u{0}"));
        }
    }
    for address in queries(world) {
        let page = browser.get(&address).await;
        assert!(page.status < 500, "{address}: {}", page.text());
        let asked = CANARIES.into_iter().find(|canary| address.contains(canary)).unwrap_or("\u{0}");
        leaks.extend(leak(&page, asked));
    }
    leaks
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blind_reviewer_meets_the_planted_person_nowhere() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let (person, application) = (world.person.to_string(), world.application.to_string());
    let recruiter = kit.as_role(Role::Recruiter).await;
    // The rightful reader first: a crawl that finds nothing anywhere would prove nothing.
    recruiter.get("/candidates").await.says("Zanzibara Quixolotl");
    recruiter.get(&format!("/candidates/{person}")).await.says("Vexillumworks").says("canary-note");
    recruiter.get(&format!("/jobs/{}", world.job)).await.says("Zanzibara Quixolotl");
    recruiter.get("/candidates?q=name:quixolotl").await.says("Zanzibara Quixolotl");
    let seen = crawl(&recruiter, &world, &person, &application).await;
    assert!(seen.len() > 5, "the recruiter meets them on many pages, not only on {seen:?}");
    // The blind reviewer gets masked answers from list, board, profile and search.
    let reviewer = kit.as_role(Role::BlindReviewer).await;
    let code = world.alias[world.alias.len() - 4..].to_uppercase();
    reviewer.get("/candidates").await.says(&code).says(TITLE);
    reviewer.get("/candidates?q=lighthouse").await.says(&code);
    reviewer.get(&format!("/candidates/{}", world.alias)).await.says("Fresnel lenses").says(TITLE);
    reviewer.get(&format!("/jobs/{}", world.job)).await.says(&code);
    for (person, application) in [(&world.alias, &world.alias), (&person, &application)] {
        let leaks = crawl(&reviewer, &world, person, application).await;
        assert_eq!(leaks, Vec::<String>::new());
    }
    reviewer.get(&format!("/candidates/{person}")).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planted_leak_is_found() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let person = world::row(&kit, &world).await;
    let bytes = format!("<p>{}</p>", person.name).into_bytes();
    let page =
        Page { address: "/leak".into(), status: 200, headers: web::axum::http::HeaderMap::new(), bytes };
    assert_eq!(leak(&page, "\u{0}").unwrap(), "/leak shows Zanzibara");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_workspace_knows_nothing_of_ours() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let other = kit.another_workspace("other.example").await;
    let stranger = kit.user_in(other, "Strange Admin", Role::Admin).await;
    let stranger = kit.browser_in(other, stranger).await.at_host("other.example");
    stranger.get("/candidates").await.says("Nobody here yet");
    let leaks = crawl(&stranger, &world, &world.person.to_string(), &world.application.to_string()).await;
    assert_eq!(leaks, Vec::<String>::new());
    stranger.get(&format!("/candidates/{}", world.person)).await.is(404);
    stranger.get(&format!("/jobs/{}", world.job)).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hiring_manager_sees_the_people_of_their_own_jobs_only() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let manager = kit.user("Ellen Brandt", Role::HiringManager).await;
    let browser = kit.browser(manager).await;
    browser.get(&format!("/candidates/{}", world.person)).await.is(404);
    browser.get("/candidates").await.says_not("Quixolotl");
    let role = record::jobs::team::TeamRole::HiringManager;
    record::jobs::team::join(&kit.house.db, &kit.system().mixed(), world.job, manager, role).await.unwrap();
    // The job is blind: its manager sees them masked.
    browser.get(&format!("/candidates/{}", world.alias)).await.says(TITLE).says_not("Quixolotl");
    browser.get(&format!("/candidates/{}", world.person)).await.is(404);
}

/// Somebody who sees a person clear on one job meets them masked on a blind one, and nothing there says it is the
/// same person.
#[tokio::test(flavor = "multi_thread")]
async fn clear_on_one_job_is_masked_on_a_blind_one() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let (db, system) = (&kit.house.db, kit.system());
    let draft = record::jobs::JobDraft { title: "Keeper of the harbour".into(), ..Default::default() };
    let new = record::jobs::NewJob { draft, openings: 1, open: true };
    let open = record::jobs::edit::create(db, &system, new).await.unwrap();
    let application = record::applications::receive::receive(db, &system, world.person, open, "Sourced");
    let application = application.await.unwrap().application;
    kit.settle().await;
    let manager = kit.user("Ellen Brandt", Role::HiringManager).await;
    for job in [open, world.job] {
        let role = record::jobs::team::TeamRole::HiringManager;
        record::jobs::team::join(db, &system.mixed(), job, manager, role).await.unwrap();
    }
    let browser = kit.browser(manager).await;
    browser.get(&format!("/candidates/{}", world.person)).await.says("Quixolotl");
    browser.get(&format!("/jobs/{}", world.job)).await.says_not("Quixolotl").says(TITLE);
    for address in [format!("/candidates/{}", world.alias), format!("/applications/{}", world.alias)] {
        let page = browser.get(&address).await;
        page.is(200).says(TITLE).says_not("Quixolotl");
        for telling in [world.person.to_string(), application.to_string(), world.application.to_string()] {
            assert!(!page.html().contains(&telling), "{address} holds {telling}");
        }
    }
}
