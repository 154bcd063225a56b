//! Where the person lives.

use super::Context;
use super::entries::trim_marks;
use super::place::address;
use crate::draft::Line;
use crate::lexicon::headings::topic;
use crate::lexicon::roles::title_score;
use crate::lexicon::{fold, is_han};
use crate::resume::{Fact, Location};

/// Where the person lives: a labelled address first, then anything in the head that reads as one.
pub(super) fn location(lines: &[Line], head: &[usize], context: &Context<'_>) -> Option<Fact<Location>> {
    let mut best: Option<(f32, Location, usize)> = None;
    for (order, index) in head.iter().enumerate().take(60) {
        let labelled = is_labelled(&lines[*index]);
        if super::personal::kind_of(&lines[*index].text()).is_some() {
            continue;
        }
        for piece in pieces(lines, *index) {
            let piece = strip_label(&piece);
            if piece.contains('@') || piece.split_whitespace().count() > 14 {
                continue;
            }
            let Some(location) = address(trim_marks(piece)) else {
                continue;
            };
            let base = if labelled { 3.0 } else { 1.0 } - 0.02 * order as f32;
            let score = base + worth(&location) - title_score(piece);
            if best.as_ref().is_none_or(|(known, _, _)| score > *known) {
                best = Some((score, location, *index));
            }
        }
    }
    let (score, mut location, index) = best?;
    if location.country_code.is_none() {
        location.country_code = crate::lexicon::places::city(&fold(location.city.as_deref().unwrap_or("")))
            .and_then(|codes| codes.split(' ').next())
            .map(str::to_owned);
    }
    let quote = location.city.clone().unwrap_or_default();
    let fact = context.fact(&quote, index, if score > 1.5 { 0.95 } else { 0.9 });
    Some(Fact { value: location, confidence: fact.confidence, place: fact.place, quote: fact.quote })
}

pub(super) fn strip_label(piece: &str) -> &str {
    let trimmed = piece.trim();
    match trimmed.split_once([':', '：']) {
        Some((label, value)) if label.split_whitespace().count() <= 2 && !value.trim().is_empty() => {
            value.trim()
        }
        _ => {
            for label in [
                "Adresse ",
                "Address ",
                "Anschrift ",
                "Wohnort ",
                "Dirección ",
                "Endereço ",
                "Indirizzo ",
                "Adres ",
                "Location ",
                "Domicilio ",
            ] {
                if let Some(rest) = trimmed.strip_prefix(label) {
                    return rest.trim();
                }
            }
            trimmed
        }
    }
}

pub(super) fn is_labelled(line: &Line) -> bool {
    let folded = fold(&line.text());
    let labels = [
        "address",
        "adresse",
        "anschrift",
        "wohnort",
        "location",
        "direccion",
        "domicilio",
        "endereco",
        "indirizzo",
        "residenza",
        "adres",
        "woonplaats",
        "地址",
        "现居",
        "所在地",
        "居住地",
        "morada",
        "ciudad",
        "city",
        "ort",
        "ville",
        "现居住地",
        "cidade",
        "lives in",
        "based in",
    ];
    labels.iter().any(|label| {
        folded.strip_prefix(label).is_some_and(|rest| {
            !rest.starts_with(char::is_alphanumeric) || rest.chars().next().is_some_and(is_han)
        })
    })
}

/// How much of an address was found, and whether its street looks like one.
fn worth(location: &Location) -> f32 {
    let one = |holds: bool| f32::from(u8::from(holds));
    let street = location.address.as_deref();
    let odd_street = street.is_some_and(|street| !street.chars().any(|character| character.is_ascii_digit()));
    one(location.postal_code.is_some())
        + 0.7 * one(location.region.is_some())
        + 0.8 * one(street.is_some() && location.postal_code.is_some())
        - one(odd_street)
}

/// The text with a bar for each e-mail and web address.
fn without_reach(text: &str) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    let mut reach = super::patterns::emails(text);
    reach.extend(super::patterns::urls(text, true));
    reach.sort_unstable();
    for (start, end) in reach.into_iter().filter(|(start, end)| start < end) {
        rest.push_str(text.get(from..start).unwrap_or(""));
        rest.push('|');
        from = from.max(end);
    }
    rest.push_str(text.get(from..).unwrap_or(""));
    rest
}

/// The parts of a line that may be an address by themselves, also together with the next line.
fn pieces(lines: &[Line], index: usize) -> Vec<String> {
    let line = &lines[index];
    let text = line.text();
    let mut pieces: Vec<String> = line
        .segments
        .iter()
        .flat_map(|segment| {
            without_reach(&segment.text)
                .split(['|', '•', '·', '∙', '⌂', '✉', '☎', '⋄', '◇', '◆', '♦', '✆', '✦', '※', '►'])
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    pieces.extend(
        line.segments
            .iter()
            .flat_map(|segment| {
                segment
                    .text
                    .split([" – ", " — ", " / "].map(|mark| mark).as_slice().first().copied().unwrap_or("|"))
            })
            .map(str::to_owned),
    );
    pieces.extend(text.split(" — ").map(str::to_owned));
    // An address over two lines: street, then town; or a town cut in two.
    let next = lines.get(index + 1).filter(|next| next.block == line.block && !next.text().contains('@'));
    if let (Some(next), Some(last)) = (next, pieces.first().filter(|_| !text.contains('@')).cloned())
        && text.chars().any(|character| character.is_ascii_digit())
    {
        pieces.push(format!("{last}, {}", next.text()));
    }
    let is_heading = |next: &Line| {
        let text = next.text();
        topic(&text).is_some() || !text.chars().any(char::is_lowercase)
    };
    if let Some(next) = lines.get(index + 1).filter(|next| next.block == line.block && !is_heading(next))
        && let (Some(last), Some(first)) = (line.segments.last(), next.segments.first())
    {
        let head = last.text.rsplit(['|', '•', '·']).next().unwrap_or("");
        let tail = first.text.split(['|', '•', '·', ' ']).find(|word| !word.is_empty()).unwrap_or("");
        // A code at the start of a line belongs to the town behind it.
        if tail.chars().all(char::is_alphabetic) {
            pieces.push(format!("{head} {tail}"));
        }
    }
    pieces
}
