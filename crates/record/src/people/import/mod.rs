//! Import: people out of a table. Each row is a person; what cannot be understood is reported with its
//! row and column and kept as text, so that nothing of an accepted row is lost.

mod columns;
mod table;

use std::fmt;

use columns::{Column, country_code};
use db::{Db, Tx};

use super::add::{self, NewPerson};
use super::contacts::{self, ContactKind, Reach};
use super::edit::{self, Field};
use super::facts::{self, Addition, FactKind, NewEmployment, NewFact, Origin};
use super::{Q, employment, keys, store, tags};
use crate::access::AnyScope;
use crate::{Clear, DocumentId, Entry, PersonId, Refusal, Scope};

/// Rows in one transaction: few commits, short locks.
const ROWS_AT_ONCE: usize = 200;

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub created: i64,
    /// People who were there before and got something new.
    pub added: i64,
    /// People who were there before with all of it.
    pub known: i64,
    pub problems: Vec<RowProblem>,
}

impl Report {
    /// Rows that did not become or meet a person.
    pub fn refused(&self) -> i64 {
        self.problems.iter().filter(|problem| problem.refused).count() as i64
    }
}

/// What is wrong in one field of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    pub file: String,
    /// The line in the file, as an editor counts; 0 for the whole file.
    pub row: usize,
    pub field: String,
    pub message: String,
    /// The row was not taken; else only this value was put aside.
    pub refused: bool,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, row {}, {}: {}", self.file, self.row, self.field, self.message)
    }
}

/// Imports one table. `progress` hears how many rows are done, of how many.
pub async fn import_table(
    db: &Db,
    who: &Scope<Clear>,
    file: &str,
    bytes: &[u8],
    mut progress: impl FnMut(usize, usize) + Send,
) -> Result<Report, Refusal> {
    let mut report = Report::default();
    let lines = table::lines(&table::decode(bytes));
    let mut lines = lines.into_iter();
    let head = lines.next().map(|line| line.fields).unwrap_or_default();
    let columns: Vec<Option<Column>> = head.iter().map(|header| Column::of(header)).collect();
    let has = |column| columns.contains(&Some(column));
    if !(has(Column::Name) || has(Column::FirstName) || has(Column::LastName)) {
        report.problems.push(RowProblem {
            file: file.to_owned(),
            row: 1,
            field: "name".into(),
            message: "The first line must name the columns, and one of them must be Name, or First name and Last name."
                .into(),
            refused: true,
        });
        return Ok(report);
    }
    let mut rows = vec![];
    for line in lines {
        let read = Row::read(file, line, &head, &columns, &mut report.problems);
        rows.extend(read);
    }
    let (all, mut done) = (rows.len(), 0);
    for some in rows.chunks(ROWS_AT_ONCE) {
        let counts = store_rows(db, who, some).await?;
        report.created += counts.0;
        report.added += counts.1;
        report.known += counts.2;
        done += some.len();
        progress(done, all);
    }
    Ok(report)
}

/// A row that is understood.
#[derive(Debug)]
struct Row {
    new: NewPerson,
    status: String,
    reaches: Vec<Reach>,
    note: String,
    /// Values that no column is known for, and values put aside.
    rest: String,
}

impl Row {
    fn read(
        file: &str,
        line: table::Line,
        head: &[String],
        columns: &[Option<Column>],
        problems: &mut Vec<RowProblem>,
    ) -> Option<Self> {
        let mut row = Self {
            new: NewPerson::default(),
            status: String::new(),
            reaches: vec![],
            note: String::new(),
            rest: String::new(),
        };
        let (mut first, mut last) = (String::new(), String::new());
        let mut problem = |field: &str, message: String, refused: bool| {
            let field = field.to_owned();
            problems.push(RowProblem { file: file.to_owned(), row: line.number, field, message, refused });
        };
        for (position, value) in line.fields.into_iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let header = head.get(position).map_or("", String::as_str);
            match columns.get(position).copied().flatten() {
                Some(Column::FirstName) => first = value,
                Some(Column::LastName) => last = value,
                Some(column) => {
                    if let Err(message) = row.put(column, &value) {
                        problem(column.word(), message, false);
                        row.set_aside(header, &value);
                    }
                }
                None => row.set_aside(header, &value),
            }
        }
        if row.new.name.is_empty() {
            row.new.name = keys::line(&format!("{first} {last}"));
        }
        if row.new.name.is_empty() {
            problem("name", "There is no name in this row. Write one and import the row again.".into(), true);
            return None;
        }
        Some(row)
    }

    fn set_aside(&mut self, header: &str, value: &str) {
        if !self.rest.is_empty() {
            self.rest.push('\n');
        }
        self.rest.push_str(&format!("{header}: {value}"));
    }

    fn put(&mut self, column: Column, value: &str) -> Result<(), String> {
        let new = &mut self.new;
        match column {
            Column::Name => new.name = keys::line(value),
            Column::FirstName | Column::LastName => {}
            Column::Email => self.reach(ContactKind::Email, value)?,
            Column::Phone => self.reach(ContactKind::Phone, value)?,
            Column::Url => self.reach(ContactKind::Url, value)?,
            Column::Title => new.title = value.to_owned(),
            Column::Employer => new.employer = value.to_owned(),
            Column::Headline => new.headline = value.to_owned(),
            Column::City => new.city = value.to_owned(),
            Column::Region => new.region = value.to_owned(),
            Column::Country => {
                new.country_code = country_code(value)
                    .ok_or_else(|| format!("“{value}” is no country we know. Write two letters, like DE."))?;
            }
            Column::Source => new.source = value.to_owned(),
            Column::Status => {
                let word = keys::name_key(value).replace([' ', '-'], "_");
                if !edit::STATUSES.contains(&word.as_str()) {
                    return Err(format!(
                        "“{value}” is no status. Write one of: {}.",
                        edit::STATUSES.join(", ")
                    ));
                }
                self.status = word;
            }
            Column::Tags => new.tags.extend(list(value)),
            Column::Skills => new.skills.extend(list(value)),
            Column::Note => self.note = keys::body(value),
        }
        Ok(())
    }

    fn reach(&mut self, kind: ContactKind, value: &str) -> Result<(), String> {
        for one in value.split([';', ',', '|', '\n']).map(str::trim).filter(|one| !one.is_empty()) {
            self.reaches.push(Reach::typed(kind, one).map_err(|refusal| refusal.to_string())?);
        }
        Ok(())
    }
}

/// Several values in one field.
fn list(value: &str) -> impl Iterator<Item = String> + '_ {
    value.split([';', ',', '|', '\n']).map(keys::line).filter(|one| !one.is_empty())
}

async fn store_rows(db: &Db, who: &Scope<Clear>, rows: &[Row]) -> Result<(i64, i64, i64), Refusal> {
    db.write(who, async |tx| {
        let (mut created, mut added, mut known) = (0, 0, 0);
        store::take_turn(tx).await?;
        for row in rows {
            match contacts::find_by(tx, who.workspace_id().0, &row.reaches).await? {
                None => {
                    create(tx, row).await?;
                    created += 1;
                }
                Some(person) if add_to(tx, person, row).await? => added += 1,
                Some(_) => known += 1,
            }
        }
        let refused = 0;
        let recorded = tx.record(Entry::ImportFinished { created, added, refused }).await?;
        Ok(((created, added, known), recorded))
    })
    .await
}

fn origin() -> Origin {
    Origin { source: "import".into(), document: DocumentId(0), confidence: 100 }
}

async fn create(tx: &mut Tx<'_>, row: &Row) -> Result<(), Refusal> {
    let mut new = row.new.clone();
    if new.source.is_empty() {
        new.source = "import".into();
    }
    let person = add::insert(tx, &new, &row.reaches, &origin()).await?;
    rest(tx, person, row).await?;
    tx.record(Entry::PersonAdded { person, source: keys::line(&new.source) }).await?;
    Ok(())
}

/// Adds what is new to somebody who is there; what is filled in stays as it is. True where there was
/// something new.
async fn add_to(tx: &mut Tx<'_>, person: PersonId, row: &Row) -> Result<bool, Refusal> {
    let mut new_facts = false;
    for reach in &row.reaches {
        new_facts |= contacts::insert(tx, person, reach, &origin()).await?.is_some();
    }
    for skill in &row.new.skills {
        let fact = NewFact { kind: FactKind::Skill, value: skill.clone(), level: String::new() };
        new_facts |= facts::insert(tx, person, &Addition::Fact(fact), &origin()).await?.is_some();
    }
    for tag in &row.new.tags {
        new_facts |= tags::insert(tx, person, tag).await?;
    }
    let held = NewEmployment {
        title: row.new.title.clone(),
        employer: row.new.employer.clone(),
        ongoing: true,
        ..NewEmployment::default()
    };
    new_facts |= facts::insert(tx, person, &Addition::Employment(held), &origin()).await?.is_some();
    employment::recompute(tx, person).await?;
    let fields = [
        (Field::City, &row.new.city),
        (Field::Region, &row.new.region),
        (Field::CountryCode, &row.new.country_code),
        (Field::Headline, &row.new.headline),
    ];
    for (field, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        let now_there = edit::current(tx, person, field).await?.map(|now| now.value).unwrap_or_default();
        if now_there.is_empty() {
            edit::fill(tx, person, field, value).await?;
            new_facts = true;
        }
    }
    if new_facts {
        rest(tx, person, row).await?;
        store::touch(tx, person).await?;
        tx.record(Entry::PersonImported { person }).await?;
    }
    Ok(new_facts)
}

async fn rest(tx: &mut Tx<'_>, person: PersonId, row: &Row) -> Result<(), Refusal> {
    let (workspace, now, user) = (tx.workspace(), tx.now(), tx.user_id());
    if !row.status.is_empty() {
        tx.run(Q.get("person-status-fill"), &[&workspace, &person, &row.status]).await?;
    }
    if !row.rest.is_empty() {
        tx.run(Q.get("person-unread"), &[&workspace, &person, &keys::body(&row.rest)]).await?;
    }
    if !row.note.is_empty() {
        let (id, none) = (tx.new_id(), 0_i64);
        let bound: [&dyn db::Bind; 9] =
            [&workspace, &id, &person, &"note", &now, &user, &row.note, &"team", &none];
        tx.run(Q.get("note-insert"), &bound).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
