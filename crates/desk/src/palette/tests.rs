#![expect(clippy::unwrap_used, reason = "tests")]

use record::jobs::TeamRole;

use crate::kit::Kit;

#[tokio::test(flavor = "multi_thread")]
async fn a_recruiter_finds_people_jobs_and_pages_and_acts_on_the_one_in_view() {
    let kit = Kit::open().await;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let amara = kit.person("Amara Okafor", nora).await;
    let job = kit.job("Amazing engineer", false).await;
    kit.settle().await;
    let browser = kit.browser(nora).await;
    let list = browser.fragment("/palette?q=ama&on=").await;
    assert!(
        list.contains(&format!("/candidates/{amara}")) && list.contains(&format!("/jobs/{job}")),
        "{list}"
    );
    let list = browser.fragment(&format!("/palette?q=&on=person:{amara}")).await;
    for key in ["N", "E", "M"] {
        assert!(list.contains(&format!("data-run-key=\"{key}\"")), "{key}");
    }
    let list = browser.fragment(&format!("/palette?q=email&on=person:{amara}")).await;
    assert!(list.contains("data-run-key=\"E\"") && !list.contains("data-run-key=\"N\""), "{list}");
    let (_, page) = browser.get("/palette?q=tas").await;
    assert!(
        page.contains("href=\"/tasks\"") && page.contains("<kbd>K</kbd>"),
        "the page works without script"
    );
    assert!(browser.fragment("/users/mentions?q=whit").await.contains("data-value=\"Nora Whitfield\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_masked_reader_finds_codes_and_no_names() {
    let kit = Kit::open().await;
    let nora = kit.user("Nora Whitfield", "recruiter").await;
    let ellen = kit.user("Ellen Brandt", "hiring_manager").await;
    let (blind, other) = (kit.job("Backend engineer", true).await, kit.job("Secret role", false).await);
    kit.join(blind, ellen, TeamRole::HiringManager).await;
    let amara = kit.person("Amara Okafor", nora).await;
    kit.apply(amara, blind).await;
    kit.settle().await;
    let browser = kit.browser(ellen).await;
    let list = browser.fragment(&format!("/palette?q=amara&on=person:{amara}")).await;
    assert!(!list.contains("Okafor") && !list.contains(&amara.to_string()), "{list}");
    let list = browser.fragment("/palette?q=sec").await;
    assert!(!list.contains(&other.to_string()), "{list}");
    let labels =
        record::people::read::labels(&kit.house.db, &kit.as_user(ellen).await, &[amara]).await.unwrap();
    let (reference, label) = &labels[&amara];
    let code = label.rsplit(' ').next().unwrap();
    let list = browser.fragment(&format!("/palette?q={code}")).await;
    assert!(list.contains(&format!("/candidates/{reference}")) && list.contains(label.as_str()), "{list}");
}
