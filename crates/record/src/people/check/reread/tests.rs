#![expect(clippy::unwrap_used, reason = "tests")]

use resume::{Employment, Fact as Read, PartialDate, Place};

use super::*;
use crate::people::check::{CheckView, ReadFact, confirm, correct, open};
use crate::people::facts::{FactRef, retract_fact};
use crate::people::tests::Kit;
use crate::people::undo::undo;
use crate::people::uploads::tests::{ada, upload};

/// A fact of which the reader is not sure, with its place.
fn doubtful<T>(value: T, y: f32) -> Read<T> {
    let place = Some(Place { page: 1, x0: 50.0, y0: y, x1: 200.0, y1: y + 12.0 });
    Read { value, confidence: 0.5, place, quote: String::new() }
}

/// Ada as the first reader saw her: a misread employer, and two skills of which one is none.
fn first() -> Resume {
    let mut resume = ada();
    resume.employments[0].employer = Some(doubtful("Tidewalter".into(), 100.0));
    resume.skills = vec![doubtful("Rust".into(), 300.0), doubtful("Teamwork".into(), 320.0)];
    resume
}

struct Case {
    kit: Kit,
    person: PersonId,
    document: DocumentId,
}

impl Case {
    async fn with(resume: &Resume) -> Self {
        let kit = Kit::open().await;
        let file = upload(&kit, b"one", resume).await;
        Self { person: file.person.unwrap().0, document: file.document, kit }
    }

    async fn view(&self) -> CheckView {
        open(&self.kit.db, &self.kit.who, self.document).await.unwrap()
    }

    async fn fact(&self, field: &str, read: &str) -> ReadFact {
        let view = self.view().await;
        let found = view.facts().find(|fact| fact.field == field && fact.read == read).cloned();
        found.unwrap_or_else(|| panic!("no {field} {read} in {view:?}"))
    }

    async fn correct(&self, field: &str, read: &str, value: &str) -> i64 {
        let fact = self.fact(field, read).await;
        let said = correct(&self.kit.db, &self.kit.who, self.document, fact.id, &fact.value, value);
        said.await.unwrap().seq
    }

    async fn read_again(&self, resume: &Resume) {
        let file = Reread {
            document: self.document,
            person: self.person,
            digest: String::new(),
            file_name: "cv.pdf".into(),
        };
        apply(&self.kit.db, &self.kit.who, &file, resume).await.unwrap();
    }

    /// Employers and skills of the person.
    async fn known(&self) -> (Vec<String>, Vec<String>) {
        let profile = self.kit.profile(self.person).await;
        let employers = profile.employments.iter().map(|held| held.employer.clone()).collect();
        (employers, profile.skills.iter().map(|fact| fact.value.clone()).collect())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_changes_the_record_and_is_taken_back() {
    let case = Case::with(&first()).await;
    assert_eq!(case.view().await.doubtful(), 3);
    let seq = case.correct("employer", "Tidewalter", "Tidewater").await;
    assert_eq!(case.known().await.0, ["Tidewater"]);
    let fact = case.fact("employer", "Tidewalter").await;
    assert_eq!((fact.value.as_str(), fact.verdict), ("Tidewater", Verdict::Corrected));
    assert_eq!((case.view().await.doubtful(), fact.spot.y0), (2, 1000));
    let stale = correct(&case.kit.db, &case.kit.who, case.document, fact.id, "Tidewalter", "Other").await;
    assert!(matches!(stale, Err(Refusal::Conflict(_))), "{stale:?}");
    undo(&case.kit.db, &case.kit.who, seq).await.unwrap();
    assert_eq!(case.known().await.0, ["Tidewalter"]);
    assert_eq!(case.view().await.doubtful(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_empty_leaves_the_record_and_what_is_right_becomes_sure() {
    let case = Case::with(&first()).await;
    case.correct("skill", "Teamwork", "").await;
    assert_eq!(case.known().await.1, ["Rust"]);
    let all = confirm(&case.kit.db, &case.kit.who, case.document, 0).await.unwrap();
    assert!(all > 3 && case.view().await.doubtful() == 0, "{all} confirmed");
    let profile = case.kit.profile(case.person).await;
    assert_eq!((profile.skills[0].confidence, profile.employments[0].confidence), (100, 100));
    let wrong = case.fact("started", "2025-12").await;
    let said = correct(&case.kit.db, &case.kit.who, case.document, wrong.id, &wrong.value, "soon").await;
    assert!(said.unwrap_err().to_string().contains("month"));
    case.correct("ended", "now", "06/2026").await;
    let held = &case.kit.profile(case.person).await.employments[0];
    assert_eq!((held.ended, held.ongoing), (202_606, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_users_stand_when_a_newer_reader_reads_again() {
    let case = Case::with(&first()).await;
    case.correct("employer", "Tidewalter", "Tidewater Ltd").await;
    case.correct("skill", "Teamwork", "").await;
    case.correct("name", "Ada Lovelace", "Ada King").await;
    let mut newer = first();
    // Seen better, at the same place; and one more skill, one more position.
    newer.employments[0].employer = Some(doubtful("Tidewater".into(), 100.0));
    newer.employments[0].title = Some(doubtful("Chief analyst".into(), 90.0));
    newer.skills.push(doubtful("Mathematics".into(), 340.0));
    let older = Employment {
        employer: Some(doubtful("Harbour".into(), 500.0)),
        title: Some(doubtful("Clerk".into(), 490.0)),
        from: Some(doubtful(PartialDate { year: 2019, month: None }, 500.0)),
        to: Some(doubtful(PartialDate { year: 2021, month: None }, 500.0)),
        ..Employment::default()
    };
    newer.employments.push(older);
    newer.unread = vec!["Sings.".into()];
    newer.text = "Ada, read anew".into();
    case.read_again(&newer).await;
    let profile = case.kit.profile(case.person).await;
    assert_eq!((profile.name.as_str(), profile.unread_text.as_str()), ("Ada King", "Sings."));
    assert_eq!(case.known().await.0, ["Tidewater Ltd", "Harbour"]);
    assert_eq!(profile.employments[0].title, "Chief analyst");
    assert_eq!(case.known().await.1, ["Rust", "Mathematics"]);
    let fact = case.fact("employer", "Tidewater").await;
    assert_eq!((fact.value.as_str(), fact.verdict), ("Tidewater Ltd", Verdict::Corrected));
    // Reading the same once more changes nothing.
    let before = format!("{:?}", case.kit.profile(case.person).await.employments);
    case.read_again(&newer).await;
    assert_eq!(format!("{:?}", case.kit.profile(case.person).await.employments), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_newer_reader_does_not_see_goes_and_what_was_taken_off_stays_off() {
    let case = Case::with(&first()).await;
    let rust = case.kit.profile(case.person).await.skills[0].id;
    retract_fact(&case.kit.db, &case.kit.who, case.person, FactRef::Fact(rust)).await.unwrap();
    assert_eq!(case.fact("skill", "Rust").await.verdict, Verdict::Removed);
    let mut newer = first();
    newer.skills = vec![doubtful("Rust".into(), 300.0), doubtful("Looms".into(), 380.0)];
    case.read_again(&newer).await;
    assert_eq!(case.known().await.1, ["Looms"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_stored_before_readings_were_kept_is_read_as_if_it_were_new() {
    let case = Case::with(&first()).await;
    let rust = case.kit.profile(case.person).await.skills[0].id;
    retract_fact(&case.kit.db, &case.kit.who, case.person, FactRef::Fact(rust)).await.unwrap();
    // As the migration finds it.
    let wiped: Result<(), DbError> = (case.kit.db)
        .write_quiet(case.kit.workspace.0, db::QuietReason::Progress, async |tx| {
            let bound: [&dyn db::Bind; 2] = [&case.kit.workspace, &case.person];
            tx.run(Q.get("remove-reading-facts"), &bound).await?;
            tx.run(Q.get("remove-readings"), &bound).await.map(drop)
        })
        .await;
    wiped.unwrap();
    assert_eq!((case.view().await.reader, case.view().await.parts.len()), (0, 0));
    let next = left_to_read(&case.kit.db, &case.kit.who, DocumentId(0), 10).await.unwrap();
    assert_eq!((next.len(), next[0].document), (1, case.document));
    let mut newer = first();
    newer.skills.push(doubtful("Looms".into(), 380.0));
    case.read_again(&newer).await;
    assert_eq!(
        case.known().await,
        (vec!["Tidewalter".to_owned()], vec!["Teamwork".to_owned(), "Looms".to_owned()])
    );
    assert_eq!(count_left(&case.kit.db, &case.kit.who).await.unwrap(), 0);
}
