//! What the text of a segment says about the column it stands in; found once, asked for every cut of a page.

use super::Row;
use crate::draft::Segment;
use crate::lexicon::dates::{is_date_only, spans};
use crate::lexicon::headings::{Strength, topic};
use crate::lexicon::places::is_city;

/// The signs of one segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    pub x0: f32,
    pub heading: bool,
    /// Bold and size in half points.
    pub look: (bool, i32),
    /// Nothing but a date or period.
    pub date: bool,
    /// A date, a town or an address: what is set beside entries.
    pub note: bool,
    /// Holds a period.
    pub period: bool,
    pub letters: usize,
}

/// The signs of all segments, row by row.
pub(super) fn of(rows: &[Row]) -> Vec<Vec<Signs>> {
    rows.iter().map(|row| row.segments.iter().map(signs).collect()).collect()
}

/// A row of headings side by side: panes begin.
pub(super) fn opens_panes(row: &[Signs]) -> bool {
    row.len() > 1 && row.iter().all(|signs| signs.heading)
}

fn signs(segment: &Segment) -> Signs {
    let text = segment.text.as_str();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let date = digits > 0 && is_date_only(text);
    let reach = text.contains('@') || text.contains("www.") || digits >= 7;
    Signs {
        x0: segment.x0,
        heading: topic(text).is_some_and(|(_, strength)| strength >= Strength::Likely),
        look: (segment.bold, (2.0 * segment.size).round() as i32),
        date,
        note: date || reach || text.len() < 40 && is_city(text),
        period: digits > 0 && spans(text).iter().any(|span| !span.single),
        letters: text.chars().count(),
    }
}
