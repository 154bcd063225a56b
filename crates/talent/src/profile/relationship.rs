//! The panel that says how well we know somebody, with the contacts it is counted from.

use record::people::bond::{self, MONTHS};
use record::{Clear, PersonId, Scope};
use web::{Problem, Staff, words};

/// Size of the drawing.
const WIDE: f32 = 248.0;
const HIGH: i64 = 46;
/// Months drawn in the warm colour.
const HOT: usize = 3;

/// One bar.
pub(super) struct Bar {
    pub(super) x: String,
    pub(super) y: i64,
    pub(super) height: i64,
    pub(super) hot: bool,
}

/// A relationship as it is drawn.
pub(super) struct RelationshipPart {
    pub(super) bond: words::BondWords,
    /// `5 y 8 m`; empty before the first contact.
    pub(super) since: String,
    pub(super) bars: Vec<Bar>,
    pub(super) spoken: String,
    pub(super) best: String,
    pub(super) answers_in: String,
}

pub(super) async fn of(
    who: &Staff,
    scope: &Scope<Clear>,
    person: PersonId,
) -> Result<RelationshipPart, Problem> {
    let now = who.now();
    let told = bond::relationship(&who.house.db, scope, person).await?;
    let months = (now - told.since) / (30 * base::clock::DAY);
    let all: i64 = told.months.iter().sum();
    let lately: i64 = told.months.iter().rev().take(HOT).sum();
    Ok(RelationshipPart {
        bond: words::bond(&told.bond, now),
        since: match (told.since, months) {
            (0, _) => String::new(),
            (_, 0) => "Less than a month".to_owned(),
            (_, months) => words::months_short(months),
        },
        spoken: format!(
            "{} in {MONTHS} months, {lately} of them in the last {HOT}",
            words::counted(all, "contact", "contacts")
        ),
        bars: if all == 0 { vec![] } else { bars(&told.months) },
        best: told.best,
        answers_in: told.answers_in.map(about).unwrap_or_default(),
    })
}

/// `about 5 hours`
fn about(span: base::Micros) -> String {
    use base::clock::{DAY, HOUR};
    match span {
        ..HOUR => "less than an hour".to_owned(),
        HOUR..DAY => format!("about {}", words::counted((span + HOUR / 2) / HOUR, "hour", "hours")),
        _ => format!("about {}", words::counted((span + DAY / 2) / DAY, "day", "days")),
    }
}

fn bars(months: &[i64]) -> Vec<Bar> {
    let most = months.iter().copied().max().unwrap_or(1).max(1);
    let step = WIDE / months.len() as f32;
    let bar = |(place, count): (usize, &i64)| {
        let height = if *count == 0 { 1 } else { (count * HIGH / most).max(6) };
        Bar {
            x: format!("{:.1}", place as f32 * step),
            y: HIGH + 5 - height,
            height,
            hot: place + HOT >= months.len() && *count > 0,
        }
    };
    months.iter().enumerate().map(bar).collect()
}
