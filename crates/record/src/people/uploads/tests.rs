#![expect(clippy::unwrap_used, reason = "tests")]

use resume::{Employment, Fact, Format, Name, PartialDate, Resume};

use super::chores::waiting;
use super::*;
use crate::PersonRef;
use crate::people::edit::{Field, edit};
use crate::people::tests::Kit;

pub(crate) fn fact<T>(value: T) -> Fact<T> {
    Fact { value, confidence: 0.95, place: None, quote: String::new() }
}

/// What the reader would say about Ada.
pub(crate) fn ada() -> Resume {
    let month = |year, month| Some(fact(PartialDate { year, month: Some(month) }));
    Resume {
        format: Format::Pdf,
        language: "en",
        text: "Ada Lovelace, analyst. Engines.".into(),
        page_count: 1,
        pages: vec![(595.0, 842.0)],
        lines: vec![],
        name: Some(fact(Name { full: "Ada Lovelace".into(), ..Name::default() })),
        emails: vec![fact("ada@example.com".into())],
        phones: vec![],
        links: vec![],
        location: None,
        headline: Some(fact("Analyst".into())),
        summary: None,
        employments: vec![Employment {
            employer: Some(fact("Tidewater".into())),
            title: Some(fact("Analyst".into())),
            from: month(2025, 12),
            ongoing: true,
            ..Employment::default()
        }],
        educations: vec![],
        skills: vec![fact("Rust".into())],
        languages: vec![],
        certificates: vec![],
        personal: vec![],
        unread: vec!["Likes horses.".into()],
    }
}

/// Sends one file and lets the reader's answer be `resume`.
pub(crate) async fn upload(kit: &Kit, content: &[u8], resume: &Resume) -> FileView {
    let store = files::Store::open(&kit.folder.path().join("files")).unwrap();
    let mut staging = store.stage(1_000).await.unwrap();
    staging.write(content).await.unwrap();
    let staged = Ok(staging.finish().await.unwrap());
    let incoming = vec![Incoming { file_name: "cv.pdf".into(), staged }];
    let (id, _) = receive(&kit.db, &store, &kit.who, incoming, Target::default()).await.unwrap();
    let file = batch(&kit.db, &kit.who, id).await.unwrap().files[0].id;
    let waits = waiting(&kit.db, kit.workspace, file, false).await.unwrap().unwrap();
    if !read_resume::settle_known(&kit.db, &kit.who, &waits).await.unwrap() {
        read_resume::apply(&kit.db, &kit.who, &waits, resume).await.unwrap();
    }
    batch(&kit.db, &kit.who, id).await.unwrap().files.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resume_makes_a_person_whose_facts_name_the_file() {
    let kit = Kit::open().await;
    let file = upload(&kit, b"one", &ada()).await;
    assert_eq!(file.line(), "Created Ada Lovelace");
    let profile = kit.profile(file.person.unwrap().0).await;
    assert_eq!(profile.skills[0].source, "resume");
    assert_eq!((profile.skills[0].document, profile.skills[0].confidence), (file.document, 95));
    assert_eq!(profile.current.unwrap().employer, "Tidewater");
    assert_eq!((profile.experience_months, profile.unread_text.as_str()), (12, "Likes horses."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_again_is_known_and_adds_nothing() {
    let kit = Kit::open().await;
    let first = upload(&kit, b"one", &ada()).await;
    let again = upload(&kit, b"one", &ada()).await;
    assert_eq!(again.state, "known");
    assert_eq!(again.person.unwrap().0, first.person.unwrap().0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_resume_adds_to_the_person_of_that_address_without_overwriting_and_is_undone() {
    let kit = Kit::open().await;
    let known = kit.ada().await;
    edit(&kit.db, &kit.who, known, 1, Field::Headline, "Countess").await.unwrap();
    let file = upload(&kit, b"one", &ada()).await;
    assert_eq!(file.line(), "Added 2 facts to Ada Lovelace");
    let profile = kit.profile(known).await;
    assert_eq!(profile.headline, "Countess");
    assert_eq!((profile.skills.len(), profile.documents.len()), (1, 1));
    let undone = undo_upload(&kit.db, &kit.who, file.id).await.unwrap();
    assert!(!undone.removed);
    let after = kit.profile(known).await;
    assert_eq!((after.skills.len(), after.documents.len(), after.employments.len()), (0, 0, 0));
    assert!(after.current.is_none());
    assert!(undo_upload(&kit.db, &kit.who, file.id).await.is_err(), "twice is once too often");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_the_file_filled_is_empty_again_unless_somebody_wrote_in_it() {
    let kit = Kit::open().await;
    let known = kit.ada().await;
    let file = upload(&kit, b"one", &ada()).await;
    assert_eq!(kit.profile(known).await.headline, "Analyst");
    undo_upload(&kit.db, &kit.who, file.id).await.unwrap();
    assert_eq!(kit.profile(known).await.headline, "");
    let other = upload(&kit, b"two", &ada()).await;
    edit(&kit.db, &kit.who, known, 1, Field::Headline, "Engineer").await.unwrap();
    undo_upload(&kit.db, &kit.who, other.id).await.unwrap();
    assert_eq!(kit.profile(known).await.headline, "Engineer");
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_the_only_file_of_an_untouched_person_removes_them() {
    let kit = Kit::open().await;
    let untouched = upload(&kit, b"one", &ada()).await;
    let person = untouched.person.unwrap().0;
    assert!(undo_upload(&kit.db, &kit.who, untouched.id).await.unwrap().removed);
    let gone = crate::people::read::profile(&kit.db, &kit.who, &PersonRef::Person(person)).await;
    assert!(matches!(gone, Err(ReadError::NotFound)));
    let touched = upload(&kit, b"one", &ada()).await;
    let person = touched.person.unwrap().0;
    edit(&kit.db, &kit.who, person, 1, Field::City, "Lisbon").await.unwrap();
    assert!(!undo_upload(&kit.db, &kit.who, touched.id).await.unwrap().removed);
    assert_eq!(kit.profile(person).await.city, "Lisbon");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_file_is_refused_in_one_line_and_the_others_go_on() {
    let kit = Kit::open().await;
    let store = files::Store::open(&kit.folder.path().join("files")).unwrap();
    let mut incoming =
        vec![Incoming { file_name: "huge.pdf".into(), staged: Err("Larger than 26 MB.".into()) }];
    for (name, content) in [("empty.pdf", &b""[..]), ("cv.pdf", b"text")] {
        let mut staging = store.stage(1_000).await.unwrap();
        staging.write(content).await.unwrap();
        incoming.push(Incoming { file_name: name.into(), staged: Ok(staging.finish().await.unwrap()) });
    }
    let (id, _) = receive(&kit.db, &store, &kit.who, incoming, Target::default()).await.unwrap();
    let batch = batch(&kit.db, &kit.who, id).await.unwrap();
    let states: Vec<&str> = batch.files.iter().map(|file| file.state.as_str()).collect();
    assert_eq!(states, ["refused", "refused", "waiting"]);
    assert!(batch.files[1].line().contains("empty"));
    assert_eq!(recent(&kit.db, &kit.who).await.unwrap()[0].refused, 2);
}
