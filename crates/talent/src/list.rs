//! The list of candidates: saved views, boolean search, facets, chips, selection, pages by key.

use record::people::search::{self, FacetField, Filter, Found, Search, Sort};
use record::{PersonId, PoolId, Seen};
use serde::{Deserialize, Serialize};
use web::{Answer, Asked, Frame, Staff, Template, fragment, page, words};

use crate::search_box::{self, Mistake};
use crate::views::{self, ViewTab};

/// Values shown of each facet.
const FACET_VALUES: usize = 6;
/// Skills shown in a row.
const ROW_SKILLS: usize = 3;

/// What the address says. The same form is the search box, the facets and the saved view.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(default)]
pub(crate) struct ListForm {
    pub(crate) q: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) status: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) company: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) city: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) skill: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) years: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) source: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tag: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) pool: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) sort: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) after: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) view: String,
}

/// Facet, its name in the address, its legend, and whether a masked reader may use it.
const FACETS: [(FacetField, &str, &str, bool); 8] = [
    (FacetField::Status, "status", "Status", true),
    (FacetField::Company, "company", "Current employer", false),
    (FacetField::City, "city", "City", false),
    (FacetField::Skill, "skill", "Skill", true),
    (FacetField::Experience, "years", "Years of experience", true),
    (FacetField::Source, "source", "Source", false),
    (FacetField::Tag, "tag", "Tag", false),
    (FacetField::Pool, "pool", "Talent pool", false),
];

/// Orders: name in the address, words, and how the index calls it.
const SORTS: [(&str, &str, Sort); 5] = [
    ("", "best match", Sort::BestMatch),
    ("contact", "last contact", Sort::LastContactNewest),
    ("name", "name", Sort::NameAscending),
    ("added", "newest first", Sort::AddedNewest),
    ("updated", "last change", Sort::UpdatedNewest),
];

impl ListForm {
    pub(crate) fn chosen(&self, name: &str) -> &[String] {
        match name {
            "status" => &self.status,
            "company" => &self.company,
            "city" => &self.city,
            "skill" => &self.skill,
            "years" => &self.years,
            "source" => &self.source,
            "tag" => &self.tag,
            _ => &self.pool,
        }
    }

    fn chosen_mut(&mut self, name: &str) -> &mut Vec<String> {
        match name {
            "status" => &mut self.status,
            "company" => &mut self.company,
            "city" => &mut self.city,
            "skill" => &mut self.skill,
            "years" => &mut self.years,
            "source" => &mut self.source,
            "tag" => &mut self.tag,
            _ => &mut self.pool,
        }
    }

    /// The address of this list.
    pub(crate) fn href(&self) -> String {
        let query = self.query();
        if query.is_empty() { "/candidates".to_owned() } else { format!("/candidates?{query}") }
    }

    /// The part after the question mark, without the page.
    pub(crate) fn query(&self) -> String {
        let mut form = self.clone();
        form.q = form.q.trim().to_owned();
        let text = serde_html_form::to_string(&form).unwrap_or_default();
        text.split('&').filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("&")
    }

    /// The order that holds: without words to match, nobody fits best and the newest come first.
    fn order(&self) -> &str {
        if self.sort.is_empty() && self.q.trim().is_empty() { "added" } else { &self.sort }
    }

    /// The same for a page that leads back here; never empty.
    fn list(&self) -> String {
        let query = self.query();
        if query.is_empty() { "sort=".to_owned() } else { query }
    }

    fn with(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut form = Self { after: String::new(), ..self.clone() };
        change(&mut form);
        form.href()
    }

    pub(crate) fn search(&self, masked: bool) -> Search {
        let filters = FACETS.iter().filter(|facet| facet.3 || !masked).filter_map(|(field, name, _, _)| {
            let any_of = self.chosen(name).to_vec();
            (!any_of.is_empty()).then_some(Filter { field: *field, any_of })
        });
        let sort = SORTS
            .iter()
            .find(|(name, _, _)| *name == self.order())
            .map_or(Sort::BestMatch, |(_, _, sort)| *sort);
        Search {
            text: self.q.chars().take(base::limits::SEARCH_CHARS_MAX).collect(),
            filters: filters.collect(),
            facets: FACETS.iter().filter(|facet| facet.3 || !masked).map(|facet| facet.0).collect(),
            facet_limit: FACET_VALUES,
            sort,
            after: self.after.clone(),
            limit: base::limits::PAGE_ROWS,
            snippets: !masked && !self.q.trim().is_empty(),
            ..Search::default()
        }
    }
}

struct Chip {
    key: &'static str,
    value: String,
    remove_href: String,
}

struct FacetGroup {
    name: &'static str,
    legend: &'static str,
    options: Vec<FacetOption>,
}

struct FacetOption {
    value: String,
    label: String,
    count: String,
    chosen: bool,
}

struct SortLink {
    href: String,
    label: &'static str,
    current: bool,
}

/// One row, clear or masked.
enum Line {
    Clear(Box<ClearLine>),
    Masked(MaskedLine),
}

struct ClearLine {
    id: String,
    href: String,
    name: String,
    initials: String,
    hue: u16,
    sub: String,
    city: String,
    /// Where they stand: on a job, or their interest in a new one.
    now: String,
    now_why: String,
    tone: &'static str,
    skills: Vec<(String, bool)>,
    bond: words::BondWords,
    snippet: Vec<(String, bool)>,
    contact: String,
}

struct MaskedLine {
    href: String,
    code: String,
    sub: String,
    skills: Vec<String>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    frame: Frame,
    tabs: Vec<ViewTab>,
    form: ListForm,
    results: Results,
    save_href: String,
    recruits: bool,
}

#[derive(Template)]
#[template(path = "list_results.html")]
struct ResultsPart {
    form: ListForm,
    results: Results,
    recruits: bool,
    csrf: String,
}

/// What the search gave, ready to be drawn.
struct Results {
    lines: Vec<Line>,
    words: String,
    after: String,
    mistake: Mistake,
    chips: Vec<Chip>,
    facets: Vec<FacetGroup>,
    sorts: Vec<SortLink>,
    sort_label: &'static str,
    next: Option<String>,
    first: Option<String>,
    suggestion: Option<(String, String)>,
    clear_href: String,
    /// Nobody is in the database that this reader may see.
    empty_house: bool,
}

/// GET /candidates
pub(crate) async fn show(who: Staff, Asked(form): Asked<ListForm>) -> Answer {
    let rights = &who.session.rights;
    let (masked, recruits) = (rights.always_masked, rights.everyone && !rights.always_masked);
    let started = std::time::Instant::now();
    let found = search::search(&who.house, &who.scope, &form.search(masked)).await?;
    let took = started.elapsed();
    let pools = if recruits { views::pool_names(&who).await? } else { vec![] };
    let results = results(&form, found, &pools, took, who.now());
    if who.fragment {
        return fragment(&ResultsPart { form, results, recruits, csrf: who.session.csrf.clone() });
    }
    let tabs = views::tabs(&who, &form).await?;
    let save_href = format!("/views/new?{}", form.query());
    page(&ListPage { frame: who.frame().await?, tabs, form, results, save_href, recruits })
}

type PeopleFound = Found<Seen<record::people::PersonRow, record::people::MaskedRow>>;

fn results(
    form: &ListForm,
    found: PeopleFound,
    pools: &[(PoolId, String)],
    took: std::time::Duration,
    now: base::Micros,
) -> Results {
    let total = i64::try_from(found.total).unwrap_or(i64::MAX);
    let shown = found.rows.len();
    let mistake = search_box::mistake(&found.problems);
    let label = |name: &str, value: &str| facet_label(name, value, pools);
    let list = web::escape(&form.list());
    let lines = found.rows.iter().map(|row| line(row, &found, &list, now)).collect();
    let filtered = FACETS.iter().any(|(_, name, _, _)| !form.chosen(name).is_empty());
    let after = if form.q.trim().is_empty() && !filtered {
        words::number(total)
    } else {
        format!("{} in {} ms", words::number(total), took.as_millis().max(1))
    };
    Results {
        lines,
        words: if shown as i64 == total {
            words::counted(total, "person", "people")
        } else {
            let begins = if form.after.is_empty() { "First " } else { "" };
            format!("{begins}{shown} of {}", words::number(total))
        },
        after,
        mistake,
        chips: chips(form, &label),
        facets: facets(form, &found, &label),
        sorts: SORTS
            .iter()
            .filter(|(name, _, _)| !name.is_empty() || !form.q.trim().is_empty())
            .map(|(name, label, _)| SortLink {
                href: form.with(|form| form.sort = (*name).to_owned()),
                label,
                current: form.order() == *name,
            })
            .collect(),
        sort_label: SORTS
            .iter()
            .find(|(name, _, _)| *name == form.order())
            .map_or("best match", |(_, label, _)| label),
        next: (!found.next.is_empty()).then(|| form.with(|form| form.after = found.next.clone())),
        first: (!form.after.is_empty()).then(|| form.with(|_| {})),
        suggestion: found
            .suggestion
            .as_ref()
            .map(|text| (text.clone(), form.with(|form| form.q.clone_from(text)))),
        clear_href: "/candidates".to_owned(),
        empty_house: total == 0 && form.q.trim().is_empty() && !filtered,
    }
}

fn facet_label(name: &str, value: &str, pools: &[(PoolId, String)]) -> String {
    match name {
        "status" => status_words(value).0.to_owned(),
        "source" => words::source(value).to_owned(),
        "years" => value.replace('-', " to ").replace('+', " or more"),
        "pool" => pools
            .iter()
            .find(|(id, _)| id.0.to_string() == value)
            .map_or(String::new(), |(_, name)| name.clone()),
        _ => value.to_owned(),
    }
}

fn chips(form: &ListForm, label: &impl Fn(&str, &str) -> String) -> Vec<Chip> {
    FACETS
        .iter()
        .flat_map(|(_, name, legend, _)| {
            form.chosen(name).iter().map(move |value| Chip {
                key: legend,
                value: label(name, value),
                remove_href: form.with(|form| form.chosen_mut(name).retain(|kept| kept != value)),
            })
        })
        .collect()
}

fn facets(form: &ListForm, found: &PeopleFound, label: &impl Fn(&str, &str) -> String) -> Vec<FacetGroup> {
    let mut groups = vec![];
    for (field, counts) in &found.facets {
        let Some((_, name, legend, _)) = FACETS.iter().find(|(known, _, _, _)| known == field) else {
            continue;
        };
        let chosen = form.chosen(name);
        let mut options: Vec<FacetOption> = counts
            .iter()
            .map(|(value, count)| FacetOption {
                label: label(name, value),
                count: words::number(i64::try_from(*count).unwrap_or(i64::MAX)),
                chosen: chosen.contains(value),
                value: value.clone(),
            })
            .collect();
        let missing = chosen.iter().filter(|value| !counts.iter().any(|(known, _)| known == *value));
        options.extend(missing.map(|value| FacetOption {
            value: value.clone(),
            label: label(name, value),
            count: "0".into(),
            chosen: true,
        }));
        options.retain(|option| !option.label.is_empty());
        if !options.is_empty() {
            groups.push(FacetGroup { name, legend, options });
        }
    }
    groups
}

/// A status in words, with the tone of its badge.
pub(crate) fn status_words(status: &str) -> (&'static str, &'static str) {
    match status {
        "open_to_talk" => ("Open to talk", "good"),
        "passive" => ("Passive", ""),
        "not_looking" => ("Not looking", ""),
        "interviewing" => ("Interviewing", "accent"),
        "offer_out" => ("Offer out", "accent"),
        "employee" => ("Employee", "accent"),
        _ => ("Unknown", ""),
    }
}

/// "Staff engineer, Tidewater"
pub(crate) fn position(title: &str, employer: &str) -> String {
    [title, employer].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn line(
    row: &Seen<record::people::PersonRow, record::people::MaskedRow>,
    found: &PeopleFound,
    list: &str,
    now: base::Micros,
) -> Line {
    match row {
        Seen::Clear(person) => {
            let (status, tone) = status_words(&person.status);
            let (at, now_why, tone) = match &person.standing {
                Some(standing) => (standing.stage.clone(), standing.job_title.clone(), "accent"),
                None => (status.to_owned(), String::new(), tone),
            };
            let snippet = found.snippets.get(&person.id).map(|text| search_box::line(&text.pieces()));
            Line::Clear(Box::new(ClearLine {
                id: person.id.to_string(),
                href: format!("/candidates/{}?in={list}", person.id),
                initials: words::initials(&person.name),
                hue: words::hue(&person.name),
                sub: position(&person.title, &person.employer),
                name: person.name.clone(),
                city: person.city.clone(),
                now: at,
                now_why,
                tone,
                bond: words::bond(&person.bond, now),
                skills: search_box::skills_first(&person.skills, found.query.as_ref(), ROW_SKILLS),
                snippet: snippet.unwrap_or_default(),
                contact: words::ago(person.last_contact_at, now),
            }))
        }
        Seen::Masked(person) => Line::Masked(MaskedLine {
            href: format!("/candidates/{}", person.alias),
            code: person.label().replace("Candidate ", ""),
            sub: [person.title.clone(), words::months(person.experience_months)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            skills: person.skills.iter().take(ROW_SKILLS).cloned().collect(),
        }),
    }
}

/// Where a person stands in the list that led to them: previous, next, and "3 of 50".
///
/// The addresses keep the tab that is open.
pub(crate) async fn neighbours(
    who: &Staff,
    list: &str,
    person: PersonId,
    tab: &str,
) -> Result<Option<Neighbours>, web::Problem> {
    let Ok(form) = serde_html_form::from_str::<ListForm>(list) else { return Ok(None) };
    let mut search = form.search(who.session.rights.always_masked);
    (search.facets, search.snippets) = (vec![], false);
    let found = search::search(&who.house, &who.scope, &search).await?;
    let ids: Vec<PersonId> = found
        .rows
        .iter()
        .filter_map(|row| match row {
            Seen::Clear(person) => Some(person.id),
            Seen::Masked(_) => None,
        })
        .collect();
    let Some(place) = ids.iter().position(|id| *id == person) else { return Ok(None) };
    let open = if tab == "timeline" { String::new() } else { format!("tab={tab}&") };
    let address = |id: &PersonId| format!("/candidates/{id}?{open}in={}", web::escape(list));
    Ok(Some(Neighbours {
        back: form.href(),
        // Past the first page nobody has counted how many came before.
        words: if form.after.is_empty() {
            format!("{} of {}", place + 1, words::number(i64::try_from(found.total).unwrap_or(0)))
        } else {
            String::new()
        },
        previous: place.checked_sub(1).and_then(|place| ids.get(place)).map(address),
        next: ids.get(place + 1).map(address),
    }))
}

pub(crate) struct Neighbours {
    pub(crate) back: String,
    pub(crate) words: String,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}
