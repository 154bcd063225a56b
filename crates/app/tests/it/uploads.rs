//! Story: files arrive, are read in the sandboxed child, become people, and are taken back.

use std::io::Write;

use testkit::{Role, TestHouse};

use crate::PROGRAM;

const ADA: &str = "Ada Lovelace\nAnalyst\nada@example.com | +44 20 7946 0958 | London\n\n\
Experience\n\nAnalyst, Tidewater\nJan 2020 - present\n- Wrote programs for an engine\n\n\
Education\n\nBSc Mathematics, University of London, 2019\n\nSkills\nRust, Mathematics, Punched cards\n";

const GRACE: &str = "Grace Hopper\nEngineer\ngrace@example.com\n\n\
Experience\n\nEngineer, Harbour Systems\nMarch 2015 - June 2022\n- Compilers\n\nSkills\nCOBOL, Compilers\n";

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn good_files_become_people_and_wrong_ones_get_a_line_each() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let archive = zip_of(&[("a/grace.txt", GRACE.as_bytes()), ("empty.pdf", b"")]);
    let bomb = zip_of(&[("bomb.txt", &vec![b'a'; 60_000_000])]);
    let files: [(&str, &[u8]); 6] = [
        ("ada.txt", ADA.as_bytes()),
        ("empty.pdf", b""),
        ("invoice.exe.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"),
        ("broken.pdf", b"%PDF-1.7\nnothing more"),
        ("more.zip", &archive),
        ("bomb.zip", &bomb),
    ];
    let sent = recruiter.upload("/uploads", "file", &files).await;
    sent.says("6");
    kit.settle().await;
    let done = recruiter.get(&sent.address).await;
    done.says("All read")
        .says("Created Ada Lovelace")
        .says("Created Grace Hopper")
        .says("is empty")
        .says("a program");
    done.says("Unpacked: 2 files").says_not("Waiting");
    let again = recruiter.upload("/uploads", "file", &[("same.txt", ADA.as_bytes())]).await;
    kit.settle().await;
    recruiter.get(&again.address).await.says("already stored with Ada Lovelace");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_taken_back_and_a_document_is_never_a_page() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let sent = recruiter.upload("/uploads", "file", &[("ada.html.txt", ADA.as_bytes())]).await;
    kit.settle().await;
    let scope = kit.system();
    let found = record::people::search::Search { text: "lovelace".into(), limit: 5, ..Default::default() };
    let person = record::people::search::search(&kit.house, &scope, &found).await.unwrap().rows[0].id;
    let profile = record::people::read::profile(&kit.house.db, &scope, &person.into()).await.unwrap();
    assert_eq!(profile.contacts.len(), 2, "{profile:?}");
    let document = profile.documents[0].id;
    let file = recruiter.get(&format!("/documents/{document}")).await;
    let header = |name: &str| file.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-disposition"), "attachment; filename=\"ada-lovelace-resume.txt\"");
    assert_eq!(header("content-type"), "application/octet-stream");
    recruiter.get(&format!("/documents/{document}/text")).await.says("Punched cards");
    let interviewer = kit.as_role(Role::Interviewer).await;
    assert_eq!(interviewer.get(&format!("/documents/{document}")).await.status, 403);
    let page = recruiter.get(&sent.address).await;
    let undo =
        page.html().split("action=\"/uploads/files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    recruiter.post(&format!("/uploads/files/{undo}"), &[]).await.says("Taken back");
    kit.settle().await;
    assert_eq!(record::people::search::search(&kit.house, &scope, &found).await.unwrap().total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_is_made_filled_and_undone() {
    let kit = TestHouse::new(PROGRAM).await;
    let recruiter = kit.as_role(Role::Recruiter).await;
    recruiter.get("/pools").await.says("No pools yet");
    let nameless = recruiter.post("/pools", &[("name", " "), ("purpose", "kept")]).await;
    assert_eq!(nameless.status, 422);
    assert!(nameless.html().contains("kept"));
    let pool = recruiter.post("/pools", &[("name", "Engines"), ("purpose", "")]).await;
    pool.says("Engines").says("Nobody in it yet");
    let new = record::people::add::NewPerson { name: "Ada Lovelace".into(), ..Default::default() };
    let ada = record::people::add::add(&kit.house.db, &kit.system(), new).await.unwrap().person;
    let joined = recruiter.post(&format!("{}/members", pool.address), &[("id", &ada.to_string())]).await;
    joined.says("1 person joined the pool").says("Ada Lovelace");
    let undo = joined.html().split("action=\"/undo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let undone = recruiter.post(&format!("/undo/{undo}"), &[("next", &pool.address)]).await;
    undone.says("Nobody in it yet");
}
