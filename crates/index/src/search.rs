//! Searching: one pass over each segment gives hits, exact total and facet counts.

use std::sync::PoisonError;

use search_syntax::{Node, Problem};
use tantivy::query::EnableScoring;

use crate::compile::compile;
use crate::facets::{FacetField, Filter};
<<<<<<< HEAD
use crate::order::{Cursor, First, Key, Place, Sort, read_cursor, score_key, score_of, write_cursor};
=======
use crate::order::{Cursor, Sort, read_cursor};
use crate::pass::{Part, Plan};
>>>>>>> h-index
use crate::people_index::{IndexError, PeopleIndex};
use crate::schema::Fields;

/// Whom a reader may see. A clause of the query: totals and facets follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visibility {
    Everyone,
    /// Only people with an application on one of these jobs.
    Jobs(Vec<i64>),
    Nobody,
}

/// What a reader may know of those they see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexSight {
    Clear,
    /// Nothing that tells who somebody is can be searched, sorted or counted by.
    Masked,
}

/// A number people can be narrowed down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberField {
    ExperienceYears,
    LastContactAt,
    CreatedAt,
    UpdatedAt,
}

/// People whose number lies between, ends included. Who has no such number is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    pub field: NumberField,
    pub from: Option<i64>,
    pub to: Option<i64>,
}

/// What to search. Start from [`Search::new`] and set what differs.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    pub workspace: i64,
    pub query: Option<&'a Node>,
    pub filters: Vec<Filter>,
    pub between: Vec<Between>,
    pub facets: &'a [FacetField],
    /// How many values of each facet are returned.
    pub facet_limit: usize,
    pub sort: Sort,
    pub after: Option<Cursor>,
    pub limit: usize,
    pub visibility: Visibility,
    pub sight: IndexSight,
}

impl Search<'_> {
    /// Everybody of a workspace, the first fifty, without facets.
    #[must_use]
    pub fn new(workspace: i64, visibility: Visibility, sight: IndexSight) -> Search<'static> {
        Search {
            workspace,
            query: None,
            filters: Vec::new(),
            between: Vec::new(),
            facets: &[],
            facet_limit: 10,
            sort: Sort::BestMatch,
            after: None,
            limit: 50,
            visibility,
            sight,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// In order, with their scores; the score is 0 unless sorted by best match of a query.
    pub ids: Vec<(i64, f32)>,
    /// Where the next page starts; none on the last page.
    pub next: Option<Cursor>,
    /// Exact, whatever the page.
    pub total: u64,
    /// In the order asked for. The counts of a facet heed all filters but its own.
    pub facets: Vec<(FacetField, Vec<(String, u64)>)>,
    /// What could not be searched under this sight. A place of 0..0 means a filter or the order.
    pub problems: Vec<Problem>,
    /// When nothing was found: the query with words that exist.
    pub suggestion: Option<String>,
}

impl PeopleIndex {
    /// Runs a search. Fails only when the index itself cannot be read.
    pub fn search(&self, search: &Search<'_>) -> Result<Found, IndexError> {
        let snapshot = self.snapshot();
        let mut problems = Vec::new();
        let compiled = compile(search.query, search.sight, self.fields());
        problems.extend(compiled.problems);
        let mut plan = open_plan(search, self.fields(), &mut problems);
        let scoring = if plan.scored {
            EnableScoring::enabled_from_searcher(&snapshot.searcher)
        } else {
            EnableScoring::disabled_from_searcher(&snapshot.searcher)
        };
        plan.weight = compiled.query.map(|query| query.weight(scoring)).transpose()?;
        let mut parts = Vec::with_capacity(snapshot.segments.len());
        for segment in &snapshot.segments {
            parts.extend(plan.part(segment)?);
        }
        let total = parts.iter().map(|part| part.result(None, &plan.filters).count()).sum();
        let facets = self.count(&plan, &parts);
        let (ids, next) = plan.page(&parts)?;
        let mut found = Found { ids, next, total, facets, problems, suggestion: None };
        if found.total == 0 && search.sight == IndexSight::Clear {
            found.suggestion = self.suggestion(search, &snapshot)?;
        }
        Ok(found)
    }

    fn count(&self, plan: &Plan<'_>, parts: &[Part]) -> Vec<(FacetField, Vec<(String, u64)>)> {
        let values = self.values().read().unwrap_or_else(PoisonError::into_inner);
        let count = |own: Option<FacetField>| {
            let mut counts = vec![0; values.len()];
            for part in parts {
                let bits = part.result(own, &plan.filters);
                part.segment.count_facets(&bits, &part.residents, &mut counts);
            }
            values.tally(&counts)
        };
        let is_filtered = |field| plan.filters.iter().any(|filter| filter.field == field);
        let shared = plan.facets.iter().any(|&facet| !is_filtered(facet)).then(|| count(None));
        let limit = plan.search.facet_limit;
        let top = |&facet: &FacetField| match &shared {
            Some(tally) if !is_filtered(facet) => tally.top(facet, limit),
            _ => count(Some(facet)).top(facet, limit),
        };
        plan.facets.iter().map(|facet| (*facet, top(facet))).collect()
    }
}

/// Checks filters, facets and order against the sight.
fn open_plan<'a>(search: &'a Search<'a>, fields: &'a Fields, problems: &mut Vec<Problem>) -> Plan<'a> {
    let masked = search.sight == IndexSight::Masked;
    let mut refuse = |what: &str| {
        let message = format!("{what} is hidden in a blind review.");
        problems.push(Problem { span: 0..0, message });
    };
    let mut allowed = |facet: FacetField| {
        let allowed = !masked || facet.is_open();
        if !allowed {
            refuse(&format!("{facet:?}"));
        }
        allowed
    };
    let filters = search.filters.iter().filter(|filter| allowed(filter.field)).collect();
    let facets = search.facets.iter().copied().filter(|&facet| allowed(facet)).collect();
    let mut sort = search.sort;
    if masked && sort.is_by_name() {
        refuse("The name");
        sort = Sort::BestMatch;
    }
    if sort == Sort::BestMatch && search.query.is_none() {
        sort = Sort::AddedNewest;
    }
    let after = search.after.as_ref().and_then(|cursor| read_cursor(sort, cursor));
    let scored = sort == Sort::BestMatch;
    Plan { search, filters, facets, sort, scored, after, weight: None, fields }
}
<<<<<<< HEAD

impl Plan<'_> {
    fn part(&self, segment: &Arc<Segment>) -> Result<Option<Part>, IndexError> {
        let residents = segment.residents(self.search.workspace, self.fields)?;
        if residents.count == 0 {
            return Ok(None);
        }
        let eligible = self.eligible(segment, &residents)?;
        let mut kept = Vec::with_capacity(self.filters.len());
        let mut selected = eligible.clone();
        for filter in &self.filters {
            let bits = with_any(segment, filter, self.fields)?;
            selected.keep(&bits);
            kept.push(bits);
        }
        let mut first = First::new(self.search.limit + 1, self.after_in(segment)?);
        let hits = match (&self.weight, self.scored) {
            (None, _) => eligible,
            (Some(weight), true) => {
                let mut hits = Bits::none(segment.documents());
                weight.for_each(&segment.reader, &mut |document, score| {
                    if eligible.contains(document) {
                        hits.insert(document);
                        if selected.contains(document) {
                            first.take(!score_key(score), || segment.person.get_val(document));
                        }
                    }
                })?;
                hits
            }
            (Some(weight), false) => {
                let mut hits = Bits::none(segment.documents());
                weight.for_each_no_score(&segment.reader, &mut |documents| {
                    documents.iter().for_each(|&document| hits.insert(document));
                })?;
                hits.keep(&eligible);
                hits
            }
        };
        let mut part = Part { segment: Arc::clone(segment), residents, hits, kept, first: Vec::new() };
        if !self.scored {
            let result = part.result(None, &self.filters);
            take_sorted(segment, &result, self.sort, &mut first);
        }
        part.first = first.into_places();
        Ok(Some(part))
    }

    /// The people in view whose numbers lie between.
    fn eligible(&self, segment: &Segment, residents: &Residents) -> Result<Bits, IndexError> {
        let mut bits = visible(segment, residents, &self.search.visibility, self.fields)?;
        for between in &self.search.between {
            let outside: Vec<u32> =
                bits.iter().filter(|&document| !is_between(segment, document, between)).collect();
            outside.into_iter().for_each(|document| bits.remove(document));
        }
        Ok(bits)
    }

    /// The cursor's place in a segment's own keys.
    fn after_in(&self, segment: &Segment) -> Result<Option<Place<u64>>, IndexError> {
        let Some(after) = &self.after else {
            return Ok(None);
        };
        let name = match &after.key {
            Key::Number(key) => {
                return Ok(Some(Place { key: *key, person: after.person }));
            }
            Key::Name(name) => name,
        };
        let Some(column) = &segment.name_order else {
            return Ok(None);
        };
        let descends = self.sort.descends();
        Ok(Some(match column.dictionary().term_ord_or_next(name)? {
            TermOrdHit::Exact(ord) => Place { key: if descends { !ord } else { ord }, person: after.person },
            // Between two names: what follows it is all of the next name, or none of it.
            TermOrdHit::Next(ord) if descends => {
                let ord = ord.min(column.num_terms() as u64);
                Place { key: !ord, person: i64::MAX }
            }
            TermOrdHit::Next(ord) => {
                let ord = ord.min(column.num_terms() as u64);
                Place { key: ord, person: i64::MIN }
            }
        }))
    }

    /// The page out of all segments' first places, and the cursor to the next.
    fn page(&self, parts: &[Part]) -> Result<(Vec<(i64, f32)>, Option<Cursor>), IndexError> {
        let mut places: Vec<(Key, i64)> = Vec::new();
        for part in parts {
            for place in &part.first {
                places.push((self.key(&part.segment, place.key)?, place.person));
            }
        }
        let descends = self.sort.is_by_name() && self.sort.descends();
        places.sort_unstable_by(|(left, left_person), (right, right_person)| {
            let by_key = match (left, right) {
                (Key::Name(left), Key::Name(right)) if descends => right.cmp(left),
                (Key::Name(left), Key::Name(right)) => left.cmp(right),
                (Key::Number(left), Key::Number(right)) => left.cmp(right),
                (Key::Number(_), Key::Name(_)) => std::cmp::Ordering::Less,
                (Key::Name(_), Key::Number(_)) => std::cmp::Ordering::Greater,
            };
            by_key.then(left_person.cmp(right_person))
        });
        let more = places.len() > self.search.limit;
        places.truncate(self.search.limit);
        let last = places.last().filter(|_| more);
        let next = last.map(|(key, person)| write_cursor(self.sort, key, *person));
        let score = |key: &Key| match key {
            Key::Number(key) if self.scored => score_of(!key),
            _ => 0.0,
        };
        Ok((places.iter().map(|(key, person)| (*person, score(key))).collect(), next))
    }

    fn key(&self, segment: &Segment, key: u64) -> Result<Key, IndexError> {
        if !self.sort.is_by_name() {
            return Ok(Key::Number(key));
        }
        let ord = if self.sort.descends() { !key } else { key };
        let mut name = String::new();
        if let Some(column) = &segment.name_order {
            column.ord_to_str(ord, &mut name)?;
        }
        Ok(Key::Name(name))
    }
}

impl Part {
    /// The hits that pass the filters, those of one's own field left out.
    fn result(&self, own: Option<FacetField>, filters: &[&Filter]) -> Bits {
        let mut bits = self.hits.clone();
        for (filter, kept) in filters.iter().zip(&self.kept) {
            if Some(filter.field) != own {
                bits.keep(kept);
            }
        }
        bits
    }
}

/// The workspace's people that the reader may see.
pub(crate) fn visible(
    segment: &Segment,
    residents: &Residents,
    visibility: &Visibility,
    fields: &Fields,
) -> Result<Bits, IndexError> {
    let jobs = match visibility {
        Visibility::Everyone => return Ok(residents.bits.clone()),
        Visibility::Jobs(jobs) => jobs.as_slice(),
        Visibility::Nobody => &[],
    };
    let mut bits = Bits::none(segment.documents());
    for &job in jobs {
        let term = Term::from_field_u64(fields.job, unsigned(job));
        segment.each_with(&term, |document| bits.insert(document))?;
    }
    bits.keep(&residents.bits);
    Ok(bits)
}

/// The documents with any of a filter's values.
pub(crate) fn with_any(segment: &Segment, filter: &Filter, fields: &Fields) -> Result<Bits, IndexError> {
    let mut bits = Bits::none(segment.documents());
    for value in &filter.any_of {
        let start = filter.field.term_start(value);
        segment.each_with_facet(&start, fields, |document| bits.insert(document))?;
    }
    Ok(bits)
}

fn is_between(segment: &Segment, document: u32, between: &Between) -> bool {
    let value = match between.field {
        NumberField::ExperienceYears => {
            segment.experience_years.as_ref().and_then(|column| column.first(document))
        }
        NumberField::LastContactAt => Some(segment.last_contact_at.get_val(document)),
        NumberField::CreatedAt => Some(segment.created_at.get_val(document)),
        NumberField::UpdatedAt => Some(segment.updated_at.get_val(document)),
    };
    value.is_some_and(|value| {
        between.from.is_none_or(|from| from <= value) && between.to.is_none_or(|to| value <= to)
    })
}

fn take_sorted(segment: &Segment, result: &Bits, sort: Sort, first: &mut First) {
    use Sort::{LastContactNewest, LastContactOldest, UpdatedNewest, UpdatedOldest};
    let person = |document| segment.person.get_val(document);
    let turn = |key: u64| if sort.descends() { !key } else { key };
    if sort.is_by_name() {
        let ords = segment.name_order.as_ref().map(|column| column.ords());
        for document in result.iter() {
            let ord = ords.and_then(|ords| ords.first(document)).unwrap_or(0);
            first.take(turn(ord), || person(document));
        }
        return;
    }
    let column = match sort {
        LastContactNewest | LastContactOldest => &segment.last_contact_at,
        UpdatedNewest | UpdatedOldest => &segment.updated_at,
        _ => &segment.created_at,
    };
    for document in result.iter() {
        let time = column.get_val(document);
        first.take(turn(tantivy::i64_to_u64(time)), || person(document));
    }
}
=======
>>>>>>> h-index
