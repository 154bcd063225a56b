//! The search box: mistakes shown where they are, hits marked in rows.

use search_syntax::{Node, Problem};

/// What could not be read in a search, for the box.
#[derive(Default)]
pub(crate) struct Mistake {
    /// "from,to" in UTF-16 units as the script counts them; empty for none.
    pub(crate) place: String,
    pub(crate) text: String,
}

/// The first mistake stands under the box; the search ran all the same.
pub(crate) fn mistake(problems: &[Problem]) -> Mistake {
    match problems.first() {
        None => Mistake::default(),
        Some(problem) if problem.span.is_empty() => {
            Mistake { place: String::new(), text: problem.message.clone() }
        }
        Some(problem) => Mistake {
            place: format!("{},{}", problem.span.start, problem.span.end),
            text: problem.message.clone(),
        },
    }
}

/// Skills that match the search first, each with whether it does.
pub(crate) fn skills_first(skills: &[String], query: Option<&Node>, most: usize) -> Vec<(String, bool)> {
    let hit = |skill: &String| {
        query.is_some_and(|query| {
            !search_syntax::highlight(skill, query, Some(search_syntax::Field::Skill)).is_empty()
        })
    };
    let mut marked: Vec<(String, bool)> = skills.iter().map(|skill| (skill.clone(), hit(skill))).collect();
    marked.sort_by_key(|(_, hit)| !hit);
    marked.truncate(most);
    marked
}
