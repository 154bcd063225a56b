//! Operators, fields, names, suggestions.

use super::*;
use crate::WeightedTerm;
use search_syntax::Field;

#[test]
fn every_operator_and_field_finds_its_people() {
    let index = filled(four());
    let table: &[(&str, &[i64])] = &[
        ("", &[1, 2, 3]),
        ("systems", &[1, 2]),
        ("distributed systems", &[1]),
        ("\"systems distributed\"", &[]),
        ("\"distributed systems\"", &[1]),
        ("java OR go", &[2, 3]),
        ("systems NOT java", &[1]),
        ("-systems", &[3]),
        ("NOT (java OR go)", &[1]),
        ("java OR -rust", &[2, 3]),
        ("program*", &[2]),
        ("title:eng*", &[1, 2]),
        ("title:intern", &[1]),
        ("title:(senior OR data) rust", &[1, 2]),
        ("company:acme", &[1]),
        ("company:\"old mill\"", &[1]),
        ("bank", &[2]),
        ("skill:rust", &[1, 2]),
        ("skill:c++", &[1]),
        ("city:koln", &[1]),
        ("KÖLN", &[1]),
        ("country:germany", &[1, 2]),
        ("school:dresden", &[1]),
        ("language:german", &[1]),
        ("tag:favourite", &[1]),
        ("source:referral", &[1]),
        ("email:anna.mueller@firma.example", &[1]),
        ("email:firma", &[1]),
        ("phone:01701234567", &[1]),
        ("phone:+491701234567", &[1]),
        ("4917012345", &[]),
        ("491701234567", &[1]),
        ("name:muller", &[1]),
        ("name:muler", &[1]),
        ("name:schm", &[2]),
        ("name:(bob schmitd)", &[2]),
        ("name:\"bob schmit\"", &[]),
        ("软件", &[3]),
        ("工程师 开发", &[3]),
        ("件软", &[]),
        ("wei", &[3]),
        ("schmit", &[]),
    ];
    for (query, wanted) in table {
        assert_eq!(ids(&index, query, &clear()), *wanted, "{query}");
    }
}

#[test]
fn a_hit_in_title_or_skills_comes_before_one_in_the_text() {
    let with_text = |person, text: &str| PersonDoc {
        workspace: 1,
        person,
        text: format!("{text} and some more words"),
        ..PersonDoc::default()
    };
    let skilled = PersonDoc { skills: texts(&["cobol"]), ..with_text(2, "many other things") };
    let index = filled([with_text(1, "cobol"), skilled, with_text(3, "cobol")]);
    let found = run(&index, "cobol", &clear());
    assert_eq!(found.ids[0].0, 2);
    assert!(found.ids[0].1 > found.ids[1].1);
}

#[test]
fn when_nothing_is_found_a_near_word_is_suggested() {
    let index = filled(four());
    let suggestion = |query: &str| run(&index, query, &clear()).suggestion;
    assert_eq!(suggestion("schmit").unwrap(), "schmidt");
    assert_eq!(suggestion("title:enginer distributed").unwrap(), "title:engineer distributed");
    assert_eq!(suggestion("java"), None);
    assert_eq!(suggestion("qqqqqq"), None);
    // A word of another workspace, or of people out of view, is no suggestion.
    assert_eq!(suggestion("zymurgi"), None);
    let narrow = Search::new(1, Visibility::Jobs(vec![11]), IndexSight::Clear);
    assert_eq!(run(&index, "schmit", &narrow).suggestion, None);
    assert_eq!(run(&index, "skill:rusd", &masked()).suggestion, None);
}

#[test]
fn names_are_found_while_they_are_typed() {
    let index = filled(four());
    let typed = |text: &str, visibility: &Visibility| {
        let hits = index.suggest_names(1, text, visibility, 10).unwrap();
        hits.iter().map(|hit| hit.person).collect::<Vec<_>>()
    };
    let everyone = Visibility::Everyone;
    assert_eq!(typed("an", &everyone), [1]);
    assert_eq!(typed("anna mul", &everyone), [1]);
    assert_eq!(typed("schmitt", &everyone), [2]);
    assert_eq!(typed("zhan", &everyone), [3]);
    assert_eq!(typed("张", &everyone), [3]);
    assert_eq!(typed("  ", &everyone), [0; 0]);
    assert_eq!(typed("stranger", &everyone), [0; 0]);
    assert_eq!(typed("bob", &Visibility::Jobs(vec![11])), [0; 0]);
    assert_eq!(typed("bob", &Visibility::Jobs(vec![12])), [2]);
    assert_eq!(typed("bob", &Visibility::Nobody), [0; 0]);
}

#[test]
fn an_exact_name_comes_before_a_near_one() {
    let named =
        |person, name: &str| PersonDoc { workspace: 1, person, name: name.into(), ..PersonDoc::default() };
    let index = filled([named(1, "Meyers"), named(2, "Meier"), named(3, "Meyer")]);
    let hits = index.suggest_names(1, "meyer", &Visibility::Everyone, 10).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.person).collect::<Vec<_>>(), [3, 1, 2]);
}

#[test]
fn candidates_come_by_the_weight_of_their_terms() {
    let index = filled(four());
    let term = |field, text: &str, weight| WeightedTerm { field, text: text.into(), weight };
    let terms = [
        term(Some(Field::Skill), "rust", 1.0),
        term(None, "distributed systems", 1.0),
        term(Some(Field::Skill), "go", 0.1),
    ];
    let found = |visibility: Visibility, limit| {
        let hits = index.candidates_for(1, &terms, &[], &visibility, limit).unwrap();
        hits.iter().map(|(person, _)| *person).collect::<Vec<_>>()
    };
    assert_eq!(found(Visibility::Everyone, 10), [1, 2, 3]);
    assert_eq!(found(Visibility::Everyone, 1), [1]);
    assert_eq!(found(Visibility::Jobs(vec![12]), 10), [1, 2]);
    assert_eq!(found(Visibility::Nobody, 10), [0; 0]);
}

#[test]
fn frequencies_are_those_of_the_workspace() {
    let index = filled(four());
    let frequency = |workspace, field, text: &str| index.document_frequency(workspace, field, text).unwrap();
    assert_eq!(frequency(1, Some(Field::Skill), "RUST"), 2);
    assert_eq!(frequency(2, Some(Field::Skill), "rust"), 1);
    assert_eq!(frequency(1, None, "distributed systems"), 1);
    assert_eq!(frequency(1, None, "zymurgy"), 0);
    assert_eq!(frequency(1, None, ""), 0);
}

#[test]
fn the_nearest_meaning_of_a_person_counts_also_after_changes_and_merges() {
    let drawn = |workspace, person, meanings: &[[u64; 4]]| PersonDoc {
        workspace,
        person,
        meanings: meanings.to_vec(),
        job_ids: vec![person],
        ..PersonDoc::default()
    };
    let far = [u64::MAX; 4];
    let index = filled([
        drawn(1, 1, &[far, [1, 0, 0, 0]]),
        drawn(1, 2, &[[7, 0, 0, 0]]),
        drawn(1, 3, &[]),
        drawn(2, 4, &[[0; 4]]),
    ]);
    let near = |visibility, limit| index.nearest_to(1, &[0; 4], &visibility, limit).unwrap();
    assert_eq!(near(Visibility::Everyone, 9), [1, 2]);
    assert_eq!(near(Visibility::Everyone, 1), [1]);
    assert_eq!(near(Visibility::Jobs(vec![2]), 9), [2]);
    assert_eq!(near(Visibility::Nobody, 9), [0; 0]);
    for person in 5..20 {
        put(&index, [drawn(1, person, &[far, [1023, 0, 0, 0]])]);
    }
    put(&index, [drawn(1, 2, &[[0; 4]])]);
    put(&index, [drawn(1, 1, &[far])]);
    let after = near(Visibility::Everyone, 99);
    assert_eq!((after.len(), after[0], after[16]), (17, 2, 1));
}
