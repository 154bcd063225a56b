//! Running a statement on whichever engine the connection belongs to.

use crate::bind::{Bind, Param, Row};
use crate::{Assembled, DbError};

/// A connection that may read. Inside a write it is the writing transaction itself.
pub struct Rd<'c> {
    pub(crate) connection: Connection<'c>,
}

pub(crate) enum Connection<'c> {
    Sqlite(&'c mut rusqlite::Connection),
    Postgres(&'c deadpool_postgres::Client),
}

/// `$1`..`$64` as SQLite sees them: names.
const NAMES: [&str; 64] = [
    "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16",
    "$17", "$18", "$19", "$20", "$21", "$22", "$23", "$24", "$25", "$26", "$27", "$28", "$29", "$30", "$31",
    "$32", "$33", "$34", "$35", "$36", "$37", "$38", "$39", "$40", "$41", "$42", "$43", "$44", "$45", "$46",
    "$47", "$48", "$49", "$50", "$51", "$52", "$53", "$54", "$55", "$56", "$57", "$58", "$59", "$60", "$61",
    "$62", "$63", "$64",
];

impl Rd<'_> {
    /// Every row of the answer.
    pub async fn all<T>(
        &mut self,
        sql: &str,
        bound: &[&dyn Bind],
        mut map: impl FnMut(&Row<'_>) -> T + Send,
    ) -> Result<Vec<T>, DbError> {
        let mut found = vec![];
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                bind_all(&mut statement, bound)?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next()? {
                    found.push(map(&Row::Sqlite(row)));
                }
            }
            Connection::Postgres(client) => {
                let statement = client.prepare_cached(sql).await?;
                let params = params(bound, statement.params().len());
                for row in client.query(&statement, &refs(&params)).await? {
                    found.push(map(&Row::Postgres(&row)));
                }
            }
        }
        Ok(found)
    }

    /// The first row, where there is one.
    pub async fn optional<T>(
        &mut self,
        sql: &str,
        bound: &[&dyn Bind],
        map: impl FnMut(&Row<'_>) -> T + Send,
    ) -> Result<Option<T>, DbError> {
        Ok(self.all(sql, bound, map).await?.into_iter().next())
    }

    /// The row that must be there.
    pub async fn one<T>(
        &mut self,
        sql: &str,
        bound: &[&dyn Bind],
        map: impl FnMut(&Row<'_>) -> T + Send,
    ) -> Result<T, DbError> {
        self.optional(sql, bound, map).await?.ok_or(DbError::NoRow)
    }

    /// The number in the only column of the only row.
    pub async fn count(&mut self, sql: &str, bound: &[&dyn Bind]) -> Result<i64, DbError> {
        self.one(sql, bound, |row| row.int(0)).await
    }

    /// Every row of a statement put together at run time.
    pub async fn assembled<T>(
        &mut self,
        sql: &Assembled,
        map: impl FnMut(&Row<'_>) -> T + Send,
    ) -> Result<Vec<T>, DbError> {
        let bound: Vec<&dyn Bind> = sql.values.iter().map(|value| value as &dyn Bind).collect();
        self.all(&sql.text, &bound, map).await
    }

    pub(crate) async fn run_inner(&mut self, sql: &str, bound: &[&dyn Bind]) -> Result<u64, DbError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                bind_all(&mut statement, bound)?;
                Ok(statement.raw_execute()? as u64)
            }
            Connection::Postgres(client) => {
                let statement = client.prepare_cached(sql).await?;
                let params = params(bound, statement.params().len());
                Ok(client.execute(&statement, &refs(&params)).await?)
            }
        }
    }

    /// Several statements without parameters; migrations and transaction control only.
    pub(crate) async fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => connection.execute_batch(sql)?,
            Connection::Postgres(client) => client.batch_execute(sql).await?,
        }
        Ok(())
    }

    /// Prepares without running: for the test that tries every named query on both engines.
    pub async fn prepare_only(&mut self, sql: &str) -> Result<(), DbError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => drop(connection.prepare(sql)?),
            Connection::Postgres(client) => drop(client.prepare(sql).await?),
        }
        Ok(())
    }
}

fn bind_all(statement: &mut rusqlite::CachedStatement<'_>, bound: &[&dyn Bind]) -> Result<(), DbError> {
    for (position, value) in bound.iter().enumerate() {
        let name = NAMES.get(position).copied();
        let index = match name {
            Some(name) => statement.parameter_index(name)?,
            None => statement.parameter_index(&format!("${}", position + 1))?,
        };
        if let Some(index) = index {
            statement.raw_bind_parameter(index, value.param())?;
        }
    }
    Ok(())
}

/// PostgreSQL wants as many values as the statement names; SQLite ignores unused ones.
fn params<'a>(bound: &[&'a dyn Bind], wanted: usize) -> Vec<Param<'a>> {
    bound.iter().take(wanted).map(|value| value.param()).collect()
}

fn refs<'p>(params: &'p [Param<'p>]) -> Vec<&'p (dyn tokio_postgres::types::ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn tokio_postgres::types::ToSql + Sync)).collect()
}
