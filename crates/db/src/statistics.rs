//! What SQLite's planner believes of our tables, written down instead of measured.
//!
//! Every index begins with the workspace, and one workspace usually holds everything. Without figures the
//! planner takes `workspace_id = ?` for a sharp condition and walks a whole table by its primary key to save
//! a sort: 208 ms for the skills of fifty people among 100,000, where 0.9 ms do. Figures gathered by
//! `analyze` would mend that only once the tables have grown, and plans would change with the data. So all
//! tables count as large, and columns are as sharp as their names say. PostgreSQL gathers its own.

use crate::gate::Db;
use crate::{DbError, Engine};

/// Rows of every table, for the planner.
const ROWS: u64 = 1_000_000;

const INDEXES: &str = "select m.name, i.name, i.\"unique\", c.name from sqlite_schema m, pragma_index_list(m.name) i, pragma_index_info(i.name) c where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, i.name, c.seqno";
const KNOWN: &str = "select tbl, idx, stat from sqlite_stat1 order by tbl, idx";

/// Table, index and figures, as `sqlite_stat1` holds them.
type Figures = Vec<(String, String, String)>;

/// Writes the figures where they are missing or not ours.
pub(crate) async fn write(db: &Db) -> Result<(), DbError> {
    if db.engine() != Engine::Sqlite {
        return Ok(());
    }
    let there = db.read(async |rd| rd.count(db.engine().has_table(), &[&"sqlite_stat1"]).await).await? > 0;
    let wanted = wanted(db).await?;
    if there && known(db).await? == wanted {
        return Ok(());
    }
    db.bookkeeping(async |rd| {
        // Makes the table where it is missing; a new table also makes the other connections look again.
        rd.batch("analyze sqlite_schema; delete from sqlite_stat1;").await?;
        for (table, index, figures) in &wanted {
            let insert = "insert into sqlite_stat1 (tbl, idx, stat) values ($1, $2, $3)";
            rd.run_inner(insert, &[table, index, figures]).await?;
        }
        rd.batch("analyze sqlite_schema;").await
    })
    .await
}

async fn known(db: &Db) -> Result<Figures, DbError> {
    db.read(async |rd| rd.all(KNOWN, &[], |row| (row.text(0), row.text(1), row.text(2))).await).await
}

async fn wanted(db: &Db) -> Result<Figures, DbError> {
    let columns: Vec<(String, String, bool, String)> = db
        .read(async |rd| {
            rd.all(INDEXES, &[], |row| (row.text(0), row.text(1), row.int(2) == 1, row.text(3))).await
        })
        .await?;
    let indexes = columns.chunk_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
    Ok(indexes
        .map(|of_index| {
            let (table, index, unique, _) = &of_index[0];
            let names: Vec<&str> = of_index.iter().map(|column| column.3.as_str()).collect();
            (table.clone(), index.clone(), figures(&names, *unique))
        })
        .collect())
}

/// The rows of the table, then how many share the first column's value, the first two columns' and so on.
fn figures(columns: &[&str], unique: bool) -> String {
    let (mut text, mut rows) = (ROWS.to_string(), ROWS);
    for (place, column) in columns.iter().enumerate() {
        let last = unique && place + 1 == columns.len();
        rows = if last { 1 } else { (rows / distinct(column)).max(1) };
        text.push_str(&format!(" {rows}"));
    }
    text
}

/// How many values a column has.
fn distinct(column: &str) -> u64 {
    match column {
        "workspace_id" => 1,
        "kind" | "status" | "state" | "field" | "source" => 5,
        "id" | "seq" => ROWS,
        key if key.ends_with("_id") || key.ends_with("_key") => 100_000,
        key if key.ends_with("hash") || matches!(key, "digest" | "alias") => ROWS,
        moment if moment.ends_with("ed_at") && moment != "created_at" => 5,
        _ => 10_000,
    }
}

#[cfg(test)]
mod tests {
    use super::figures;

    #[test]
    fn the_workspace_says_nothing_and_the_person_much() {
        assert_eq!(figures(&["workspace_id", "id"], true), "1000000 1000000 1");
        assert_eq!(figures(&["workspace_id", "person_id", "kind"], false), "1000000 1000000 10 2");
        assert_eq!(figures(&["workspace_id", "kind", "value_key"], false), "1000000 1000000 200000 2");
    }
}
