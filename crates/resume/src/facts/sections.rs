//! From lines to sections: which lines are headings, and what each section is about.
//!
//! Words propose, style decides: a known heading is believed when it is set like the other headings
//! of the document, and an unknown line set like them is a heading too.

use std::collections::HashMap;

use crate::draft::Line;
use crate::lexicon::dates::spans;
use crate::lexicon::headings::{Strength, Topic, is_farewell, topic};
use crate::lexicon::roles::{employer_score, title_score};
use crate::lexicon::studies::degree_prefix;

/// Lines under one heading.
#[derive(Debug, Clone, Default)]
pub(crate) struct Section {
    /// None for the head of the document or of a column.
    pub topic: Option<Topic>,
    pub heading: Option<usize>,
    pub lines: Vec<usize>,
    /// An unknown heading began it.
    pub is_unknown: bool,
}

/// How a line is set: size in half points, bold, capitals.
type Look = (i32, bool, bool);

fn look(line: &Line) -> Look {
    let text = line.text();
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let capitals =
        letters > 2 && !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase);
    ((line.size() * 2.0).round() as i32, line.bold(), capitals)
}

/// Splits a document into sections.
pub(crate) fn split(lines: &[Line]) -> Vec<Section> {
    let headings = headings(lines);
    let mut sections: Vec<Section> = Vec::new();
    let mut open: HashMap<u32, usize> = HashMap::new();
    let mut last: Option<(u32, usize)> = None;
    for (index, line) in lines.iter().enumerate() {
        match headings[index] {
            Some(Mark::Heading(topic)) => {
                open.insert(line.column, sections.len());
                sections.push(Section {
                    topic,
                    heading: Some(index),
                    lines: Vec::new(),
                    is_unknown: topic.is_none(),
                });
            }
            Some(Mark::Label) => {}
            Some(Mark::Inline(topic)) => {
                open.insert(line.column, sections.len());
                last = Some((line.page, sections.len()));
                sections.push(Section {
                    topic: Some(topic),
                    heading: None,
                    lines: vec![index],
                    is_unknown: false,
                });
            }
            None => {
                let at = *open.entry(line.column).or_insert_with(|| match last {
                    // A column that is not on the pages before goes on with what stood last on them.
                    Some((page, at)) if line.page > page => at,
                    _ => {
                        sections.push(Section::default());
                        sections.len() - 1
                    }
                });
                sections[at].lines.push(index);
                last = Some((line.page, at));
            }
        }
    }
    sections
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    /// A heading; none for one we do not know.
    Heading(Option<Topic>),
    /// A word like "Highlights" that repeats inside of every entry.
    Label,
    /// "Skills: welding, milling": heading and section in one line.
    Inline(Topic),
}

fn headings(lines: &[Line]) -> Vec<Option<Mark>> {
    let found: Vec<Option<(Topic, Strength)>> = lines.iter().map(candidate).collect();
    let looks: Vec<Look> = lines.iter().map(look).collect();
    let body = body_look(lines, &looks);
    let mut repeats: HashMap<String, usize> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        if found[index].is_some() {
            *repeats.entry(line.text()).or_default() += 1;
        }
    }
    let set = heading_looks(lines, &found, &looks, body);
    let mut marks: Vec<Option<Mark>> = Vec::with_capacity(lines.len());
    let mut current: Option<Topic> = None;
    // The current section began in the line of its heading.
    let mut in_line = false;
    for (index, line) in lines.iter().enumerate() {
        let fits = set.contains(&looks[index]);
        let strong = stands_out(looks[index], body);
        let plain = fits && looks[index] == body;
        let mark = match found[index] {
            Some((topic, _))
                if repeats[&line.text()] >= 3 && !matches!(topic, Topic::Work | Topic::Education) =>
            {
                Some(Mark::Label)
            }
            // "Highlights" within an entry is a label, set smaller than the headings.
            Some((Topic::Summary | Topic::Awards | Topic::Other, _))
                if matches!(current, Some(Topic::Work | Topic::Education)) && (!fits || plain) =>
            {
                Some(Mark::Label)
            }
            Some((topic, strength)) => {
                let believed = line.heading
                    || topic == Topic::Contact && line.gap > 0.45 && is_farewell(&line.text())
                    || match strength {
                        Strength::Certain => {
                            fits && (!plain || set_apart(lines, index))
                                || strong && (set.is_empty() || line.gap > 0.3 && !weak(topic))
                        }
                        Strength::Likely if plain => fits && set_apart(lines, index),
                        Strength::Likely => fits && !plain || strong && set.is_empty() && line.gap > 0.3,
                        Strength::Hint if plain => {
                            fits && line.gap > 0.45 && !line.bullet && is_short_title(line) && !weak(topic)
                        }
                        Strength::Hint => fits && !plain,
                    };
                believed
                    .then_some(Mark::Heading(Some(topic)))
                    .or_else(|| inline(line, current, in_line, &found))
            }
            None if (line.heading || fits && !plain) && is_unknown_heading(lines, index, &looks, &found) => {
                Some(Mark::Heading(None))
            }
            None if fits && plain && is_labelled_heading(line) => Some(Mark::Heading(None)),
            None => inline(line, current, in_line, &found),
        };
        match mark {
            Some(Mark::Heading(topic)) => (current, in_line) = (topic, false),
            Some(Mark::Inline(topic)) => (current, in_line) = (Some(topic), true),
            _ => {}
        }
        marks.push(mark);
    }
    marks
}

/// "Legal Experience": two or three words that begin in capitals.
fn is_short_title(line: &Line) -> bool {
    let text = line.text();
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=3).contains(&words.len())
        && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase))
        && !text.contains([',', '.', '|'])
}

/// The topic of a label that stands before its list in the same line.
fn inline_topic(line: &Line) -> Option<Topic> {
    let text = line.text();
    let (label, values) = text.split_once([':', '：'])?;
    let (topic, strength) = topic(label)?;
    let listed = matches!(topic, Topic::Skills | Topic::Languages | Topic::Certificates | Topic::Interests);
    (strength == Strength::Certain && listed && values.chars().any(char::is_alphanumeric)).then_some(topic)
}

/// Only where no heading of the topic stands elsewhere; in a list of skills "Languages: Java" is a group.
fn inline(
    line: &Line,
    current: Option<Topic>,
    in_line: bool,
    found: &[Option<(Topic, Strength)>],
) -> Option<Mark> {
    let topic = inline_topic(line)?;
    let elsewhere =
        found.iter().flatten().any(|(known, strength)| *known == topic && *strength == Strength::Certain);
    let apart = match current {
        Some(Topic::Work | Topic::Projects | Topic::Volunteer) => line.gap > 0.75,
        Some(Topic::Skills) => in_line,
        _ => true,
    };
    (!elsewhere && apart && !line.bullet).then_some(Mark::Inline(topic))
}

/// Topics whose headings are everyday words that lists also hold.
fn weak(topic: Topic) -> bool {
    matches!(topic, Topic::Volunteer | Topic::Publications | Topic::Other | Topic::Projects | Topic::Awards)
}

fn candidate(line: &Line) -> Option<(Topic, Strength)> {
    if line.segments.len() > 1 && !line.heading {
        // Letters set wide may fall into segments; anything else side by side is content.
        let text = line.text();
        if !line.segments.iter().all(|segment| segment.text.chars().count() <= 2) {
            return None;
        }
        return topic(&text);
    }
    let text = line.text();
    let (topic, strength) = topic(&text)?;
    if spans(&text).is_empty() { Some((topic, strength)) } else { None }
}

fn body_look(lines: &[Line], looks: &[Look]) -> Look {
    let mut letters: HashMap<Look, usize> = HashMap::new();
    for (line, look) in lines.iter().zip(looks) {
        *letters.entry((look.0, look.1, false)).or_default() += line.text().len();
    }
    letters
        .into_iter()
        .max_by_key(|(look, count)| (*count, *look))
        .map_or((20, false, false), |(look, _)| look)
}

fn stands_out(look: Look, body: Look) -> bool {
    look.0 > body.0 + 1 || look.1 && !body.1 || look.2 && !body.2
}

/// The looks that the certain headings of this document share.
fn heading_looks(
    lines: &[Line],
    found: &[Option<(Topic, Strength)>],
    looks: &[Look],
    body: Look,
) -> Vec<Look> {
    let mut topics: HashMap<Look, Vec<Topic>> = HashMap::new();
    for (index, candidate) in found.iter().enumerate() {
        if let Some((topic, Strength::Certain)) = candidate {
            let known = topics.entry(looks[index]).or_default();
            if !known.contains(topic) {
                known.push(*topic);
            }
        }
    }
    let core = |topics: &[Topic]| {
        topics
            .iter()
            .filter(|topic| {
                matches!(topic, Topic::Work | Topic::Education | Topic::Skills | Topic::Languages)
            })
            .count()
    };
    let mut set: Vec<Look> = topics
        .iter()
        .filter(|(look, topics)| {
            stands_out(**look, body)
                && (topics.len() >= 2 && core(topics) >= 1
                    || core(topics) >= 1 && topics.len() == 1 && share(**look, found, looks) > 0.5)
        })
        .map(|(look, _)| *look)
        .collect();
    if set.is_empty() || lines.iter().any(|line| line.heading) {
        for (look, topics) in &topics {
            if topics.len() >= 2 && core(topics) >= 1 && !set.contains(look) && set.is_empty() {
                set.push(*look);
            }
        }
    }
    set
}

/// Of the lines set like this, how many are known headings.
fn share(look: Look, found: &[Option<(Topic, Strength)>], looks: &[Look]) -> f32 {
    let all = looks.iter().filter(|other| **other == look).count();
    let known = looks.iter().zip(found).filter(|(other, found)| **other == look && found.is_some()).count();
    known as f32 / all.max(1) as f32
}

/// In plain text a heading stands alone: a blank above, or a colon behind, or capitals.
fn set_apart(lines: &[Line], index: usize) -> bool {
    let line = &lines[index];
    let text = line.text();
    line.gap > 0.45
        || line.heading
        || text.trim_end().ends_with(':')
        || text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
        || index == 0
}

/// Set like the known headings, which are the only lines set so.
fn is_unknown_heading(
    lines: &[Line],
    index: usize,
    looks: &[Look],
    found: &[Option<(Topic, Strength)>],
) -> bool {
    let line = &lines[index];
    let text = line.text();
    let words = crate::lexicon::headings::joined_letters(&text).split_whitespace().count();
    let first_heading = found
        .iter()
        .position(|candidate| matches!(candidate, Some((_, Strength::Certain))))
        .unwrap_or(usize::MAX);
    line.segments.len() == 1
        && words <= 5
        && text.len() < 50
        && spans(&text).is_empty()
        && !text.contains(['@', ',', '|'])
        && (line.gap > 0.45 || line.heading || is_tight(lines, looks[index], looks, found))
        && stands_like_headings(lines, index, looks, found)
        && (line.heading && index > 0
            || (index > first_heading || index > 0 && leads_a_paragraph(lines, index))
                && (share(looks[index], found, looks) > 0.55
                    || only_headings(lines, looks[index], looks, found)))
}

/// A paragraph of text follows, as under the first heading of a document.
fn leads_a_paragraph(lines: &[Line], index: usize) -> bool {
    lines.get(index + 1).is_some_and(|next| {
        let text = next.text();
        next.block == lines[index].block && text.split_whitespace().count() >= 8 && !text.contains(['@', '|'])
    })
}

/// The known headings that are set so have no blank above them either.
fn is_tight(lines: &[Line], look: Look, looks: &[Look], found: &[Option<(Topic, Strength)>]) -> bool {
    let (mut known, mut tight) = (0, 0);
    for (index, line) in lines.iter().enumerate() {
        if looks[index] == look && matches!(found[index], Some((_, Strength::Certain))) {
            known += 1;
            tight += usize::from(line.gap <= 0.45);
        }
    }
    known >= 2 && tight * 3 >= known * 2
}

/// At the edge or the middle of the known headings of its column that are set like it.
fn stands_like_headings(
    lines: &[Line],
    index: usize,
    looks: &[Look],
    found: &[Option<(Topic, Strength)>],
) -> bool {
    let line = &lines[index];
    let known = lines
        .iter()
        .enumerate()
        .filter(|(other, known)| {
            looks[*other] == looks[index]
                && known.column == line.column
                && matches!(found[*other], Some((_, Strength::Certain)))
        })
        .map(|(_, known)| known);
    let known: Vec<&Line> = known.collect();
    let count = |near: &dyn Fn(&Line) -> bool| known.iter().filter(|known| near(known)).count();
    // A right edge or a middle may be shared by chance.
    known.is_empty()
        || count(&|known| (known.x0() - line.x0()).abs() < 6.0) > 0
        || count(&|known| (known.x1() - line.x1()).abs() < 6.0) > 1
        || count(&|known| (known.x0() + known.x1() - line.x0() - line.x1()).abs() < 8.0) > 1
}

/// In plain text an unknown heading ends in a colon and has a blank above.
fn is_labelled_heading(line: &Line) -> bool {
    let text = line.text();
    let text = text.trim_end();
    line.segments.len() == 1
        && line.gap > 0.75
        && text.ends_with([':', '：'])
        && (1..=4).contains(&text.split_whitespace().count())
        && !text.contains(['@', ','])
}

/// No line set like this could be the head of an entry, so all of them are headings.
fn only_headings(lines: &[Line], look: Look, looks: &[Look], found: &[Option<(Topic, Strength)>]) -> bool {
    let tight = is_tight(lines, look, looks, found);
    let mut unknown = 0;
    let mut heads = 0;
    for (index, line) in lines.iter().enumerate().filter(|(index, _)| looks[*index] == look) {
        if found[index].is_some() {
            continue;
        }
        let text = line.text();
        unknown += 1;
        let is_head = title_score(&text) > 0.0
            || employer_score(&text) > 0.0
            || degree_prefix(&text).is_some()
            || line.bullet
            || line.gap < 0.45 && !tight
            || !spans(&text).is_empty();
        heads += usize::from(is_head);
    }
    heads * 3 <= unknown && unknown <= 8
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::draft::{Line, Segment};
    use crate::lexicon::headings::Topic;

    fn line(text: &str, size: f32, bold: bool, gap: f32) -> Line {
        Line {
            segments: vec![Segment { text: text.into(), size, bold, ..Segment::default() }],
            gap,
            ..Line::default()
        }
    }

    #[test]
    fn style_tells_headings_from_content() {
        let lines = [
            line("Anna Berg", 20.0, true, 9.0),
            line("EXPERIENCE", 12.0, true, 1.0),
            line("Engineer at Halden, building bridges in the north", 10.0, false, 0.2),
            line("SKILLS", 12.0, true, 1.0),
            line("Leadership", 10.0, false, 0.2),
            line("BOARD SEATS", 12.0, true, 1.0),
            line("Somebody's charity", 10.0, false, 0.2),
        ];
        let topics: Vec<_> =
            split(&lines).iter().map(|section| (section.topic, section.lines.len())).collect();
        assert_eq!(topics, [(None, 1), (Some(Topic::Work), 1), (Some(Topic::Skills), 1), (None, 1)]);
    }
}
