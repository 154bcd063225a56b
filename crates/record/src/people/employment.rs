//! Employment: what is derived from the positions somebody held, kept with the person's row.

use db::{DbError, Tx};

use super::Q;
use crate::PersonId;

/// A position as far as it is needed to derive from it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub title: String,
    pub employer: String,
    pub started: i64,
    pub ended: i64,
    pub ongoing: bool,
    pub source: String,
    pub as_of: i64,
}

/// Works out current position and months of experience anew; part of every transaction that changes
/// an employment.
pub(crate) async fn recompute(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    let (workspace, now) = (tx.workspace(), tx.now());
    let held = tx
        .all(Q.get("employments-held"), &[&workspace, &person], |row| Held {
            title: row.text(0),
            employer: row.text(1),
            started: row.int(2),
            ended: row.int(3),
            ongoing: row.flag(4),
            source: row.text(5),
            as_of: row.int(6),
        })
        .await?;
    let (year, month) = base::clock::year_month(now);
    let months = experience_months(&held, i64::from(year) * 100 + i64::from(month));
    let (title, employer, since, as_of, source) = match current(&held) {
        Some(now) => (now.title.as_str(), now.employer.as_str(), now.started, now.as_of, now.source.as_str()),
        None => ("", "", 0, 0, ""),
    };
    let bound: [&dyn db::Bind; 8] =
        [&workspace, &person, &title, &employer, &since, &as_of, &source, &months];
    tx.run(Q.get("person-derive"), &bound).await.map(drop)
}

/// The position held now: said to be ongoing, or with a start and no end; the latest start wins.
pub(crate) fn current(held: &[Held]) -> Option<&Held> {
    held.iter()
        .filter(|one| one.ongoing || (one.ended == 0 && one.started != 0))
        .max_by_key(|one| (one.started, one.ongoing, one.as_of))
}

/// Months worked, each counted once however many positions overlapped.
pub(crate) fn experience_months(held: &[Held], this_month: i64) -> i64 {
    let mut spans: Vec<(i64, i64)> = held
        .iter()
        .filter(|one| one.started != 0)
        .filter_map(|one| {
            let end = match (one.ongoing, one.ended) {
                (true, _) => this_month,
                (false, 0) => one.started,
                (false, ended) => ended,
            };
            let (from, to) = (month_number(one.started, 1), month_number(end.min(this_month), 12));
            (from <= to).then_some((from, to))
        })
        .collect();
    spans.sort_unstable();
    let (mut months, mut covered) = (0, i64::MIN);
    for (from, to) in spans {
        let from = from.max(covered.saturating_add(1));
        if to >= from {
            months += to - from + 1;
            covered = to;
        }
    }
    months
}

fn month_number(value: i64, missing: i64) -> i64 {
    let month = if value % 100 == 0 { missing } else { value % 100 };
    value / 100 * 12 + month - 1
}
