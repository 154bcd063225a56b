//! Story: what was read is checked beside its page, corrected, and stands when a newer reader reads again.

use record::DocumentId;
use testkit::{Browser, Page, Role, TestHouse};

use crate::PROGRAM;

const GRACE: &str = "Grace Hopper\nEngineer\ngrace@example.com | +1 212 555 0100\nBorn 9 December 1986\n\n\
Experience\n\nEngineer, Harbour Systems\nMarch 2015 - June 2022\n- Wrote compilers\n\n\
Education\n\nBSc Mathematics, Vassar College, 2008\n\nSkills\nCOBOL, Compilers, Debugging\n";

/// A PDF of the reader's own tests.
const PDF: &[u8] = include_bytes!("../../../resume/tests/files/icons.pdf");

/// Uploads one file and lets it be read; the page of its upload, and where what was read is checked.
async fn uploaded(kit: &TestHouse, browser: &Browser, name: &str, bytes: &[u8]) -> (Page, String) {
    let sent = browser.upload("/uploads", "file", &[(name, bytes)]).await;
    kit.settle().await;
    let page = browser.get(&sent.address).await;
    let check = page.links("/documents/").into_iter().find(|href| href.ends_with("/check"));
    let check = check.unwrap_or_else(|| panic!("no way to check it:\n{}", page.html()));
    (page, check)
}

/// The id of the fact whose field shows this value.
fn fact(page: &Page, value: &str) -> String {
    let html = page.html();
    let (before, _) = html
        .split_once(&format!("\" value=\"{value}\" autocomplete"))
        .unwrap_or_else(|| panic!("no field shows {value}:\n{html}"));
    before.rsplit("name=\"v-").next().unwrap().to_owned()
}

async fn correct(browser: &Browser, check: &str, from: &str, to: &str) -> Page {
    let id = fact(&browser.get(check).await, from);
    let (value, was) = (format!("v-{id}"), format!("was-{id}"));
    browser.post(check, &[(&value, to), (&was, from)]).await
}

fn document(check: &str) -> DocumentId {
    check.split('/').nth(2).unwrap().parse().unwrap()
}

/// As if the file had been read by an older reader.
async fn age(kit: &TestHouse) {
    let sql = "update reading set reader = -1 where workspace_id = $1";
    let aged: Result<u64, db::DbError> = (kit.house.db)
        .write_quiet(kit.workspace.0, db::QuietReason::Progress, async |tx| {
            tx.run(sql, &[&kit.workspace]).await
        })
        .await;
    assert!(aged.unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_kept_found_and_told_when_a_newer_reader_reads_again() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let (batch, check) = uploaded(&kit, &recruiter, "grace.txt", GRACE.as_bytes()).await;
    let page = recruiter.get(&check).await;
    page.says("Check what was read").says("Full name").says("Harbour Systems").says("Wrote compilers");
    page.says("Personal data in the file").says("Blind review hides all of it");
    let told = correct(&recruiter, &check, "Harbour Systems", "Harbour & Sons").await;
    told.says("Corrected").says("Read as Harbour Systems");
    correct(&recruiter, &check, "COBOL", "").await.says("Left empty");
    // Somebody who still sees the old value is told what it says now.
    let id = fact(&recruiter.get(&check).await, "Harbour &#38; Sons");
    let stale = [(format!("v-{id}"), "Other"), (format!("was-{id}"), "Harbour Systems")];
    let stale: Vec<(&str, &str)> = stale.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    recruiter.post(&check, &stale).await.says("changed this meanwhile").says("Harbour & Sons");
    correct(&recruiter, &check, "Jun 2022", "soon").await.says("Write a month");
    correct(&recruiter, &check, "Jun 2022", "05/2022").await.says("Corrected");
    kit.settle().await;
    recruiter.get("/candidates?q=company:sons").await.says("Grace Hopper");

    age(&kit).await;
    let done = record::people::check::rebuild(&kit.house, &kit.system(), |_, _| {}).await.unwrap();
    assert_eq!((done.read, done.refused.len()), (1, 0));
    let again = record::people::check::rebuild(&kit.house, &kit.system(), |_, _| {}).await.unwrap();
    assert_eq!(again.read, 0, "what this reader has read is not read again");
    kit.settle().await;
    recruiter.get("/candidates?q=company:sons").await.says("Grace Hopper");
    recruiter.get(&check).await.says("Read as Harbour Systems").says("Left empty");
    let person = batch.links("/candidates/").into_iter().find(|href| href.len() > 20).unwrap();
    let experience = recruiter.get(&format!("{person}?tab=experience")).await;
    experience.says("Harbour & Sons").says("Mar 2015 to May 2022").says_not("COBOL");
    let timeline = recruiter.get(&person).await;
    timeline.says("corrected the employer (it was “Harbour Systems”) in grace.txt");
    timeline.says("A newer reader read again grace.txt");

    let undo = batch.attribute("action=\"/uploads/files/").unwrap();
    recruiter.post(&format!("/uploads/files/{undo}"), &[]).await.says("Taken back");
    recruiter.get(&check).await.is(404);
    recruiter.get(&person).await.is(404);
    kit.settle().await;
    recruiter.get("/candidates?q=company:sons").await.says_not("Grace Hopper");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_undone_and_the_rest_is_accepted() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let (_, check) = uploaded(&kit, &recruiter, "grace.txt", GRACE.as_bytes()).await;
    let told = correct(&recruiter, &check, "Grace Hopper", "Grace Brewster Hopper").await;
    told.says("Grace Brewster Hopper");
    let undo = told.attribute("action=\"/undo/").unwrap();
    recruiter
        .post(&format!("/undo/{undo}"), &[("next", &check)])
        .await
        .says("says again what it said before");
    fact(&recruiter.get(&check).await, "Grace Hopper");
    let one = fact(&recruiter.get(&check).await, "Compilers");
    recruiter.post(&check, &[("right", &one)]).await.says("Checked");
    recruiter.post(&check, &[("accept", "on")]).await.says("accepted").says("none doubtful");
    let nameless = correct(&recruiter, &check, "Grace Hopper", " ").await;
    nameless.says("A person needs a name.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_shown_as_a_picture_to_those_who_may_see_it() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let (_, check) = uploaded(&kit, &recruiter, "icons.pdf", PDF).await;
    let document = document(&check);
    let picture = format!("/documents/{document}/pages/1");
    assert!(recruiter.get(&check).await.html().contains(&format!("href=\"{picture}\"")));
    let page = recruiter.get(&picture).await;
    let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
    assert_eq!((page.status, header("content-type").as_str()), (200, "image/png"));
    assert_eq!(
        (header("x-content-type-options").as_str(), header("cache-control").as_str()),
        ("nosniff", "no-store")
    );
    assert!(page.bytes.starts_with(b"\x89PNG"));
    recruiter.get(&format!("/documents/{document}/pages/99")).await.is(404);
    recruiter.get(&format!("/documents/{document}/pages/x")).await.is(404);
    // One look is one line, however many pages were turned.
    let sql = "select count(*) from view_line where workspace_id = $1 and document_id = $2";
    let bound: [&dyn db::Bind; 2] = [&kit.workspace, &document];
    let looks: Result<i64, db::DbError> = kit.house.db.read(async |rd| rd.count(sql, &bound).await).await;
    assert_eq!(looks.unwrap(), 1);
    for role in [Role::Interviewer, Role::BlindReviewer, Role::HiringManager] {
        let other = kit.as_role(role).await;
        other.get(&check).await.is(403);
        other.get(&picture).await.is(403);
        other.post(&check, &[("accept", "on")]).await.is(403);
    }
    let (_, text) = uploaded(&kit, &recruiter, "grace.txt", GRACE.as_bytes()).await;
    let text = text.replace("/check", "/pages/1");
    recruiter.get(&text).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_from_before_is_read_again_from_its_page() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let (_, check) = uploaded(&kit, &recruiter, "grace.txt", GRACE.as_bytes()).await;
    let wiped: Result<(), db::DbError> = (kit.house.db)
        .write_quiet(kit.workspace.0, db::QuietReason::Progress, async |tx| {
            tx.run("delete from reading_fact where workspace_id = $1", &[&kit.workspace]).await?;
            tx.run("delete from reading where workspace_id = $1", &[&kit.workspace]).await.map(drop)
        })
        .await;
    wiped.unwrap();
    recruiter.get(&check).await.says("stored before facts were checked");
    recruiter.post(&check.replace("/check", "/reading"), &[]).await.says("being read");
    kit.settle().await;
    recruiter.get(&check).await.says("Harbour Systems").says("Full name");
}
