//! The index seen from outside: what is found, counted, ordered and kept from whom.

#![expect(clippy::unwrap_used, reason = "tests")]

mod compared;
mod found;
mod kept;

use search_syntax::parse;

use crate::{Change, Cursors, Found, IndexSight, PeopleIndex, PersonDoc, Search, Visibility};

fn clear() -> Search<'static> {
    Search::new(1, Visibility::Everyone, IndexSight::Clear)
}

fn masked() -> Search<'static> {
    Search::new(1, Visibility::Everyone, IndexSight::Masked)
}

fn filled(people: impl IntoIterator<Item = PersonDoc>) -> PeopleIndex {
    let index = PeopleIndex::in_memory().unwrap();
    put(&index, people);
    index
}

fn put(index: &PeopleIndex, people: impl IntoIterator<Item = PersonDoc>) {
    index.apply(people.into_iter().map(|person| Change::Put(Box::new(person)))).unwrap();
    index.commit(&Cursors::new()).unwrap();
}

fn run(index: &PeopleIndex, text: &str, search: &Search<'_>) -> Found {
    let parsed = parse(text);
    index.search(&Search { query: parsed.query.as_ref(), ..search.clone() }).unwrap()
}

/// The ids found, sorted; the total must agree.
fn ids(index: &PeopleIndex, text: &str, search: &Search<'_>) -> Vec<i64> {
    let found = run(index, text, search);
    let mut ids: Vec<i64> = found.ids.iter().map(|(id, _)| *id).collect();
    assert_eq!(found.total, ids.len() as u64, "{text}");
    ids.sort_unstable();
    ids
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

/// Four people that differ in everything.
fn four() -> Vec<PersonDoc> {
    vec![
        PersonDoc {
            workspace: 1,
            person: 1,
            name: "Anna Müller".into(),
            emails: texts(&["anna.mueller@firma.example"]),
            phones: texts(&["+49 170 1234567"]),
            title: "Senior Software Engineer".into(),
            titles_past: texts(&["Intern"]),
            company: "Acme Robotics".into(),
            companies_past: texts(&["Old Mill"]),
            skills: texts(&["Rust", "C++"]),
            languages: texts(&["German"]),
            city: "Köln".into(),
            country: "Germany".into(),
            schools: texts(&["TU Dresden"]),
            tags: texts(&["favourite"]),
            source: "Referral".into(),
            status: "open_to_talk".into(),
            experience_years: Some(7),
            pool_ids: vec![70],
            job_ids: vec![11, 12],
            created_at: 100,
            last_contact_at: 4_000,
            text: "Built distributed systems and led a team of five in data engineering".into(),
            ..PersonDoc::default()
        },
        PersonDoc {
            workspace: 1,
            person: 2,
            name: "Bob Schmidt".into(),
            title: "Data Engineer".into(),
            company: "Beta Bank".into(),
            skills: texts(&["Java", "rust"]),
            city: "Berlin".into(),
            country: "Germany".into(),
            experience_years: Some(2),
            job_ids: vec![12],
            created_at: 200,
            last_contact_at: 3_000,
            text: "Java programmer, systems integration for the bank of Cologne".into(),
            ..PersonDoc::default()
        },
        PersonDoc {
            workspace: 1,
            person: 3,
            name: "张伟".into(),
            alternative_names: texts(&["Zhang Wei"]),
            title: "软件工程师".into(),
            skills: texts(&["Go"]),
            city: "Berlin".into(),
            experience_years: None,
            created_at: 300,
            text: "负责分布式系统开发".into(),
            ..PersonDoc::default()
        },
        PersonDoc {
            workspace: 2,
            person: 4,
            name: "Anna Stranger".into(),
            title: "Engineer".into(),
            skills: texts(&["Rust", "Zymurgy"]),
            city: "Köln".into(),
            job_ids: vec![11],
            text: "distributed systems".into(),
            ..PersonDoc::default()
        },
    ]
}
