//! Marking in a text what a query found, and choosing the piece of a long text worth showing.

use std::collections::HashMap;
use std::ops::Range;

use crate::{Field, Node, Shape, Word, words};

/// The piece of a text with the most of a query in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The piece, as bytes of the text; begins and ends between words.
    pub span: Range<usize>,
    /// The marked parts, as bytes of the text, all within `span`.
    pub hits: Vec<Range<usize>>,
}

/// The parts of `text` that the query looks for, in order, not overlapping. With a `field`, terms
/// of other fields are left out; without, every term counts. What must be absent is never marked.
#[must_use]
pub fn highlight(text: &str, node: &Node, field: Option<Field>) -> Vec<Range<usize>> {
    merged(Wanted::new(node, field).find(text))
}

/// Hits that overlap become one.
fn merged(hits: Vec<(Range<usize>, usize)>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(hits.len());
    for (span, _) in hits {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// The window of about `characters` characters that holds the most different terms, then the most
/// hits, then comes first. None when nothing is found.
#[must_use]
pub fn snippet(text: &str, node: &Node, field: Option<Field>, characters: usize) -> Option<Snippet> {
    let found = Wanted::new(node, field).find(text);
    let window = best_window(text, &found, characters)?;
    let used = text[window.clone()].chars().count();
    let span = widen(text, window, characters.saturating_sub(used));
    let mut hits = found;
    hits.retain(|(hit, _)| span.start <= hit.start && hit.end <= span.end);
    Some(Snippet { hits: merged(hits), span })
}

/// From the first to the last hit of the best window.
fn best_window(text: &str, found: &[(Range<usize>, usize)], characters: usize) -> Option<Range<usize>> {
    let mut best: Option<((usize, usize), Range<usize>)> = None;
    let mut inside: HashMap<usize, usize> = HashMap::new();
    let mut first = 0;
    let mut length = 0;
    let mut measured_to = found.first()?.0.start;
    for (last, (span, term)) in found.iter().enumerate() {
        let end = span.end.max(measured_to);
        length += text[measured_to..end].chars().count();
        measured_to = end;
        *inside.entry(*term).or_default() += 1;
        while first < last && length > characters {
            let (dropped, dropped_term) = &found[first];
            first += 1;
            let next_start = found[first].0.start;
            length -= text[dropped.start..next_start].chars().count();
            if let Some(count) = inside.get_mut(dropped_term) {
                *count -= 1;
                if *count == 0 {
                    inside.remove(dropped_term);
                }
            }
        }
        let worth = (inside.len(), last + 1 - first);
        if best.as_ref().is_none_or(|(most, _)| worth > *most) {
            best = Some((worth, found[first].0.start..measured_to));
        }
    }
    best.map(|(_, window)| window)
}

/// Adds up to `spare` characters around the window, a third of them before it, at word borders.
fn widen(text: &str, window: Range<usize>, spare: usize) -> Range<usize> {
    let before = text[..window.start].char_indices().rev().take(spare / 3);
    let (mut start, mut taken) = (window.start, 0);
    for (count, (offset, character)) in before.enumerate() {
        if character.is_whitespace() {
            (start, taken) = (offset + character.len_utf8(), count);
        } else if offset == 0 {
            (start, taken) = (0, count + 1);
        }
    }
    let mut end = window.end;
    for (offset, character) in text[window.end..].char_indices().take(spare - taken) {
        let here = window.end + offset;
        if character.is_whitespace() {
            end = here;
        } else if here + character.len_utf8() == text.len() {
            end = text.len();
        }
    }
    start..end
}

/// The terms of a query in the form that comparing with a text needs.
struct Wanted {
    /// Runs of folded words by their first word; the number names the term.
    runs: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// Runs whose last word is a beginning.
    beginnings: Vec<(Vec<String>, usize)>,
}

impl Wanted {
    fn new(node: &Node, field: Option<Field>) -> Wanted {
        let mut wanted = Wanted { runs: HashMap::new(), beginnings: Vec::new() };
        let mut number = 0;
        node.each_term(&mut |term, of, negated| {
            let other_field = field.is_some() && of.is_some() && of != field;
            let run = term.words();
            if negated || other_field || run.is_empty() {
                return;
            }
            number += 1;
            if term.shape == Shape::Prefix {
                wanted.beginnings.push((run, number));
            } else {
                wanted.runs.entry(run[0].clone()).or_default().push((run, number));
            }
        });
        wanted
    }

    /// Every hit with its term, ordered by place.
    fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let words: Vec<Word> = words(text).collect();
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let exact = self.runs.get(&word.folded).into_iter().flatten();
            let runs = exact.map(|run| (run, false));
            for ((run, number), open) in runs.chain(self.beginnings.iter().map(|run| (run, true))) {
                let Some(place) = words.get(at..at + run.len()) else {
                    continue;
                };
                if matches(place, run, open) {
                    found.push((word.span.start..place[run.len() - 1].span.end, *number));
                }
            }
        }
        found
    }
}

fn matches(place: &[Word], run: &[String], open: bool) -> bool {
    let last = run.len() - 1;
    place.iter().zip(run).enumerate().all(|(at, (word, wanted))| {
        word.folded == *wanted || (open && at == last && word.folded.starts_with(wanted.as_str()))
    })
}
