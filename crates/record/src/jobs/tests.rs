#![expect(clippy::unwrap_used, reason = "tests")]

use base::Clock;
use db::{Db, QuietReason};
use index::{Change, PeopleIndex, PersonDoc};

use super::edit::{self, JobDraft, NewJob};
use super::{needs, openings, rank, read, stages};
use crate::access::policy;
use crate::{JobId, PersonId, Refusal, WorkspaceId};

async fn open(folder: &tempfile::TempDir) -> (Db, WorkspaceId) {
    let mut options = db::Options::sqlite(folder.path().join("t.db"));
    options.clock = Clock::held_at(1_795_424_400_000_000);
    options.durable = false;
    let db = Db::open(options).await.unwrap();
    let workspace = crate::access::workspaces::create(&db, "Harbour & Pine", None).await.unwrap();
    (db, workspace)
}

async fn run(db: &Db, workspace: WorkspaceId, sql: &str, bound: &[&dyn db::Bind]) {
    db.write_quiet(workspace.0, QuietReason::Progress, async |tx| tx.run(sql, bound).await).await.unwrap();
}

const POST: &str = "What you need:\n- Rust in production\n- PostgreSQL\nNice to have: Kafka";

async fn new_job(db: &Db, workspace: WorkspaceId) -> JobId {
    let draft = JobDraft {
        title: "Backend engineer".into(),
        city: "Lisbon".into(),
        description: POST.into(),
        ..JobDraft::default()
    };
    edit::create(db, &policy::system(workspace), NewJob { draft, openings: 2, open: true }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_made_edited_and_its_parts_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (db, workspace) = open(&folder).await;
    let (system, staff) = (policy::system(workspace), policy::system(workspace).mixed());
    let job = new_job(&db, workspace).await;
    let head = read::head(&db, &staff, job).await.unwrap();
    assert_eq!((head.stages.len(), head.openings_open), (5, 2));
    let proposed = needs::needs(&db, &staff, job).await.unwrap();
    assert!(proposed.iter().any(|need| need.label.contains("Rust")), "{proposed:?}");
    assert_eq!(proposed.iter().map(|need| need.weight).sum::<i64>(), 100);

    let mut view = read::job(&db, &staff, job).await.unwrap();
    view.draft.title = "  Senior   backend engineer ".into();
    view.draft.department = "Engineering".into();
    edit::edit(&db, &staff, job, view.version, &view.draft).await.unwrap();
    let stale = edit::edit(&db, &staff, job, view.version, &view.draft).await;
    assert!(matches!(stale, Err(Refusal::Conflict(_))));
    let after = read::job(&db, &staff, job).await.unwrap();
    assert_eq!(
        (after.draft.title.as_str(), after.draft.department.as_str()),
        ("Senior backend engineer", "Engineering")
    );
    let empty = JobDraft { salary_min: 5, salary_max: 3, ..JobDraft::default() };
    let wrong: Vec<_> = edit::problems(&empty).into_iter().map(|(field, _)| field).collect();
    assert_eq!(wrong, ["title", "salary_max", "currency"]);

    let known = stages::stages(&db, &staff, job).await.unwrap();
    let task = stages::add(&db, &staff, job, "Work sample", stages::StageKind::Screen, Some(known[1].id));
    let task = task.await.unwrap();
    stages::rename(&db, &staff, job, task, "Take-home").await.unwrap();
    let twice = stages::rename(&db, &staff, job, task, "offer").await;
    assert!(matches!(twice, Err(Refusal::Field { .. })));
    let names = async || -> Vec<String> {
        let stages = stages::stages(&db, &staff, job).await.unwrap();
        stages.into_iter().map(|stage| stage.name).collect()
    };
    assert_eq!(names().await, ["Applied", "Screen", "Take-home", "Interview", "Final round", "Offer"]);
    let mut order: Vec<_> = stages::stages(&db, &staff, job).await.unwrap().iter().map(|s| s.id).collect();
    order.swap(1, 2);
    stages::reorder(&db, &staff, job, &order).await.unwrap();
    assert!(matches!(stages::reorder(&db, &staff, job, &order[1..]).await, Err(Refusal::Conflict(_))));
    stages::retire(&db, &staff, job, task).await.unwrap();
    assert_eq!(names().await.len(), 5);

    let slots = openings::openings(&db, &staff, job).await.unwrap();
    openings::cancel(&db, &staff, job, slots[0].id).await.unwrap();
    assert!(openings::cancel(&db, &staff, job, slots[0].id).await.is_err());
    let list = read::list(&db, &system, read::ListFilter::default()).await.unwrap();
    assert_eq!((list.jobs.len(), list.jobs[0].openings_open), (1, 1));
}

/// A person whose resume says this.
async fn put(db: &Db, index: &PeopleIndex, workspace: WorkspaceId, name: &str, resume: &str) -> PersonId {
    let person = PersonId(db.new_id());
    let now = db.now();
    let sql = "insert into person (workspace_id, id, name, name_key, city, created_at, updated_at, last_contact_at) values ($1, $2, $3, $3, 'Lisbon', $4, $4, 0)";
    run(db, workspace, sql, &[&workspace, &person, &name, &now]).await;
    let document = db.new_id();
    let sql = "insert into document (workspace_id, id, person_id, kind, digest, size_bytes, format, file_name, uploaded_by, created_at) values ($1, $2, $3, 'resume', '', 1, 'txt', '', 0, $4)";
    run(db, workspace, sql, &[&workspace, &document, &person, &now]).await;
    let sql = "insert into document_text (workspace_id, document_id, body) values ($1, $2, $3)";
    run(db, workspace, sql, &[&workspace, &document, &resume]).await;
    let doc = PersonDoc {
        workspace: workspace.0,
        person: person.0,
        name: name.into(),
        city: "Lisbon".into(),
        text: resume.into(),
        ..PersonDoc::default()
    };
    index.apply([Change::Put(Box::new(doc))]).unwrap();
    index.commit(&Default::default()).unwrap();
    person
}

const RESUME: &str = "Rusty Baker\nBackend engineer\nWrote settlement in Rust with Tokio\nRan PostgreSQL at scale\nGrew Kafka clusters\n";

#[tokio::test(flavor = "multi_thread")]
async fn reasons_sum_to_the_score_and_taking_their_words_away_takes_their_points() {
    let folder = tempfile::tempdir().unwrap();
    let (db, workspace) = open(&folder).await;
    let (system, index) = (policy::system(workspace), PeopleIndex::in_memory().unwrap());
    let job = new_job(&db, workspace).await;
    let person = put(&db, &index, workspace, "Rusty Baker", RESUME).await;
    put(&db, &index, workspace, "Carl Cook", "Carl Cook\nCooked in Lisbon\n").await;
    let application =
        crate::applications::receive::receive(&db, &system, person, job, "").await.unwrap().application;

    let ranking = rank::rank(&db, &index, &system, job, 10).await.unwrap();
    let best = ranking.matches[0].clone();
    assert_eq!(best.person, person, "{ranking:?}");
    assert_eq!(best.points, best.reasons.iter().map(|reason| reason.points).sum::<i64>());
    let card = crate::applications::board::card(&db, &system, &application.into()).await.unwrap();
    assert_eq!(card.view.points, best.points * 10, "the score is kept on the application");
    let met = best.reasons.iter().filter(|reason| reason.points > 0 && reason.quote.is_some());
    let met: Vec<_> = met.cloned().collect();
    assert!(met.len() >= 2, "{best:?}");
    for reason in met {
        let mut body = RESUME.to_owned();
        for word in &reason.words {
            body = body.replacen(word.as_str(), "", 1);
        }
        let sql = "update document_text set body = $2 where workspace_id = $1 and body like '%Baker%'";
        run(&db, workspace, sql, &[&workspace, &body]).await;
        let after = rank::rank_among(&db, &system, job, &[person]).await.unwrap();
        assert_eq!(after[0].points, best.points - reason.points, "without {:?}", reason.words);
        assert_eq!(rank::score_person(&db, &system, person).await.unwrap(), 1);
        let card = crate::applications::board::card(&db, &system, &application.into()).await.unwrap();
        assert_eq!(card.view.points, after[0].points * 10, "a new resume is scored again");
    }
    let sql = "update document_text set body = $2 where workspace_id = $1 and body like '%Baker%'";
    run(&db, workspace, sql, &[&workspace, &RESUME.replace("Rusty Baker\n", "Rusty Baker\nBaker, Rusty\n")])
        .await;
    let renamed = rank::rank_among(&db, &system, job, &[person]).await.unwrap();
    assert_eq!(renamed[0].points, best.points, "a name earns nothing");
}

/// What somebody shows, with words taken out of it.
#[derive(Clone)]
struct Told {
    title: String,
    skills: Vec<String>,
    city: String,
    language: String,
    resume: String,
}

impl Told {
    fn without(&self, words: &[String]) -> Told {
        let cut =
            |text: &String| words.iter().fold(text.clone(), |text, word| text.replace(word.as_str(), ""));
        Told {
            title: cut(&self.title),
            skills: self.skills.iter().map(cut).collect(),
            city: cut(&self.city),
            language: cut(&self.language),
            resume: cut(&self.resume),
        }
    }
}

/// A person of the record who shows this, and whom the index knows by it.
async fn known(db: &Db, index: &PeopleIndex, workspace: WorkspaceId, told: &Told) -> PersonId {
    let person = put(db, index, workspace, "Grete Baker", &told.resume).await;
    let set = "update person set current_title = $3, city = $4 where workspace_id = $1 and id = $2";
    run(db, workspace, set, &[&workspace, &person, &told.title, &told.city]).await;
    let language = ("language", &told.language);
    for (kind, value) in told.skills.iter().map(|skill| ("skill", skill)).chain([language]) {
        let (id, sql) = (
            db.new_id(),
            "insert into person_fact (workspace_id, id, person_id, kind, value, value_key, source, confidence, created_at) values ($1, $2, $3, $4, $5, $5, 'user', 100, 1)",
        );
        run(db, workspace, sql, &[&workspace, &id, &person, &kind, &value.as_str()]).await;
    }
    let skills = told.skills.iter().map(String::as_str);
    let model = matching::Model::embedded();
    let doc = PersonDoc {
        workspace: workspace.0,
        person: person.0,
        title: told.title.clone(),
        meanings: matching::sketches_of_person(model, [told.title.as_str()].into_iter(), skills),
        ..PersonDoc::default()
    };
    index.apply([Change::Put(Box::new(doc))]).unwrap();
    index.commit(&Default::default()).unwrap();
    person
}

/// A job whose every need the German nurse below meets, some only in other words.
async fn ward(db: &Db, workspace: WorkspaceId) -> JobId {
    let draft = JobDraft { title: "Registered nurse".into(), ..JobDraft::default() };
    let system = policy::system(workspace);
    let job = edit::create(db, &system, NewJob { draft, openings: 1, open: true }).await.unwrap();
    let need = |kind, label: &str, weight| needs::NeedDraft {
        kind,
        label: label.into(),
        weight,
        must: false,
        years: 0,
    };
    let list = [
        need(needs::NeedKind::Title, "Registered nurse", 40),
        need(needs::NeedKind::Skill, "Wound care", 30),
        need(needs::NeedKind::Text, "Has led a team", 10),
        need(needs::NeedKind::Location, "Hamburg", 10),
        need(needs::NeedKind::Language, "German", 10),
    ];
    let version = read::job(db, &system.mixed(), job).await.unwrap().version;
    needs::weigh(db, &system.mixed(), job, version, &list).await.unwrap();
    job
}

fn german_nurse() -> Told {
    Told {
        title: "Pflegefachkraft".into(),
        skills: vec!["Wound management".into(), "Kreuzstich".into()],
        city: "Hamburg".into(),
        language: "Deutsch".into(),
        resume: "Grete Baker\nKrankenschwester im Nachtdienst\nTeamleitung seit 2019\n".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_it_in_other_words_is_found_and_those_words_carry_the_points() {
    let folder = tempfile::tempdir().unwrap();
    let (db, workspace) = open(&folder).await;
    let (system, index) = (policy::system(workspace), PeopleIndex::in_memory().unwrap());
    let job = ward(&db, workspace).await;
    let told = german_nurse();
    let person = known(&db, &index, workspace, &told).await;
    let ranking = rank::rank(&db, &index, &system, job, 10).await.unwrap();
    let found = ranking.matches[0].clone();
    assert_eq!(found.person, person);
    assert_eq!(found.points, found.reasons.iter().map(|reason| reason.points).sum::<i64>());
    let title = found.reasons.iter().find(|reason| reason.label == "Registered nurse").unwrap();
    assert!(
        title.near && title.points > 0 && title.words.contains(&"Pflegefachkraft".to_owned()),
        "{title:?}"
    );
    let fed: Vec<_> = found.reasons.iter().filter(|reason| reason.points > 0).collect();
    assert_eq!(fed.len(), 5, "every need is met: {found:?}");
    for reason in fed {
        let other = known(&db, &index, workspace, &told.without(&reason.words)).await;
        let after = rank::rank_among(&db, &system, job, &[other]).await.unwrap();
        let left = after.first().map_or(0, |one| one.points);
        assert_eq!(left, found.points - reason.points, "without {:?}: {after:?}", reason.words);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_kept_until_the_needs_change_and_only_changed_people_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (db, workspace) = open(&folder).await;
    let (system, index) = (policy::system(workspace), PeopleIndex::in_memory().unwrap());
    let job = ward(&db, workspace).await;
    let person = known(&db, &index, workspace, &german_nurse()).await;
    let runs = async || {
        db.read(async |rd| {
            rd.count("select count(*) from model_run where workspace_id = $1", &[&workspace]).await
        })
        .await
        .unwrap()
    };
    let first = rank::rank(&db, &index, &system, job, 10).await.unwrap();
    let again = rank::rank(&db, &index, &system, job, 10).await.unwrap();
    assert_eq!((first.matches.clone(), runs().await), (again.matches, 1));
    // The reasons come back as they were written.
    assert_eq!(first.matches, rank::rank_among(&db, &system, job, &[person]).await.unwrap());

    let skill = crate::people::facts::NewFact {
        kind: crate::people::facts::FactKind::Skill,
        value: "Wound care".into(),
        level: String::new(),
    };
    crate::people::facts::add_fact(&db, &system, person, crate::people::facts::Addition::Fact(skill))
        .await
        .unwrap();
    let learned = rank::rank(&db, &index, &system, job, 10).await.unwrap();
    assert!(learned.matches[0].points > first.matches[0].points, "{:?}", learned.matches);
    assert_eq!((learned.made_at, runs().await), (first.made_at, 1));

    let version = read::job(&db, &system.mixed(), job).await.unwrap().version;
    let other = needs::NeedDraft {
        kind: needs::NeedKind::Skill,
        label: "Forklift licence".into(),
        weight: 100,
        must: false,
        years: 0,
    };
    needs::weigh(&db, &system.mixed(), job, version, &[other]).await.unwrap();
    let other = rank::rank(&db, &index, &system, job, 10).await.unwrap();
    assert_eq!((other.matches, runs().await), (vec![], 2));
}
