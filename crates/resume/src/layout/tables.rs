//! Tables under a row of column heads: each of their rows becomes one line with a segment for each cell.
//!
//! A page knows no tables, only words; a cell that wraps stands on several baselines. The row of heads
//! ("Period", "Position", "Organisation") says where the columns are and what they hold.

use super::Row;
use crate::draft::Segment;
use crate::lexicon::headings::{Strength, topic};
use crate::lexicon::labels::{Part, part};

/// Joins the cells of all tables of a page; what is no table stays as it is.
pub(super) fn join_cells(rows: Vec<Row>) -> Vec<Row> {
    let mut joined: Vec<Row> = Vec::with_capacity(rows.len());
    let mut rest = rows.into_iter().peekable();
    while let Some(row) = rest.next() {
        let Some(columns) = columns(&row) else {
            joined.push(row);
            continue;
        };
        let mut inside: Vec<Row> = Vec::new();
        while let Some(next) = rest.next_if(|next| belongs(next, &columns, inside.last().unwrap_or(&row))) {
            inside.push(next);
        }
        if inside.is_empty() {
            joined.push(row);
        } else {
            joined.extend(records(inside, &columns));
        }
    }
    joined
}

/// A column: its left edge and what it holds.
#[derive(Debug, Clone, Copy)]
struct Column {
    x: f32,
    part: Option<Part>,
}

/// The columns that a row of heads names; most of its cells must be known labels.
fn columns(row: &Row) -> Option<Vec<Column>> {
    if row.segments.len() < 3 {
        return None;
    }
    let columns: Vec<Column> =
        row.segments.iter().map(|segment| Column { x: segment.x0, part: part(&segment.text) }).collect();
    let known = columns.iter().filter(|column| column.part.is_some()).count();
    let names_someone = columns.iter().any(|column| {
        matches!(column.part, Some(Part::Title | Part::Employer | Part::Degree | Part::School))
    });
    (known * 4 >= columns.len() * 3 && names_someone).then_some(columns)
}

/// The column a segment stands in: heads may be centred over their cells, so the nearest edge decides.
fn column_of(segment: &Segment, columns: &[Column]) -> Option<usize> {
    let at = columns.iter().rposition(|column| column.x <= segment.x0 + 3.0);
    let at = match at {
        Some(at)
            if columns
                .get(at + 1)
                .is_some_and(|next| segment.x1 > next.x + 12.0 && segment.x0 > columns[at].x + 12.0) =>
        {
            at + 1
        }
        Some(at) => at,
        None if columns[0].x - segment.x0 < 40.0 && segment.x1 > columns[0].x => 0,
        None => return None,
    };
    Some(at)
}

fn belongs(row: &Row, columns: &[Column], before: &Row) -> bool {
    let heading = row.segments.len() == 1
        && topic(&row.segments[0].text).is_some_and(|(_, strength)| strength >= Strength::Likely);
    let far = row.y - before.y > 4.5 * before.size.max(1.0);
    let cells: Vec<Option<usize>> = row.segments.iter().map(|segment| column_of(segment, columns)).collect();
    let placed = cells.iter().all(Option::is_some);
    // A line alone at the left of the first column stands outside.
    let outside = row.segments.len() == 1 && row.segments[0].x0 < columns[0].x - 2.0
        || row.size > before.size + 0.9 && row.segments.len() == 1;
    let crosses = row.segments.iter().zip(&cells).any(|(segment, cell)| {
        cell.and_then(|cell| columns.get(cell + 1)).is_some_and(|next| segment.x1 > next.x + 14.0)
    });
    !heading && !far && !outside && placed && !crosses
}

/// Rows of words become rows of the table.
fn records(rows: Vec<Row>, columns: &[Column]) -> Vec<Row> {
    let pitch = rows
        .windows(2)
        .map(|pair| pair[1].y - pair[0].y)
        .filter(|gap| *gap > 0.8 * rows[0].size)
        .fold(f32::MAX, f32::min)
        .min(1.5 * rows[0].size.max(1.0));
    let mut records: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        let filled = row.segments.first().and_then(|first| column_of(first, columns)) == Some(0);
        match records.last_mut() {
            Some(record)
                if record.last().is_some_and(|last| row.y - last.y < 1.2 * pitch)
                    && !(filled && starts(&row, record)) =>
            {
                record.push(row)
            }
            _ => records.push(vec![row]),
        }
    }
    records.into_iter().flat_map(|record| cells(record, columns)).collect()
}

/// A row at the usual distance begins a record only when all cells of it and of the one above are filled.
fn starts(row: &Row, record: &[Row]) -> bool {
    record.len() == 1 && record[0].segments.len() >= 3 && row.segments.len() >= record[0].segments.len()
}

/// The cells of one record; what was done follows as text of its own.
fn cells(record: Vec<Row>, columns: &[Column]) -> Vec<Row> {
    let (Some(first), Some(last)) = (record.first(), record.last()) else { return Vec::new() };
    let (y, size, below) = (first.y, first.size, last.y);
    let mut found: Vec<Option<Segment>> = vec![None; columns.len()];
    for segment in record.into_iter().flat_map(|row| row.segments) {
        let Some(at) = column_of(&segment, columns) else { continue };
        match &mut found[at] {
            Some(cell) => {
                let wide = cell.text.chars().next_back().is_some_and(crate::lexicon::is_wide);
                if cell.text.ends_with('-') && segment.text.starts_with(char::is_lowercase) || wide {
                    cell.text.push_str(&segment.text);
                } else {
                    cell.text.push(' ');
                    cell.text.push_str(&segment.text);
                }
                cell.x1 = cell.x1.max(segment.x1);
            }
            empty => *empty = Some(Segment { part: columns[at].part, ..segment }),
        }
    }
    let (deeds, heads): (Vec<Segment>, Vec<Segment>) =
        found.into_iter().flatten().partition(|cell| matches!(cell.part, Some(Part::Deeds)));
    let mut rows = Vec::with_capacity(2);
    if !heads.is_empty() {
        rows.push(Row { y, size, segments: without_strips(heads), bullet: false });
    }
    for mut deed in deeds {
        deed.x0 = columns[0].x;
        rows.push(Row { y: below.max(y + 0.5 * size), size, segments: vec![deed], bullet: true });
    }
    rows
}

/// Cells side by side leave no blank strip between them that could part columns of the page.
fn without_strips(mut cells: Vec<Segment>) -> Vec<Segment> {
    for at in 1..cells.len() {
        let edge = cells[at].x0;
        cells[at - 1].x1 = cells[at - 1].x1.max(edge - 1.0);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::join_cells;
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
    fn cells_that_wrap_become_one() {
        let rows = vec![
            row(10.0, &[(20.0, "Period"), (120.0, "Position"), (220.0, "Organisation"), (340.0, "Duties")]),
            row(30.0, &[(20.0, "2019 – 2021"), (120.0, "Lead"), (220.0, "Halden"), (340.0, "Led a team")]),
            row(44.0, &[(120.0, "Engineer"), (220.0, "Works"), (340.0, "of nine")]),
            row(66.0, &[(20.0, "2016 – 2019"), (120.0, "Fitter"), (220.0, "Lowmoor"), (340.0, "Fitted")]),
            row(96.0, &[(16.0, "Education")]),
        ];
        let texts: Vec<String> = join_cells(rows)
            .iter()
            .map(|row| row.segments.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|"))
            .collect();
        assert_eq!(
            texts,
            [
                "2019 – 2021|Lead Engineer|Halden Works",
                "Led a team of nine",
                "2016 – 2019|Fitter|Lowmoor",
                "Fitted",
                "Education"
            ]
        );
    }

    #[test]
    fn cells_on_other_baselines_belong_to_the_same_row() {
        let rows = vec![
            row(10.0, &[(56.0, "Period"), (158.0, "Position"), (250.0, "Organisation"), (354.0, "Duties")]),
            row(34.2, &[(56.0, "May 2019 –"), (158.0, "Head of"), (250.0, "Halden")]),
            row(39.7, &[(354.0, "A budget of two")]),
            row(49.2, &[(56.0, "today"), (158.0, "Marketing"), (250.0, "Works")]),
            row(54.7, &[(354.0, "millions")]),
            row(71.0, &[(56.0, "May 2015"), (158.0, "Buyer"), (250.0, "Lowmoor")]),
        ];
        let texts: Vec<String> = join_cells(rows)
            .iter()
            .map(|row| row.segments.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|"))
            .collect();
        assert_eq!(
            texts,
            [
                "May 2019 – today|Head of Marketing|Halden Works",
                "A budget of two millions",
                "May 2015|Buyer|Lowmoor"
            ]
        );
    }

    #[test]
    fn other_rows_stay() {
        let rows = vec![
            row(10.0, &[(20.0, "Engineer"), (120.0, "Halden"), (220.0, "2019")]),
            row(24.0, &[(20.0, "Fitter")]),
        ];
        assert_eq!(join_cells(rows).len(), 2);
    }
}
