//! `rapport backup` and `rapport restore`: one logical file, the same on both engines.
//!
//! The file is a zstd stream of lines: a head, `{"table", "columns"}` before the rows of each table, one
//! JSON array a row (bytes as `{"hex"}`), `{"file", "size_bytes"}` followed by that many bytes for each
//! stored file, and an end with counts. A file without its end is refused.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use db::{Cell, DbError, Digests, Table};
use record::House;
use serde_json::{Value, json};

use super::{Place, say};

const FORMAT: &str = "rapport backup 1";
/// zstd level: 3 is its default, a good trade of time for space.
const LEVEL: i32 = 3;
/// Rows of one transaction while restoring.
const BATCH: usize = 500;

#[derive(Args)]
pub(super) struct Backup {
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Put the master key into the file too. Without it, keep master.key in a safe place: mail passwords
    /// and second factors cannot be read without it
    #[arg(long)]
    with_key: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(super) struct Restore {
    /// A file written by `rapport backup`
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// A fault of the database or of the file that is written.
#[derive(Debug)]
enum Fault {
    Db(DbError),
    Io(std::io::Error),
}
impl From<DbError> for Fault {
    fn from(cause: DbError) -> Self {
        Self::Db(cause)
    }
}
impl From<std::io::Error> for Fault {
    fn from(cause: std::io::Error) -> Self {
        Self::Io(cause)
    }
}
impl From<Fault> for anyhow::Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Db(cause) => cause.into(),
            Fault::Io(cause) => cause.into(),
        }
    }
}

impl Backup {
    pub(super) async fn run(self) -> Result<()> {
        let config = self.place.config()?;
        let (db, files) = open_beside(&config).await?;
        let partial = self.file.with_extension("partial");
        if self.file.exists() {
            bail!("{} is there already: name a new file", self.file.display());
        }
        let key =
            if self.with_key { Some(std::fs::read_to_string(config.data.join("master.key"))?) } else { None };
        let file =
            std::fs::File::create_new(&partial).with_context(|| format!("creating {}", partial.display()))?;
        let mut out = zstd::Encoder::new(BufWriter::new(file), LEVEL)?;
        let head = json!({"format": FORMAT, "version": env!("CARGO_PKG_VERSION"), "at": base::Clock::system().now(), "key": key});
        writeln!(out, "{head}")?;
        let (digests, stored) = write_rows(&db, &mut out).await?;
        let mut missing = 0;
        for digest in &stored {
            match files.read_all(digest.parse()?, base::limits::ARCHIVE_BYTES_MAX).await {
                Ok(bytes) => {
                    writeln!(out, "{}", json!({"file": digest, "size_bytes": bytes.len()}))?;
                    out.write_all(&bytes)?;
                }
                Err(_) => missing += 1,
            }
        }
        writeln!(out, "{}", json!({"end": true, "digests": digests}))?;
        let file = out.finish()?.into_inner().map_err(|cause| cause.into_error())?;
        file.sync_all()?;
        std::fs::rename(&partial, &self.file)?;
        let rows: u64 = digests.values().map(|(count, _)| count).sum();
        say(format!("{rows} rows and {} files are in {}.", stored.len() - missing, self.file.display()));
        if missing > 0 {
            bail!("{missing} stored files could not be read: run `rapport doctor`");
        }
        Ok(())
    }
}

/// The database and the stored files, beside a running server if there is one.
async fn open_beside(config: &crate::config::Config) -> Result<(db::Db, files::Store)> {
    let options = match &config.database {
        Some(url) => db::Options::postgres(url.clone()),
        None => {
            let path = config.data.join("rapport.db");
            if !path.exists() {
                bail!("there is no database in {}: name the data folder with --data", config.data.display());
            }
            db::Options::sqlite(path)
        }
    };
    let db = db::Db::open(options).await.context("opening the database")?;
    Ok((db, files::Store::open(&config.data.join("files")).context("opening the stored files")?))
}

async fn write_rows(db: &db::Db, out: &mut impl Write) -> Result<(Digests, BTreeSet<String>)> {
    let (mut digests, mut stored, mut current) = (Digests::new(), BTreeSet::new(), String::new());
    db.dump(|table, row| {
        if current != table.name {
            current.clone_from(&table.name);
            writeln!(out, "{}", json!({"table": table.name, "columns": table.columns}))?;
        }
        for (column, cell) in table.columns.iter().zip(&row) {
            if let ("digest", Cell::Text(text), "document" | "upload_file") =
                (column.as_str(), cell, current.as_str())
                && !text.is_empty()
            {
                stored.insert(text.clone());
            }
        }
        db::stamp(&mut digests, &table.name, &row);
        writeln!(out, "{}", Value::Array(row.iter().map(to_json).collect()))?;
        Ok::<_, Fault>(())
    })
    .await?;
    Ok((digests, stored))
}

fn to_json(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(value) => json!(value),
        // A tag, so that 1.0 comes back as a real.
        Cell::Real(value) => json!({"real": value.to_bits().to_string()}),
        Cell::Text(text) => json!(text),
        Cell::Bytes(bytes) => {
            json!({"hex": bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()})
        }
    }
}

fn from_json(value: Value) -> Result<Cell> {
    Ok(match value {
        Value::Null => Cell::Null,
        Value::Number(number) => Cell::Int(number.as_i64().context("a number is no integer")?),
        Value::String(text) => Cell::Text(text),
        Value::Object(object) => match (object.get("hex"), object.get("real")) {
            (Some(Value::String(hex)), _) => Cell::Bytes(from_hex(hex)?),
            (_, Some(Value::String(bits))) => Cell::Real(f64::from_bits(bits.parse()?)),
            _ => bail!("a value is of no known type"),
        },
        _ => bail!("a value is of no known type"),
    })
}

fn from_hex(text: &str) -> Result<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        bail!("bytes are not hexadecimal");
    }
    (0..text.len()).step_by(2).map(|at| Ok(u8::from_str_radix(&text[at..at + 2], 16)?)).collect()
}

impl Restore {
    pub(super) async fn run(self) -> Result<()> {
        let mut input = BufReader::new(zstd::Decoder::new(
            std::fs::File::open(&self.file).with_context(|| format!("opening {}", self.file.display()))?,
        )?);
        let head = line(&mut input)?.context("the file is empty")?;
        if head.get("format").and_then(Value::as_str) != Some(FORMAT) {
            bail!("{} was not written by `rapport backup` of this version", self.file.display());
        }
        let data = self.place.config()?.data;
        restore_key(&data, &head)?;
        let (house, _lock) = self.place.house().await?;
        if !house.db.is_empty().await? {
            bail!("there is a firm in this place already: restore into an empty data folder or database");
        }
        let end = self.rows(&house, &mut input).await?;
        let expected: Digests = serde_json::from_value(end)?;
        let found = house.db.digests().await?;
        for (table, digest) in &expected {
            if found.get(table) != Some(digest) {
                bail!(
                    "the table {table} is not as it was backed up: the file is damaged or another program wrote at the same time"
                );
            }
        }
        let rows: u64 = found.values().map(|(count, _)| count).sum();
        say(format!(
            "{rows} rows are back, with the same digests. The search index is made at the next start."
        ));
        Ok(())
    }

    async fn rows(&self, house: &House, input: &mut impl BufRead) -> Result<Value> {
        let mut table: Option<Table> = None;
        let mut rows: Vec<Vec<Cell>> = vec![];
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
            } else if value.get("end").is_some() {
                return Ok(value.get("digests").cloned().unwrap_or_default());
            }
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

fn restore_key(data: &Path, head: &Value) -> Result<()> {
    let Some(key) = head.get("key").and_then(Value::as_str) else { return Ok(()) };
    let path = data.join("master.key");
    if path.exists() {
        bail!("there is a master.key in {} already: move it away or restore elsewhere", data.display());
    }
    crate::house::write_private(&path, key.as_bytes())
}

fn line(input: &mut impl BufRead) -> Result<Option<Value>> {
    let mut text = String::new();
    if input.read_line(&mut text).context("the file is damaged")? == 0 {
        return Ok(None);
    }
    serde_json::from_str(&text).map(Some).context("the file is damaged")
}
