//! The command line. Each command's help is written for a tired administrator.

mod backup;
mod demo;
mod doctor;
mod import;
mod matching;
mod rebuild;
mod resume;
mod search;
mod serve;
mod user;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use record::{House, WorkspaceId};

use crate::config::{Config, LogFormat};
use crate::house::{FolderLock, Opening, open};

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
    Serve(serve::Serve),
    /// Try Rapport with a fictional firm: made on the first start, kept for the next
    Demo(demo::Demo),
    /// Bring the database to the newest version and stop (serve does this too)
    Migrate(migrate::Migrate),
    /// Write everything into one file while the server runs
    Backup(backup::Backup),
    /// Fill an empty place from a backup file
    Restore(backup::Restore),
    /// Make something derived anew from the record
    Rebuild(rebuild::Rebuild),
    /// Check the installation and say what is wrong and what to do
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

mod migrate {
    use super::*;

    #[derive(Args)]
    pub(super) struct Migrate {
        #[command(flatten)]
        place: Place,
    }

    impl Migrate {
        pub(super) async fn run(self) -> Result<()> {
            self.place.house().await?;
            say("The database is at the newest version.");
            Ok(())
        }
    }
}

#[derive(Args)]
struct People {
    #[command(subcommand)]
    command: PeopleCommand,
}

#[derive(Subcommand)]
enum PeopleCommand {
    /// Read resumes, ZIP files and CSV tables into the database
    Import(import::Import),
    /// Search people as the candidates page does
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

    /// Opens the house of a command that writes: alone, or refusing beside a running server.
    async fn house(&self) -> Result<(House, FolderLock)> {
        let config = self.config()?;
        let lock = FolderLock::take(&config.data)?.with_context(|| {
            format!("another Rapport uses {}: stop it first, or do this in its pages", config.data.display())
        })?;
        Ok((open(Opening::of(&config)?).await?, lock))
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
    match runtime.block_on(dispatch(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => failed(&cause),
    }
}

async fn dispatch(command: Command) -> Result<()> {
    match command {
        Command::Serve(command) => command.run().await,
        Command::Demo(command) => command.run().await,
        Command::Migrate(command) => command.run().await,
        Command::Backup(command) => command.run().await,
        Command::Restore(command) => command.run().await,
        Command::Rebuild(command) => command.run().await,
        Command::Doctor(command) => command.run().await,
        Command::User(command) => command.run().await,
        Command::Workspace(command) => command.run().await,
        Command::Resume(command) => command.run().await,
        Command::Match(command) => command.run(),
        Command::People(People { command: PeopleCommand::Import(command) }) => command.run().await,
        Command::People(People { command: PeopleCommand::Search(command) }) => command.run().await,
    }
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
