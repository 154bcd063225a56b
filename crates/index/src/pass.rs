//! One pass over the segments: the hits in view, and the first of them in the order asked for.

use std::sync::Arc;

use tantivy::Term;
use tantivy::columnar::TermOrdHit;
use tantivy::query::Weight;

use crate::bits::Bits;
use crate::facets::{FacetField, Filter};
use crate::order::{Cursor, First, Key, Place, Sort, score_key, score_of, write_cursor};
use crate::people_index::IndexError;
use crate::schema::{Fields, unsigned};
use crate::search::{Between, IndexSight, NumberField, Search, Visibility};
use crate::segment::{Residents, Segment};

/// A search that has been checked against the reader's sight.
pub(crate) struct Plan<'a> {
    pub search: &'a Search<'a>,
    pub filters: Vec<&'a Filter>,
    pub facets: Vec<FacetField>,
    pub sort: Sort,
    pub scored: bool,
    pub after: Option<Place<Key>>,
    pub weight: Option<Box<dyn Weight>>,
    pub fields: &'a Fields,
}

/// Hits with their scores, and where the next page starts.
pub(crate) type Page = (Vec<(i64, f32)>, Option<Cursor>);

/// What one segment contributes.
pub(crate) struct Part {
    pub segment: Arc<Segment>,
    pub residents: Arc<Residents>,
    /// Hits before facet filters.
    pub hits: Bits,
    /// One set for each filter.
    pub kept: Vec<Bits>,
    pub first: Vec<Place<u64>>,
}

impl Plan<'_> {
    pub(crate) fn part(&self, segment: &Arc<Segment>) -> Result<Option<Part>, IndexError> {
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
        let masked = self.search.sight == IndexSight::Masked;
        for between in self.search.between.iter().filter(|between| !masked || between.field.is_open()) {
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
    pub(crate) fn page(&self, parts: &[Part]) -> Result<Page, IndexError> {
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
    pub(crate) fn result(&self, own: Option<FacetField>, filters: &[&Filter]) -> Bits {
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
    let (jobs, others): (&[i64], &[i64]) = match visibility {
        Visibility::Everyone => return Ok(residents.bits.clone()),
        Visibility::Jobs(jobs) => (jobs, &[]),
        Visibility::JobsWithout { jobs, others } => (jobs, others),
        Visibility::Nobody => (&[], &[]),
    };
    let mut hidden = Bits::none(segment.documents());
    for &job in others {
        let term = Term::from_field_u64(fields.job, unsigned(job));
        segment.each_with(&term, |document| hidden.insert(document))?;
    }
    let mut bits = Bits::none(segment.documents());
    for &job in jobs {
        let term = Term::from_field_u64(fields.job, unsigned(job));
        segment.each_with(&term, |document| {
            if !hidden.contains(document) {
                bits.insert(document);
            }
        })?;
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
