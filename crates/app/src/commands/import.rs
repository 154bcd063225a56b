//! `rapport people import`

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use record::access::policy;
use record::people::import::{self, Report};
use record::people::uploads::{self, FileView, Incoming, Target};
use record::{House, UploadBatchId, WorkspaceId};

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
    place: Place,
}

/// What was named on the command line, by how it is taken in.
#[derive(Default)]
struct Found {
    resumes: Vec<PathBuf>,
    tables: Vec<PathBuf>,
}

#[derive(Default)]
struct Sum {
    created: i64,
    added: i64,
    known: i64,
    refused: i64,
}

impl Import {
    pub(super) async fn run(self) -> Result<()> {
        let mut found = Found::default();
        for path in &self.files {
            gather(path, &mut found)?;
        }
        if found.resumes.is_empty() && found.tables.is_empty() {
            bail!("there is no file in what you named");
        }
        let data = self.place.config()?.data;
        say(format!(
            "Into {}: {} to be read (ZIP files are unpacked), {} to be imported.",
            data.display(),
            count(found.resumes.len(), "file"),
            count(found.tables.len(), "table")
        ));
        say(
            "Who is there already is found by address or number and gets what is new; nothing is overwritten.",
        );
        if !self.yes && !agreed()? {
            say("Nothing was done.");
            return Ok(());
        }
        let (house, _lock) = self.place.house().await?;
        let workspace = self.place.workspace(&house).await?;
        let mut sum = Sum::default();
        for table in &found.tables {
            import_one_table(&house, workspace, table, &mut sum).await?;
        }
        read_files(&house, workspace, &found.resumes, &mut sum).await?;
        crate::work::index_all(&house).await?;
        say(format!(
            "{} new, {} got something new, {} were known already, {} refused.",
            count_people(sum.created),
            sum.added,
            sum.known,
            sum.refused
        ));
        Ok(())
    }
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

fn gather(path: &Path, found: &mut Found) -> Result<()> {
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
    let table = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("tsv"));
    if table {
        found.tables.push(path.to_owned())
    } else {
        found.resumes.push(path.to_owned())
    }
    Ok(())
}

fn bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len}  {msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

async fn import_one_table(house: &House, workspace: WorkspaceId, table: &Path, sum: &mut Sum) -> Result<()> {
    let name = file_name(table);
    let bytes = std::fs::read(table).with_context(|| format!("reading {}", table.display()))?;
    let bar = bar(0).with_message(name.clone());
    let who = policy::system(workspace);
    let report: Report = import::import_table(&house.db, &who, &name, &bytes, |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })
    .await
    .with_context(|| format!("importing {name}"))?;
    bar.finish_and_clear();
    for problem in &report.problems {
        say(problem);
    }
    sum.created += report.created;
    sum.added += report.added;
    sum.known += report.known;
    sum.refused += report.refused();
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Uploads the files as the page does, and does the reading that the server would do.
async fn read_files(house: &House, workspace: WorkspaceId, paths: &[PathBuf], sum: &mut Sum) -> Result<()> {
    let who = policy::system(workspace);
    let bar = bar(paths.len());
    for some in paths.chunks(FILES_AT_ONCE) {
        let mut incoming = vec![];
        for path in some {
            incoming.push(staged(house, path).await?);
        }
        let (batch, _) = uploads::receive(&house.db, &house.files, &who, incoming, Target::default()).await?;
        read_batch(house, workspace, batch, &bar).await?;
        for file in uploads::batch(&house.db, &who, batch).await?.files {
            tell(&file, &bar, sum);
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// The file as it would arrive from a form. One too large is refused in the list, not the whole import.
async fn staged(house: &House, path: &Path) -> Result<Incoming> {
    let file_name = file_name(path);
    let bytes = tokio::fs::read(path).await.with_context(|| format!("reading {}", path.display()))?;
    let mut staging = house.files.stage(base::limits::ARCHIVE_BYTES_MAX).await?;
    let staged = match staging.write(&bytes).await {
        Ok(()) => Ok(staging.finish().await?),
        Err(cause @ files::FilesError::TooLarge { .. }) => Err(cause.to_string()),
        Err(cause) => return Err(cause.into()),
    };
    Ok(Incoming { file_name, staged })
}

/// Two chores at a time, until nothing of the batch waits.
async fn read_batch(
    house: &House,
    workspace: WorkspaceId,
    batch: UploadBatchId,
    bar: &ProgressBar,
) -> Result<()> {
    let who = policy::system(workspace);
    let before = bar.position();
    loop {
        let (one, two) = tokio::join!(crate::work::run_due(house), crate::work::run_due(house));
        let view = uploads::batch(&house.db, &who, batch).await?;
        let done = view.files.len() - view.waiting();
        bar.set_position(before + done.min(FILES_AT_ONCE) as u64);
        if view.waiting() == 0 {
            return Ok(());
        }
        if !one? && !two? {
            // What failed for the moment is due again after a pause.
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    }
}

fn tell(file: &FileView, bar: &ProgressBar, sum: &mut Sum) {
    match file.state.as_str() {
        "created" => sum.created += 1,
        "added" => sum.added += 1,
        "known" => sum.known += 1,
        "unpacked" => {}
        _ => {
            sum.refused += 1;
            bar.suspend(|| say(format!("{}: {}", file.file_name, file.line())));
        }
    }
}
