//! Rows of readings: parts in, parts out.

use db::{DbError, Rd, Tx};

use super::Q;
use super::part::{DOUBT, Fact, Part, PartKind, Spot, Verdict};
use super::sheet::Sheets;
use crate::{DocumentId, PersonId};

/// What is kept of a reading beside its facts.
pub(crate) struct Kept<'a> {
    pub document: DocumentId,
    pub person: PersonId,
    pub sheets: &'a Sheets,
    pub unread: &'a str,
}

/// Stores a reading with its parts, in place of an older one. Facts keep the ids they have.
pub(crate) async fn keep(tx: &mut Tx<'_>, kept: &Kept<'_>, parts: &mut [Part]) -> Result<(), DbError> {
    let (workspace, now, document) = (tx.workspace(), tx.now(), kept.document);
    let (pages, lines) = (kept.sheets.pages_json(), kept.sheets.lines_json());
    let bound: [&dyn db::Bind; 8] =
        [&workspace, &document, &kept.person, &resume::READER, &now, &pages, &lines, &kept.unread];
    tx.run(Q.get("reading-keep"), &bound).await?;
    tx.run(Q.get("facts-clear"), &[&workspace, &document]).await?;
    let mut ordinal = 0_i64;
    for (number, part) in parts.iter_mut().enumerate() {
        let (kind, number, row) = (part.kind.word(), number as i64, part.row);
        for fact in &mut part.facts {
            if fact.id == 0 {
                fact.id = tx.new_id();
            }
            ordinal += 1;
            let (spot, verdict) = (fact.spot, fact.verdict.word());
            let bound: [&dyn db::Bind; 20] = [
                &workspace,
                &fact.id,
                &document,
                &kind,
                &number,
                &ordinal,
                &fact.field,
                &fact.value,
                &fact.quote,
                &spot.page,
                &spot.x0,
                &spot.y0,
                &spot.x1,
                &spot.y1,
                &fact.confidence,
                &row,
                &verdict,
                &fact.said,
                &fact.said_by,
                &fact.said_at,
            ];
            tx.run(Q.get("fact-keep"), &bound).await?;
        }
    }
    recount(tx, document).await
}

/// Counts the facts that wait for a user's word anew.
pub(crate) async fn recount(tx: &mut Tx<'_>, document: DocumentId) -> Result<(), DbError> {
    let workspace = tx.workspace();
    tx.run(Q.get("recount"), &[&workspace, &document, &DOUBT]).await.map(drop)
}

/// The parts of a stored reading, in the order of the page; none where there is no reading.
pub(crate) async fn parts(
    rd: &mut Rd<'_>,
    workspace: i64,
    document: DocumentId,
) -> Result<Vec<Part>, DbError> {
    let rows = rd
        .all(Q.get("facts-of-reading"), &[&workspace, &document], |row| {
            let fact = Fact {
                id: row.int(0),
                field: row.text(4),
                value: row.text(5),
                quote: row.text(6),
                spot: Spot {
                    page: row.int(7),
                    x0: row.int(8),
                    y0: row.int(9),
                    x1: row.int(10),
                    y1: row.int(11),
                },
                confidence: row.int(12),
                verdict: Verdict::from_word(row.str(13)),
                said: row.text(14),
                said_by: row.int(15),
                said_at: row.int(16),
            };
            (PartKind::from_word(row.str(1)), row.int(2), row.int(3), fact)
        })
        .await?;
    let (mut parts, mut last): (Vec<Part>, i64) = (vec![], -1);
    for (kind, number, row, fact) in rows {
        match parts.last_mut() {
            Some(part) if last == number => {
                part.row = part.row.max(row);
                part.facts.push(fact);
            }
            _ => parts.push(Part { kind, row, facts: vec![fact] }),
        }
        last = number;
    }
    Ok(parts)
}

/// A row of the record was taken off, or put back, on the person's page: its facts say so too, so that
/// a newer reader does not bring it back.
pub(crate) async fn row_said(tx: &mut Tx<'_>, row: i64, removed: bool) -> Result<(), DbError> {
    let (workspace, now, user) = (tx.workspace(), tx.now(), tx.user_id());
    let sql = if removed { Q.get("row-off") } else { Q.get("row-back") };
    tx.run(sql, &[&workspace, &row, &user, &now]).await?;
    let documents =
        tx.all(Q.get("documents-of-row"), &[&workspace, &row], |row| DocumentId(row.int(0))).await?;
    for document in documents {
        recount(tx, document).await?;
    }
    Ok(())
}

/// What a file brought before readings were kept, as parts without places: rows of the record that name it.
pub(crate) async fn parts_of_rows(tx: &mut Tx<'_>, document: DocumentId) -> Result<Vec<Part>, DbError> {
    let bound: [&dyn db::Bind; 2] = [&tx.workspace(), &document];
    let mut parts = tx
        .all(Q.get("old-contacts"), &bound, |row| {
            let kind = row.text(1);
            old(PartKind::Contact, row.int(0), 100, row.int(3), &[(kind.as_str(), row.text(2))])
        })
        .await?;
    parts.extend(
        tx.all(Q.get("old-facts"), &bound, |row| {
            let kind = PartKind::from_word(row.str(1));
            let (value, level) = (row.text(2), row.text(3));
            let value = if level.is_empty() { value } else { format!("{value}, {level}") };
            old(kind, row.int(0), row.int(4), row.int(5), &[(kind.word(), value)])
        })
        .await?,
    );
    let month = super::months::spell;
    parts.extend(
        tx.all(Q.get("old-employments"), &bound, |row| {
            let ended = if row.flag(5) { super::months::NOW.to_owned() } else { month(row.int(4)) };
            let facts = [
                ("title", row.text(1)),
                ("employer", row.text(2)),
                ("started", month(row.int(3))),
                ("ended", ended),
                ("place", row.text(6)),
                ("note", row.text(7)),
            ];
            old(PartKind::Employment, row.int(0), row.int(8), row.int(9), &facts)
        })
        .await?,
    );
    parts.extend(
        tx.all(Q.get("old-educations"), &bound, |row| {
            let facts = [
                ("degree", row.text(1)),
                ("area", row.text(2)),
                ("school", row.text(3)),
                ("started", month(row.int(4))),
                ("ended", month(row.int(5))),
            ];
            old(PartKind::Education, row.int(0), row.int(6), row.int(7), &facts)
        })
        .await?,
    );
    Ok(parts)
}

fn old(kind: PartKind, row: i64, confidence: i64, retracted_at: i64, facts: &[(&str, String)]) -> Part {
    // Somebody took it off: that stands.
    let verdict = if retracted_at == 0 { Verdict::None } else { Verdict::Removed };
    let fact = |(field, value): &(&str, String)| Fact {
        field: (*field).to_owned(),
        value: value.clone(),
        confidence,
        verdict,
        said_at: retracted_at,
        ..Fact::default()
    };
    Part { kind, row, facts: facts.iter().filter(|(_, value)| !value.is_empty()).map(fact).collect() }
}
