//! The whole database out and in again, table by table, the same on both engines: for backups.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};

use crate::bind::{Bind, Owned, Param};
use crate::gate::Db;
use crate::migrate::MIGRATIONS;
use crate::open::Reader;
use crate::{DbError, Engine};

/// One value of a row, of one of the four types.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    fn param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Int(value) => Param::Int(*value),
            Self::Real(value) => Param::Real(*value),
            Self::Text(value) => Param::Text(value),
            Self::Bytes(value) => Param::Bytes(value),
        }
    }

    fn stamp(&self, digest: &mut Sha256) {
        let (tag, bytes): (u8, &[u8]) = match self {
            Self::Null => (0, &[]),
            Self::Int(value) => (1, &value.to_be_bytes()),
            Self::Real(value) => (2, &value.to_be_bytes()),
            Self::Text(value) => (3, value.as_bytes()),
            Self::Bytes(value) => (4, value),
        };
        digest.update([tag]);
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    }
}

impl Bind for Cell {
    fn param(&self) -> Param<'_> {
        Cell::param(self)
    }
}

/// Tables that belong to a running process or a browser, not to the firm.
const LEFT_OUT: &[&str] = &["session", "one_time_link", "node_lease", "master_key_check", "answered_form"];

/// A table and its columns, as the migrations made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
}

/// Every table of a backup, parents before children.
pub fn tables() -> Vec<Table> {
    let mut found: Vec<Table> = vec![];
    for line in MIGRATIONS.iter().flat_map(|text| text.lines()) {
        if let Some(rest) = line.strip_prefix("create table ") {
            let name = rest.split([' ', '(']).next().unwrap_or_default().to_owned();
            found.push(Table { name, columns: vec![] });
        } else if let (Some(table), true) = (found.last_mut(), line.starts_with("  ")) {
            let word = line.trim_start().split(' ').next().unwrap_or_default();
            if line.contains('{') && !word.is_empty() {
                table.columns.push(word.to_owned());
            }
        }
    }
    found.retain(|table| !LEFT_OUT.contains(&table.name.as_str()));
    found
}

/// Count and order-free sum of hashes of each table: equal for databases that hold the same.
pub type Digests = BTreeMap<String, (u64, u64)>;

/// Adds one row to the digests.
pub fn stamp(digests: &mut Digests, table: &str, row: &[Cell]) {
    let mut digest = Sha256::new();
    row.iter().for_each(|cell| cell.stamp(&mut digest));
    let bytes = digest.finalize();
    let part = bytes.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let slot = digests.entry(table.to_owned()).or_insert((0, 0));
    slot.0 += 1;
    slot.1 = slot.1.wrapping_add(part);
}

impl Db {
    /// Hands every row of every table to `take`, as of one moment, while others go on writing.
    pub async fn dump<E: From<DbError>>(
        &self,
        mut take: impl FnMut(&Table, Vec<Cell>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self.inner.pool.reader().await? {
            Reader::Sqlite(mut connection) => {
                let connection = connection.get();
                connection.execute_batch("begin").map_err(DbError::from)?;
                // Long: other requests go on meanwhile.
                let mut whole =
                    || tables().iter().try_for_each(|table| dump_sqlite(connection, table, &mut take));
                let outcome = tokio::task::block_in_place(&mut whole);
                connection.execute_batch("rollback").map_err(DbError::from)?;
                outcome
            }
            Reader::Postgres(client) => {
                let begin = "begin isolation level repeatable read read only";
                client.batch_execute(begin).await.map_err(DbError::from)?;
                let mut outcome = Ok(());
                for table in tables() {
                    outcome = dump_postgres(&client, &table, &mut take).await;
                    if outcome.is_err() {
                        break;
                    }
                }
                client.batch_execute("rollback").await.map_err(DbError::from)?;
                outcome
            }
        }
    }

    /// Puts rows into an empty table. Columns that this program does not know are refused.
    pub async fn load(&self, table: &Table, rows: &[Vec<Cell>]) -> Result<(), DbError> {
        let known = tables().into_iter().find(|known| known.name == table.name);
        let Some(known) = known else {
            return Err(DbError::Other(format!("this program has no table {}", table.name)));
        };
        if let Some(column) = table.columns.iter().find(|column| !known.columns.contains(column)) {
            return Err(DbError::Other(format!("this program has no column {column} in {}", table.name)));
        }
        let places: Vec<String> = (1..=table.columns.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "insert into {} ({}) values ({})",
            table.name,
            table.columns.join(", "),
            places.join(", ")
        );
        self.bookkeeping(async |rd| {
            for row in rows {
                let cells: Vec<Owned> = row.iter().map(|cell| cell.param().into()).collect();
                let bound: Vec<&dyn Bind> = cells.iter().map(|cell| cell as &dyn Bind).collect();
                rd.run_inner(&sql, &bound).await?;
            }
            Ok(())
        })
        .await
    }

    /// The digests of the whole database, for `rapport doctor` and after a restore.
    pub async fn digests(&self) -> Result<Digests, DbError> {
        let mut digests: Digests = tables().into_iter().map(|table| (table.name, (0, 0))).collect();
        self.dump(|table, row| {
            stamp(&mut digests, &table.name, &row);
            Ok::<_, DbError>(())
        })
        .await?;
        Ok(digests)
    }

    /// True when nothing but migrations has touched this database.
    pub async fn is_empty(&self) -> Result<bool, DbError> {
        Ok(self.read(async |rd| rd.count("select count(*) from workspace", &[]).await).await? == 0)
    }

    /// Which engine, and its version, in words for the administrator.
    pub async fn version(&self) -> Result<String, DbError> {
        match self.engine() {
            Engine::Sqlite => Ok(format!("SQLite {}", rusqlite::version())),
            Engine::Postgres => {
                self.read(async |rd| rd.one("select version()", &[], |row| row.text(0)).await).await
            }
        }
    }
}

fn select(table: &Table) -> String {
    format!("select {} from {}", table.columns.join(", "), table.name)
}

fn dump_sqlite<E: From<DbError>>(
    connection: &rusqlite::Connection,
    table: &Table,
    take: &mut impl FnMut(&Table, Vec<Cell>) -> Result<(), E>,
) -> Result<(), E> {
    let mut statement = connection.prepare(&select(table)).map_err(DbError::from)?;
    let mut rows = statement.query([]).map_err(DbError::from)?;
    while let Some(row) = rows.next().map_err(DbError::from)? {
        let cells = (0..table.columns.len())
            .map(|column| {
                let value: rusqlite::types::Value = row.get(column).map_err(DbError::from)?;
                Ok(match value {
                    rusqlite::types::Value::Null => Cell::Null,
                    rusqlite::types::Value::Integer(value) => Cell::Int(value),
                    rusqlite::types::Value::Real(value) => Cell::Real(value),
                    rusqlite::types::Value::Text(value) => Cell::Text(value),
                    rusqlite::types::Value::Blob(value) => Cell::Bytes(value),
                })
            })
            .collect::<Result<Vec<_>, DbError>>()?;
        take(table, cells)?;
    }
    Ok(())
}

async fn dump_postgres<E: From<DbError>>(
    client: &deadpool_postgres::Client,
    table: &Table,
    take: &mut impl FnMut(&Table, Vec<Cell>) -> Result<(), E>,
) -> Result<(), E> {
    use tokio_postgres::types::Type;
    let nothing: [&(dyn tokio_postgres::types::ToSql + Sync); 0] = [];
    let rows = client.query_raw(&select(table), nothing).await.map_err(DbError::from)?;
    let mut rows = std::pin::pin!(rows);
    while let Some(row) = rows.try_next().await.map_err(DbError::from)? {
        let cells = row
            .columns()
            .iter()
            .enumerate()
            .map(|(place, column)| match *column.type_() {
                Type::INT8 => row.get::<_, Option<i64>>(place).map_or(Cell::Null, Cell::Int),
                Type::FLOAT8 => row.get::<_, Option<f64>>(place).map_or(Cell::Null, Cell::Real),
                Type::BYTEA => row.get::<_, Option<Vec<u8>>>(place).map_or(Cell::Null, Cell::Bytes),
                _ => row.get::<_, Option<String>>(place).map_or(Cell::Null, Cell::Text),
            })
            .collect();
        take(table, cells)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_found_with_its_columns_and_parents_come_first() {
        let all = tables();
        let place = |name: &str| all.iter().position(|table| table.name == name);
        assert!(place("workspace") < place("person"));
        assert!(place("person") < place("application"));
        let workspace = &all[place("workspace").unwrap_or_default()];
        assert_eq!(workspace.columns, ["id", "name", "host", "created_at"]);
        assert_eq!(place("session"), None, "sessions are not the firm's data");
    }
}
