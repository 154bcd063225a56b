//! From lines to facts: sections, entries, and the values in them.

mod contact;
mod personal;
mod phone;

use crate::ReadError;
use crate::draft::Draft;
use crate::format::Format;
use crate::lexicon::languages::detect;
use crate::reading::Hints;
use crate::resume::{Fact, Name, Resume, TextLine};

/// Reads all facts of a document.
pub(crate) fn gather(draft: Draft, format: Format, hints: &Hints<'_>) -> Result<Resume, ReadError> {
    let text = draft
        .lines
        .iter()
        .map(crate::draft::Line::text)
        .collect::<Vec<_>>()
        .join("\n");
    let language = detect(&text);
    let found = contact::find(&draft, language, hints);
    let name = draft.lines.first().map(|line| Fact {
        value: Name {
            full: line.text(),
            ..Name::default()
        },
        confidence: 0.5,
        place: draft.placed.then(|| line.place()),
        quote: line.text(),
    });
    Ok(Resume {
        format,
        language,
        page_count: draft.page_count,
        lines: draft
            .lines
            .iter()
            .map(|line| TextLine {
                text: line.text(),
                place: line.place(),
            })
            .collect(),
        name,
        emails: found.emails,
        phones: found.phones,
        links: found.links,
        location: None,
        headline: None,
        summary: None,
        employments: Vec::new(),
        educations: Vec::new(),
        skills: Vec::new(),
        languages: Vec::new(),
        certificates: Vec::new(),
        personal: personal::find(&draft),
        unread: Vec::new(),
        text,
    })
}

/// Stretches of a line that identify a person by pattern, each with the label that replaces it.
pub(crate) fn identifying(line: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found = contact::spans(line);
    if personal::kind_of(line).is_some() {
        found.push((0, line.len(), "[personal]"));
    }
    found
}
