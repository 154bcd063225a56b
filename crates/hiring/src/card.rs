//! A card of the board, for both kinds of reader.

use base::Micros;
use record::Seen;
use record::applications::{Card, MaskedCard};
use web::words;

use crate::shared::{score, short_span};

/// A card as the template draws it. Made from a clear or a masked view, never from more.
pub(crate) struct CardView {
    /// How the URLs of this application begin after `/applications/`.
    pub(crate) reference: String,
    pub(crate) person_href: String,
    pub(crate) name: String,
    pub(crate) masked: bool,
    pub(crate) initials: String,
    pub(crate) hue: u16,
    pub(crate) sub: String,
    pub(crate) score: Option<i64>,
    pub(crate) source: String,
    /// Experience, where a masked reader sees no source.
    pub(crate) years: String,
    pub(crate) interview: String,
    /// `Replied today`: they wait for an answer.
    pub(crate) replied: String,
    /// `None` for a masked reader.
    pub(crate) bond: Option<words::BondWords>,
    pub(crate) since: String,
    pub(crate) late: bool,
    pub(crate) version: i64,
}

/// What a card is drawn against.
#[derive(Clone, Copy)]
pub(crate) struct Drawing<'a> {
    pub(crate) now: Micros,
    pub(crate) zone: &'a str,
    /// Median stay of its lane.
    pub(crate) median: Option<Micros>,
}

/// Without a median, somebody who waits so long is late.
const LATE_WITHOUT_MEDIAN: Micros = 14 * base::clock::DAY;

impl CardView {
    pub(crate) fn of(card: Seen<Card, MaskedCard>, on: Drawing<'_>) -> Self {
        match card {
            Seen::Clear(card) => Self::clear(card, on),
            Seen::Masked(card) => Self::masked(card, on),
        }
    }

    fn clear(card: Card, on: Drawing<'_>) -> Self {
        Self {
            reference: card.application.to_string(),
            person_href: format!("/candidates/{}", card.person),
            initials: words::initials(&card.name),
            hue: words::hue(&card.name),
            masked: false,
            sub: if card.employer.is_empty() { card.title } else { card.employer },
            name: card.name,
            score: score(card.points),
            source: words::source(&card.source).to_owned(),
            years: String::new(),
            interview: interview(card.next_interview, on),
            replied: replied(&card.bond, on),
            bond: Some(words::bond(&card.bond, on.now)),
            since: short_span(on.now - card.stage_since),
            late: late(card.stage_since, on),
            version: card.version,
        }
    }

    fn masked(card: MaskedCard, on: Drawing<'_>) -> Self {
        let label = card.label();
        Self {
            person_href: format!("/candidates/{}", card.alias),
            initials: label.split_whitespace().last().unwrap_or_default().chars().take(2).collect(),
            hue: 0,
            masked: true,
            name: label,
            sub: card.title.clone(),
            years: match card.experience_months {
                0 => String::new(),
                months => words::months(months),
            },
            score: score(card.points),
            source: String::new(),
            interview: interview(card.next_interview, on),
            replied: String::new(),
            bond: None,
            since: short_span(on.now - card.stage_since),
            late: late(card.stage_since, on),
            version: card.version,
            reference: card.alias,
        }
    }
}

/// `Today 9:30`, `Thu 9:30`, `3 Dec`: a card is narrow, and what is near has its hour.
fn interview(at: Micros, on: Drawing<'_>) -> String {
    if at == 0 {
        return String::new();
    }
    let (then, today) = (base::clock::zoned(at, on.zone), base::clock::zoned(on.now, on.zone));
    let format = match at - on.now {
        _ if then.date() == today.date() => "Today %-H:%M",
        ..WEEK => "%a %-H:%M",
        _ => "%-d %b",
    };
    then.strftime(format).to_string()
}

const WEEK: Micros = 6 * base::clock::DAY;

/// An older mail is no news on a board.
const REPLY_NEWS: Micros = 14 * base::clock::DAY;

/// `Replied today`, `Replied Tue`
fn replied(bond: &record::people::Bond, on: Drawing<'_>) -> String {
    let Some(at) = bond.waits_since().filter(|at| on.now - at < REPLY_NEWS) else { return String::new() };
    let when = words::when(at, on.now, on.zone);
    if when.contains(':') {
        "Replied today".to_owned()
    } else {
        format!("Replied {}", when.replace("Yest", "yest"))
    }
}

/// Nobody is late after an evening, however fast a stage is.
const LATE_AT_LEAST: Micros = 3 * base::clock::DAY;

fn late(since: Micros, on: Drawing<'_>) -> bool {
    on.now - since > on.median.map_or(LATE_WITHOUT_MEDIAN, |median| (2 * median).max(LATE_AT_LEAST))
}
