//! What is kept: workspaces apart, identities from the blind, cursors, digests, the newest version.
#![expect(clippy::disallowed_methods, reason = "the folder of a test")]

use super::*;
use crate::{Between, FacetField, Filter, IndexError, NumberField, Sort};

#[test]
fn a_masked_reader_cannot_search_or_count_by_who_somebody_is() {
    let index = filled(four());
    let all = run(&index, "", &masked()).total;
    let refused = [
        "name:anna",
        "name:nobody",
        "email:firma",
        "phone:01701234567",
        "school:dresden",
        "city:koln",
        "company:acme",
        "country:germany",
        "tag:favourite",
        "source:referral",
    ];
    for query in refused {
        let found = run(&index, query, &masked());
        assert_eq!((found.total, found.problems.len()), (0, 1), "{query}");
        assert_eq!(found.problems[0].span, 0..query.find(':').unwrap() + 1);
        // Beside other words the clause is as if not typed, whether or not it would match.
        assert_eq!(ids(&index, &format!("rust {query}"), &masked()), [1, 2], "{query}");
        assert_eq!(ids(&index, &format!("rust -{query}"), &masked()), [1, 2], "{query}");
        assert_eq!(ids(&index, &format!("rust OR {query}"), &masked()), [1, 2], "{query}");
    }
    for bare in ["anna", "an*", "köln", "acme", "dresden", "distributed", "491701234567", "张伟"] {
        assert_eq!(run(&index, bare, &masked()).total, 0, "{bare}");
        assert_eq!(run(&index, &format!("-{bare}"), &masked()).total, all, "{bare}");
    }
    assert_eq!(ids(&index, "title:engineer skill:rust", &masked()), [1, 2]);
    assert_eq!(ids(&index, "german", &masked()), [1]);
}

#[test]
fn a_masked_reader_cannot_filter_facet_or_sort_by_who_somebody_is() {
    let index = filled(four());
    let city = vec![Filter { field: FacetField::City, any_of: texts(&["Köln"]) }];
    let facets = [FacetField::City, FacetField::Skill, FacetField::Company];
    let search = Search { filters: city, facets: &facets, sort: Sort::NameAscending, ..masked() };
    let found = index.search(&search).unwrap();
    assert_eq!(found.total, 3);
    assert_eq!(found.facets.iter().map(|(field, _)| *field).collect::<Vec<_>>(), [FacetField::Skill]);
    assert_eq!(found.ids.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(found.problems.len(), 4);
}

#[test]
fn workspaces_do_not_know_of_each_other() {
    let index = filled(four());
    let other = Search::new(2, Visibility::Everyone, IndexSight::Clear);
    assert_eq!(ids(&index, "", &other), [4]);
    assert_eq!(ids(&index, "anna", &other), [4]);
    assert_eq!(ids(&index, "anna", &clear()), [1]);
    let other = Search { facets: &[FacetField::Skill], ..other };
    let facets = index.search(&other).unwrap().facets;
    assert_eq!(facets[0].1, [("Rust".to_owned(), 1), ("Zymurgy".to_owned(), 1)]);
    // Removing one's namesake from elsewhere removes nobody here.
    index.apply([Change::Remove { workspace: 2, person: 1 }]).unwrap();
    index.commit(&Cursors::new()).unwrap();
    assert_eq!(ids(&index, "", &clear()), [1, 2, 3]);
}

#[test]
fn a_reader_of_some_jobs_sees_and_counts_only_their_applicants() {
    let index = filled(four());
    let search =
        |visibility| Search { facets: &[FacetField::City], ..Search::new(1, visibility, IndexSight::Clear) };
    let found = run(&index, "systems", &search(Visibility::Jobs(vec![11])));
    assert_eq!((found.total, found.ids.len()), (1, 1));
    assert_eq!(found.facets[0].1, [("Köln".to_owned(), 1)]);
    assert_eq!(ids(&index, "", &search(Visibility::Jobs(vec![11, 12]))), [1, 2]);
    assert_eq!(ids(&index, "", &search(Visibility::Jobs(vec![]))), [0; 0]);
    let nobody = run(&index, "", &search(Visibility::Nobody));
    assert_eq!(nobody.total, 0);
    assert_eq!(nobody.facets[0].1, []);
}

#[test]
fn numbers_narrow_and_leave_out_who_has_none() {
    let index = filled(four());
    let between = |field, from, to| Search { between: vec![Between { field, from, to }], ..clear() };
    let years = NumberField::ExperienceYears;
    assert_eq!(ids(&index, "", &between(years, Some(2), None)), [1, 2]);
    assert_eq!(ids(&index, "", &between(years, Some(3), Some(7))), [1]);
    assert_eq!(ids(&index, "", &between(years, None, None)), [1, 2]);
    assert_eq!(ids(&index, "java", &between(years, Some(3), None)), [0; 0]);
    assert_eq!(ids(&index, "", &between(NumberField::CreatedAt, None, Some(200))), [1, 2]);
}

#[test]
fn the_newest_version_of_a_person_is_the_only_one() {
    let index = filled(four());
    let mut person = four().remove(0);
    person.city = "Bonn".into();
    person.text = "Now bakes bread".into();
    put(&index, [person.clone()]);
    put(&index, [person]);
    assert_eq!(ids(&index, "distributed", &clear()), [0; 0]);
    assert_eq!(ids(&index, "bread", &clear()), [1]);
    let search = Search { facets: &[FacetField::City], ..clear() };
    let cities = index.search(&search).unwrap().facets.remove(0).1;
    assert_eq!(cities, [("Berlin".to_owned(), 2), ("Bonn".to_owned(), 1)]);
    index.apply([Change::Remove { workspace: 1, person: 1 }]).unwrap();
    index.commit(&Cursors::new()).unwrap();
    assert_eq!(ids(&index, "", &clear()), [2, 3]);
}

#[test]
fn an_index_rebuilt_in_another_order_has_the_same_digest() {
    let live = PeopleIndex::in_memory().unwrap();
    for person in four() {
        put(&live, [PersonDoc { text: "an older version".into(), ..person.clone() }]);
        put(&live, [person]);
    }
    put(&live, [PersonDoc { workspace: 1, person: 99, ..PersonDoc::default() }]);
    live.apply([Change::Remove { workspace: 1, person: 99 }]).unwrap();
    live.commit(&Cursors::new()).unwrap();
    let rebuilt = filled(four().into_iter().rev());
    assert_eq!(live.digest(), rebuilt.digest());
    assert_eq!(ids(&live, "systems", &clear()), [1, 2]);

    let mut other = four();
    other[0].pool_ids.push(1);
    assert_ne!(filled(other).digest(), rebuilt.digest());
}

#[test]
fn commits_outlive_the_process_with_their_cursors() {
    let folder = std::env::temp_dir().join(format!("people-index-{}", std::process::id()));
    let digest = {
        let index = PeopleIndex::open(&folder).unwrap();
        assert_eq!(index.cursor(1), 0);
        index.apply(four().into_iter().map(|person| Change::Put(Box::new(person)))).unwrap();
        index.commit(&Cursors::from([(1, 41)])).unwrap();
        index.commit(&Cursors::from([(2, 7)])).unwrap();
        assert!(matches!(PeopleIndex::open(&folder), Err(IndexError::Locked)));
        let beside = PeopleIndex::open_read_only(&folder).unwrap();
        assert_eq!(beside.digest(), index.digest());
        assert!(matches!(beside.wipe(), Err(IndexError::ReadOnly)));
        // Never committed, so never there.
        index.apply([Change::Remove { workspace: 1, person: 1 }]).unwrap();
        index.digest()
    };
    let index = PeopleIndex::open(&folder).unwrap();
    assert_eq!((index.cursor(1), index.cursor(2), index.cursor(3)), (41, 7, 0));
    assert_eq!(index.digest(), digest);
    assert_eq!(ids(&index, "java", &clear()), [2]);
    index.wipe().unwrap();
    assert_eq!((index.cursor(1), index.digest()), (0, crate::Digest::default()));
    drop(index);
    let index = PeopleIndex::open(&folder).unwrap();
    assert_eq!((index.cursor(1), index.digest().people), (0, 0));
    drop(index);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_commit_that_died_half_way_does_not_stop_the_next() {
    let (whole, torn) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(&PeopleIndex::open(whole.path()).unwrap(), four());
    let folder = |dir: &tempfile::TempDir| dir.path().join(format!("people-{}", crate::schema::VERSION));
    let copy = |wanted: fn(&str) -> bool| {
        for entry in std::fs::read_dir(folder(&whole)).unwrap().map(Result::unwrap) {
            if wanted(&entry.file_name().to_string_lossy()) {
                std::fs::copy(entry.path(), folder(&torn).join(entry.file_name())).unwrap();
            }
        }
    };
    std::fs::create_dir_all(folder(&torn)).unwrap();
    copy(|_| true);
    // The same change again deletes the old document in a file named after the commit. In the torn folder that file
    // is there, and the commit is not: as a process leaves it that dies between the two.
    put(&PeopleIndex::open(whole.path()).unwrap(), four().into_iter().take(1));
    copy(|name| name.ends_with(".del") || name == ".managed.json");
    std::fs::write(folder(&torn).join(".tmpAbCdEf"), b"half").unwrap();
    let index = PeopleIndex::open(torn.path()).unwrap();
    put(&index, four().into_iter().take(1));
    assert_eq!(index.digest(), filled(four()).digest());
    assert!(!folder(&torn).join(".tmpAbCdEf").exists());
}

#[test]
fn a_masked_reader_cannot_narrow_or_sort_by_when_somebody_was_met() {
    let index = filled(four());
    let since = |field| crate::Between { field, from: Some(i64::MAX), to: None };
    let contact = vec![since(crate::NumberField::LastContactAt), since(crate::NumberField::CreatedAt)];
    let search = Search { between: contact, sort: Sort::LastContactOldest, ..masked() };
    let found = index.search(&search).unwrap();
    assert_eq!((found.total, found.problems.len()), (3, 2));
    let years = vec![crate::Between { field: crate::NumberField::ExperienceYears, from: Some(99), to: None }];
    assert_eq!(index.search(&Search { between: years, ..masked() }).unwrap().total, 0);
}
