//! `rapport people search`

use anyhow::{Result, bail};
use clap::Args;
use record::access::policy;
use record::people::PersonRow;
use record::people::search::{self, FacetField, Found};
use serde_json::{Value, json};

use super::Place;
use super::bench::Bench;

#[derive(Args)]
pub(super) struct Search {
    /// What to look for, as in the search box: words, "phrases", AND OR NOT, title:, skill:, city: ...
    query: String,
    /// Answer as JSON: total, people, facets, problems
    #[arg(long)]
    json: bool,
    /// How many people to list; the total counts all of them
    #[arg(long, default_value_t = 20, value_name = "NUMBER")]
    limit: usize,
    /// Count the values of these fields: status, company, city, country, skill, language, source, tag,
    /// experience
    #[arg(long, value_delimiter = ',', value_name = "FIELDS", value_parser = facet)]
    facets: Vec<FacetField>,
    #[command(flatten)]
    pub(super) place: Place,
}

const FACETS: &[(&str, FacetField)] = &[
    ("status", FacetField::Status),
    ("company", FacetField::Company),
    ("city", FacetField::City),
    ("country", FacetField::Country),
    ("skill", FacetField::Skill),
    ("language", FacetField::Language),
    ("source", FacetField::Source),
    ("tag", FacetField::Tag),
    ("experience", FacetField::Experience),
];

fn facet(word: &str) -> Result<FacetField, String> {
    let names: Vec<_> = FACETS.iter().map(|(name, _)| *name).collect();
    FACETS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, field)| *field)
        .ok_or_else(|| format!("choose among {}", names.join(", ")))
}

fn facet_name(field: FacetField) -> &'static str {
    FACETS.iter().find(|(_, known)| *known == field).map_or("", |(name, _)| name)
}

impl Search {
    pub(super) async fn run(&self, bench: &Bench) -> Result<()> {
        if self.query.chars().count() > base::limits::SEARCH_CHARS_MAX {
            bail!("the query has more than {} characters", base::limits::SEARCH_CHARS_MAX);
        }
        // What was written a moment ago is found.
        crate::work::index_all(&bench.house).await?;
        let workspace = bench.workspace(&self.place).await?;
        let asked = search::Search {
            text: self.query.clone(),
            facets: self.facets.clone(),
            limit: self.limit,
            ..search::Search::default()
        };
        let found = search::search(&bench.house, &policy::system(workspace), &asked).await?;
        if self.json {
            bench.say(serde_json::to_string_pretty(&as_json(&found))?)
        } else {
            tell(bench, &found)
        }
    }
}

fn as_json(found: &Found<PersonRow>) -> Value {
    let person = |row: &PersonRow| {
        json!({
            "id": row.id.to_string(),
            "name": row.name,
            "title": row.title,
            "employer": row.employer,
            "city": row.city,
            "country": row.country_code,
            "skills": row.skills,
        })
    };
    let facets: serde_json::Map<String, Value> = found
        .facets
        .iter()
        .map(|(field, values)| {
            let values: Vec<_> =
                values.iter().map(|(value, people)| json!({ "value": value, "people": people })).collect();
            (facet_name(*field).to_owned(), Value::from(values))
        })
        .collect();
    let problem =
        |one: &search::Problem| json!({ "from": one.span.start, "to": one.span.end, "message": one.message });
    json!({
        "total": found.total,
        "people": found.rows.iter().map(person).collect::<Vec<_>>(),
        "facets": facets,
        "problems": found.problems.iter().map(problem).collect::<Vec<_>>(),
        "suggestion": found.suggestion,
    })
}

fn tell(bench: &Bench, found: &Found<PersonRow>) -> Result<()> {
    for problem in &found.problems {
        bench.say(format!("! {}", problem.message))?;
    }
    for row in &found.rows {
        let work = [row.title.as_str(), row.employer.as_str()];
        let work: Vec<_> = work.into_iter().filter(|part| !part.is_empty()).collect();
        bench.say(format!("{}  {}  {}  {}", row.id, row.name, work.join(" at "), row.city))?;
    }
    bench.say(match found.total {
        1 => "1 person".to_owned(),
        total => format!("{total} people"),
    })?;
    if let Some(suggestion) = &found.suggestion {
        bench.say(format!("Did you mean: {suggestion}"))?;
    }
    for (field, values) in &found.facets {
        let values: Vec<_> = values.iter().map(|(value, people)| format!("{value} {people}")).collect();
        bench.say(format!("{}: {}", facet_name(*field), values.join(", ")))?;
    }
    Ok(())
}
