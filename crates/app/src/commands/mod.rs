//! The command line. Each command's help is written for a tired administrator.

mod backup;
mod bench;
#[expect(clippy::disallowed_methods, reason = "the demo's own folder")]
mod demo;
#[expect(clippy::disallowed_methods, reason = "a second index beside the first, for a moment")]
mod doctor;
mod import;
#[expect(clippy::disallowed_methods, reason = "files named on the command line")]
mod matching;
mod rebuild;
mod restore;
#[expect(clippy::disallowed_methods, reason = "files named on the command line")]
mod resume;
mod sealed;
mod search;
mod serve;
mod user;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use record::{House, WorkspaceId};

use self::bench::{Bench, Console, Here, Incoming};
use crate::config::{Config, LogFormat};
use crate::control::{self, Asked, Wire};
use crate::house::{FolderLock, Opening};

/// Rapport: your own talent database, recruiting and hiring, in one program.
///
/// Everything is kept in one data folder. Settings come from rapport.toml in this folder (or the file
/// named with --config), then from RAPPORT_* variables, then from flags.
#[derive(Parser)]
#[command(name = "rapport", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer the web until told to stop (Ctrl C or SIGTERM)
    ///
    /// On the first start a link is printed, valid once, where you name the firm and choose your password.
    /// Plain HTTP answers this machine only: give a certificate, or put a proxy that does TLS in front.
    Serve(serve::Serve),
    /// Try Rapport with a fictional firm: made on the first start, kept for the next
    ///
    /// Everybody and everything in it is invented. No mail leaves; an outbox page shows what would have
    /// gone.
    Demo(demo::Demo),
    /// Bring the database to the newest version and stop (serve does this too)
    ///
    /// Before an upgrade of many nodes, for example. A database that is newer than this program is refused.
    Migrate(Migrate),
    /// Write everything into one file while the server runs
    ///
    /// The file holds the whole firm: rows of one moment and the stored documents, not the search index (it
    /// is made again) and not who is signed in. Run it from cron and keep the files elsewhere. Try a
    /// restore before you need one.
    Backup(backup::Backup),
    /// Fill an empty place from a backup file
    ///
    /// Into an empty data folder (or an empty PostgreSQL database, with --database), whichever engine the
    /// backup came from. Everything is checked: the digest of every table and of every stored file. Chores
    /// that waited go on at the next start: set offline = true first if you only want to look, so that no
    /// mail leaves twice.
    Restore(restore::Restore),
    /// Make something derived anew from the record
    ///
    /// What is derived can be thrown away and made again; nothing of the record changes. Works while the
    /// server runs: searches find less until it is done.
    Rebuild(rebuild::Rebuild),
    /// Check the installation and say what is wrong and what to do
    ///
    /// Looks at the database, the journal's chain, the search index, every stored file, the key, background
    /// work and the disk. Changes nothing. Works while the server runs. Ends with 1 when something is
    /// wrong.
    Doctor(doctor::Doctor),
    /// Add people who sign in, or help one who cannot
    User(user::User),
    /// Add or list workspaces (one firm each, told apart by host name)
    Workspace(workspace::Workspace),
    /// Read resumes without a server or database
    Resume(resume::Resume),
    /// Bring people in from files, or search them
    People(People),
    /// Rank texts for texts with the built-in model, for measuring
    Match(matching::Match),
}

#[derive(Args)]
struct Migrate {
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
struct People {
    #[command(subcommand)]
    command: PeopleCommand,
}

#[derive(Subcommand)]
enum PeopleCommand {
    /// Read resumes, ZIP files and CSV tables into the database
    ///
    /// Reads resumes as the upload page does: who is there already is found by address, number or profile
    /// and gets what is new; nothing is overwritten, and each fact keeps its file. Works while the server
    /// runs.
    Import(import::Import),
    /// Search people as the candidates page does
    ///
    /// The same search as the candidates page, over everybody (the console has no scope). Works while the
    /// server runs.
    Search(search::Search),
}

/// Where the data is; shared by every command that opens it.
#[derive(Args, Clone)]
struct Place {
    /// The configuration file [default: rapport.toml here, when there is one]
    #[arg(long, value_name = "FILE", env = "RAPPORT_CONFIG")]
    config: Option<PathBuf>,
    /// The data folder [default: rapport-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// postgres://user:password@host/database, instead of SQLite in the data folder
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// The workspace, by name, where there are several
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
}

impl Place {
    fn config(&self) -> Result<Config> {
        let mut config = Config::load(self.config.as_deref())?;
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        if self.database.is_some() {
            config.database.clone_from(&self.database);
        }
        Ok(config)
    }

    /// The workspace meant: the one named, or the only one.
    async fn workspace(&self, house: &House) -> Result<WorkspaceId> {
        let all = record::access::workspaces::all(&house.db).await?;
        match (&self.workspace, all.as_slice()) {
            (Some(name), all) => all
                .iter()
                .find(|(_, known)| known == name)
                .map(|(id, _)| *id)
                .with_context(|| format!("there is no workspace named {name:?}")),
            (None, [(only, _)]) => Ok(*only),
            (None, []) => Ok(record::access::workspaces::create(&house.db, "My firm", None).await?),
            (None, several) => {
                let names: Vec<_> = several.iter().map(|(_, name)| name.as_str()).collect();
                anyhow::bail!(
                    "there are several workspaces ({}): name one with --workspace",
                    names.join(", ")
                )
            }
        }
    }
}

/// Threads for work that blocks (commits, passwords, files): two cores serve no more at once, and each
/// keeps memory of its own.
const BLOCKING_THREADS: usize = 32;

/// Runs the command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(cause) => return failed(&cause.into()),
    };
    let done = runtime.block_on(dispatch(cli.command));
    // Work that blocks must not keep a closed house alive.
    runtime.shutdown_timeout(Duration::from_millis(200));
    match done {
        Ok(code) => code,
        Err(cause) => failed(&cause),
    }
}

async fn dispatch(command: Command) -> Result<ExitCode> {
    let done = match command {
        Command::Serve(command) => command.run().await,
        Command::Demo(command) => command.run().await,
        Command::Restore(command) => command.run().await,
        Command::Resume(command) => command.run().await,
        Command::Match(command) => command.run(),
        command => return at_house(command).await,
    };
    done.map(|()| ExitCode::SUCCESS)
}

impl Command {
    /// Where the house is, for the commands that a running server does for us.
    fn place(&self) -> Result<&Place> {
        Ok(match self {
            Self::Migrate(command) => &command.place,
            Self::Backup(command) => &command.place,
            Self::Rebuild(command) => &command.place,
            Self::Doctor(command) => &command.place,
            Self::User(command) => command.place(),
            Self::Workspace(command) => command.place(),
            Self::People(People { command: PeopleCommand::Import(command) }) => &command.place,
            Self::People(People { command: PeopleCommand::Search(command) }) => &command.place,
            Self::Serve(_) | Self::Demo(_) | Self::Restore(_) | Self::Resume(_) | Self::Match(_) => {
                bail!("this is not done beside a running server")
            }
        })
    }

    /// Looking does not make a house where there is none.
    fn makes_a_house(&self) -> bool {
        matches!(
            self,
            Self::Migrate(_)
                | Self::Workspace(_)
                | Self::People(People { command: PeopleCommand::Import(_) })
        )
    }

    async fn run(&self, bench: &Bench, incoming: &mut Incoming) -> Result<()> {
        match self {
            Self::Migrate(_) => bench.say("The database is at the newest version."),
            Self::Backup(command) => command.run(bench).await,
            Self::Rebuild(command) => command.run(bench).await,
            Self::Doctor(command) => command.run(bench).await,
            Self::User(command) => command.run(bench).await,
            Self::Workspace(command) => command.run(bench).await,
            Self::People(People { command: PeopleCommand::Import(command) }) => {
                command.run(bench, incoming).await
            }
            Self::People(People { command: PeopleCommand::Search(command) }) => command.run(bench).await,
            Self::Serve(_) | Self::Demo(_) | Self::Restore(_) | Self::Resume(_) | Self::Match(_) => {
                bail!("this is not done beside a running server")
            }
        }
    }
}

/// A command at the house: done by the running server where there is one, else by us alone.
async fn at_house(command: Command) -> Result<ExitCode> {
    let config = command.place()?.config()?;
    if !command.makes_a_house() && !config.data.is_dir() {
        bail!(
            "there is nothing in {} yet: start `rapport serve` once, or name the folder with --data",
            config.data.display()
        );
    }
    let files = match &command {
        Command::People(People { command: PeopleCommand::Import(command) }) => match command.gather()? {
            Some(files) => files,
            None => return Ok(ExitCode::SUCCESS),
        },
        _ => vec![],
    };
    let target = match &command {
        Command::Backup(command) => Some(command.target()?),
        _ => None,
    };
    let here = Here::new(target);
    let (here, complained) = match reach(&config).await? {
        Reached::Server(wire) => {
            let complained = bench::ask(&wire, files, &here)?;
            (here, complained)
        }
        Reached::Alone(_lock) => {
            start_log(&Config { log: "warn".to_owned(), ..config.clone() })?;
            let house = crate::house::open(Opening::of(&config)?).await?;
            let bench = Bench {
                house,
                data: config.data,
                alone: true,
                console: Console::Here(here),
                complained: false.into(),
            };
            let done = command.run(&bench, &mut Incoming::disk(files)).await;
            bench.house.db.leave().await?;
            done?;
            let Console::Here(here) = bench.console else { bail!("the console went away") };
            (here, bench.complained.into_inner())
        }
    };
    if let Some(target) = here.into_target() {
        target.finish()?;
    }
    Ok(if complained { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Who may work in a data folder now.
enum Reached {
    Alone(FolderLock),
    Server(Arc<Wire>),
}

/// The folder's lock, or its server; a server that is starting or another command is waited for a little.
async fn reach(config: &Config) -> Result<Reached> {
    const TRIES: u32 = 100;
    const PAUSE: Duration = Duration::from_millis(100);
    for _ in 0..TRIES {
        if let Some(lock) = FolderLock::take(&config.data)? {
            return Ok(Reached::Alone(lock));
        }
        if let Some(wire) = control::connect(&config.data)? {
            return Ok(Reached::Server(wire));
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("another command works in {}: wait until it is done", config.data.display())
}

/// Inside the server: a command that came over the socket. True where it complained.
pub(crate) async fn for_console(asked: Asked, house: House, data: PathBuf, wire: Arc<Wire>) -> Result<bool> {
    let cli = Cli::try_parse_from(&asked.args).context("reading the command")?;
    let mut incoming = Incoming::wire(Arc::clone(&wire), asked.files);
    let bench = Bench { house, data, alone: false, console: Console::There(wire), complained: false.into() };
    let words: Vec<_> = asked.args.iter().skip(1).take(2).collect();
    tracing::info!(command = ?words, "a command of the console");
    cli.command.run(&bench, &mut incoming).await?;
    Ok(bench.complained.into_inner())
}

#[expect(clippy::print_stderr, reason = "the console is where a command answers")]
fn failed(cause: &anyhow::Error) -> ExitCode {
    eprintln!("rapport: {cause:#}");
    ExitCode::FAILURE
}

/// Says something on the console.
#[expect(clippy::print_stdout, reason = "the console is where a command answers")]
pub(crate) fn say(text: impl std::fmt::Display) {
    println!("{text}");
}

/// Starts the log of a long-running command.
fn start_log(config: &Config) -> Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log).context("in the setting `log`")?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Json => log.json().init(),
        LogFormat::Text => log.with_target(false).init(),
    }
    Ok(())
}
