//! Many generated people, compared with counting by hand.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{FacetField, Filter, Sort};

/// A small generator: the same people at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn some<'a>(&mut self, of: &[&'a str], most: usize) -> Vec<&'a str> {
        let count = self.below(most + 1);
        let picked: BTreeSet<&str> = (0..count).map(|_| of[self.below(of.len())]).collect();
        picked.into_iter().collect()
    }
}

const WORDS: [&str; 6] = ["red", "green", "blue", "black", "white", "grey"];
const SKILLS: [&str; 7] = ["Rust", "Java", "Go", "Sales", "Law", "Art", "Chess"];
const CITIES: [&str; 4] = ["Bonn", "Köln", "Ulm", ""];

fn random(person: i64, dice: &mut Dice) -> PersonDoc {
    PersonDoc {
        workspace: 1 + i64::from(dice.below(8) == 0),
        person,
        name: WORDS[dice.below(6)].to_owned(),
        skills: texts(&dice.some(&SKILLS, 4)),
        city: CITIES[dice.below(4)].to_owned(),
        text: dice.some(&WORDS, 4).join(" "),
        job_ids: vec![1 + i64::try_from(dice.below(3)).unwrap()],
        last_contact_at: i64::try_from(dice.below(5)).unwrap(),
        ..PersonDoc::default()
    }
}

/// People put in several commits, some replaced, some removed.
fn crowd(dice: &mut Dice) -> (PeopleIndex, BTreeMap<i64, PersonDoc>) {
    let index = PeopleIndex::in_memory().unwrap();
    let mut known: BTreeMap<i64, PersonDoc> = BTreeMap::new();
    for round in 0..5 {
        for _ in 0..60 {
            let id = 1 + i64::try_from(dice.below(200)).unwrap();
            if let Some(old) = known.remove(&id) {
                let gone = Change::Remove { workspace: old.workspace, person: id };
                index.apply([gone]).unwrap();
            }
            if round > 2 && dice.below(4) == 0 {
                continue;
            }
            let person = random(id, dice);
            index.apply([Change::Put(Box::new(person.clone()))]).unwrap();
            known.insert(id, person);
        }
        index.commit(&Cursors::new()).unwrap();
        // Counts are kept from commit to commit; asking now makes the next one build on them.
        index.search(&Search { facets: &[FacetField::Skill], ..clear() }).unwrap();
    }
    (index, known)
}

fn values(person: &PersonDoc, facet: FacetField) -> Vec<String> {
    match facet {
        FacetField::City if person.city.is_empty() => Vec::new(),
        FacetField::City => vec![person.city.clone()],
        _ => person.skills.clone(),
    }
}

fn passes(person: &PersonDoc, filter: &Filter) -> bool {
    values(person, filter.field).iter().any(|value| filter.any_of.contains(value))
}

fn counted(people: &[&PersonDoc], facet: FacetField) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for value in people.iter().flat_map(|person| values(person, facet)) {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    let folded = |value: &str| search_syntax::fold(value);
    counts.sort_by(|l, r| r.1.cmp(&l.1).then_with(|| folded(&l.0).cmp(&folded(&r.0))));
    counts
}

#[test]
fn totals_and_facets_are_those_of_counting_by_hand() {
    let mut dice = Dice(3);
    for _ in 0..4 {
        let (index, known) = crowd(&mut dice);
        for _ in 0..60 {
            let word = dice.some(&WORDS, 1).first().copied();
            let jobs = vec![1 + i64::try_from(dice.below(3)).unwrap()];
            let everyone = dice.below(2) == 0;
            let mut filters = Vec::new();
            for (field, of) in [(FacetField::City, &CITIES[..3]), (FacetField::Skill, &SKILLS[..])] {
                let any_of = texts(&dice.some(of, 2));
                if !any_of.is_empty() {
                    filters.push(Filter { field, any_of });
                }
            }
            let in_view: Vec<&PersonDoc> = known
                .values()
                .filter(|p| p.workspace == 1 && (everyone || p.job_ids == jobs))
                .filter(|p| word.is_none_or(|w| p.text.split(' ').any(|x| x == w) || p.name == w))
                .collect();
            let except = |own: Option<FacetField>| -> Vec<&PersonDoc> {
                let heeded = |p: &&PersonDoc| filters.iter().all(|f| Some(f.field) == own || passes(p, f));
                in_view.iter().copied().filter(heeded).collect()
            };
            let visibility = if everyone { Visibility::Everyone } else { Visibility::Jobs(jobs.clone()) };
            let search = Search {
                filters: filters.clone(),
                facets: &[FacetField::City, FacetField::Skill],
                limit: 1_000,
                sort: if dice.below(2) == 0 { Sort::BestMatch } else { Sort::NameAscending },
                ..Search::new(1, visibility, IndexSight::Clear)
            };
            let found = run(&index, word.unwrap_or(""), &search);
            let mut ids: Vec<i64> = found.ids.iter().map(|(id, _)| *id).collect();
            ids.sort_unstable();
            let wanted: Vec<i64> = except(None).iter().map(|p| p.person).collect();
            assert_eq!(ids, wanted, "{word:?} {filters:?}");
            assert_eq!(found.total, wanted.len() as u64);
            for (field, counts) in found.facets {
                assert_eq!(counts, counted(&except(Some(field)), field), "{word:?} {filters:?}");
            }
        }
    }
}

#[test]
fn pages_give_each_person_once_and_in_order() {
    use Sort::*;
    let mut dice = Dice(5);
    let (index, known) = crowd(&mut dice);
    let sorts = [
        BestMatch,
        NameAscending,
        NameDescending,
        LastContactNewest,
        LastContactOldest,
        AddedNewest,
        AddedOldest,
        UpdatedNewest,
        UpdatedOldest,
    ];
    for sort in sorts {
        for query in ["", "red OR green OR blue"] {
            let whole = run(&index, query, &Search { sort, limit: 1_000, ..clear() });
            assert_eq!(whole.next, None);
            let mut paged = Vec::new();
            let mut search = Search { sort, limit: 7, ..clear() };
            loop {
                let page = run(&index, query, &search);
                assert_eq!(page.total, whole.total);
                paged.extend(page.ids);
                let Some(next) = page.next else { break };
                search.after = Some(next.as_str().to_owned().into());
            }
            assert_eq!(paged, whole.ids, "{sort:?} {query}");
            assert_eq!(paged.len() as u64, whole.total);
            let key = |id: &i64| (&known[id].name, known[id].last_contact_at);
            for pair in paged.windows(2) {
                let ((left, left_score), (right, right_score)) = (pair[0], pair[1]);
                let in_order = match sort {
                    NameAscending => (key(&left).0, left) < (key(&right).0, right),
                    NameDescending => (key(&right).0, left) < (key(&left).0, right),
                    LastContactNewest => (key(&right).1, left) < (key(&left).1, right),
                    LastContactOldest => (key(&left).1, left) < (key(&right).1, right),
                    BestMatch => (right_score, left) < (left_score, right),
                    _ => left < right,
                };
                assert!(in_order, "{sort:?} {query}: {left} before {right}");
            }
        }
    }
}

#[test]
fn a_cursor_whose_person_is_gone_still_holds_its_place() {
    let named =
        |person, name: &str| PersonDoc { workspace: 1, person, name: name.into(), ..PersonDoc::default() };
    for (sort, wanted) in [(Sort::NameAscending, [3, 4]), (Sort::NameDescending, [2, 1])] {
        let index = filled([named(1, "a"), named(2, "b"), named(3, "c"), named(4, "d")]);
        let first = index.search(&Search { sort, limit: 2, ..clear() }).unwrap();
        let last = first.ids[1].0;
        index.apply([Change::Remove { workspace: 1, person: last }]).unwrap();
        index.commit(&Cursors::new()).unwrap();
        let rest = index.search(&Search { sort, after: first.next, ..clear() }).unwrap();
        assert_eq!(rest.ids.iter().map(|(id, _)| *id).collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn a_foreign_cursor_starts_from_the_front() {
    let index = filled(four());
    for text in ["", "x", "1.2", "1.zz.3", "9999999.1.1", "1.1.é"] {
        let search = Search { sort: Sort::NameAscending, after: Some(text.to_owned().into()), ..clear() };
        assert_eq!(index.search(&search).unwrap().ids.len(), 3, "{text}");
    }
}

#[test]
fn spellings_of_a_facet_value_count_together() {
    let skilled = |person, skill: &str| PersonDoc {
        workspace: 1,
        person,
        skills: texts(&[skill, " rust "]),
        ..PersonDoc::default()
    };
    let index = filled([skilled(1, "Rust"), skilled(2, "Rust"), skilled(3, "rust")]);
    let found = index.search(&Search { facets: &[FacetField::Skill], ..clear() }).unwrap();
    assert_eq!(found.facets[0].1, [("Rust".to_owned(), 3)]);
    let filters = vec![Filter { field: FacetField::Skill, any_of: texts(&["RÜST"]) }];
    assert_eq!(ids(&index, "", &Search { filters, ..clear() }), [1, 2, 3]);
}
