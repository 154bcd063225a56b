//! Searching people: the index finds ids under the reader's rights, the record gives rows through sight.

use std::any::TypeId;
use std::collections::HashMap;
use std::ops::Range;

pub use index::{Between, FacetField, Filter, NumberField, Sort};
pub use search_syntax::{Node, Problem, Token};

use index::{Cursor, IndexSight, Visibility};

use super::{MaskedRow, PersonRow, Q, read};
use crate::access::{AnyScope, Rights};
use crate::{Clear, House, Masked, PersonId, ReadError, Scope, Sight};

/// What to search.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// As typed, with operators and fields.
    pub text: String,
    pub filters: Vec<Filter>,
    pub between: Vec<Between>,
    pub facets: Vec<FacetField>,
    pub facet_limit: usize,
    pub sort: Sort,
    /// From [`Found::next`]; empty for the first page.
    pub after: String,
    pub limit: usize,
    /// Pieces of resumes with the hits marked; costs reading the texts of the page.
    pub snippets: bool,
}

/// What was found. `R` is the row as the reader's sight gives it.
#[derive(Clone, Debug)]
pub struct Found<R> {
    pub rows: Vec<R>,
    /// Exact, whatever the page.
    pub total: u64,
    pub facets: Vec<(FacetField, Vec<(String, u64)>)>,
    /// Mistakes in the text with their place, and what this reader may not search by.
    pub problems: Vec<Problem>,
    /// The pieces of the text, for a coloured mirror of it.
    pub tokens: Vec<Token>,
    /// Where the next page starts; empty on the last.
    pub next: String,
    /// The text with words that exist, when nothing was found.
    pub suggestion: Option<String>,
    /// For marking hits in rows: `search_syntax::highlight(text, query, field)`.
    pub query: Option<Node>,
    /// Of clear people only: a resume's piece names its person.
    pub snippets: HashMap<PersonId, MarkedText>,
}

/// A piece of text with its hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedText {
    pub text: String,
    pub hits: Vec<Range<usize>>,
}

impl MarkedText {
    /// The pieces in order, each with whether it is a hit.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        let (mut pieces, mut at) = (vec![], 0);
        for hit in &self.hits {
            pieces.push((&self.text[at..hit.start], false));
            pieces.push((&self.text[hit.clone()], true));
            at = hit.end;
        }
        pieces.push((&self.text[at..], false));
        pieces.retain(|(text, _)| !text.is_empty());
        pieces
    }
}

/// A part of the record that a reader sees in one way.
struct Region {
    visibility: Visibility,
    sight: IndexSight,
}

/// The regions of a reader: whom they see clear, then whom they see masked. A masked region is
/// searched as masked: nobody in it is found, counted or sorted by what would tell who they are.
fn regions(rights: &Rights, always: bool) -> Vec<Region> {
    let all_masked = always || rights.always_masked;
    if rights.everyone {
        let sight = if all_masked { IndexSight::Masked } else { IndexSight::Clear };
        return vec![Region { visibility: Visibility::Everyone, sight }];
    }
    let (clear, masked) = rights.tokens();
    if all_masked {
        let visibility = Visibility::Jobs([clear, masked].concat());
        return vec![Region { visibility, sight: IndexSight::Masked }];
    }
    let mut regions = vec![Region { visibility: Visibility::Jobs(clear.clone()), sight: IndexSight::Clear }];
    if !masked.is_empty() {
        let visibility = Visibility::JobsWithout { jobs: masked, others: clear };
        regions.push(Region { visibility, sight: IndexSight::Masked });
    }
    regions
}

/// Searches the people whom this reader may see.
pub async fn search<S: Sight>(
    house: &House,
    who: &Scope<S>,
    search: &Search,
) -> Result<Found<S::View<PersonRow, MaskedRow>>, ReadError> {
    let parsed = search_syntax::parse(&search.text);
    let regions = regions(who.rights(), TypeId::of::<S>() == TypeId::of::<Masked>());
    let hits = in_regions(house, who.workspace_id().0, search, parsed.query.as_ref(), &regions)?;
    let ids: Vec<PersonId> = hits.ids.iter().map(|(id, _)| PersonId(*id)).collect();
    let clear = &ids[..hits.clear.min(ids.len())];
    let snippets = match &parsed.query {
        Some(query) if search.snippets => snippets(house, who, clear, query).await?,
        _ => HashMap::new(),
    };
    let mut problems = parsed.problems;
    problems.extend(hits.problems);
    Ok(Found {
        rows: read::rows(&house.db, who, &ids).await?,
        total: hits.total,
        facets: hits.facets,
        problems,
        tokens: parsed.tokens,
        next: hits.next,
        suggestion: hits.suggestion,
        query: parsed.query,
        snippets,
    })
}

#[derive(Default)]
struct Hits {
    ids: Vec<(i64, f32)>,
    /// How many of them stand in the clear region; they come first.
    clear: usize,
    total: u64,
    facets: Vec<(FacetField, Vec<(String, u64)>)>,
    problems: Vec<Problem>,
    next: String,
    suggestion: Option<String>,
}

/// Walks the regions one after the other: a page that the first does not fill goes on in the second.
fn in_regions(
    house: &House,
    workspace: i64,
    search: &Search,
    query: Option<&Node>,
    regions: &[Region],
) -> Result<Hits, ReadError> {
    let mut hits = Hits::default();
    // A cursor is the number of its region and the place in it.
    let (start, place) = match search.after.split_once('~') {
        Some((region, place)) => (region.parse().unwrap_or(0), place),
        None => (0, ""),
    };
    for (number, region) in regions.iter().enumerate() {
        let room = search.limit - hits.ids.len().min(search.limit);
        let here = number >= start && hits.next.is_empty();
        // Counts that a masked region may not have are left out; only what the reader filters by is refused.
        let masked = region.sight == IndexSight::Masked;
        let tells = |facet: &FacetField| {
            use FacetField::{City, Company, Country, Owner, Source, Tag};
            matches!(facet, Company | City | Country | Source | Tag | Owner)
        };
        let facets: Vec<_> = search.facets.iter().copied().filter(|facet| !masked || !tells(facet)).collect();
        let ask = index::Search {
            query,
            filters: search.filters.clone(),
            between: search.between.clone(),
            facets: &facets,
            facet_limit: if search.facet_limit == 0 { 10 } else { search.facet_limit },
            sort: search.sort,
            after: (number == start && !place.is_empty()).then(|| Cursor::from(place.to_owned())),
            limit: if here { room.max(1) } else { 1 },
            ..index::Search::new(workspace, region.visibility.clone(), region.sight)
        };
        let found = house.people.search(&ask).map_err(|cause| ReadError::Fault(cause.to_string()))?;
        hits.total += found.total;
        merge_facets(&mut hits.facets, found.facets);
        hits.suggestion = hits.suggestion.or(found.suggestion);
        if region.sight == IndexSight::Masked || number == 0 {
            hits.problems.extend(found.problems);
        }
        if !here {
            continue;
        }
        if room == 0 {
            // The page is full, and there is something in the next region.
            hits.next = if found.total > 0 { format!("{number}~") } else { String::new() };
            continue;
        }
        if region.sight == IndexSight::Clear {
            hits.clear = found.ids.len();
        }
        hits.ids.extend(found.ids);
        hits.next = found.next.map(|next| format!("{number}~{}", next.as_str())).unwrap_or_default();
    }
    if hits.total > 0 {
        hits.suggestion = None;
    }
    Ok(hits)
}

/// Adds the counts of one more region; values stay in order of their counts.
fn merge_facets(
    all: &mut Vec<(FacetField, Vec<(String, u64)>)>,
    more: Vec<(FacetField, Vec<(String, u64)>)>,
) {
    for (field, values) in more {
        let Some((_, known)) = all.iter_mut().find(|(known, _)| *known == field) else {
            all.push((field, values));
            continue;
        };
        for (value, count) in values {
            match known.iter_mut().find(|(other, _)| *other == value) {
                Some((_, sum)) => *sum += count,
                None => known.push((value, count)),
            }
        }
        known.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    }
}

/// A line in a table.
const SNIPPET_CHARS: usize = 110;

async fn snippets<S: Sight>(
    house: &House,
    who: &Scope<S>,
    people: &[PersonId],
    query: &Node,
) -> Result<HashMap<PersonId, MarkedText>, ReadError> {
    let mut sql = db::Assembled::with(Q.get("index-texts"), &[&who.workspace_id()]);
    sql.list(people);
    let texts: Result<Vec<(PersonId, String)>, db::DbError> =
        house.db.read(async |rd| rd.assembled(&sql, |row| (PersonId(row.int(0)), row.text(1))).await).await;
    let mut found = HashMap::new();
    for (person, text) in texts? {
        let Some(piece) = search_syntax::snippet(&text, query, None, SNIPPET_CHARS) else { continue };
        let from = piece.span.start;
        let hits = piece.hits.into_iter().map(|hit| hit.start - from..hit.end - from).collect();
        found.entry(person).or_insert(MarkedText { text: text[piece.span].to_owned(), hits });
    }
    Ok(found)
}

/// How many people there are, for a reader who sees them all.
pub fn count(house: &House, who: &Scope<Clear>) -> Result<u64, ReadError> {
    house.people.people(who.workspace_id().0).map_err(|cause| ReadError::Fault(cause.to_string()))
}

/// People whose name is being typed, for the palette and pickers: clear regions only.
pub async fn by_name<S: Sight>(
    house: &House,
    who: &Scope<S>,
    typed: &str,
    limit: usize,
) -> Result<Vec<S::View<PersonRow, MaskedRow>>, ReadError> {
    let always = TypeId::of::<S>() == TypeId::of::<Masked>();
    let region = regions(who.rights(), always).into_iter().find(|region| region.sight == IndexSight::Clear);
    let Some(region) = region else { return Ok(vec![]) };
    let hits = house
        .people
        .suggest_names(who.workspace_id().0, typed, &region.visibility, limit)
        .map_err(|cause| ReadError::Fault(cause.to_string()))?;
    let ids: Vec<PersonId> = hits.into_iter().map(|hit| PersonId(hit.person)).collect();
    read::rows(&house.db, who, &ids).await
}
