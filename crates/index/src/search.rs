//! Searching: one pass over each segment gives hits, exact total and facet counts.

use std::sync::PoisonError;

use search_syntax::{Node, Problem};
use tantivy::query::EnableScoring;

use crate::compile::compile;
use crate::facets::{FacetField, Filter};
use crate::order::{Cursor, Sort, read_cursor};
use crate::pass::{Part, Plan};
use crate::people_index::{IndexError, PeopleIndex};
use crate::schema::Fields;

/// Whom a reader may see. A clause of the query: totals and facets follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visibility {
    Everyone,
    /// Only people with an application on one of these jobs.
    Jobs(Vec<i64>),
    /// The same, less those with an application on one of the others: the masked region of a reader
    /// who sees some people clear, so that nobody is counted in both.
    JobsWithout {
        jobs: Vec<i64>,
        others: Vec<i64>,
    },
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

impl NumberField {
    /// Dates of contact and change tell a colleague who somebody is; years of experience are shown.
    pub(crate) fn is_open(self) -> bool {
        self == NumberField::ExperienceYears
    }
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
    if masked && sort.is_by_contact() {
        refuse("The last contact");
        sort = Sort::BestMatch;
    }
    if masked && search.between.iter().any(|between| !between.field.is_open()) {
        refuse("When something happened");
    }
    if sort == Sort::BestMatch && search.query.is_none() {
        sort = Sort::AddedNewest;
    }
    let after = search.after.as_ref().and_then(|cursor| read_cursor(sort, cursor));
    let scored = sort == Sort::BestMatch;
    Plan { search, filters, facets, sort, scored, after, weight: None, fields }
}
