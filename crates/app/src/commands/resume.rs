//! `rapport resume read`

use std::collections::HashSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use record::people::reading::{self, NotRead, Unpacked};
use sandbox::{Pool, PoolOptions};
use tokio::task::JoinSet;

use super::say;

#[derive(Args)]
pub(super) struct Resume {
    #[command(subcommand)]
    command: ResumeCommand,
}

#[derive(Subcommand)]
enum ResumeCommand {
    /// Write one JSON Resume file for each input: same name, ending .json
    ///
    /// What cannot be read gets one line that says why; the command then ends with code 1, and all others
    /// are written. Of two inputs with one name the later ends in -2.json.
    Read(Read),
}

#[derive(Args)]
struct Read {
    /// Files, e-mails and ZIP files of them, or folders
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
        files.dedup();
        if files.is_empty() {
            bail!("there is no file in what you named");
        }
        let program = std::env::current_exe().context("finding our own program file")?;
        let mut options = PoolOptions::new(program, [crate::read::CHILD_ARGUMENT]);
        options.size = std::thread::available_parallelism().map_or(2, NonZero::get);
        options.input_limit = crate::read::INPUT_BYTES_MAX;
        let mut desk = Desk {
            at_once: options.size,
            pool: Pool::new(options),
            out: self.out,
            taken: HashSet::new(),
            read: 0,
            refused: 0,
        };
        let archives = desk.read_files(files).await?;
        for archive in archives {
            desk.read_archive(&archive).await?;
        }
        desk.pool.finish().await;
        say(format!("{} read, {} refused", desk.read, desk.refused));
        if desk.refused > 0 {
            bail!("what could not be read is listed above");
        }
        Ok(())
    }
}

/// Reads several files at once and writes what came of them.
struct Desk {
    pool: Pool,
    at_once: usize,
    out: PathBuf,
    taken: HashSet<String>,
    read: usize,
    refused: usize,
}

/// What came of one file: where its JSON goes, its name on the console, and the JSON or why not.
type Outcome = (PathBuf, String, Result<String, NotRead>);

impl Desk {
    /// Reads files; gives back those that are archives.
    async fn read_files(&mut self, files: Vec<PathBuf>) -> Result<Vec<PathBuf>> {
        let (mut running, mut archives) = (JoinSet::new(), vec![]);
        for file in files {
            if running.len() >= self.at_once {
                self.take(running.join_next().await, &mut archives)?;
            }
            let (pool, target) = (self.pool.clone(), self.target(&file));
            running.spawn(async move {
                let name = file.display().to_string();
                let read = match load(&file) {
                    Ok(bytes) => json(&pool, &file, &bytes).await,
                    Err(why) => Err(NotRead::Refused(why)),
                };
                (target, name, read)
            });
        }
        while let Some(done) = running.join_next().await {
            self.take(Some(done), &mut archives)?;
        }
        archives.sort();
        Ok(archives)
    }

    fn take(
        &mut self,
        done: Option<Result<Outcome, tokio::task::JoinError>>,
        archives: &mut Vec<PathBuf>,
    ) -> Result<()> {
        let Some(done) = done else { return Ok(()) };
        let (target, name, read) = done.context("reading a file")?;
        match read {
            Err(NotRead::Archive) => archives.push(name.into()),
            read => self.tell(&target, &name, read)?,
        }
        Ok(())
    }

    fn tell(&mut self, target: &Path, name: &str, read: Result<String, NotRead>) -> Result<()> {
        match read {
            Ok(json) => {
                std::fs::write(target, json).with_context(|| format!("writing {}", target.display()))?;
                self.read += 1;
            }
            Err(why) => {
                self.refused += 1;
                say(format!("{name}: {why}"));
            }
        }
        Ok(())
    }

    async fn read_archive(&mut self, archive: &Path) -> Result<()> {
        let name = archive.display().to_string();
        let bytes = std::fs::read(archive).with_context(|| format!("opening {name}"))?;
        let (mut from, mut empty) = (Some(0), true);
        while let Some(start) = from {
            let (files, next) = match reading::unpack(&self.pool, &bytes, start).await {
                Ok(unpacked) => unpacked,
                Err(why) => return self.tell(archive, &name, Err(why)),
            };
            for file in files {
                empty = false;
                self.read_unpacked(&name, file).await?;
            }
            from = next.filter(|next| *next > start);
        }
        if empty {
            let why = NotRead::Refused("There is no file in this archive.".into());
            self.tell(archive, &name, Err(why))?;
        }
        Ok(())
    }

    async fn read_unpacked(&mut self, archive: &str, file: Unpacked) -> Result<()> {
        let (name, bytes) = match file {
            Ok(file) => file,
            Err(why) => return self.tell(Path::new(""), archive, Err(NotRead::Refused(why))),
        };
        let path = PathBuf::from(name.replace('\\', "/"));
        let target = self.target(&path);
        let read = match json(&self.pool, &path, &bytes).await {
            Err(NotRead::Archive) => {
                Err(NotRead::Refused("The archives in it lie too deep. Please unpack it first.".into()))
            }
            read => read,
        };
        self.tell(&target, &format!("{archive}: {name}"), read)
    }

    /// The file's name with .json for its ending, or with a number where that one is taken.
    fn target(&mut self, file: &Path) -> PathBuf {
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let mut name = stem.clone();
        for number in 2.. {
            if self.taken.insert(name.clone()) {
                break;
            }
            name = format!("{stem}-{number}");
        }
        self.out.join(format!("{name}.json"))
    }
}

fn load(file: &Path) -> Result<Vec<u8>, String> {
    let cannot = |cause: std::io::Error| format!("The file cannot be opened ({cause}).");
    let size = std::fs::metadata(file).map_err(cannot)?.len();
    let limit = base::limits::ARCHIVE_BYTES_MAX;
    if size > limit {
        return Err(resume::ReadError::TooLarge { size_bytes: size, limit_bytes: limit }.to_string());
    }
    std::fs::read(file).map_err(cannot)
}

async fn json(pool: &Pool, file: &Path, bytes: &[u8]) -> Result<String, NotRead> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let today = base::Clock::system().year_month();
    let resume = reading::read(pool, &name, today, bytes).await?;
    let json = serde_json::to_string_pretty(&resume::json::json_resume(&resume));
    json.map_err(|cause| NotRead::Later(cause.to_string()))
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
