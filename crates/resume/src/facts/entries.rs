//! From the lines of a section to entries: each with its period, the pieces of its head, its text.
//!
//! A line with a period anchors an entry. Lines around it that are neither bullets nor prose are its
//! head; where two entries touch, the blank between them or the pattern of the others decides.

use super::edges::{Edges, content_x, is_margin_note};
pub(crate) use super::prose::{is_prose, trim_marks};
use super::prose::{single_counts, without_lead_in, without_run_in};
use crate::draft::{Line, Segment};
use crate::lexicon::dates::{is_date_only, is_length_of_time, spans};
use crate::lexicon::labels::{self, Part};
use crate::lexicon::studies::{degree_prefix, school_score};
use crate::resume::PartialDate;

/// When it was, as printed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Period {
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    pub ongoing: bool,
    pub single: bool,
}

/// A piece of the head of an entry, its date taken out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub size: f32,
    /// Stood on the line with the date.
    pub dated: bool,
    pub line: usize,
    /// What a label says that it is.
    pub part: Option<Part>,
}

/// An entry before its pieces are understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub period: Option<Period>,
    pub date_line: Option<usize>,
    pub date_text: String,
    pub pieces: Vec<Piece>,
    pub body: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Head,
    Dated,
    Body,
}

/// A header line, its date found.
struct Read {
    kind: Kind,
    period: Option<Period>,
    date_text: String,
    pieces: Vec<Piece>,
}

/// Groups the lines of a section. `study` takes single dates for anchors; work does too, but only
/// where nothing else stands on the line.
pub(crate) fn entries(lines: &[Line], indices: &[usize], study: bool) -> Vec<Entry> {
    let edges = Edges::of(lines, indices);
    let mut read: Vec<Read> = Vec::with_capacity(indices.len());
    for (at, index) in indices.iter().enumerate() {
        let base = edges.base(lines[*index].block);
        let before = at.checked_sub(1).map(|before| (indices[before], read[before].kind));
        read.push(classify(lines, *index, base, before, study));
    }
    unwrap_bulleted_heads(lines, indices, &mut read);
    let groups = groups(&read);
    let pattern = pattern(&groups, &read);
    let has_dates = read.iter().any(|line| line.kind == Kind::Dated);
    let mut found: Vec<Entry> = Vec::new();
    for (start, end) in groups {
        let dated: Vec<usize> = (start..end).filter(|at| read[*at].kind == Kind::Dated).collect();
        let first_body = end;
        if dated.is_empty() {
            if read[start].kind == Kind::Body || has_dates && !found.is_empty() {
                attach(&mut found, &indices[start..end]);
            } else if has_dates {
                // A head before the first date belongs to what follows; without one it is a note.
                continue;
            } else {
                found.push(entry(&read[start..end], indices, start, None));
            }
            continue;
        }
        let cuts = cuts(lines, indices, &read, start, end, &dated, pattern);
        for (slot, date_at) in dated.iter().enumerate() {
            let (from, to) = (cuts[slot], cuts[slot + 1]);
            found.push(entry(&read[from..to.min(first_body)], indices, from, Some(*date_at)));
        }
    }
    found
}

fn attach(found: &mut [Entry], indices: &[usize]) {
    if let Some(last) = found.last_mut() {
        last.body.extend_from_slice(indices);
    }
}

fn entry(read: &[Read], indices: &[usize], start: usize, date_at: Option<usize>) -> Entry {
    let mut entry = Entry::default();
    for (offset, line) in read.iter().enumerate() {
        entry.pieces.extend(line.pieces.iter().cloned());
        if date_at == Some(start + offset) {
            entry.period = line.period;
            entry.date_text = line.date_text.clone();
            entry.date_line = Some(indices[start + offset]);
        }
    }
    entry
}

fn classify(lines: &[Line], index: usize, base: f32, before: Option<(usize, Kind)>, study: bool) -> Read {
    let line = &lines[index];
    let text = line.text();
    let body = || Read { kind: Kind::Body, period: None, date_text: String::new(), pieces: Vec::new() };
    let indented = content_x(line).is_some_and(|x| x > base + 4.0)
        && line.segments.len() == 1
        && !is_margin_note(line, base);
    if is_labelled_text(line) {
        return body();
    }
    let found = dated(line, index, study);
    // A date sits in the head even when the head is indented or bulleted.
    if let Some(read) = found
        && !(line.bullet
            && read.pieces.iter().map(|piece| piece.text.split_whitespace().count()).sum::<usize>() > 8)
        && !(indented && before.is_some_and(|(_, kind)| kind == Kind::Body) && is_prose(&text))
    {
        return read;
    }
    let is_degree = study && text.split_whitespace().count() <= 9 && degree_prefix(&text).is_some();
    if line.bullet || is_prose(&text) && !is_degree || is_label(&text) {
        return body();
    }
    if let Some((before, kind)) = before {
        let previous = &lines[before];
        let same_block = previous.block == line.block && line.gap < 0.75;
        let after_bullet = kind == Kind::Body && same_block;
        let wrapped = previous.x1() > 0.78 * previous.right || previous.text().chars().count() > 70;
        let lower = text.chars().next().is_some_and(char::is_lowercase);
        if after_bullet
            && (lower
                || wrapped
                    && (indented || !previous.text().trim_end().ends_with('.'))
                    && line.gap < 0.6
                    && !line.bold())
        {
            return body();
        }
        if indented && kind != Kind::Dated && kind != Kind::Head {
            return body();
        }
    }
    // A degree or a school set in a little still belongs to the head.
    let is_study = study && (degree_prefix(&text).is_some() || school_score(&text) > 0.0);
    let plain = !line.bold() && !line.segments[0].italic && !is_study;
    if indented && plain && before.is_some() && !date_before(lines, before) {
        return body();
    }
    Read {
        kind: Kind::Head,
        period: None,
        date_text: String::new(),
        pieces: pieces(&line.segments, index, false),
    }
}

/// The line above is a date by itself, as where the date is in the margin.
fn date_before(lines: &[Line], before: Option<(usize, Kind)>) -> bool {
    before.is_some_and(|(before, _)| is_date_only(&lines[before].text()))
}

/// A line with a period, or none when its date is only mentioned.
fn dated(line: &Line, index: usize, study: bool) -> Option<Read> {
    let mut period = None;
    let mut date_text = String::new();
    let mut kept: Vec<Segment> = Vec::new();
    for segment in &line.segments {
        let found = spans(&segment.text);
        let best = found.iter().find(|span| !span.single).or(found.last());
        let Some(span) = best.filter(|_| period.is_none()) else {
            kept.push(segment.clone());
            continue;
        };
        let before = segment.text[..span.start].trim();
        let after = segment.text[span.end..].trim();
        let rest = before.split_whitespace().count() + after.split_whitespace().count();
        let alone = rest == 0 || !before.chars().chain(after.chars()).any(char::is_alphanumeric);
        // "Zero injuries since 2019" tells of a deed.
        let mentioned = span.ongoing
            && span.to.is_none()
            && before.split_whitespace().count() > 1
            && (line.bullet || after == ".");
        if mentioned || span.single && !alone && !single_counts(before, after, study) {
            kept.push(segment.clone());
            continue;
        }
        if before.split_whitespace().count() > 14 || before.ends_with(['%', '$']) {
            kept.push(segment.clone());
            continue;
        }
        period = Some(Period { from: span.from, to: span.to, ongoing: span.ongoing, single: span.single });
        date_text = segment.text[span.start..span.end].to_owned();
        // What follows a bracketed date as a sentence is text of the entry.
        let after = if !before.is_empty() && after.split_whitespace().count() > 6 { "" } else { after };
        for part in [without_lead_in(before), after] {
            let part = trim_marks(part);
            if part.chars().any(char::is_alphanumeric) {
                kept.push(Segment { text: part.to_owned(), ..segment.clone() });
            }
        }
    }
    period?;
    let pieces = pieces(&kept, index, true);
    Some(Read { kind: Kind::Dated, period, date_text, pieces })
}

fn pieces(segments: &[Segment], line: usize, dated: bool) -> Vec<Piece> {
    let (label, segments) = without_label(segments);
    let segments: Vec<Segment> = segments
        .iter()
        .map(|segment| Segment { text: without_run_in(&segment.text).to_owned(), ..segment.clone() })
        .collect();
    segments
        .iter()
        .map(|segment| Piece {
            text: trim_marks(&segment.text).to_owned(),
            bold: segment.bold,
            italic: segment.italic,
            size: segment.size,
            dated,
            line,
            part: segment.part.or(label),
        })
        .filter(|piece| piece.text.chars().any(char::is_alphanumeric) && !is_length_of_time(&piece.text))
        .collect()
}

/// "Name of employer" in a cell of its own says what the cells beside it hold.
fn without_label(segments: &[Segment]) -> (Option<Part>, &[Segment]) {
    match segments {
        [first, rest @ ..] if !rest.is_empty() && first.part.is_none() => match labels::part(&first.text) {
            Some(label) => (Some(label), rest),
            None => (None, segments),
        },
        _ => (None, segments),
    }
}

/// "Key achievements:" over the deeds of an entry.
fn is_label(text: &str) -> bool {
    text.trim_end().ends_with([':', '：']) && text.split_whitespace().count() <= 4
}

/// A line of a form that tells what was done, or something beside the point.
fn is_labelled_text(line: &Line) -> bool {
    let label = without_label(&line.segments).0.or(line.segments.first().and_then(|first| first.part));
    matches!(label, Some(Part::Deeds | Part::Note))
}

/// Under a date as heading, the first bullet may hold the position: "• Engineer, Halden Works".
fn unwrap_bulleted_heads(lines: &[Line], indices: &[usize], read: &mut [Read]) {
    let dates_alone = read.iter().filter(|line| line.kind == Kind::Dated && line.pieces.is_empty()).count();
    let dated = read.iter().filter(|line| line.kind == Kind::Dated).count();
    let heads = read.iter().filter(|line| line.kind == Kind::Head).count();
    if dated == 0 || dates_alone < dated || heads > 0 {
        return;
    }
    for at in 0..read.len().saturating_sub(1) {
        if read[at].kind == Kind::Dated && read[at + 1].kind == Kind::Body {
            let line = &lines[indices[at + 1]];
            read[at + 1] = Read {
                kind: Kind::Head,
                period: None,
                date_text: String::new(),
                pieces: pieces(&line.segments, indices[at + 1], false),
            };
        }
    }
}

/// Runs of head lines, and runs of body lines, as ranges.
fn groups(read: &[Read]) -> Vec<(usize, usize)> {
    let mut groups = Vec::new();
    let mut start = 0;
    while start < read.len() {
        let body = read[start].kind == Kind::Body;
        let end = read[start..]
            .iter()
            .position(|line| (line.kind == Kind::Body) != body)
            .map_or(read.len(), |offset| start + offset);
        groups.push((start, end));
        start = end;
    }
    groups
}

/// How many head lines stand above and below the date, where that is certain.
fn pattern(groups: &[(usize, usize)], read: &[Read]) -> Option<(usize, usize)> {
    let mut seen: Vec<((usize, usize), usize)> = Vec::new();
    for (start, end) in groups {
        let dated: Vec<usize> = (*start..*end).filter(|at| read[*at].kind == Kind::Dated).collect();
        if let [at] = dated.as_slice() {
            let shape = (at - start, end - at - 1);
            match seen.iter_mut().find(|(known, _)| *known == shape) {
                Some((_, count)) => *count += 1,
                None => seen.push((shape, 1)),
            }
        }
    }
    seen.into_iter().max_by_key(|(_, count)| *count).map(|(shape, _)| shape)
}

/// Where the entries of one group begin and end; one more than there are dates.
fn cuts(
    lines: &[Line],
    indices: &[usize],
    read: &[Read],
    start: usize,
    end: usize,
    dated: &[usize],
    pattern: Option<(usize, usize)>,
) -> Vec<usize> {
    let mut cuts = vec![start];
    let above = dated[0] - start;
    let below = end - dated[dated.len() - 1] - 1;
    let (above, below) = match pattern {
        Some((up, down)) if dated.len() > 1 => (up.min(above.max(up)), down.min(below.max(down))),
        _ => (above, below),
    };
    for pair in dated.windows(2) {
        let (one, two) = (pair[0], pair[1]);
        let between = two - one - 1;
        let gap = |lead: f32| widest_gap(lines, indices, one + 1, two, lead);
        // A blank as wide as half a line is plain; a smaller one only where nothing else tells.
        let cut = if between == 0 {
            two
        } else if let Some(cut) = gap(0.3) {
            cut
        } else if below == 0 && above > 0 {
            one + 1
        } else if let Some(cut) = gap(0.18).filter(|_| above > 0 || below == 0) {
            cut
        } else if above == 0 {
            two
        } else if between >= above + below {
            (two - above).max(one + 1)
        } else if dates_complete(read, one) {
            one + 1
        } else {
            (one + 1 + below).min(two)
        };
        cuts.push(cut);
    }
    cuts.push(end);
    cuts
}

/// The date line holds a head of its own.
fn dates_complete(read: &[Read], at: usize) -> bool {
    read[at].pieces.len() >= 2
}

/// The line in a range that stands clearly farther from the one above than the others do.
fn widest_gap(lines: &[Line], indices: &[usize], from: usize, to: usize, lead: f32) -> Option<usize> {
    let gaps: Vec<(usize, f32)> = (from..=to).map(|at| (at, lines[indices[at]].gap)).collect();
    let best = gaps.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let second = gaps.iter().filter(|(at, _)| *at != best.0).map(|(_, gap)| *gap).fold(0.0, f32::max);
    (best.1 > second + lead).then_some(best.0)
}

#[cfg(test)]
mod tests {
    use super::entries;
    use crate::draft::{Line, Segment};

    fn line(text: &str, bullet: bool, gap: f32) -> Line {
        let segments = text
            .split("  ")
            .enumerate()
            .map(|(at, text)| Segment {
                text: text.into(),
                x0: 200.0 * at as f32,
                x1: 200.0 * at as f32 + 80.0,
                size: 10.0,
                ..Segment::default()
            })
            .collect();
        Line { segments, bullet, gap, right: 500.0, ..Line::default() }
    }

    fn heads(lines: &[Line]) -> Vec<String> {
        let indices: Vec<usize> = (0..lines.len()).collect();
        entries(lines, &indices, false)
            .iter()
            .map(|entry| {
                format!(
                    "{} ({}) {}",
                    entry.pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("|"),
                    entry.date_text,
                    entry.body.len()
                )
            })
            .collect()
    }

    #[test]
    fn dates_on_the_first_line() {
        let lines = [
            line("Engineer  2019 - 2021", false, 1.0),
            line("Halden Works", false, 0.2),
            line("Led a team.", true, 0.2),
            line("Fitter  2016 - 2019", false, 0.2),
            line("Lowmoor Works", false, 0.2),
        ];
        assert_eq!(
            heads(&lines),
            ["Engineer|Halden Works (2019 - 2021) 1", "Fitter|Lowmoor Works (2016 - 2019) 0"]
        );
    }

    #[test]
    fn lengths_of_time_are_no_pieces() {
        let lines = [line("Fitter  2016 - 2019  3 years 1 month", false, 1.0), line("Lowmoor", false, 0.2)];
        assert_eq!(heads(&lines), ["Fitter|Lowmoor (2016 - 2019) 0"]);
    }

    #[test]
    fn dates_on_the_last_line_without_bullets() {
        let lines = [
            line("Engineer", false, 1.0),
            line("Halden Works", false, 0.2),
            line("2019 - 2021", false, 0.2),
            line("Fitter", false, 0.9),
            line("Lowmoor Works", false, 0.2),
            line("2016 - 2019", false, 0.2),
        ];
        assert_eq!(
            heads(&lines),
            ["Engineer|Halden Works (2019 - 2021) 0", "Fitter|Lowmoor Works (2016 - 2019) 0"]
        );
    }
}
