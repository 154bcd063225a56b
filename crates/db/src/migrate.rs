//! Migrations: one text for both engines, forward only, never edited once released.

use sha2::{Digest, Sha256};

use crate::gate::Db;
use crate::{DbError, Engine};

/// In order; the number is the version.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/0001_ground.sql"),
    include_str!("../../../migrations/0002_record.sql"),
    include_str!("../../../migrations/0003_rooms.sql"),
    include_str!("../../../migrations/0004_owner_index.sql"),
    include_str!("../../../migrations/0005_ops.sql"),
    include_str!("../../../migrations/0006_faults.sql"),
    include_str!("../../../migrations/0007_resume_check.sql"),
    include_str!("../../../migrations/0008_rank.sql"),
    include_str!("../../../migrations/0009_looks.sql"),
];

const VERSIONS: &str = "create table schema_version (version {int} not null primary key, digest {bytes} not null, applied_at {int} not null) {strict}";

/// Brings the database to the newest version; each migration is one transaction.
pub(crate) async fn run(db: &Db) -> Result<(), DbError> {
    let engine = db.engine();
    let applied = applied(db).await?;
    let known = MIGRATIONS.len() as i64;
    if applied.len() as i64 > known {
        return Err(DbError::TooNew { found: applied.len() as i64, known });
    }
    for (position, text) in MIGRATIONS.iter().enumerate() {
        let version = position as i64 + 1;
        let digest = Sha256::digest(text.as_bytes()).to_vec();
        match applied.get(position) {
            Some(known) if *known == digest => {}
            Some(_) => return Err(DbError::MigrationEdited { version }),
            None => apply(db, engine, version, text, &digest).await?,
        }
    }
    Ok(())
}

async fn applied(db: &Db) -> Result<Vec<Vec<u8>>, DbError> {
    let engine = db.engine();
    let there = db.read(async |rd| rd.count(engine.has_table(), &[&"schema_version"]).await).await?;
    if there == 0 {
        let sql = engine.spell(VERSIONS);
        db.bookkeeping(async |rd| rd.batch(&sql).await).await?;
        return Ok(vec![]);
    }
    db.read(async |rd| {
        rd.all("select digest from schema_version order by version", &[], |row| row.bytes(0)).await
    })
    .await
}

async fn apply(db: &Db, engine: Engine, version: i64, text: &str, digest: &[u8]) -> Result<(), DbError> {
    let (sql, now) = (engine.spell(text), db.now());
    db.bookkeeping(async |rd| {
        rd.batch(&sql).await?;
        let insert = "insert into schema_version (version, digest, applied_at) values ($1, $2, $3)";
        rd.run_inner(insert, &[&version, &digest, &now]).await
    })
    .await?;
    tracing::info!(version, "migration applied");
    Ok(())
}
