//! Regions become lines: columns continue across pages, wrapped dates are joined, gaps are measured.

use super::rows::take_bullet;
use super::{Region, Row};
use crate::draft::{Line, Segment};
use crate::lexicon::dates::spans;
use crate::lexicon::headings::{Strength, topic};
use crate::lexicon::labels;

/// Puts each column of a page before the other column, over all the pages it runs through.
///
/// Without this, a sidebar on the right of page one would stand between two halves of the
/// experience that runs on page two.
pub(super) fn across_pages(regions: Vec<Region>) -> Vec<Region> {
    let mut ordered: Vec<Region> = Vec::new();
    let mut waiting: Vec<Region> = Vec::new();
    let mut page = 0;
    for mut region in regions {
        let starts_page = region.page != page;
        page = region.page;
        let Some(gutter) = waiting.first().and_then(|first| first.gutter) else {
            if region.is_right {
                waiting.push(region)
            } else {
                ordered.push(region)
            }
            continue;
        };
        let same = region.gutter.is_some_and(|other| (other - gutter).abs() < 12.0);
        if region.is_right {
            waiting.push(region);
        } else if same || starts_page && within(&region, f32::MIN, gutter) && goes_on(&ordered, &region) {
            // The left column goes on; the right one keeps waiting.
            region.gutter = Some(gutter);
            ordered.push(region);
        } else if starts_page && within(&region, gutter - 4.0, f32::MAX) {
            region.gutter = Some(gutter);
            region.is_right = true;
            waiting.push(region);
        } else {
            ordered.append(&mut waiting);
            ordered.push(region);
        }
    }
    ordered.append(&mut waiting);
    ordered
}

/// The region begins at the left edge of the one that it would go on from.
fn goes_on(ordered: &[Region], region: &Region) -> bool {
    let edge = |region: &Region| {
        region
            .rows
            .iter()
            .flat_map(|row| row.segments.first())
            .map(|segment| segment.x0)
            .fold(f32::MAX, f32::min)
    };
    let left = ordered.iter().rfind(|left| left.gutter.is_some() && !left.is_right);
    left.is_none_or(|left| (edge(left) - edge(region)).abs() < 8.0)
}

/// The same number for all parts of a column, whatever page they are on.
fn column(region: &Region) -> u32 {
    match region.gutter {
        None => 0,
        Some(gutter) => 2 * ((gutter / 12.0).round().max(1.0) as u32) + u32::from(region.is_right),
    }
}

fn within(region: &Region, low: f32, high: f32) -> bool {
    let segments: Vec<_> = region.rows.iter().flat_map(|row| row.segments.iter()).collect();
    let inside = segments.iter().filter(|segment| segment.x0 >= low && segment.x1 <= high).count();
    inside * 10 >= segments.len() * 9
}

/// Appends the lines of a region.
pub(super) fn lines(region: Region, block: u32, lines: &mut Vec<Line>) {
    let column = column(&region);
    let rows = join_wrapped_dates(region.rows);
    let rows = join_trailing_dates(rows);
    let rows = join_wrapped_headings(rows);
    let rows = join_hanging_heads(rows);
    let rows = join_wrapped_cells(rows);
    let margin = margin_look(&rows);
    let right = rows.iter().flat_map(|row| row.segments.iter().map(|segment| segment.x1)).fold(0.0, f32::max);
    let mut before: Option<f32> = None;
    for row in rows {
        // What stood here went on the line above, which therefore ends here.
        if row.segments.is_empty() {
            before = Some(row.y);
            continue;
        }
        let gap = before.map_or(9.0, |y| ((row.y - y) / row.size.max(1.0) - 1.0).max(0.0));
        before = Some(row.y);
        let line = Line {
            page: region.page,
            y0: row.y - 0.8 * row.size,
            y1: row.y + 0.25 * row.size,
            segments: row.segments,
            bullet: row.bullet,
            gap,
            block,
            column,
            heading: false,
            right,
        };
        push_parted(line, margin, lines);
    }
}

/// Bold and size of the headings that stand in the left margin, when there are several.
type MarginLook = Option<(bool, f32)>;

/// A heading in the left margin with its content beside it.
fn is_margin_heading(segments: &[Segment]) -> bool {
    segments.len() > 1
        && topic(&segments[0].text).is_some_and(|(_, strength)| strength == Strength::Certain)
        && segments[1].x0 - segments[0].x1 > segments[0].size
        && (segments[0].bold
            || segments[0].size > segments[1].size + 0.4
            || segments[0].text.chars().all(|character| !character.is_lowercase()))
}

fn margin_look(rows: &[Row]) -> MarginLook {
    let mut looks = rows
        .iter()
        .filter(|row| is_margin_heading(&row.segments))
        .map(|row| (row.segments[0].bold, row.segments[0].size));
    let first = looks.next()?;
    looks
        .next()
        .is_some_and(|second| second.0 == first.0 && (second.1 - first.1).abs() < 0.3)
        .then_some(first)
}

/// In a rail of headings one that no list knows is set like the others.
fn is_set_like(segments: &[Segment], margin: MarginLook) -> bool {
    let (Some((bold, size)), [first, second, ..]) = (margin, segments) else {
        return false;
    };
    first.bold == bold
        && (first.size - size).abs() < 0.3
        && (bold && !second.bold || size > second.size + 0.4)
        && spans(&first.text).is_empty()
        && first.text.split_whitespace().count() <= 5
}

/// A heading in a narrow rail wraps: "Experiência" over "profissional", with content beside both.
fn join_wrapped_headings(mut rows: Vec<Row>) -> Vec<Row> {
    for index in 0..rows.len() {
        let (upper, lower) = rows.split_at_mut(index + 1);
        let Some(row) = upper.last_mut() else { continue };
        let Some(first) = row.segments.first().filter(|first| {
            first.text.split_whitespace().count() <= if row.segments.len() > 1 { 8 } else { 3 }
        }) else {
            continue;
        };
        let short = first.bold && !first.text.contains(' ');
        if topic(&first.text).is_none()
            && !first.text.ends_with([' ', '&'])
            && row.segments.len() == 1
            && !short
        {
            continue;
        }
        let found = lower.iter().take(3).enumerate().find_map(|(below, other)| {
            let rest = other.segments.first()?;
            let near = other.y - row.y < 1.8 * row.size && other.y > row.y;
            let aligned = (rest.x0 - first.x0).abs() < 3.0 || (rest.x1 - first.x1).abs() < 3.0;
            let alike = rest.bold == first.bold && (rest.size - first.size).abs() < 0.3;
            let joined = format!("{} {}", first.text, rest.text);
            let beside = row.segments.len() > 1
                || lower.get(..=below)?.iter().any(|row| {
                    row.segments.iter().any(|segment| segment.x0 > first.x1.max(rest.x1) + 0.5 * first.size)
                });
            (near
                && aligned
                && alike
                && beside
                && (topic(&joined).is_some_and(|(_, strength)| strength >= Strength::Likely)
                    || labels::part(&joined).is_some()))
            .then_some((below, joined))
        });
        if let Some((below, joined)) = found {
            row.segments[0].text = joined;
            lower[below].segments.remove(0);
        }
    }
    rows
}

/// A heading in the left margin and what stands beside it: two lines, not one.
fn push_parted(mut line: Line, margin: MarginLook, lines: &mut Vec<Line>) {
    let is_margin_heading = is_margin_heading(&line.segments) || is_set_like(&line.segments, margin);
    if !is_margin_heading {
        lines.push(line);
        return;
    }
    let mut rest = line.segments.split_off(1);
    let mut content = line.clone();
    content.bullet = take_bullet(&mut rest);
    content.segments = rest;
    content.gap = 0.0;
    line.heading = true;
    lines.push(line);
    lines.push(content);
}

/// A narrow date cell wraps: "octubre 2020–octubre" over "2021". The rest moves up to its start.
fn join_wrapped_dates(mut rows: Vec<Row>) -> Vec<Row> {
    for index in 0..rows.len() {
        let (upper, lower) = rows.split_at_mut(index + 1);
        let Some(row) = upper.last_mut() else {
            continue;
        };
        for at in 0..row.segments.len() {
            if !is_unfinished(&row.segments[at].text) {
                continue;
            }
            let (x0, x1) = (row.segments[at].x0, row.segments[at].x1);
            let Some((below, cell)) = lower.iter().take(2).enumerate().find_map(|(below, other)| {
                let near = other.y - row.y < 2.6 * row.size;
                let cell = other
                    .segments
                    .iter()
                    .position(|segment| (segment.x0 - x0).abs() < 3.0 || (segment.x1 - x1).abs() < 6.0)?;
                near.then_some((below, cell))
            }) else {
                continue;
            };
            let joined = format!("{} {}", row.segments[at].text, lower[below].segments[cell].text);
            if completes(&row.segments[at].text, &joined) {
                row.segments[at].text = joined;
                lower[below].segments.remove(cell);
                // What stood beside the rest of the date may be the first deed.
                let bullet = cell == 0 && take_bullet(&mut lower[below].segments);
                lower[below].bullet |= bullet;
            }
        }
    }
    rows
}

/// "Engineer, Halden Works (2011 –" over "2013)": the end of a period wraps to a line of its own.
fn join_trailing_dates(mut rows: Vec<Row>) -> Vec<Row> {
    for index in 0..rows.len() {
        let (upper, lower) = rows.split_at_mut(index + 1);
        let (Some(row), Some(next)) = (upper.last_mut(), lower.first_mut()) else { continue };
        let (Some(last), [rest]) = (row.segments.last_mut(), next.segments.as_slice()) else { continue };
        let rest_text = rest.text.trim_matches(|mark: char| matches!(mark, ')' | ' '));
        if next.y - row.y > 1.6 * row.size || rest_text.len() > 24 || last.text.len() > 120 {
            continue;
        }
        let ends = spans(rest_text)
            .first()
            .is_some_and(|span| span.single && span.start == 0 && span.end == rest_text.len());
        if ends && spans(&last.text).last().is_some_and(|span| span.open) {
            last.text.push(' ');
            last.text.push_str(&rest.text);
            next.segments.clear();
        }
    }
    rows
}

/// Words that no line of a head ends in by itself.
const HANGING: &str = "of and & in for the at with und fur der die des im et en de du la le y e del di da do dos das della van voor het à au aux zu zur zum";

/// A short line that ends in "of" or "and" goes on in the next: "Bachelor of Science in" over "Civil Engineering".
fn join_hanging_heads(mut rows: Vec<Row>) -> Vec<Row> {
    for index in 0..rows.len() {
        let (upper, lower) = rows.split_at_mut(index + 1);
        let (Some(row), Some(next)) = (upper.last_mut(), lower.first_mut()) else { continue };
        let [rest] = next.segments.as_slice() else { continue };
        if next.y - row.y > 1.6 * row.size || next.bullet || row.bullet {
            continue;
        }
        let hanging = row.segments.iter_mut().find(|segment| {
            let last = segment.text.rsplit(' ').next().unwrap_or("");
            last.len() <= 5
                && (segment.x0 - rest.x0).abs() < 3.0
                && (segment.size - rest.size).abs() < 0.3
                && (segment.bold == rest.bold || rest.text.starts_with(char::is_lowercase))
                && HANGING.split(' ').any(|word| word == crate::lexicon::fold(last))
                && (2..=12).contains(&segment.text.split_whitespace().count())
                && rest.text.split_whitespace().count() <= 6
                && (!rest.text.ends_with('.') || rest.text.split_whitespace().count() <= 3)
        });
        if let Some(segment) = hanging {
            segment.text.push(' ');
            segment.text.push_str(&rest.text);
            segment.x1 = segment.x1.max(rest.x1);
            next.segments.clear();
        }
    }
    rows
}

/// The first cell of an entry wraps beside its second: "Evangelischer" over "Kindergarten", when the next word had no
/// room on the line.
fn join_wrapped_cells(mut rows: Vec<Row>) -> Vec<Row> {
    for index in 0..rows.len() {
        let (upper, lower) = rows.split_at_mut(index + 1);
        let (Some(row), Some(next)) = (upper.last_mut(), lower.first_mut()) else { continue };
        let [cell, beside, ..] = row.segments.as_mut_slice() else { continue };
        let Some(rest) = next.segments.first() else { continue };
        let size = cell.size.max(1.0);
        let alike =
            rest.bold == cell.bold && (rest.size - cell.size).abs() < 0.3 && (rest.x0 - cell.x0).abs() < 1.5;
        let near = next.y - row.y < 1.5 * size && !next.bullet;
        if !cell.bold || !alike || !near {
            continue;
        }
        let letters = rest.text.chars().count().max(1) as f32;
        let word = rest.text.split(' ').next().unwrap_or("").chars().count() as f32;
        let width = (rest.x1 - rest.x0) * word / letters;
        let no_room = cell.x1 + 0.25 * size + width > beside.x0 - CELL_GAP;
        let is_other = |text: &str| !spans(text).is_empty() || topic(text).is_some();
        if no_room && !is_other(&cell.text) && !is_other(&rest.text) {
            cell.text.push(' ');
            cell.text.push_str(&rest.text);
            next.segments.remove(0);
            let bullet = take_bullet(&mut next.segments);
            next.bullet |= bullet;
        }
    }
    rows
}

/// The blank between two columns of an entry, at most.
const CELL_GAP: f32 = 18.0;

/// A cell that begins with a date and is no whole period: it ends in a dash, a month or a word.
fn is_unfinished(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let found = spans(text);
    let trimmed = text.trim_end();
    let last = crate::lexicon::fold(trimmed.rsplit([' ', '–', '—', '-']).next().unwrap_or(""));
    let month = crate::lexicon::dates::month(last.trim_end_matches('.')).is_some();
    let Some(first) = found.first() else {
        return month && text.len() < 15;
    };
    let dangling = text.len() - first.end;
    if first.single && first.start == 0 && dangling == 0 && found.len() == 1 {
        return true;
    }
    first.start < 8 && (first.open || month || first.single && dangling > 0 && dangling < 14)
}

fn completes(first: &str, joined: &str) -> bool {
    let found = spans(joined);
    // A whole date goes on only as a period.
    let whole =
        spans(first).first().is_some_and(|span| span.single && span.start == 0 && span.end == first.len());
    found.len() == 1
        && !found[0].open
        && !(whole && found[0].single)
        && (found[0].start == 0 || found[0].start < 8)
        && joined.len() - found[0].end < 3
}

#[cfg(test)]
mod tests {
    use super::{join_hanging_heads, join_wrapped_cells, join_wrapped_dates};
    use crate::draft::Segment;
    use crate::layout::Row;

    #[test]
    fn a_cell_that_had_no_room_goes_on() {
        let cell = |text: &str, x0: f32, bold: bool| Segment {
            text: text.into(),
            x0,
            x1: x0 + 5.0 * text.len() as f32,
            bold,
            size: 10.0,
            ..Segment::default()
        };
        let row = |y: f32, segments: Vec<Segment>| Row { y, size: 10.0, segments, bullet: false };
        let rows = |second: f32| {
            vec![
                row(10.0, vec![cell("Evangelischer", 0.0, true), cell("Erzieherin", second, true)]),
                row(22.0, vec![cell("Kindergarten", 0.0, true), cell("2013 – 2018", second, false)]),
            ]
        };
        assert_eq!(join_wrapped_cells(rows(110.0))[0].segments[0].text, "Evangelischer Kindergarten");
        assert_eq!(join_wrapped_cells(rows(300.0))[0].segments[0].text, "Evangelischer");
    }

    #[test]
    fn a_head_that_hangs_goes_on() {
        let row = |y: f32, text: &str| Row {
            y,
            size: 10.0,
            segments: vec![Segment { text: text.into(), x1: 80.0, size: 10.0, ..Segment::default() }],
            bullet: false,
        };
        let rows = join_hanging_heads(vec![
            row(10.0, "Bachelor of Science in"),
            row(22.0, "Civil Engineering"),
            row(34.0, "2019"),
        ]);
        assert_eq!(rows[0].segments[0].text, "Bachelor of Science in Civil Engineering");
        assert!(rows[1].segments.is_empty());
    }

    #[test]
    fn a_wrapped_date_cell_is_joined() {
        let segment = |text: &str, x0: f32| Segment {
            text: text.into(),
            x0,
            x1: x0 + 80.0,
            size: 10.0,
            ..Segment::default()
        };
        let row = |y: f32, segments: Vec<Segment>| Row { y, size: 10.0, segments, bullet: false };
        let rows = vec![
            row(10.0, vec![segment("octubre 2020–octubre", 0.0), segment("Ingeniero de calidad", 120.0)]),
            row(22.0, vec![segment("2021", 0.0), segment("Bellwether, Zaragoza", 120.0)]),
        ];
        let rows = join_wrapped_dates(rows);
        assert_eq!(rows[0].segments[0].text, "octubre 2020–octubre 2021");
        assert_eq!(rows[1].segments.len(), 1);
    }
}
