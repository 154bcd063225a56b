//! Two people at one fact, and many people at once: both values are seen, and what was done is taken back.

use testkit::{Page, Role, TestHouse};

use crate::PROGRAM;
use crate::world;

/// Presses the undo of the page's notice.
async fn undo(browser: &testkit::Browser, page: &Page, start: &str) -> Page {
    let rest = page.attribute(&format!("action=\"{start}")).unwrap_or_else(|| panic!("{}", page.html()));
    browser.post(&format!("{start}{}", rest.replace("&amp;", "&")), &[("next", "/tasks")]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_of_one_fact_see_both_values() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let (one, other) = (kit.as_role(Role::Recruiter).await, kit.as_role(Role::Admin).await);
    let page = format!("/candidates/{}", world.person);
    let field = format!("{page}/fields/city");
    let version = one.get(&page).await.attribute("name=\"version\" value=\"").unwrap();
    one.post(&field, &[("version", &version), ("city", "Lund")]).await.says("Saved");
    // Another field is no conflict.
    other
        .post(&format!("{page}/fields/source"), &[("version", &version), ("source", "Fair")])
        .await
        .says("Saved");
    let clash = other.post(&field, &[("version", &version), ("city", "Malmö")]).await;
    clash.is(409);
    for words in ["changed this too, a moment ago", "Lund", "Malmö"] {
        assert!(clash.text().contains(words), "{}", clash.text());
    }
    let seen = clash.attribute("name=\"version\" value=\"").unwrap();
    let kept = other.post(&field, &[("version", &seen), ("city", "Malmö")]).await;
    kept.says("Saved").says("Malmö");
    undo(&other, &kept, "/undo/").await.says("It says again what it said before");
    one.get(&page).await.says("Lund").says_not("Malmö");
    let typed = [("version", "1"), ("country_code", "Atlantis")];
    let wrong = one.post(&format!("{page}/fields/country_code"), &typed).await;
    wrong.is(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_put_on_a_job_or_out_of_a_pool_and_taken_back() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let mut people = vec![];
    for name in ["Ada Lopez", "Bo Lind"] {
        let added = recruiter.post("/candidates", &[("name", name)]).await;
        people.push(added.address.trim_start_matches("/candidates/").to_owned());
    }
    let ids: Vec<(&str, &str)> = people.iter().map(|person| ("id", person.as_str())).collect();
    let job = world.job.to_string();
    let with = |more: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        let chosen = ids.iter().map(|(_, person)| ("id", (*person).to_owned()));
        chosen.chain(more.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect()
    };
    let post = async |path: &str, form: Vec<(&'static str, String)>| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        recruiter.post(path, &form).await
    };
    // The second time they come back to where they were taken from.
    for _ in 0..2 {
        let added = post("/applications", with(&[("job", &job), ("next", "/candidates")])).await;
        added.says("Added 2 people to");
        recruiter.get(&format!("/jobs/{job}")).await.says("Ada Lopez").says("Bo Lind");
        let undone = undo(&recruiter, &added, &format!("/jobs/{job}/undo?")).await;
        undone.says("Taken back for 2 people");
        assert_eq!(undone.address, "/tasks", "back to the page it was done from");
        recruiter.get(&format!("/jobs/{job}")).await.says_not("Ada Lopez");
    }
    let pool = format!("/pools/{}", world.pool);
    post(&format!("{pool}/members"), with(&[])).await.says("2 people joined the pool").says("Bo Lind");
    let out = post(&format!("{pool}/members/removal"), with(&[])).await;
    out.says("2 people taken out of the pool").says_not("Bo Lind");
    undo(&recruiter, &out, "/undo/").await.says("2 people are back in the pool");
    recruiter.get(&pool).await.says("Ada Lopez").says("Bo Lind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_told_where_to_go_and_keeps_the_notice_for_that_page() {
    let kit = TestHouse::new(PROGRAM).await;
    let visitor = kit.visitor();
    let answer = visitor.fragment("/candidates").await;
    answer.is(200);
    assert_eq!(answer.headers["hx-redirect"], "/sign-in?next=/candidates");
    assert!(answer.bytes.is_empty(), "{}", answer.text());
}
