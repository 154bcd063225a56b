//! Languages that the person speaks, and how well.

use super::Context;
use super::entries::trim_marks;
use super::lists::split_list;
use crate::draft::Line;
use crate::lexicon::headings::{Strength, Topic, topic};
use crate::lexicon::languages::{is_level, named};
use crate::lexicon::{fold, is_han};
use crate::resume::{Fact, Language};

pub(super) fn is_language_label(label: &str) -> bool {
    let bare = label.trim().trim_end_matches(" known");
    matches!(topic(bare), Some((Topic::Languages, Strength::Certain)))
}

/// Languages that a personal section lists behind a label.
pub(super) fn labelled_languages(
    lines: &[Line],
    indices: &[usize],
    context: &Context<'_>,
) -> Vec<Fact<Language>> {
    let mut found = Vec::new();
    for index in indices {
        let text = lines[*index].text();
        if let Some((label, values)) = text.split_once([':', '：'])
            && is_language_label(&fold(label))
        {
            found.extend(languages_in(values, *index, context));
        }
        // "English, Spanish" by itself.
        let parts = split_list(&text);
        let all = parts.iter().all(|part| part.split_whitespace().count() == 1 && named(part).is_some());
        if parts.len() >= 2 && all {
            found.extend(languages_in(&text, *index, context));
        }
    }
    found
}

/// Languages of a whole section.
pub(super) fn languages(lines: &[Line], indices: &[usize], context: &Context<'_>) -> Vec<Fact<Language>> {
    let mut found: Vec<Fact<Language>> = Vec::new();
    for index in indices {
        // Name and level may be cells of one line.
        let line = &lines[*index];
        let pieces: Vec<String> =
            if line.segments.iter().skip(1).any(|segment| first_language(&segment.text).is_some()) {
                line.segments.iter().map(|segment| segment.text.clone()).collect()
            } else {
                vec![line.text()]
            };
        for piece in pieces {
            let read = languages_in(&piece, *index, context);
            if read.is_empty()
                && is_level(&piece)
                && let Some(last) = found.last_mut()
                && last.value.level.is_none()
            {
                last.value.level = Some(piece.trim().to_owned());
            }
            for language in read.into_iter().chain(unlisted(&piece, *index, context)) {
                if !found.iter().any(|known| {
                    known.value.code == language.value.code
                        && (known.value.code.is_some() || known.value.name == language.value.name)
                }) {
                    found.push(language);
                }
            }
        }
    }
    found
}

/// "Breton (courant)": a language no list knows, told by the level behind it.
fn unlisted(text: &str, line: usize, context: &Context<'_>) -> Vec<Fact<Language>> {
    let mut found = Vec::new();
    // "Igbo, conversational": the comma parts name and level.
    let pairs = text.split([';', '|', '•', '·', '\n']).map(str::trim);
    let pairs: Vec<&str> = pairs.filter(|pair| !pair.is_empty()).collect();
    let by_comma = pairs.iter().all(|pair| {
        pair.split_once(", ")
            .is_some_and(|(name, level)| is_level(level) && !name.contains('(') && !level.contains(','))
    });
    for part in if by_comma { pairs } else { split_list(text) } {
        let cut = part.find(['(', ':', '–', '—', '/', '-', '·', ',']).or_else(|| part.rfind(' '));
        let Some(cut) = cut else { continue };
        let (name, level) = (part[..cut].trim(), trim_marks(&part[cut..]));
        let named =
            name.chars().next().is_some_and(char::is_uppercase) && name.split_whitespace().count() <= 2;
        if named
            && is_level(level)
            && !is_level(name)
            && first_language(part).is_none()
            && name.chars().count() > 2
        {
            let value = Language {
                code: None,
                name: name.to_owned(),
                level: Some(closed(level.trim_end_matches(')'))),
            };
            let fact = context.fact(part, line, 0.8);
            found.push(Fact { value, confidence: fact.confidence, place: fact.place, quote: fact.quote });
        }
    }
    found
}

fn is_wide_text(text: &str) -> bool {
    text.chars().all(is_han)
}

fn first_language(text: &str) -> Option<(&'static str, String)> {
    let words = text
        .split(|character: char| !(character.is_alphabetic() || character == '\''))
        .filter(|word| !word.is_empty());
    words.take(4).find_map(|word| {
        // "英语流利": no blank parts the level.
        let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8()).skip(1).take(3);
        let mut starts = ends.filter_map(|end| word.get(..end)).filter(|start| is_wide_text(start));
        let whole = named(word).map(|code| (code, word.to_owned()));
        whole.or_else(|| starts.find_map(|start| named(start).map(|code| (code, start.to_owned()))))
    })
}

/// Languages of one line: "Deutsch (Muttersprache), Türkisch (fließend)".
pub(super) fn languages_in(text: &str, line: usize, context: &Context<'_>) -> Vec<Fact<Language>> {
    let mut found = Vec::new();
    for part in split_list(text) {
        for piece in part.split(" / ") {
            let Some((code, name)) = first_language(piece) else {
                continue;
            };
            let at = piece.find(&name).map_or(0, |at| at + name.len());
            let rest =
                piece[at..].trim_matches(|character: char| !character.is_alphanumeric() && character != '+');
            let before = piece[..at.saturating_sub(name.len())].trim();
            let level = if !rest.is_empty() {
                rest
            } else if is_level(before) {
                before
            } else {
                ""
            };
            let value = Language {
                code: Some(code),
                name: name.clone(),
                level: (!level.is_empty()).then(|| closed(level)),
            };
            let fact = context.fact(piece, line, 0.95);
            found.push(Fact { value, confidence: fact.confidence, place: fact.place, quote: fact.quote });
        }
    }
    found
}

/// A bracket that the trimming opened is closed again.
fn closed(level: &str) -> String {
    if level.contains('(') && !level.contains(')') { format!("{level})") } else { level.to_owned() }
}
