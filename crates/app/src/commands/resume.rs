//! `rapport resume read`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};

use super::say;

#[derive(Args)]
pub(super) struct Resume {
    #[command(subcommand)]
    command: ResumeCommand,
}

#[derive(Subcommand)]
enum ResumeCommand {
    /// Write one JSON Resume file for each input: same name, ending .json
    Read(Read),
}

#[derive(Args)]
struct Read {
    /// Files or folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder for the JSON files; made when it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Resume {
    pub(super) async fn run(self) -> Result<()> {
        let ResumeCommand::Read(read) = self.command;
        read.run().await
    }
}

impl Read {
    async fn run(self) -> Result<()> {
        std::fs::create_dir_all(&self.out).with_context(|| format!("creating {}", self.out.display()))?;
        let mut files = vec![];
        for path in &self.paths {
            gather(path, &mut files)?;
        }
        files.sort();
        if files.is_empty() {
            bail!("there is no file in what you named");
        }
        let program = std::env::current_exe().context("finding our own program file")?;
        let pool = sandbox::Pool::new(sandbox::PoolOptions::new(program, [crate::read::CHILD_ARGUMENT]));
        let (mut read, mut refused) = (0, 0);
        for file in &files {
            match one(&pool, file).await {
                Ok(json) => {
                    let stem = file.file_stem().unwrap_or_default();
                    let target = self.out.join(stem).with_extension("json");
                    let target = if target.file_stem() == Some(stem) {
                        target
                    } else {
                        self.out.join(format!("{}.json", stem.to_string_lossy()))
                    };
                    std::fs::write(&target, json).with_context(|| format!("writing {}", target.display()))?;
                    read += 1;
                }
                Err(why) => {
                    refused += 1;
                    say(format!("{}: {why:#}", file.display()));
                }
            }
        }
        say(format!("{read} read, {refused} refused"));
        Ok(())
    }
}

async fn one(pool: &sandbox::Pool, file: &Path) -> Result<String> {
    let bytes = std::fs::read(file).context("cannot be opened")?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let today = base::Clock::system().year_month();
    let resume =
        record::people::reading::read(pool, &name, today, &bytes).await.map_err(anyhow::Error::msg)?;
    Ok(serde_json::to_string_pretty(&resume::json::json_resume(&resume))?)
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).with_context(|| format!("opening the folder {}", path.display()))? {
        let entry = entry?.path();
        if !entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            gather(&entry, files)?;
        }
    }
    Ok(())
}
