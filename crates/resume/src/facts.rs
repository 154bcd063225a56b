//! From lines to facts: sections, entries, and the values in them.

mod casting;
mod contact;
mod edges;
mod entries;
mod headline;
mod home;
mod infer;
mod lists;
mod patterns;
mod person;
mod personal;
mod phone;
mod place;
mod prose;
mod region;
mod sections;
mod spoken;
mod study;
mod work;

use crate::ReadError;
use crate::draft::{Draft, Line};
use crate::format::Format;
use crate::lexicon::headings::Topic;
use crate::lexicon::languages::detect;
use crate::reading::Hints;
use crate::resume::{Fact, PartialDate, Resume, TextLine};
use entries::Entry;
use sections::Section;

/// What all stages need to make facts.
pub(crate) struct Context<'a> {
    lines: &'a [Line],
    placed: bool,
    language: &'static str,
}

impl Context<'_> {
    fn fact(&self, value: &str, line: usize, confidence: f32) -> Fact<String> {
        let place = self.lines.get(line).filter(|_| self.placed).map(Line::place);
        Fact { value: value.trim().to_owned(), confidence, place, quote: value.trim().to_owned() }
    }

    fn date_fact(&self, date: PartialDate, entry: &Entry) -> Fact<PartialDate> {
        let place =
            entry.date_line.and_then(|line| self.lines.get(line)).filter(|_| self.placed).map(Line::place);
        Fact { value: date, confidence: 0.96, place, quote: entry.date_text.clone() }
    }

    /// Two pieces that lean clearly apart are sure.
    fn confidence_of_pair(&self, title: f32, employer: f32) -> f32 {
        let apart = title - employer;
        if apart > 3.0 {
            0.95
        } else if apart > 1.5 {
            0.9
        } else {
            0.7
        }
    }

    /// The lines of a text, wrapped ones joined.
    fn body(&self, indices: &[usize], before: Option<Fact<String>>) -> Option<Fact<String>> {
        let mut text = before.map(|fact| fact.value).unwrap_or_default();
        for (at, index) in indices.iter().enumerate() {
            let line = &self.lines[*index];
            if !text.is_empty() {
                let fresh = line.bullet || at == 0 || line.gap > 0.75;
                let next = line.text();
                let wide = text.chars().next_back().is_some_and(crate::lexicon::is_wide)
                    && next.chars().next().is_some_and(crate::lexicon::is_wide);
                match (fresh, wide) {
                    (true, _) => text.push('\n'),
                    (false, true) => {}
                    (false, false) => text.push(' '),
                }
            }
            text.push_str(&line.text());
        }
        if text.is_empty() {
            return None;
        }
        let first = *indices.first()?;
        let place = self
            .placed
            .then(|| indices.iter().map(|index| self.lines[*index].place()).reduce(|a, b| a.around(b)))
            .flatten();
        Some(Fact { place, ..self.fact(&text, first, 0.9) })
    }
}

/// Reads all facts of a document.
pub(crate) fn gather(draft: Draft, format: Format, hints: &Hints<'_>) -> Result<Resume, ReadError> {
    let text = draft.lines.iter().map(Line::text).collect::<Vec<_>>().join("\n");
    let language = detect(&text);
    let mut sections = sections::split(&draft.lines);
    infer::name_unknown(&draft.lines, &mut sections);
    part_headless_work(&draft.lines, &mut sections);
    let context = Context { lines: &draft.lines, placed: draft.placed, language };
    let contact = contact::find(&draft, language, hints);
    let head = head_lines(&sections);
    let name = person::name(&draft.lines, &head, &contact.emails, &context);
    let name_line = name.as_ref().map(|(_, line)| *line);
    let (skills, mut spoken) = lists::skills(&draft.lines, &of(&sections, Topic::Skills), &context);
    let mut languages = spoken::languages(&draft.lines, &of(&sections, Topic::Languages), &context);
    languages.append(&mut spoken);
    if languages.is_empty() {
        languages = spoken::labelled_languages(&draft.lines, &head, &context);
    }
    let mut personal_data = personal::find(&draft);
    personal_data.extend(personal::by_address(name.as_ref().map(|(name, _)| name)));
    let work = entries_of(&draft.lines, &sections, Topic::Work, false);
    let mut study = entries_of(&draft.lines, &sections, Topic::Education, true);
    let mut work = work;
    if study.is_empty() {
        // Without headings, or under one for both.
        (study, work) = study::apart(work);
    }
    let mut resume = Resume {
        format,
        language,
        page_count: draft.page_count,
        pages: draft.pages.clone(),
        lines: draft
            .lines
            .iter()
            .map(|line| TextLine {
                text: line.text(),
                bold: line.bold() || line.heading,
                place: line.place(),
            })
            .collect(),
        headline: headline::headline(&draft.lines, &head, name_line, &context),
        location: home::location(&draft.lines, &home_lines(&draft.lines, &sections, &head), &context),
        name: name.map(|(name, _)| name),
        summary: summary(&draft.lines, &sections, &head, name_line, &context),
        employments: work::employments(&work, &context),
        educations: study::educations(&study, &context),
        skills,
        languages,
        certificates: lists::certificates(&draft.lines, &of(&sections, Topic::Certificates), &context),
        personal: personal_data,
        unread: unread(&draft.lines, &sections),
        emails: contact.emails,
        phones: contact.phones,
        links: contact.links,
        text,
    };
    end_in_the_future(&mut resume, hints.today);
    without_signature(&mut resume);
    if is_nobody(&resume) { Err(ReadError::NotAResume) } else { Ok(resume) }
}

/// Nothing that tells of a person: neither a way to reach one nor anything one did.
fn is_nobody(resume: &Resume) -> bool {
    let reachable = !resume.emails.is_empty() || !resume.phones.is_empty();
    let told = resume.employments.len() + resume.educations.len() + resume.skills.len();
    !reachable && told == 0 && (resume.name.is_none() || resume.text.len() < 40 || resume.summary.is_none())
}

/// The name under the last list, or at the foot of a page, is no item of it.
fn without_signature(resume: &mut Resume) {
    let Some(name) = resume.name.as_ref().map(|name| crate::lexicon::fold(&name.value.full)) else { return };
    // With a title before it too.
    let is_name = |text: &str| {
        let folded = crate::lexicon::fold(text);
        folded.ends_with(&name) && folded.len() < name.len() + 12
    };
    resume.skills.retain(|skill| !is_name(&skill.value));
    resume.certificates.retain(|certificate| !is_name(&certificate.value.name));
}

/// An end that lies ahead is a contract, not an end.
fn end_in_the_future(resume: &mut Resume, today: (i32, u8)) {
    if today.0 == 0 {
        return;
    }
    for employment in &mut resume.employments {
        let ahead = employment.to.as_ref().is_some_and(|to| {
            to.value.year > today.0
                || to.value.year == today.0 && to.value.month.is_some_and(|month| month > today.1)
        });
        employment.ongoing |= ahead;
    }
}

fn of(sections: &[Section], topic: Topic) -> Vec<usize> {
    sections
        .iter()
        .filter(|section| section.topic == Some(topic))
        .flat_map(|section| section.lines.iter().copied())
        .collect()
}

fn entries_of(lines: &[Line], sections: &[Section], topic: Topic, study: bool) -> Vec<Entry> {
    sections
        .iter()
        .filter(|section| section.topic == Some(topic))
        .flat_map(|section| entries::entries(lines, &section.lines, study))
        .collect()
}

/// Lines that may speak of the person: the head of each column, contact and personal sections.
fn head_lines(sections: &[Section]) -> Vec<usize> {
    let mut lines: Vec<usize> = sections
        .iter()
        .filter(|section| {
            !section.is_unknown && matches!(section.topic, None | Some(Topic::Contact | Topic::Personal))
        })
        .flat_map(|section| section.lines.iter().copied())
        .collect();
    lines.sort_unstable();
    lines
}

/// The head, short lines under "About", where some put their address, and labelled ones of sections not known.
fn home_lines(lines: &[Line], sections: &[Section], head: &[usize]) -> Vec<usize> {
    let short = of(sections, Topic::Summary).into_iter().filter(|index| {
        lines[*index].text().split_whitespace().count() <= 8 || home::is_labelled(&lines[*index])
    });
    let other = sections
        .iter()
        .filter(|section| section.is_unknown || section.topic == Some(Topic::Other))
        .flat_map(|section| section.lines.iter().copied())
        .filter(|index| home::is_labelled(&lines[*index]));
    // The foot of a page stands behind the last section.
    let foot = sections
        .iter()
        .filter(|section| {
            !matches!(section.topic, None | Some(Topic::References | Topic::Contact | Topic::Personal))
        })
        .flat_map(|section| section.lines.iter().copied())
        .filter(|index| !patterns::emails(&lines[*index].text()).is_empty());
    head.iter().copied().chain(short).chain(other).chain(foot).collect()
}

/// Employment without a heading of its own: periods under the summary or in the head.
fn part_headless_work(lines: &[Line], sections: &mut Vec<Section>) {
    if sections.iter().any(|section| section.topic == Some(Topic::Work)) {
        return;
    }
    for at in 0..sections.len() {
        if !matches!(sections[at].topic, None | Some(Topic::Summary)) {
            continue;
        }
        let dated = |index: &usize| {
            let text = lines[*index].text();
            crate::lexicon::dates::spans(&text).iter().any(|span| !span.single && !span.open)
        };
        let Some(first) = sections[at].lines.iter().position(dated) else {
            continue;
        };
        // The head of the first entry may begin above its date.
        let is_head = |before: &usize| {
            let line = &lines[sections[at].lines[*before]];
            let text = line.text();
            !line.bullet
                && text.split_whitespace().count() <= 8
                && !prose::is_prose(&text)
                && !is_contact(line)
        };
        let above: Vec<usize> = (1..first).rev().take(2).take_while(is_head).collect();
        let start = above
            .iter()
            .copied()
            .find(|before| lines[sections[at].lines[*before]].gap > 0.45)
            .or_else(|| above.last().copied())
            .filter(|_| lines[sections[at].lines[first]].gap < 0.45)
            .unwrap_or(first);
        let work = sections[at].lines.split_off(start);
        sections.insert(
            at + 1,
            Section { topic: Some(Topic::Work), heading: None, lines: work, is_unknown: false },
        );
        return;
    }
}

fn summary(
    lines: &[Line],
    sections: &[Section],
    head: &[usize],
    name_line: Option<usize>,
    context: &Context<'_>,
) -> Option<Fact<String>> {
    let own: Vec<usize> = of(sections, Topic::Summary)
        .into_iter()
        .filter(|index| !is_contact(&lines[*index]) && !is_row(&lines[*index]))
        .collect();
    let own = paragraphs(lines, own);
    let mut found = context.body(&own, None).map(|fact| Fact { confidence: 0.93, ..fact });
    if found.is_none() {
        // A paragraph in the head, under the name.
        let prose: Vec<usize> = head
            .iter()
            .copied()
            .filter(|index| Some(*index) != name_line && personal::kind_of(&lines[*index].text()).is_none())
            .skip_while(|index| !is_long(&lines[*index].text()) || lines[*index].text().contains(['@', '|']))
            .take_while(|index| !lines[*index].text().contains('@'))
            .collect();
        let prose = first_paragraphs(lines, prose);
        found = context
            .body(&prose, None)
            .filter(|fact| {
                (fact.value.split_whitespace().count() >= 12 || han_letters(&fact.value) >= 20)
                    && !fact.value.contains("://")
            })
            .filter(|fact| fact.value.chars().filter(char::is_ascii_digit).count() < 8)
            .map(|fact| Fact { confidence: 0.6, ..fact });
    }
    found.map(|fact| Fact { value: fact.value.replace('\n', " "), ..fact })
}

fn han_letters(text: &str) -> usize {
    text.chars().filter(|letter| crate::lexicon::is_han(*letter)).count()
}

/// Long enough for a line of a paragraph.
fn is_long(text: &str) -> bool {
    text.split_whitespace().count() >= 8 || han_letters(text) >= 20
}

/// The lines that go on from the first without a break of block or paragraph.
fn first_paragraphs(lines: &[Line], prose: Vec<usize>) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::with_capacity(prose.len());
    for index in prose {
        let goes_on = kept.last().is_none_or(|last: &usize| {
            index == last + 1 && lines[index].block == lines[*last].block && !is_contact(&lines[index])
        });
        if !goes_on {
            break;
        }
        kept.push(index);
    }
    kept
}

/// An address or a number, not part of a text about the person.
fn is_contact(line: &Line) -> bool {
    let text = line.text();
    text.contains('@')
        || text.contains("www.")
        || text.split_whitespace().count() < 8
            && (text.chars().filter(char::is_ascii_digit).count() > 5 || place::is_place(&text))
}

/// A label and its value side by side.
fn is_row(line: &Line) -> bool {
    let [label, ..] = line.segments.as_slice() else { return false };
    line.segments.len() > 1 && label.text.split_whitespace().count() <= 4 && !prose::is_prose(&line.text())
}

/// Under a wide heading like "About" only sentences count, when there are any.
fn paragraphs(lines: &[Line], own: Vec<usize>) -> Vec<usize> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for index in own {
        match groups.last_mut() {
            Some(group) if lines[index].gap < 0.75 && !lines[index].bullet => group.push(index),
            _ => groups.push(vec![index]),
        }
    }
    let words = |group: &[usize]| {
        group.iter().map(|index| lines[*index].text().split_whitespace().count()).sum::<usize>()
    };
    let han = groups.iter().flatten().any(|index| lines[*index].text().chars().any(crate::lexicon::is_han));
    if !han && groups.iter().any(|group| words(group) >= 8) {
        groups.retain(|group| words(group) >= 5);
    }
    groups.into_iter().flatten().collect()
}

/// Sections that no field takes.
fn unread(lines: &[Line], sections: &[Section]) -> Vec<String> {
    sections
        .iter()
        .filter(|section| section.is_unknown || matches!(section.topic, Some(Topic::Other)))
        .map(|section| {
            section
                .heading
                .iter()
                .chain(&section.lines)
                .map(|index| lines[*index].text())
                .collect::<Vec<_>>()
                .join("\n")
        })
        .filter(|text| !text.trim().is_empty())
        .collect()
}

/// Stretches of a line that identify a person by pattern, each with the label that replaces it.
pub(crate) fn identifying(line: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found = contact::spans(line);
    if personal::kind_of(line).is_some() {
        found.push((0, line.len(), "[personal]"));
    }
    found
}
