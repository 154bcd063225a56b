//! Checking what was read: each fact of a resume with its place on the page and our confidence, what a
//! user said of it, and how both outlive a newer reader.
//!
//! Holds true: what a user said of a fact stands until they say something else; a reading that is made
//! again replaces only what nobody has touched. For clear readers only.

mod effect;
mod found;
pub mod months;
mod part;
mod rebuild;
mod reread;
mod say;
mod sheet;
mod store;

use base::{Micros, clock};
use db::{Assembled, Db, DbError};

use crate::access::AnyScope;
use crate::{Clear, DocumentId, PersonId, ReadError, Scope, UserId};
use part::Fact;

pub use part::{DOUBT, PartKind, Spot, Verdict};
pub use rebuild::{Rebuilt, rebuild};
pub use reread::{CHORE, Reread, ask_again, count_left, left_to_read, read_again};
pub use say::{Said, confirm, correct};
pub use sheet::{DrawnLine, LETTERS, Sheet, Sheets};

pub(crate) use effect::add;
pub(crate) use found::parts_of;
pub(crate) use say::take_back;
pub(crate) use store::{Kept, keep, row_said};

pub(crate) const Q: db::Queries<64> = db::Queries::new(include_str!("queries.sql"));

/// One fact on the page that checks it.
#[derive(Clone, Debug)]
pub struct ReadFact {
    pub id: i64,
    pub field: String,
    /// What holds by now.
    pub value: String,
    /// What the reader said.
    pub read: String,
    /// The words as printed.
    pub quote: String,
    pub spot: Spot,
    /// Percent.
    pub confidence: i64,
    pub verdict: Verdict,
}

impl ReadFact {
    fn of(fact: Fact) -> Self {
        Self {
            id: fact.id,
            value: fact.holds().to_owned(),
            field: fact.field,
            read: fact.value,
            quote: fact.quote,
            spot: fact.spot,
            confidence: fact.confidence,
            verdict: fact.verdict,
        }
    }

    /// It waits for a user's word.
    pub fn is_doubtful(&self) -> bool {
        self.verdict == Verdict::None && self.confidence < DOUBT
    }
}

/// Facts that belong together.
#[derive(Clone, Debug)]
pub struct ReadPart {
    pub kind: PartKind,
    pub facts: Vec<ReadFact>,
}

/// Everything that the page shows of one document.
#[derive(Clone, Debug)]
pub struct CheckView {
    pub person: PersonId,
    pub person_name: String,
    pub file_name: String,
    pub format: String,
    pub stored_at: Micros,
    /// The version of the reader; 0 where the file was never read for checking.
    pub reader: i64,
    pub sheets: Sheets,
    pub parts: Vec<ReadPart>,
    pub unread: Vec<String>,
}

impl CheckView {
    pub fn facts(&self) -> impl Iterator<Item = &ReadFact> {
        self.parts.iter().filter(|part| part.kind != PartKind::Personal).flat_map(|part| &part.facts)
    }

    pub fn doubtful(&self) -> usize {
        self.facts().filter(|fact| fact.is_doubtful()).count()
    }
}

/// Opens the page that checks a document; that somebody did is written down.
pub async fn open(db: &Db, who: &Scope<Clear>, document: DocumentId) -> Result<CheckView, ReadError> {
    let workspace = who.workspace_id();
    let view = db
        .read(async |rd| {
            let mut view = rd
                .optional(Q.get("reading-head"), &[&workspace, &document], view_of)
                .await?
                .ok_or(ReadError::NotFound)?;
            let parts = store::parts(rd, workspace.0, document).await?;
            let whole = |part: part::Part| ReadPart {
                kind: part.kind,
                facts: part.facts.into_iter().map(ReadFact::of).collect(),
            };
            view.parts = parts.into_iter().map(whole).collect();
            Ok::<_, ReadError>(view)
        })
        .await?;
    seen(db, who, view.person, document).await?;
    Ok(view)
}

fn view_of(row: &db::Row<'_>) -> CheckView {
    CheckView {
        person: PersonId(row.int(0)),
        person_name: row.text(1),
        file_name: row.text(2),
        format: row.text(3),
        stored_at: row.int(4),
        reader: row.int(5),
        sheets: Sheets::from_json(row.str(6), row.str(7)),
        parts: vec![],
        unread: row.text(8).lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
    }
}

/// One look at a document is one line, however many of its pages are turned within this time.
const ONE_LOOK: Micros = 10 * clock::MINUTE;

/// Writes down that somebody looked at the document, unless the same look is there already.
pub async fn seen(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    document: DocumentId,
) -> Result<(), ReadError> {
    let (workspace, user, since) = (who.workspace_id(), who.user(), db.now() - ONE_LOOK);
    let lately: Result<i64, DbError> = db
        .read(async |rd| {
            let bound: [&dyn db::Bind; 5] = [&workspace, &document, &user, &since, &person];
            rd.count(Q.get("view-lately"), &bound).await
        })
        .await;
    if lately? > 0 {
        return Ok(());
    }
    super::documents::seen(db, who, person, document).await
}

/// The resumes of a person that were read, the newest first, and how many facts of each are in doubt.
pub async fn of_person(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
) -> Result<Vec<(DocumentId, i64)>, ReadError> {
    let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), &person];
    let rows: Result<_, DbError> = db
        .read(async |rd| {
            rd.all(Q.get("readings-of-person"), &bound, |row| (DocumentId(row.int(0)), row.int(1))).await
        })
        .await;
    Ok(rows?)
}

/// Of these documents the ones with facts in doubt, and how many.
pub async fn in_doubt(
    db: &Db,
    who: &Scope<Clear>,
    documents: &[DocumentId],
) -> Result<Vec<(DocumentId, i64)>, ReadError> {
    let mut sql = Assembled::with(Q.get("readings-in-doubt"), &[&who.workspace_id()]);
    sql.list(documents);
    let rows: Result<_, DbError> =
        db.read(async |rd| rd.assembled(&sql, |row| (DocumentId(row.int(0)), row.int(1))).await).await;
    Ok(rows?)
}

/// Another file with facts in doubt: its person's name and how many.
pub async fn next_in_doubt(
    db: &Db,
    who: &Scope<Clear>,
    after: DocumentId,
) -> Result<Option<(DocumentId, String, i64)>, ReadError> {
    let workspace = who.workspace_id();
    let row: Result<_, DbError> = db
        .read(async |rd| {
            // Older ones first; from the oldest on, the newest again.
            for before in [after, DocumentId(i64::MAX)] {
                let next = |row: &db::Row<'_>| (DocumentId(row.int(0)), row.text(1), row.int(2));
                let found = rd.optional(Q.get("next-in-doubt"), &[&workspace, &before], next).await?;
                if let Some(found) = found {
                    return Ok(Some(found).filter(|(document, ..)| *document != after));
                }
            }
            Ok(None)
        })
        .await;
    Ok(row?)
}

/// Who said it last, for a conflict.
async fn user_name(tx: &mut db::Tx<'_>, user: UserId) -> Result<String, DbError> {
    let workspace = tx.workspace();
    let name = tx.optional(Q.get("user-name"), &[&workspace, &user], |row| row.text(0)).await?;
    Ok(name.filter(|name| !name.is_empty()).unwrap_or_else(|| "Somebody else".to_owned()))
}
