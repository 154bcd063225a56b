#![expect(clippy::unwrap_used, reason = "tests")]

use base::Clock;
use db::Db;

use super::add::{Added, NewPerson, add};
use super::contacts::{ContactKind, add_contact};
use super::edit::{Field, edit};
use super::facts::{Addition, FactKind, NewEmployment, NewFact, add_fact, retract_fact};
use super::notes::{NewCall, NewNote, edit_note, log_call, write_note};
use super::undo::undo;
use super::{employment, keys};
use crate::access::{policy, workspaces};
use crate::{Clear, PersonId, PersonRef, Refusal, Scope, WorkspaceId};

/// 2026-11-23 12:00 UTC.
pub(crate) const NOON: i64 = 1_795_435_200_000_000;

/// A temporary SQLite record with one workspace and the system as its user.
pub(crate) struct Kit {
    pub db: Db,
    pub clock: Clock,
    pub workspace: WorkspaceId,
    pub who: Scope<Clear>,
    pub folder: tempfile::TempDir,
}

impl Kit {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::held_at(NOON);
        let options = db::Options {
            place: db::Place::Sqlite(folder.path().join("record.db")),
            clock: clock.clone(),
            durable: false,
            holder: None,
        };
        let db = Db::open(options).await.unwrap();
        let workspace = workspaces::create(&db, "Tidewater", None).await.unwrap();
        Self { db, clock, workspace, who: policy::system(workspace), folder }
    }

    pub async fn ada(&self) -> PersonId {
        let new = NewPerson {
            name: "Ada Lovelace".into(),
            emails: vec!["Ada@Example.com".into()],
            phones: vec!["+44 (0)20 7946 0958".into()],
            links: vec!["https://www.linkedin.com/in/ada/".into()],
            ..NewPerson::default()
        };
        add(&self.db, &self.who, new).await.unwrap().person
    }

    /// A house around this record: an index in memory, no reader.
    pub fn house(&self) -> crate::House {
        crate::House {
            db: self.db.clone(),
            files: files::Store::open(&self.folder.path().join("files")).unwrap(),
            people: index::PeopleIndex::in_memory().unwrap().into(),
            keys: crate::access::MasterKey::new(&[7; 32]),
            reader: sandbox::Pool::new(sandbox::PoolOptions::new("/bin/false", [])),
            outside: outside::Outside { offline: true },
            settings: std::sync::Arc::new(crate::house::HouseSettings {
                base_url: "http://localhost".into(),
                demo: false,
            }),
            progress: crate::journal::Progress::default(),
            meters: crate::meters::Meters::default(),
            attempts: crate::access::Attempts::new(&self.clock),
        }
    }

    pub async fn by_name(&self, name: &str) -> super::Profile {
        let key = keys::name_key(name);
        let sql = "select id from person where workspace_id = $1 and name_key = $2";
        let id: Result<i64, db::DbError> =
            self.db.read(async |rd| rd.one(sql, &[&self.workspace, &key], |row| row.int(0)).await).await;
        self.profile(PersonId(id.unwrap())).await
    }

    pub async fn profile(&self, person: PersonId) -> super::Profile {
        super::read::profile(&self.db, &self.who, &PersonRef::Person(person)).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_known_by_address_number_or_profile_is_not_added_twice() {
    let kit = Kit::open().await;
    let ada = kit.ada().await;
    for (emails, phones, links) in [
        (vec!["ada@example.com"], vec![], vec![]),
        (vec![], vec!["0044 20 7946 0958"], vec![]),
        (vec![], vec![], vec!["uk.linkedin.com/in/Ada"]),
    ] {
        let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let new = NewPerson {
            name: "A. Lovelace".into(),
            emails: owned(emails),
            phones: owned(phones),
            links: owned(links),
            ..NewPerson::default()
        };
        assert_eq!(add(&kit.db, &kit.who, new).await.unwrap(), Added { person: ada, existed: true, seq: 0 });
    }
    let site = NewPerson { name: "Eve".into(), links: vec!["example.com".into()], ..NewPerson::default() };
    let eve = add(&kit.db, &kit.who, site.clone()).await.unwrap();
    let other = add(&kit.db, &kit.who, NewPerson { name: "Mallory".into(), ..site }).await.unwrap();
    assert_ne!(eve.person, other.person, "a firm's own site is nobody's profile");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_is_refused_at_its_field() {
    let kit = Kit::open().await;
    let new = NewPerson { name: "Ada".into(), emails: vec!["ada at example".into()], ..NewPerson::default() };
    let refused = add(&kit.db, &kit.who, new).await;
    assert!(matches!(refused, Err(Refusal::Field { field: "email", .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_the_same_field_meanwhile_is_a_conflict_and_of_another_is_not() {
    let kit = Kit::open().await;
    let ada = kit.ada().await;
    edit(&kit.db, &kit.who, ada, 1, Field::City, "Lisbon").await.unwrap();
    let same = edit(&kit.db, &kit.who, ada, 1, Field::City, "Porto").await;
    let Err(Refusal::Conflict(words)) = same else { panic!("{same:?}") };
    assert!(words.contains("Lisbon"), "{words}");
    let other = edit(&kit.db, &kit.who, ada, 1, Field::Headline, "Analyst").await.unwrap();
    assert_eq!(other.version, 3);
    assert_eq!(kit.profile(ada).await.city, "Lisbon");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_undone_unless_it_was_edited_again() {
    let kit = Kit::open().await;
    let ada = kit.ada().await;
    let first = edit(&kit.db, &kit.who, ada, 1, Field::Name, "Ada King").await.unwrap();
    undo(&kit.db, &kit.who, first.seq).await.unwrap();
    assert_eq!(kit.profile(ada).await.name, "Ada Lovelace");
    let again = undo(&kit.db, &kit.who, first.seq).await;
    assert!(matches!(again, Err(Refusal::Because(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn employments_are_counted_once_and_the_latest_ongoing_is_current() {
    let kit = Kit::open().await;
    let ada = kit.ada().await;
    let held = |employer: &str, started, ended| {
        Addition::Employment(NewEmployment {
            employer: employer.into(),
            title: "Engineer".into(),
            started,
            ended,
            ongoing: ended == 0,
            ..NewEmployment::default()
        })
    };
    for new in
        [held("Acme", 202_001, 202_012), held("Night shift", 202_007, 202_106), held("Tidewater", 202_601, 0)]
    {
        add_fact(&kit.db, &kit.who, ada, new).await.unwrap();
    }
    let profile = kit.profile(ada).await;
    assert_eq!(profile.experience_months, 18 + 11);
    assert_eq!(profile.current.unwrap().employer, "Tidewater");
    let tidewater = super::facts::FactRef::Employment(profile.employments[0].id);
    let seq = retract_fact(&kit.db, &kit.who, ada, tidewater).await.unwrap();
    assert!(kit.profile(ada).await.current.is_none());
    undo(&kit.db, &kit.who, seq).await.unwrap();
    assert_eq!(kit.profile(ada).await.current.unwrap().employer, "Tidewater");
}

#[test]
fn months_of_years_without_months_run_from_january_to_december() {
    let held = employment::Held {
        title: String::new(),
        employer: String::new(),
        started: 201_900,
        ended: 202_000,
        ongoing: false,
        source: String::new(),
        as_of: 0,
    };
    assert_eq!(employment::experience_months(&[held], 202_611), 24);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_skill_is_listed_once_in_any_case() {
    let kit = Kit::open().await;
    let ada = kit.ada().await;
    let skill = |value: &str| {
        Addition::Fact(NewFact { kind: FactKind::Skill, value: value.into(), level: String::new() })
    };
    let (_, seq) = add_fact(&kit.db, &kit.who, ada, skill("Rust")).await.unwrap();
    assert!(matches!(add_fact(&kit.db, &kit.who, ada, skill("RUST")).await, Err(Refusal::Field { .. })));
    undo(&kit.db, &kit.who, seq).await.unwrap();
    assert!(kit.profile(ada).await.skills.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_of_somebody_else_is_refused() {
    let kit = Kit::open().await;
    kit.ada().await;
    let eve = add(&kit.db, &kit.who, NewPerson { name: "Eve".into(), ..NewPerson::default() }).await.unwrap();
    let taken = add_contact(&kit.db, &kit.who, eve.person, ContactKind::Email, "ada@example.com").await;
    assert!(matches!(taken, Err(Refusal::Field { field: "email", .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_contact_a_note_is_not_and_an_edited_note_keeps_its_past() {
    let kit = Kit::open().await;
    let ada = kit.ada().await;
    let new = NewNote { text: "Likes engines".into(), ..NewNote::default() };
    let (note, _) = write_note(&kit.db, &kit.who, ada, new).await.unwrap();
    assert_eq!(kit.profile(ada).await.last_contact_at, 0);
    let call = NewCall { text: "Spoke".into(), ..NewCall::default() };
    let (_, seq) = log_call(&kit.db, &kit.who, ada, call).await.unwrap();
    assert_eq!(kit.profile(ada).await.last_contact_at, NOON);
    undo(&kit.db, &kit.who, seq).await.unwrap();
    assert_eq!(kit.profile(ada).await.last_contact_at, 0);
    edit_note(&kit.db, &kit.who, ada, note, 1, "Likes analytical engines").await.unwrap();
    let stale = edit_note(&kit.db, &kit.who, ada, note, 1, "Dislikes engines").await;
    assert!(matches!(stale, Err(Refusal::Conflict(words)) if words.contains("analytical")));
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_is_undone_until_somebody_worked_on_the_person() {
    let kit = Kit::open().await;
    let new = |name: &str| NewPerson { name: name.into(), ..NewPerson::default() };
    let untouched = add(&kit.db, &kit.who, new("Ada")).await.unwrap();
    undo(&kit.db, &kit.who, untouched.seq).await.unwrap();
    let gone = super::read::profile(&kit.db, &kit.who, &PersonRef::Person(untouched.person)).await;
    assert!(matches!(gone, Err(crate::ReadError::NotFound)));
    let noted = add(&kit.db, &kit.who, new("Eve")).await.unwrap();
    let note = NewNote { text: "Met".into(), ..NewNote::default() };
    write_note(&kit.db, &kit.who, noted.person, note).await.unwrap();
    assert!(undo(&kit.db, &kit.who, noted.seq).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_is_one_order_of_notes_and_entries_and_pages() {
    use super::timeline::{Before, Happened, timeline};
    let kit = Kit::open().await;
    let ada = kit.ada().await;
    kit.clock.advance(1_000_000);
    let note = NewNote { text: "Met at a fair".into(), ..NewNote::default() };
    write_note(&kit.db, &kit.who, ada, note).await.unwrap();
    kit.clock.advance(1_000_000);
    edit(&kit.db, &kit.who, ada, 1, Field::City, "Lisbon").await.unwrap();
    let whole = timeline(&kit.db, &kit.who, &ada.into(), Before::NOW, 10).await.unwrap();
    let kinds: Vec<&str> = whole
        .iter()
        .map(|item| match &item.what {
            Happened::Interaction(one) => one.kind.as_str(),
            Happened::Entry(line) => line.kind.as_str(),
        })
        .collect();
    assert_eq!(kinds, ["PersonEdited", "note", "PersonAdded"]);
    let first = timeline(&kit.db, &kit.who, &ada.into(), Before::NOW, 1).await.unwrap();
    let rest = timeline(&kit.db, &kit.who, &ada.into(), first[0].cursor, 10).await.unwrap();
    assert_eq!(rest.len(), 2);
    let Happened::Entry(line) = &first[0].what else { panic!("{first:?}") };
    assert_eq!(
        (line.words.as_slice(), line.former.as_slice()),
        (&["city".to_owned()][..], &[("city".to_owned(), String::new())][..])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_what_was_written_and_a_rebuilt_index_holds_the_same() {
    use super::search::{FacetField, Search, search};
    let kit = Kit::open().await;
    let house = kit.house();
    let ada = kit.ada().await;
    add(&kit.db, &kit.who, NewPerson { name: "Eve".into(), ..NewPerson::default() }).await.unwrap();
    edit(&kit.db, &kit.who, ada, 1, Field::City, "Lisbon").await.unwrap();
    super::index_doc::catch_up(&house, kit.workspace).await.unwrap();
    let ask = |text: &str| Search {
        text: text.into(),
        limit: 10,
        facets: vec![FacetField::City],
        ..Search::default()
    };
    let found = search(&house, &kit.who, &ask("city:lisbon")).await.unwrap();
    assert_eq!(found.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [ada]);
    assert_eq!((found.total, found.facets[0].1[0].1), (1, 1));
    let live = house.people.digest();
    assert_eq!(super::index_doc::rebuild(&house).await.unwrap(), 2);
    assert_eq!(house.people.digest(), live);
    let alias = super::tags::tag_many(&kit.db, &kit.who, &[ada], "engines").await.unwrap();
    super::index_doc::catch_up(&house, kit.workspace).await.unwrap();
    assert_eq!(search(&house, &kit.who, &ask("tag:engines")).await.unwrap().total, 1);
    undo(&kit.db, &kit.who, alias.seq).await.unwrap();
    super::index_doc::catch_up(&house, kit.workspace).await.unwrap();
    assert_eq!(search(&house, &kit.who, &ask("tag:engines")).await.unwrap().total, 0);
}

/// A manager of two jobs, one blind, with Ada on the open one and Eve on the blind one.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_masked_is_found_by_skill_and_not_by_name_and_counted_once() {
    use super::search::{FacetField, Search, search};
    use crate::jobs::TeamRole;
    use crate::jobs::edit::{JobDraft, NewJob, create};
    use crate::jobs::team::join;
    let kit = Kit::open().await;
    let house = kit.house();
    let manager =
        crate::access::users::create_with_role(&kit.db, &kit.who, "Mo", "mo@example.com", "hiring_manager");
    let manager = manager.await.unwrap();
    let mut jobs = vec![];
    for blind in [false, true] {
        let draft = JobDraft { title: "Analyst".into(), blind, ..JobDraft::default() };
        let job = create(&kit.db, &kit.who, NewJob { draft, openings: 1, open: true }).await.unwrap();
        join(&kit.db, &kit.who.mixed(), job, manager, TeamRole::HiringManager).await.unwrap();
        jobs.push(job);
    }
    let new = |name: &str, city: &str| NewPerson {
        name: name.into(),
        city: city.into(),
        skills: vec!["Rust".into()],
        ..NewPerson::default()
    };
    for (name, city, on) in
        [("Ada", "Lisbon", &jobs[..]), ("Eve", "Porto", &jobs[1..]), ("Bob", "Faro", &jobs[..0])]
    {
        let person = add(&kit.db, &kit.who, new(name, city)).await.unwrap().person;
        for job in on {
            crate::applications::receive::receive(&kit.db, &kit.who, person, *job, "test").await.unwrap();
        }
    }
    super::index_doc::catch_up(&house, kit.workspace).await.unwrap();
    let who = policy::in_the_name_of(&kit.db, kit.workspace, manager).await.unwrap();
    let ask = |text: &str, limit| Search {
        text: text.into(),
        limit,
        facets: vec![FacetField::City],
        ..Search::default()
    };
    let found = search(&house, &who, &ask("rust", 10)).await.unwrap();
    let masked: Vec<bool> = found.rows.iter().map(crate::Seen::is_masked).collect();
    assert_eq!((found.total, masked), (2, vec![false, true]));
    let cities: Vec<&str> = found.facets[0].1.iter().map(|(city, _)| city.as_str()).collect();
    assert_eq!(cities, ["Lisbon"], "the city of a masked person is not counted");
    for text in ["eve", "name:eve", "city:porto", "bob"] {
        assert_eq!(search(&house, &who, &ask(text, 10)).await.unwrap().total, 0, "{text}");
    }
    let first = search(&house, &who, &ask("rust", 1)).await.unwrap();
    assert!(!first.rows[0].is_masked());
    let second = search(&house, &who, &Search { after: first.next, ..ask("rust", 1) }).await.unwrap();
    assert!(second.rows[0].is_masked() && second.next.is_empty());
}

#[test]
fn keys_fold_what_is_the_same() {
    assert_eq!(keys::phone_key("+49 (0) 30/1234567"), keys::phone_key("0049 30 1234567"));
    assert_eq!(keys::url_key("https://de.linkedin.com/in/Ada?x=1"), Some("linkedin.com/in/ada".into()));
    assert_eq!(keys::email_key("ada@example"), None);
    assert!(keys::is_profile("github.com/ada"));
    assert!(!keys::is_profile("github.com/ada/engine"));
    assert_eq!(keys::name_key("  José   Álvarez "), keys::name_key("jose alvarez"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_named_query_is_understood_by_sqlite() {
    let kit = Kit::open().await;
    for (name, sql) in crate::queries() {
        // A query that ends in "in " is completed by a list at run time.
        let whole = if sql.trim_end().ends_with(" in") { format!("{sql} (1)") } else { sql.to_owned() };
        let prepared: Result<(), db::DbError> = kit.db.read(async |rd| rd.prepare_only(&whole).await).await;
        assert!(prepared.is_ok(), "{name}: {prepared:?}");
    }
}
