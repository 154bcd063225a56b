//! Guards: no state change without session, origin and token; every named query is sound on this engine.

use app::house::ROOMS;
use testkit::{Role, TestHouse};

use crate::PROGRAM;
use crate::world;

fn posts() -> Vec<&'static str> {
    let tables = ROOMS.iter().map(|room| (room.routes)());
    tables
        .flat_map(|routes| routes.table().to_vec())
        .filter(|(method, _)| *method == web::axum::http::Method::POST)
        .map(|(_, path)| path)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_its_token_changes_nothing() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let admin = kit.browser(world.admin).await;
    let before = kit.house.db.newest_seq(kit.workspace.0);
    for route in posts() {
        let address = world.addresses(route, &world.person.to_string(), &world.application.to_string());
        let address = address.unwrap_or_else(|| panic!("the crawl has no recipe for {route}"));
        admin.post_forged(&address).await.is(422);
    }
    assert_eq!(kit.house.db.newest_seq(kit.workspace.0), before, "nothing was recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_sent_to_sign_in_and_a_stranger_changes_nothing() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let visitor = kit.visitor();
    let other = kit.another_workspace("other.example").await;
    let stranger = kit.user_in(other, "Strange Admin", Role::Admin).await;
    let stranger = kit.browser_in(other, stranger).await.at_host("other.example");
    let before = kit.house.db.newest_seq(kit.workspace.0);
    for route in posts() {
        let address =
            world.addresses(route, &world.person.to_string(), &world.application.to_string()).unwrap();
        let page = visitor.post_only(&address, &[]).await;
        let public = ["/sign-", "/password", "/setup"].iter().any(|start| route.starts_with(start));
        if !public {
            let to = page.redirect().unwrap_or_else(|| panic!("{address}: {} {}", page.status, page.text()));
            assert!(to.starts_with("/sign-in"), "{address} leads a visitor to {to}");
        }
        let page = stranger.post_only(&address, &[("version", "1"), ("text", "x"), ("name", "x")]).await;
        assert!(page.status < 500, "{address}: {}", page.text());
    }
    let after: Result<_, db::DbError> =
        kit.house.db.read(async |rd| rd.journal_after(kit.workspace.0, before, 100).await).await;
    let kinds: Vec<String> = after.unwrap().into_iter().map(|line| line.kind).collect();
    assert!(kinds.iter().all(|kind| kind == "SignInFailed"), "nothing of ours changed: {kinds:?}");
    world::row(&kit, &world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_named_query_is_sound_on_this_engine() {
    let kit = TestHouse::new(PROGRAM).await;
    let mut queries = record::queries();
    queries.extend(ROOMS.iter().flat_map(|room| (room.queries)()));
    assert!(queries.len() > 100);
    let mut wrong: Vec<String> = vec![];
    for (name, text) in queries {
        // The ones that a list is appended to end in `in`.
        let text = text.trim_end();
        let text = if text.ends_with(" in") { format!("{text} (null)") } else { text.to_owned() };
        let end =
            text.lines().find_map(|line| line.strip_prefix("-- ends at run time: ")).unwrap_or_default();
        let text = format!("{text}\n{end}");
        let sound: Result<(), db::DbError> = kit.house.db.read(async |rd| rd.prepare_only(&text).await).await;
        if let Err(cause) = sound {
            wrong.push(format!("{name}: {cause:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_carry_a_strict_policy_and_cookies_are_closed_to_scripts() {
    let kit = TestHouse::new(PROGRAM).await;
    let page = kit.as_role(Role::Recruiter).await.get("/candidates").await;
    let policy = page.headers.get("content-security-policy").unwrap().to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"));
    assert!(!policy.contains("unsafe-eval"));
    assert_eq!(page.headers.get("x-content-type-options").unwrap(), "nosniff");
    let sign_in = kit.visitor().get("/sign-in").await;
    assert!(sign_in.headers.get("content-security-policy").is_some());
}
