//! `rapport restore`

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use db::{Cell, Digests, Table};
use record::House;
use serde_json::Value;

use super::backup::{FORMAT, from_json};
use super::{Place, say, sealed};
use crate::house::{FolderLock, Opening};

/// Rows of one transaction.
const BATCH: usize = 500;

#[derive(Args)]
pub(super) struct Restore {
    /// A file written by `rapport backup`
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file with the secret key, for a backup that was encrypted to an age public key. A passphrase is
    /// taken from RAPPORT_BACKUP_PASSPHRASE, else asked at the keyboard
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

impl Restore {
    pub(super) async fn run(self) -> Result<()> {
        let config = self.place.config()?;
        let lock = FolderLock::take(&config.data)?.with_context(|| {
            format!(
                "a running Rapport uses {}: a backup is restored into an empty place, so name another with --data",
                config.data.display()
            )
        })?;
        let mut input = sealed::open(&self.file, self.identity.as_deref())?;
        let head = line(&mut input)?.context("the file is empty")?;
        if head.get("format").and_then(Value::as_str) != Some(FORMAT) {
            bail!("{} was not written by `rapport backup` of this version", self.file.display());
        }
        refuse_foreign_key(&config.data, &head)?;
        let opening = Opening::of(&config)?;
        if let Some(url) = &config.database {
            refuse_full(&db::Db::open(db::Options::postgres(url)).await.context("opening the database")?)
                .await?;
        } else if config.data.join("rapport.db").exists() {
            let db = db::Db::open(db::Options::sqlite(config.data.join("rapport.db"))).await;
            refuse_full(&db.context("opening the database")?).await?;
        }
        let keyed = restore_key(&config.data, &head)?;
        let house = crate::house::open(opening).await?;
        let (end, files) = rows(&house, &mut input).await?;
        let found = check(&house, end).await?;
        let people = record::people::index_doc::rebuild(&house).await?;
        house.db.leave().await?;
        drop(lock);
        let rows: u64 = found.values().map(|(count, _)| count).sum();
        say(format!(
            "{rows} rows and {files} files are back, with the same digests. {people} people can be found."
        ));
        if !keyed {
            say(format!(
                "The master key was not in the file. Put the old master.key into {} before the first start; without it, mail passwords and second factors must be entered again.",
                config.data.display()
            ));
        }
        Ok(())
    }
}

async fn refuse_full(db: &db::Db) -> Result<()> {
    let empty = db.is_empty().await?;
    db.leave().await?;
    if !empty {
        bail!("there is a firm in this place already: restore into an empty data folder or database");
    }
    Ok(())
}

async fn check(house: &House, end: Value) -> Result<Digests> {
    let expected: Digests = serde_json::from_value(end)?;
    let found = house.db.digests().await?;
    for (table, digest) in &expected {
        if found.get(table) != Some(digest) {
            bail!(
                "the table {table} is not as it was backed up: the file is damaged or another program wrote at the same time"
            );
        }
    }
    Ok(found)
}

/// Reads to the end; the digests written there, and how many files came.
async fn rows(house: &House, input: &mut impl BufRead) -> Result<(Value, usize)> {
    let (mut table, mut rows, mut files): (Option<Table>, Vec<Vec<Cell>>, usize) = (None, vec![], 0);
    loop {
        let value = line(input)?.context("the file ends too early: it is damaged or was cut off")?;
        if let Value::Array(cells) = value {
            rows.push(cells.into_iter().map(from_json).collect::<Result<_>>()?);
            if rows.len() >= BATCH {
                put(house, table.as_ref(), &mut rows).await?;
            }
            continue;
        }
        put(house, table.as_ref(), &mut rows).await?;
        if let Some(name) = value.get("table").and_then(Value::as_str) {
            let columns = serde_json::from_value(value.get("columns").cloned().unwrap_or_default())?;
            table = Some(Table { name: name.to_owned(), columns });
        } else if let Some(size) = value.get("size_bytes").and_then(Value::as_u64) {
            let digest = value.get("file").and_then(Value::as_str).unwrap_or_default();
            let mut bytes = vec![];
            input.take(size).read_to_end(&mut bytes)?;
            let kept = house.files.keep(&bytes).await?;
            if kept.to_string() != digest {
                bail!("the stored file {digest} is damaged in the backup");
            }
            files += 1;
        } else if value.get("end").is_some() {
            return Ok((value.get("digests").cloned().unwrap_or_default(), files));
        }
    }
}

async fn put(house: &House, table: Option<&Table>, rows: &mut Vec<Vec<Cell>>) -> Result<()> {
    if let (Some(table), false) = (table, rows.is_empty()) {
        house.db.load(table, rows).await.with_context(|| format!("restoring {}", table.name))?;
        rows.clear();
    }
    Ok(())
}

fn key_of(head: &Value) -> Option<&str> {
    head.get("key").and_then(Value::as_str)
}

/// A place that has another key cannot take in secrets sealed with the one in the file.
fn refuse_foreign_key(data: &Path, head: &Value) -> Result<()> {
    let (Some(key), Some(known)) = (key_of(head), crate::house::known_key(data)?) else { return Ok(()) };
    if key.trim() != known.trim() {
        bail!(
            "{} has another master key than the backup: move master.key away (or unset RAPPORT_MASTER_KEY), or restore elsewhere",
            data.display()
        );
    }
    Ok(())
}

/// True where the place now has the key that sealed the secrets, or had it before.
fn restore_key(data: &Path, head: &Value) -> Result<bool> {
    if crate::house::known_key(data)?.is_some() {
        return Ok(true);
    }
    let Some(key) = key_of(head) else { return Ok(false) };
    crate::house::write_private(&data.join("master.key"), key.as_bytes())?;
    Ok(true)
}

fn line(input: &mut impl BufRead) -> Result<Option<Value>> {
    let mut text = String::new();
    if input.read_line(&mut text).context("the file is damaged, or cut off")? == 0 {
        return Ok(None);
    }
    serde_json::from_str(&text).map(Some).context("the file is damaged")
}
