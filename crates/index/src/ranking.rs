//! The first step of matching: which people to look at closely.

use search_syntax::{Field as Named, words};
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Query};
use tantivy::schema::Field;

use crate::bits::Bits;
use crate::compile::{exact, own_field};
use crate::facets::Filter;
use crate::order::{First, score_key, score_of};
use crate::pass::{visible, with_any};
use crate::people_index::{IndexError, PeopleIndex};
use crate::person::Meaning;
use crate::search::Visibility;

/// A word or phrase that speaks for a person, and how much.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedTerm {
    /// None looks anywhere.
    pub field: Option<Named>,
    pub text: String,
    /// Not negative.
    pub weight: f32,
}

impl PeopleIndex {
    /// The people with the most of the terms, best first, among those in view that pass the
    /// filters. Its score only orders; matching makes its own.
    pub fn candidates_for(
        &self,
        workspace: i64,
        terms: &[WeightedTerm],
        filters: &[Filter],
        visibility: &Visibility,
        limit: usize,
    ) -> Result<Vec<(i64, f32)>, IndexError> {
        let query = BooleanQuery::union(terms.iter().map(|term| self.weighted(term)).collect());
        let snapshot = self.snapshot();
        let weight = query.weight(EnableScoring::enabled_from_searcher(&snapshot.searcher))?;
        let mut places = Vec::new();
        for segment in &snapshot.segments {
            let residents = segment.residents(workspace, self.fields())?;
            let mut bits: Bits = visible(segment, &residents, visibility, self.fields())?;
            for filter in filters {
                bits.keep(&with_any(segment, filter, self.fields())?);
            }
            let mut first = First::new(limit, None);
            weight.for_each_pruning(f32::MIN, &segment.reader, &mut |document, score| {
                if bits.contains(document) {
                    first.take(!score_key(score), || segment.person.get_val(document));
                }
                first.lowest_score()
            })?;
            places.extend(first.into_places());
        }
        places.sort_unstable();
        places.truncate(limit);
        Ok(places.iter().map(|place| (place.person, score_of(!place.key))).collect())
    }

    /// The people one of whose meanings differs least from this one, the nearest first, among those in view.
    /// Every person in view is looked at, some nanoseconds each; nothing is held in memory for it.
    pub fn nearest_to(
        &self,
        workspace: i64,
        meaning: &Meaning,
        visibility: &Visibility,
        limit: usize,
    ) -> Result<Vec<i64>, IndexError> {
        let snapshot = self.snapshot();
        let mut places = Vec::new();
        let mut known = Vec::new();
        for segment in &snapshot.segments {
            let Some(column) = &segment.meaning else { continue };
            let residents = segment.residents(workspace, self.fields())?;
            let bits: Bits = visible(segment, &residents, visibility, self.fields())?;
            let mut first = First::new(limit, None);
            for document in bits.iter() {
                let rows = column.index.value_row_ids(document);
                known.resize(rows.len(), 0);
                column.values.get_range(u64::from(rows.start), &mut known);
                let apart = known.chunks_exact(meaning.len()).map(|other| differing_bits(meaning, other));
                if let Some(least) = apart.min() {
                    first.take(u64::from(least), || segment.person.get_val(document));
                }
            }
            places.extend(first.into_places());
        }
        places.sort_unstable();
        places.truncate(limit);
        Ok(places.iter().map(|place| place.person).collect())
    }

    /// How many people of a workspace have a word, or words next to each other.
    pub fn document_frequency(
        &self,
        workspace: i64,
        field: Option<Named>,
        text: &str,
    ) -> Result<u64, IndexError> {
        let field = self.searched(field);
        let words: Vec<String> = words(text).map(|word| word.folded).collect();
        let snapshot = self.snapshot();
        let disabled = EnableScoring::disabled_from_searcher(&snapshot.searcher);
        let weight = exact(field, &words).weight(disabled)?;
        let mut count = 0;
        for segment in &snapshot.segments {
            let residents = segment.residents(workspace, self.fields())?;
            let mut add = |document| count += u64::from(residents.bits.contains(document));
            if let [word] = words.as_slice() {
                segment.each_with(&Term::from_field_text(field, word), add)?;
                continue;
            }
            weight.for_each_no_score(&segment.reader, &mut |documents| {
                documents.iter().for_each(|&document| add(document));
            })?;
        }
        Ok(count)
    }

    fn weighted(&self, term: &WeightedTerm) -> Box<dyn Query> {
        let words: Vec<String> = words(&term.text).map(|word| word.folded).collect();
        let query = exact(self.searched(term.field), &words);
        Box::new(BoostQuery::new(query, term.weight.max(0.0)))
    }

    fn searched(&self, field: Option<Named>) -> Field {
        field.map_or(self.fields().everything, |field| own_field(field, self.fields()))
    }
}

fn differing_bits(one: &Meaning, other: &[u64]) -> u32 {
    one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum()
}
