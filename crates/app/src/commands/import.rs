//! `rapport people import`

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use record::access::policy;
use record::people::import::{self, Report};
use record::people::uploads::{self, FileView, Incoming as Upload, Target};
use record::{UploadBatchId, WorkspaceId};

use super::bench::{Bench, Incoming};
use super::{Place, say};

/// Files listed in one transaction.
const FILES_AT_ONCE: usize = 50;

#[derive(Args)]
pub(super) struct Import {
    /// Resumes (PDF, DOCX, TXT ...), ZIP files of resumes, CSV tables, or folders of them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Do it without asking first
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Default)]
struct Sum {
    created: i64,
    added: i64,
    known: i64,
    refused: i64,
}

impl Import {
    /// What was named, tables first; `None` where the administrator thought better of it.
    pub(super) fn gather(&self) -> Result<Option<Vec<PathBuf>>> {
        let mut found = vec![];
        for path in &self.files {
            gather(path, &mut found)?;
        }
        if found.is_empty() {
            bail!("there is no file in what you named");
        }
        found.sort_by_key(|path| !is_table(path));
        let tables = found.iter().filter(|path| is_table(path)).count();
        say(format!(
            "Into {}: {} to be read (ZIP files are unpacked), {} to be imported.",
            self.place.config()?.data.display(),
            count(found.len() - tables, "file"),
            count(tables, "table")
        ));
        say(
            "Who is there already is found by address or number and gets what is new; nothing is overwritten.",
        );
        if !self.yes && !agreed()? {
            say("Nothing was done.");
            return Ok(None);
        }
        Ok(Some(found))
    }

    pub(super) async fn run(&self, bench: &Bench, incoming: &mut Incoming) -> Result<()> {
        let workspace = bench.workspace(&self.place).await?;
        let (mut sum, mut waiting, all) = (Sum::default(), vec![], incoming.left());
        loop {
            let path = incoming.next()?;
            match &path {
                Some(path) if is_table(path) => one_table(bench, workspace, path, incoming, &mut sum).await?,
                Some(path) => waiting.push(staged(bench, path, incoming).await?),
                None => {}
            }
            if waiting.len() == FILES_AT_ONCE || (path.is_none() && !waiting.is_empty()) {
                read_files(bench, workspace, std::mem::take(&mut waiting), &mut sum).await?;
                bench.console.progress(all - incoming.left(), all, "files read")?;
            }
            if path.is_none() {
                break;
            }
        }
        crate::work::index_all(&bench.house).await?;
        bench.say(format!(
            "{} new, {} got something new, {} were known already, {} refused.",
            count_people(sum.created),
            sum.added,
            sum.known,
            sum.refused
        ))
    }
}

/// Whether a file is a table of people, by its ending.
fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("tsv"))
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn count_people(number: i64) -> String {
    if number == 1 { "1 person".to_owned() } else { format!("{number} people") }
}

/// Asks at the keyboard; where nobody sits there, the answer is no.
#[expect(clippy::print_stdout, reason = "a question is asked on the console")]
fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        say("Say --yes to do it.");
        return Ok(false);
    }
    print!("Go on? [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[expect(clippy::disallowed_methods, reason = "the folder that the administrator named")]
fn gather(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        let mut inside = std::fs::read_dir(path)
            .with_context(|| format!("opening the folder {}", path.display()))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<Vec<_>>>()?;
        inside.sort();
        for entry in inside {
            if !entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                gather(&entry, found)?;
            }
        }
        return Ok(());
    }
    if !path.is_file() {
        bail!("{} is not there", path.display());
    }
    found.push(path.to_owned());
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

async fn one_table(
    bench: &Bench,
    workspace: WorkspaceId,
    table: &Path,
    incoming: &mut Incoming,
    sum: &mut Sum,
) -> Result<()> {
    let name = file_name(table);
    let bytes = incoming.all(base::limits::ARCHIVE_BYTES_MAX).with_context(|| format!("reading {name}"))?;
    let who = policy::system(workspace);
    let progress = |done: usize, all: usize| {
        // Where the command went away, the table is imported all the same.
        let _ = bench.console.progress(done as u64, all as u64, &name);
    };
    let report: Report = import::import_table(&bench.house.db, &who, &name, &bytes, progress)
        .await
        .with_context(|| format!("importing {name}"))?;
    bench.console.progress(1, 1, "")?;
    for problem in &report.problems {
        bench.say(problem)?;
    }
    sum.created += report.created;
    sum.added += report.added;
    sum.known += report.known;
    sum.refused += report.refused();
    Ok(())
}

/// Uploads the files as the page does, and waits until they are read.
async fn read_files(bench: &Bench, workspace: WorkspaceId, files: Vec<Upload>, sum: &mut Sum) -> Result<()> {
    let who = policy::system(workspace);
    let house = &bench.house;
    let (batch, _) = uploads::receive(&house.db, &house.files, &who, files, Target::default()).await?;
    read_batch(bench, workspace, batch).await?;
    for file in uploads::batch(&house.db, &who, batch).await?.files {
        tell(bench, &file, sum)?;
    }
    Ok(())
}

/// The file as it would arrive from a form. One too large is refused in the list, not the whole import.
async fn staged(bench: &Bench, path: &Path, incoming: &mut Incoming) -> Result<Upload> {
    let file_name = file_name(path);
    let mut staging = bench.house.files.stage(base::limits::ARCHIVE_BYTES_MAX).await?;
    loop {
        let piece = incoming.piece()?;
        if piece.is_empty() {
            return Ok(Upload { file_name, staged: Ok(staging.finish().await?) });
        }
        match staging.write(&piece).await {
            Ok(()) => {}
            Err(cause @ files::FilesError::TooLarge { .. }) => {
                return Ok(Upload { file_name, staged: Err(cause.to_string()) });
            }
            Err(cause) => return Err(cause.into()),
        }
    }
}

/// Until nothing of the batch waits. Beside a server its workers read; alone we do, two at a time.
async fn read_batch(bench: &Bench, workspace: WorkspaceId, batch: UploadBatchId) -> Result<()> {
    const LOOK_AGAIN: Duration = Duration::from_millis(200);
    let (house, who) = (&bench.house, policy::system(workspace));
    let mut bell = house.db.bell();
    loop {
        if uploads::batch(&house.db, &who, batch).await?.waiting() == 0 {
            return Ok(());
        }
        if bench.alone {
            let (one, two) = tokio::join!(crate::work::run_due(house), crate::work::run_due(house));
            if one? | two? {
                continue;
            }
        }
        // What failed for the moment is due again after a pause; on another node nobody rings for us.
        let _ = tokio::time::timeout(LOOK_AGAIN, bell.changed()).await;
    }
}

fn tell(bench: &Bench, file: &FileView, sum: &mut Sum) -> Result<()> {
    match file.state.as_str() {
        "created" => sum.created += 1,
        "added" => sum.added += 1,
        "known" => sum.known += 1,
        "unpacked" => {}
        _ => {
            sum.refused += 1;
            bench.say(format!("{}: {}", file.file_name, file.line()))?;
        }
    }
    Ok(())
}
