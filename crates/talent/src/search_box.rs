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

/// Characters before the first hit of a line: more would push it out of sight.
const LEAD_CHARS: usize = 18;

/// A piece of a resume on one line, begun shortly before its first hit.
pub(crate) fn line(pieces: &[(&str, bool)]) -> Vec<(String, bool)> {
    let first = pieces.iter().position(|(_, hit)| *hit).unwrap_or(0);
    let before: String = pieces[..first].iter().map(|(text, _)| *text).collect();
    let skipped = before.chars().count().saturating_sub(LEAD_CHARS);
    let mut lead: String = before.chars().skip(skipped).collect();
    if skipped > 0 {
        // From the next whole word on.
        lead = lead.split_once(char::is_whitespace).map_or(String::new(), |(_, rest)| rest.to_owned());
        lead.insert(0, '…');
    }
    let mut shown = vec![(lead, false)];
    shown.extend(pieces[first..].iter().map(|(text, hit)| ((*text).to_owned(), *hit)));
    shown.retain(|(text, _)| !text.is_empty());
    shown
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_begins_shortly_before_its_hit() {
        let text =
            |pieces: &[(&str, bool)]| line(pieces).iter().map(|(text, _)| text.as_str()).collect::<String>();
        let long = "University of Wharfedale 2015 - 2019 SKILLS ";
        assert_eq!(text(&[(long, false), ("Rust", true), (", Go", false)]), "…- 2019 SKILLS Rust, Go");
        assert_eq!(text(&[("in ", false), ("Rust", true)]), "in Rust");
    }
}
