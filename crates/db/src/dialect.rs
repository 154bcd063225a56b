//! Everything that differs between the engines, and nothing else: type words, opening, skip locked.

/// Which database answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// 1. The type words of migrations. Text is ordered by bytes on both engines.
    pub(crate) fn spell(self, migration: &str) -> String {
        let words: [(&str, &str); 6] = match self {
            Self::Sqlite => [
                ("{int}", "integer"),
                ("{real}", "real"),
                ("{text}", "text"),
                ("{bytes}", "blob"),
                ("{strict}", "strict"),
                ("{narrow}", "strict, without rowid"),
            ],
            Self::Postgres => [
                ("{int}", "bigint"),
                ("{real}", "double precision"),
                ("{text}", "text collate \"C\""),
                ("{bytes}", "bytea"),
                ("{strict}", ""),
                ("{narrow}", ""),
            ],
        };
        words.iter().fold(migration.to_owned(), |text, (word, real)| text.replace(word, real))
    }

    /// 2. Claiming a chore: PostgreSQL has several writers, SQLite one.
    pub(crate) fn due_chore(self) -> &'static str {
        match self {
            Self::Sqlite => crate::chore::DUE,
            Self::Postgres => crate::chore::DUE_SKIP_LOCKED,
        }
    }

    /// 3. Whether a table of that name is there.
    pub(crate) fn has_table(self) -> &'static str {
        match self {
            Self::Sqlite => "select count(*) from sqlite_master where type = 'table' and name = $1",
            Self::Postgres => {
                "select count(*) from information_schema.tables where table_schema = current_schema() and cast(table_name as text) = $1"
            }
        }
    }
}

/// 4. SQLite's opening. `synchronous=FULL`: what was acknowledged survives a power cut.
pub(crate) fn sqlite_pragmas(durable: bool) -> String {
    let synchronous = if durable { "full" } else { "off" };
    format!(
        "pragma journal_mode = wal; pragma synchronous = {synchronous}; pragma foreign_keys = on; \
         pragma busy_timeout = 5000; pragma cache_size = -4000; pragma temp_store = memory; \
         pragma wal_autocheckpoint = 2000; pragma journal_size_limit = 67108864;"
    )
}
