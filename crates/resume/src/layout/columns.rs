//! Finds columns that are read one after the other, and keeps tables that are read row by row.
//!
//! A blank strip alone proves nothing: dates left of their entries leave one too. A strip parts
//! columns when both sides carry headings of their own, or when their lines do not share baselines.

use super::rows::take_bullet;
use super::signs::{self, Signs};
use super::{Region, Row};
use crate::draft::Segment;
use crate::lexicon::headings::{Strength, topic};

/// Splits nest at most this deep; a page has two or three columns.
const DEPTH_MAX: usize = 4;
/// The narrowest blank strip between columns, in points.
const STRIP_MIN: f32 = 6.0;

/// The regions of a page in reading order.
pub(super) fn split(rows: Vec<Row>, page: u32, hint: Option<f32>) -> Vec<Region> {
    let mut regions = Vec::new();
    divide(rows, page, hint, 0, None, false, &mut regions);
    regions
}

/// Where a page may be cut: a strip left of `x`, free of text for the rows `first..=last`.
#[derive(Debug, Clone, Copy)]
struct Cut {
    x: f32,
    first: usize,
    last: usize,
    score: f32,
}

fn divide(
    rows: Vec<Row>,
    page: u32,
    hint: Option<f32>,
    depth: usize,
    gutter: Option<f32>,
    is_right: bool,
    regions: &mut Vec<Region>,
) {
    if rows.is_empty() {
        return;
    }
    let cut = if depth < DEPTH_MAX { best_cut(&rows, hint) } else { None };
    let Some(cut) = cut else {
        regions.push(Region { page, gutter, is_right, rows });
        return;
    };
    let cut = below_head(&rows, cut);
    let mut above = Vec::new();
    let mut left = Vec::new();
    let mut right = Vec::new();
    let mut below = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        if index < cut.first {
            above.push(row);
        } else if index > cut.last {
            below.push(row);
        } else {
            let (first, second) = halves(row, cut.x);
            left.extend(first);
            right.extend(second);
        }
    }
    divide(above, page, None, depth + 1, gutter, is_right, regions);
    divide(left, page, None, depth + 1, Some(cut.x), false, regions);
    divide(right, page, None, depth + 1, Some(cut.x), true, regions);
    divide(below, page, hint, depth + 1, gutter, is_right, regions);
}

/// Rows over the columns that stand on one side only and hold no heading are the head of the page.
fn below_head(rows: &[Row], cut: Cut) -> Cut {
    let mut first = cut.first;
    while first + 3 < cut.last {
        let segments = &rows[first].segments;
        let on_right = segments.iter().filter(|segment| segment.x0 >= cut.x - 1.0).count();
        let both = on_right > 0 && on_right < segments.len();
        let headed = segments
            .iter()
            .any(|segment| topic(&segment.text).is_some_and(|(_, strength)| strength >= Strength::Likely));
        if both || headed {
            break;
        }
        first += 1;
    }
    // Many such rows are a column that begins above the other.
    if first - cut.first > 6 { cut } else { Cut { first, ..cut } }
}

fn halves(row: Row, x: f32) -> (Option<Row>, Option<Row>) {
    let (right, left): (Vec<Segment>, Vec<Segment>) =
        row.segments.into_iter().partition(|segment| segment.x0 >= x - 1.0);
    let make = |mut segments: Vec<Segment>, bullet: bool| {
        let bullet = take_bullet(&mut segments) || bullet;
        let size = segments.iter().map(|segment| segment.size).fold(0.0, f32::max);
        (!segments.is_empty()).then_some(Row { y: row.y, size, segments, bullet })
    };
    let bullet_left = row.bullet && !left.is_empty();
    (make(left, bullet_left), make(right, row.bullet && !bullet_left))
}

/// The best place to cut, when there is one.
fn best_cut(rows: &[Row], hint: Option<f32>) -> Option<Cut> {
    let mut best: Option<Cut> = None;
    let signs = signs::of(rows);
    for x in candidates(&signs) {
        for (first, last) in free_runs(rows, x) {
            let hinted = hint.is_some_and(|hint| (hint - x).abs() < 12.0);
            let score = independence(&signs[first..=last], x, hinted);
            if score > 0.0 && best.is_none_or(|best| score > best.score) {
                best = Some(Cut { x, first, last, score });
            }
        }
    }
    best
}

/// Left edges that several segments share, beginning with none at the very left.
fn candidates(rows: &[Vec<Signs>]) -> Vec<f32> {
    let mut edges: Vec<f32> = rows.iter().flatten().map(|signs| signs.x0).collect();
    let headed = rows.iter().filter(|row| signs::opens_panes(row));
    let panes: Vec<f32> = headed.flat_map(|row| row.iter().skip(1).map(|signs| signs.x0)).collect();
    edges.sort_by(f32::total_cmp);
    let leftmost = edges.first().copied().unwrap_or(0.0);
    let mut found = Vec::new();
    let mut at = 0;
    while at < edges.len() {
        let end = edges[at..].iter().take_while(|edge| **edge - edges[at] < 3.0).count() + at;
        if end - at >= 3 && edges[at] > leftmost + 40.0 && found.len() < 24 {
            found.push(edges[at]);
        }
        at = end;
    }
    // Headings side by side begin panes, however little stands under them.
    for pane in panes {
        if found.len() < 24 && found.iter().all(|edge: &f32| (edge - pane).abs() > 3.0) {
            found.push(pane);
        }
    }
    found
}

/// Stretches of rows in which nothing crosses the strip left of `x`.
fn free_runs(rows: &[Row], x: f32) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start: Option<usize> = None;
    for (index, row) in rows.iter().enumerate() {
        let crosses = row.segments.iter().any(|segment| segment.x0 < x - 1.0 && segment.x1 > x - STRIP_MIN);
        match (crosses, start) {
            (true, Some(first)) => {
                runs.push((first, index - 1));
                start = None;
            }
            (false, None) => start = Some(index),
            _ => {}
        }
    }
    if let Some(first) = start {
        runs.push((first, rows.len() - 1));
    }
    runs.retain(|(first, last)| last - first >= 2);
    runs
}

/// What one side of a strip looks like.
#[derive(Debug, Default)]
struct Side {
    lines: usize,
    headings: usize,
    /// The look of the last heading.
    look: (bool, i32),
    dates: usize,
    notes: usize,
    periods: usize,
    alone: usize,
    letters: usize,
}

impl Side {
    fn add(&mut self, segments: &[Signs], other_is_empty: bool) {
        let Some(first) = segments.first() else {
            return;
        };
        self.lines += 1;
        self.letters += segments.iter().map(|signs| signs.letters + 1).sum::<usize>() - 1;
        if first.heading {
            self.headings += 1;
            self.look = first.look;
        } else if segments.iter().all(|signs| signs.date) {
            self.dates += 1;
        }
        self.periods += usize::from(segments.iter().any(|signs| signs.period));
        self.notes += usize::from(segments.iter().all(|signs| signs.note));
        self.alone += usize::from(other_is_empty);
    }
}

/// How much speaks for two columns; zero or less means a table or one column.
fn independence(rows: &[Vec<Signs>], x: f32, hinted: bool) -> f32 {
    let mut left = Side::default();
    let mut right = Side::default();
    for row in rows {
        // The segments of a row stand from left to right.
        let cut = row.iter().position(|signs| signs.x0 >= x - 1.0).unwrap_or(row.len());
        let (first, second) = row.split_at(cut);
        left.add(first, second.is_empty());
        right.add(second, first.is_empty());
    }
    let panes = rows.first().is_some_and(|row| signs::opens_panes(row));
    let least = if panes { 2 } else { 3 };
    if left.lines < least || right.lines < least {
        return 0.0;
    }
    // One word of a list that could be a heading is none, when it is not set like those of the other side.
    if right.headings == 1 && left.headings > 1 && right.look != left.look {
        right.headings = 0;
    }
    // A rail of headings belongs to what stands beside it.
    if left.headings * 4 >= left.lines * 3 && right.lines > left.lines {
        return 0.0;
    }
    let mostly_dates = |side: &Side| {
        side.dates > 1
            && (side.dates * 2 >= (side.lines - side.headings).max(1)
                || side.headings == 0 && side.notes * 4 >= side.lines * 3)
    };
    if mostly_dates(&left) || mostly_dates(&right) {
        return 0.0;
    }
    let paired = |side: &Side| (side.lines - side.alone) as f32 / side.lines as f32;
    // Beside each line on the right stands one on the left, and most have a period: rows of a table.
    if right.headings == 0 && paired(&right) > 0.8 && right.periods * 3 >= right.lines * 2 {
        return 0.0;
    }
    let size = rows.len() as f32;
    if left.headings > 0 && right.headings > 0 {
        return 10.0 + size / 10.0 + (left.headings + right.headings).min(6) as f32;
    }
    let smaller = if left.letters <= right.letters { &left } else { &right };
    let aligned = paired(smaller);
    if right.headings > 0 && left.headings == 0 && left.lines >= 3 && aligned < 0.75 {
        return 5.0 + size / 10.0;
    }
    // Headings stand over both sides of entries in two cells; the lines between them tell.
    let paired_content = (left.lines - left.alone) as f32 / (left.lines - left.headings).max(1) as f32;
    if left.headings > 0
        && right.headings == 0
        && aligned < 0.45
        && paired_content < 0.5
        && right.lines >= 5
        && smaller.lines >= 5
    {
        return 4.0 + size / 10.0;
    }
    if hinted && aligned < 0.8 {
        return 3.0 + size / 10.0;
    }
    if aligned < 0.35 && left.lines >= 6 && right.lines >= 6 {
        return 1.0 + size / 20.0;
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::draft::Segment;
    use crate::layout::Row;

    fn row(y: f32, cells: &[(f32, &str)]) -> Row {
        let segments = cells
            .iter()
            .map(|(x0, text)| Segment {
                text: (*text).into(),
                x0: *x0,
                x1: x0 + 5.0 * text.len() as f32,
                size: 10.0,
                ..Segment::default()
            })
            .collect();
        Row { y, size: 10.0, segments, bullet: false }
    }

    #[test]
    fn a_sidebar_is_read_apart() {
        let rows = vec![
            row(10.0, &[(20.0, "Anna Berg")]),
            row(30.0, &[(20.0, "Skills"), (200.0, "Experience")]),
            row(44.0, &[(20.0, "Welding"), (200.0, "Engineer")]),
            row(60.0, &[(20.0, "Milling"), (200.0, "Halden Works")]),
            row(76.0, &[(20.0, "Turning"), (200.0, "Led a team of nine people")]),
        ];
        let regions = split(rows, 1, None);
        let texts: Vec<String> = regions
            .iter()
            .map(|region| {
                region.rows.iter().map(|row| row.segments[0].text.clone()).collect::<Vec<_>>().join("/")
            })
            .collect();
        assert_eq!(
            texts,
            [
                "Anna Berg",
                "Skills/Welding/Milling/Turning",
                "Experience/Engineer/Halden Works/Led a team of nine people"
            ]
        );
    }

    #[test]
    fn a_rail_of_headings_stays_with_its_content() {
        let rows = vec![
            row(30.0, &[(20.0, "Skills"), (200.0, "Welding")]),
            row(44.0, &[(200.0, "Milling")]),
            row(60.0, &[(20.0, "Languages"), (200.0, "German")]),
            row(76.0, &[(200.0, "English")]),
            row(92.0, &[(20.0, "Education"), (200.0, "Lowmoor College")]),
        ];
        assert_eq!(split(rows, 1, None).len(), 1);
    }

    #[test]
    fn dates_beside_entries_stay_with_them() {
        let rows = vec![
            row(30.0, &[(20.0, "Experience")]),
            row(44.0, &[(20.0, "2019 - 2021"), (200.0, "Engineer")]),
            row(60.0, &[(200.0, "Halden Works")]),
            row(76.0, &[(20.0, "2016 - 2019"), (200.0, "Fitter")]),
            row(92.0, &[(200.0, "Lowmoor Works")]),
        ];
        assert_eq!(split(rows, 1, None).len(), 1);
    }
}
