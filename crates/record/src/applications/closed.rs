//! Applications that ended: declined, withdrawn, hired.

use base::{Micros, limits};
use db::{Assembled, Db};

use super::Q;
use super::board::{Card, CardRow, MaskedCard, card_row};
use crate::access::AnyScope;
use crate::jobs;
use crate::{JobId, ReadError, Scope, Sight};

/// How an application ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// `rejected`, `withdrawn` or `hired`.
    pub status: String,
    /// The typed reason; empty for a hire or where it was taken back.
    pub reason: String,
    /// It had been added by mistake and was taken back.
    pub taken_back: bool,
    pub by: String,
    pub at: Micros,
    pub stage_name: String,
}

/// An ended application, clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedCard {
    pub card: Card,
    pub ending: Ending,
    pub note: String,
}

/// The same, masked. A note is free text and may say a name: it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskedClosedCard {
    pub card: MaskedCard,
    pub ending: Ending,
}

/// A page of them, newest end first.
#[derive(Debug)]
pub struct Closed<V> {
    pub cards: Vec<V>,
    /// How many ended in each way.
    pub rejected: i64,
    pub withdrawn: i64,
    pub hired: i64,
    /// Where the next page begins.
    pub more: Option<(Micros, i64)>,
}

struct Row {
    card: CardRow,
    ending: Ending,
    note: String,
}

impl Row {
    fn clear(self) -> ClosedCard {
        ClosedCard { card: self.card.clear(), ending: self.ending, note: self.note }
    }

    fn mask(self) -> MaskedClosedCard {
        MaskedClosedCard { card: self.card.mask(), ending: self.ending }
    }
}

/// The ended applications of a job. `status` narrows to one way of ending, `after` goes on where a page stopped.
pub async fn closed<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    job: JobId,
    status: &str,
    after: Option<(Micros, i64)>,
) -> Result<Closed<S::View<ClosedCard, MaskedClosedCard>>, ReadError> {
    let right = jobs::visible(who, job)?;
    let workspace = who.workspace_id();
    db.read(async |rd| {
        let counts =
            rd.all(Q.get("closed-counts"), &[&workspace, &job], |row| (row.text(0), row.int(1))).await?;
        let count = |word: &str| counts.iter().find(|(known, _)| known == word).map_or(0, |(_, n)| *n);
        let mut sql = Assembled::with(Q.get("closed-cards"), &[&workspace, &job]);
        if !status.is_empty() {
            sql.push(" and a.status = ").bind(&status);
        }
        if let Some((at, id)) = after {
            sql.push(" and (d.at, a.id) < (").bind(&at).push(", ").bind(&id).push(")");
        }
        let one_more = i64::try_from(limits::PAGE_ROWS + 1).unwrap_or(i64::MAX);
        sql.push(" order by d.at desc, a.id desc limit ").bind(&one_more);
        let mut rows = rd.assembled(&sql, closed_row).await?;
        let is_more = rows.len() > limits::PAGE_ROWS;
        rows.truncate(limits::PAGE_ROWS);
        let last = rows.last().map(|row| (row.ending.at, row.card.card.application.0));
        Ok(Closed {
            rejected: count("rejected"),
            withdrawn: count("withdrawn"),
            hired: count("hired"),
            more: last.filter(|_| is_more),
            cards: rows.into_iter().map(|row| S::show(row, right.masked, Row::clear, Row::mask)).collect(),
        })
    })
    .await
}

fn closed_row(row: &db::Row<'_>) -> Row {
    Row {
        card: card_row(row),
        ending: Ending {
            status: row.text(13),
            taken_back: row.str(14) == "other",
            reason: row.text(15),
            by: row.text(17),
            at: row.int(18),
            stage_name: row.text(19),
        },
        note: row.text(16),
    }
}
