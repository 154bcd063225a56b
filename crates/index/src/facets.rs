//! Facets: what people can be counted by.
//!
//! All facet values of a person are terms of one field: a letter for the facet, the folded value,
//! a separator, the value as written. So one pass over one column counts every facet, and `rust`
//! and `Rust` count together and are shown as most people write it.

use std::collections::HashMap;

use search_syntax::fold;

use crate::person::PersonDoc;

/// What people can be counted and filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FacetField {
    Status,
    Company,
    City,
    Country,
    Skill,
    Language,
    Source,
    Tag,
    /// Values are the buckets `0-2`, `3-5`, `6-10`, `11-15` and `16+`.
    Experience,
    /// Values are ids in decimals, as for `Owner`.
    Pool,
    Owner,
    /// `yes` or `no`.
    OffLimits,
}

/// People with any of these values. Several filters all hold, also two of the same field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub field: FacetField,
    pub any_of: Vec<String>,
}

/// Between the folded value and the value as written.
const SEPARATOR: char = '\u{1}';
/// The longest value, in characters: the index refuses terms without limit.
const VALUE_CHARACTERS_MAX: usize = 200;

impl FacetField {
    /// The letter in front of the facet's terms. Never changed, only added to.
    fn letter(self) -> u8 {
        match self {
            FacetField::Status => b'a',
            FacetField::Company => b'b',
            FacetField::City => b'c',
            FacetField::Country => b'd',
            FacetField::Skill => b'e',
            FacetField::Language => b'f',
            FacetField::Source => b'g',
            FacetField::Tag => b'h',
            FacetField::Experience => b'i',
            FacetField::Pool => b'j',
            FacetField::Owner => b'k',
            FacetField::OffLimits => b'l',
        }
    }

    /// Whether a reader who must not know who somebody is may count by this.
    pub(crate) fn is_open(self) -> bool {
        use FacetField::{Experience, Language, OffLimits, Pool, Skill, Status};
        matches!(self, Status | Skill | Language | Experience | Pool | OffLimits)
    }

    /// What all terms of this value begin with.
    pub(crate) fn term_start(self, value: &str) -> String {
        let value = shortened(value);
        format!("{}{}{SEPARATOR}", char::from(self.letter()), fold(&value))
    }
}

fn shortened(value: &str) -> String {
    let clean = value.split_whitespace().flat_map(|word| [" ", word]).skip(1);
    clean.collect::<String>().chars().take(VALUE_CHARACTERS_MAX).collect()
}

/// The facet terms of a person, each once.
pub(crate) fn facet_terms(person: &PersonDoc) -> Vec<String> {
    let mut terms = Vec::new();
    let mut add = |field: FacetField, value: &str| {
        let written = shortened(value);
        if !written.is_empty() {
            terms.push(format!("{}{written}", field.term_start(value)));
        }
    };
    add(FacetField::Status, &person.status);
    add(FacetField::Company, &person.company);
    add(FacetField::City, &person.city);
    add(FacetField::Country, &person.country);
    add(FacetField::Source, &person.source);
    person.skills.iter().for_each(|skill| add(FacetField::Skill, skill));
    person.languages.iter().for_each(|language| add(FacetField::Language, language));
    person.tags.iter().for_each(|tag| add(FacetField::Tag, tag));
    person.experience_years.iter().for_each(|&years| add(FacetField::Experience, bucket(years)));
    person.pool_ids.iter().for_each(|pool| add(FacetField::Pool, &pool.to_string()));
    person.owner.iter().for_each(|owner| add(FacetField::Owner, &owner.to_string()));
    add(FacetField::OffLimits, if person.off_limits { "yes" } else { "no" });
    terms.sort_unstable();
    // Two spellings of one value count once: the first stays.
    terms.dedup_by(|later, first| start_of(later) == start_of(first));
    terms
}

fn start_of(term: &str) -> &str {
    term.split(SEPARATOR).next().unwrap_or(term)
}

fn bucket(years: u32) -> &'static str {
    match years {
        0..=2 => "0-2",
        3..=5 => "3-5",
        6..=10 => "6-10",
        11..=15 => "11-15",
        _ => "16+",
    }
}

/// Numbers for facet terms, the same in every segment, so that counts of segments add up without
/// comparing strings. Only grows: values come and go, but slowly.
#[derive(Default)]
pub(crate) struct Values {
    by_term: HashMap<Box<str>, u32>,
    by_start: HashMap<Box<str>, u32>,
    entries: Vec<Value>,
    /// The groups of each facet, by its letter.
    groups: HashMap<u8, Vec<u32>>,
}

struct Value {
    term: Box<str>,
    /// The number of the first term with the same folded value; it stands for all of them.
    group: u32,
}

/// Counts of one search, spellings of a value added up.
pub(crate) struct Tally<'a> {
    values: &'a Values,
    /// For each group its people, those of its most frequent spelling, and that spelling.
    groups: Vec<(u64, u64, u32)>,
}

impl Values {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn number(&mut self, term: &str) -> u32 {
        if let Some(&number) = self.by_term.get(term) {
            return number;
        }
        let number = u32::try_from(self.entries.len()).expect("fewer facet values than documents");
        let group = *self.by_start.entry(start_of(term).into()).or_insert(number);
        if group == number {
            let letter = term.as_bytes().first().copied().unwrap_or_default();
            self.groups.entry(letter).or_default().push(number);
        }
        self.entries.push(Value { term: term.into(), group });
        self.by_term.insert(term.into(), number);
        number
    }

    pub(crate) fn tally(&self, counts: &[u64]) -> Tally<'_> {
        let mut groups = vec![(0, 0, 0); self.entries.len()];
        let spelt = |number: u32| &self.entries[number as usize].term;
        for (number, (value, &count)) in (0_u32..).zip(self.entries.iter().zip(counts)) {
            if count == 0 {
                continue;
            }
            let (sum, most, shown) = &mut groups[value.group as usize];
            *sum += count;
            if count > *most || (count == *most && spelt(number) < spelt(*shown)) {
                (*most, *shown) = (count, number);
            }
        }
        Tally { values: self, groups }
    }
}

impl Tally<'_> {
    /// The most frequent values of a facet: more people first, then by value.
    pub(crate) fn top(&self, field: FacetField, limit: usize) -> Vec<(String, u64)> {
        let groups = self.values.groups.get(&field.letter()).into_iter().flatten();
        let counted = groups.map(|&group| self.groups[group as usize]);
        let mut top: Vec<(u64, u32)> =
            counted.filter(|(sum, _, _)| *sum > 0).map(|(sum, _, shown)| (sum, shown)).collect();
        let spelt = |number: u32| &self.values.entries[number as usize].term;
        let order = |left: &(u64, u32), right: &(u64, u32)| {
            right.0.cmp(&left.0).then_with(|| spelt(left.1).cmp(spelt(right.1)))
        };
        if limit > 0 && top.len() > limit {
            // By number first: comparing the spelling of thousands of values would cost the most.
            let mut sums: Vec<u64> = top.iter().map(|(sum, _)| *sum).collect();
            let (_, &mut least, _) = sums.select_nth_unstable_by(limit - 1, |l, r| r.cmp(l));
            top.retain(|(sum, _)| *sum >= least);
        }
        top.sort_unstable_by(order);
        top.truncate(limit);
        top.into_iter().map(|(sum, shown)| (written(spelt(shown)).to_owned(), sum)).collect()
    }
}

fn written(term: &str) -> &str {
    term.split_once(SEPARATOR).map_or("", |(_, written)| written)
}
