//! The line near the name that says what the person is.

use super::Context;
use super::home::strip_label;
use super::place::address;
use crate::draft::Line;
use crate::lexicon::headings::topic;
use crate::lexicon::roles::title_score;
use crate::resume::Fact;

/// The line under the name that says what the person is.
pub(super) fn headline(
    lines: &[Line],
    head: &[usize],
    name_line: Option<usize>,
    context: &Context<'_>,
) -> Option<Fact<String>> {
    let near = |index: &usize| name_line.is_some_and(|name| *index > name && *index <= name + 3);
    let mut best: Option<(f32, usize, String)> = None;
    for index in head.iter().filter(|index| Some(**index) != name_line) {
        let text = lines[*index].text();
        let words = text.split_whitespace().count();
        if words > 14
            || text.contains('@')
            || text.chars().filter(char::is_ascii_digit).count() > 3
            || topic(&text).is_some()
            || address(&text).is_some()
        {
            continue;
        }
        let score = title_score(&text) + if near(index) { 1.0 } else { 0.0 };
        if title_score(&text) > 0.0 && best.as_ref().is_none_or(|(known, _, _)| score > *known) {
            best = Some((score, *index, text));
        }
    }
    best.map(|(score, index, text)| {
        context.fact(strip_label(&text), index, if score > 2.0 { 0.9 } else { 0.7 })
    })
}
