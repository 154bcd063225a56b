//! `rapport backup`: one logical file, the same on both engines.
//!
//! Inside it is lines: a head, `{"table", "columns"}` before the rows of each table, one JSON array a row (bytes
//! as `{"hex"}`), `{"file", "size_bytes"}` followed by that many bytes for each stored file, and an end with
//! the digest of every table. A file without its end is refused. [`super::sealed`] is its outside.
//!
//! Holds true: all rows are of one moment (one reading transaction). Files are written once and named by their
//! content, so those that the rows name are read afterwards.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use db::{Cell, DbError, Digests};
use serde_json::{Value, json};

use super::Place;
use super::bench::Bench;
use super::sealed::{Target, passphrase};
use crate::age::{Recipient, Recipients};

pub(super) const FORMAT: &str = "rapport backup 1";

#[derive(Args)]
pub(super) struct Backup {
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Put the master key into the file too. Without it, keep master.key in a safe place: mail passwords
    /// and second factors cannot be read without it
    #[arg(long)]
    with_key: bool,
    /// Encrypt the file with a passphrase: from RAPPORT_BACKUP_PASSPHRASE, else asked at the keyboard
    #[arg(long, conflicts_with = "encrypt_to")]
    encrypt: bool,
    /// Encrypt the file to this age public key (age1...); may be given several times
    #[arg(long, value_name = "KEY")]
    encrypt_to: Vec<Recipient>,
    #[command(flatten)]
    pub(super) place: Place,
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
    /// The file, opened by the command itself: it may lie where the server may not write.
    pub(super) fn target(&self) -> Result<Target> {
        let recipients = match (self.encrypt, self.encrypt_to.as_slice()) {
            (true, _) => Some(Recipients::Passphrase(passphrase("A passphrase for the backup: ", true)?)),
            (false, []) => None,
            (false, keys) => Some(Recipients::Keys(keys.to_vec())),
        };
        Target::create(&self.file, recipients.as_ref())
    }

    pub(super) async fn run(&self, bench: &Bench) -> Result<()> {
        let key = if self.with_key { crate::house::known_key(&bench.data)? } else { None };
        let mut out = BufWriter::with_capacity(crate::control::PIECE, &bench.console);
        let head = json!({"format": FORMAT, "version": env!("CARGO_PKG_VERSION"), "at": bench.house.db.now(), "key": key});
        writeln!(out, "{head}")?;
        let (digests, stored) = write_rows(&bench.house.db, &mut out).await?;
        let mut missing = 0;
        for digest in &stored {
            match bench.house.files.read_all(digest.parse()?, base::limits::ARCHIVE_BYTES_MAX).await {
                Ok(bytes) => {
                    writeln!(out, "{}", json!({"file": digest, "size_bytes": bytes.len()}))?;
                    out.write_all(&bytes)?;
                }
                Err(cause) => {
                    bench.say(format!("! {cause}"))?;
                    missing += 1;
                }
            }
        }
        writeln!(out, "{}", json!({"end": true, "digests": digests}))?;
        out.flush()?;
        drop(out);
        let rows: u64 = digests.values().map(|(count, _)| count).sum();
        bench.say(format!(
            "{rows} rows and {} files are in {}.",
            stored.len() - missing,
            self.file.display()
        ))?;
        if missing > 0 {
            // The rest is safe and kept; the exit code says that it is not all.
            bench.complain(format!("{missing} stored files could not be read: run `rapport doctor`."))?;
        }
        Ok(())
    }
}

/// The digest of every table, and every stored file that a row names.
pub(super) async fn survey(db: &db::Db) -> Result<(Digests, BTreeSet<String>)> {
    write_rows(db, &mut std::io::sink()).await
}

async fn write_rows(db: &db::Db, out: &mut impl Write) -> Result<(Digests, BTreeSet<String>)> {
    let (mut digests, mut stored, mut current) = (Digests::new(), BTreeSet::new(), String::new());
    db.dump(|table, row| {
        if current != table.name {
            current.clone_from(&table.name);
            writeln!(out, "{}", json!({"table": table.name, "columns": table.columns}))?;
        }
        for (column, cell) in table.columns.iter().zip(&row) {
            // A column named `digest` names a stored file, in every table.
            if let ("digest", Cell::Text(text)) = (column.as_str(), cell)
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

/// The cell again.
pub(super) fn from_json(value: Value) -> Result<Cell> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_cell_comes_back() {
        let cells = [
            Cell::Null,
            Cell::Int(i64::MIN),
            Cell::Real(1.0),
            Cell::Real(f64::MIN_POSITIVE),
            Cell::Text("Zoë\n\"{\"hex\":\"00\"}\"".into()),
            Cell::Bytes(vec![0, 255, 10]),
        ];
        for cell in cells {
            let text = to_json(&cell).to_string();
            let back = from_json(serde_json::from_str(&text).expect("JSON")).expect("a cell");
            assert_eq!(back, cell, "{text}");
        }
    }
}
