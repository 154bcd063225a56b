//! `rapport demo`

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use base::Clock;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

use super::{say, start_log};
use crate::config::Config;
use crate::demo::{self, Size};
use crate::house::{FolderLock, Opening, open};
use crate::serve::Serving;

#[derive(Args)]
pub(super) struct Demo {
    /// The demo's own data folder; made on the first start
    #[arg(long, value_name = "DIR", default_value = "rapport-demo")]
    data: PathBuf,
    /// Address and port to answer on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Throw away what was done in the demo and tell its story anew, with the dates of today
    #[arg(long)]
    fresh: bool,
    /// Make the firm and stop, without answering
    #[arg(long)]
    seed_only: bool,
}

/// Kept in the folder as `demo.toml`: the folder is the demo's, and how far it came.
#[derive(Serialize, Deserialize)]
struct Marker {
    /// The day the story ends, in UTC.
    day: String,
    /// False while the story is told: an interrupted one starts over.
    whole: bool,
}

const MARKER: &str = crate::house::DEMO_MARKER;

impl Demo {
    pub(super) async fn run(self) -> Result<()> {
        start_log(&Config { log: "warn".to_owned(), ..Config::default() })?;
        let listener = match self.seed_only {
            true => None,
            false => Some(super::serve::bind(self.listen).await?),
        };
        if is_of_another(&self.data)? {
            bail!("{} holds something that the demo did not make: name another folder", self.data.display());
        }
        let lock = FolderLock::take(&self.data)?;
        let _lock = lock
            .with_context(|| format!("another demo already uses {}: stop it first", self.data.display()))?;
        let marker = marker(&self.data)?;
        if self.fresh || !marker.is_some_and(|marker| marker.whole) {
            clear(&self.data)?;
            self.seed().await?;
        }
        let Some(listener) = listener else { return Ok(()) };
        let house = open(self.opening(Clock::system(), true)?).await?;
        self.greet()?;
        let console = crate::control::listen(&self.data)?;
        let serving = Serving { console: Some((self.data, console)), ..Serving::default() };
        crate::serve::run(house, listener, serving).await
    }

    fn opening(&self, clock: Clock, durable: bool) -> Result<Opening> {
        Ok(Opening {
            data: self.data.clone(),
            base_url: format!("http://{}", self.listen),
            demo: true,
            offline: true,
            clock,
            durable,
            ..Opening::of(&Config::default())?
        })
    }

    async fn seed(&self) -> Result<()> {
        let (began, now) = (Instant::now(), Clock::system().now());
        let day = base::clock::zoned(now, "UTC").strftime("%Y-%m-%d").to_string();
        write_marker(&self.data, &Marker { day: day.clone(), whole: false })?;
        let bar = ProgressBar::new(1);
        let style = ProgressStyle::with_template("Making a fictional firm  {bar:30} {percent} %");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let house = open(self.opening(Clock::held_at(now - demo::LENGTH), false)?).await?;
        let seeded = demo::seed(&house, Size::Whole, |done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        })
        .await?;
        drop(house);
        bar.finish_and_clear();
        write_marker(&self.data, &Marker { day, whole: true })?;
        say(format!(
            "Made {} people and {} jobs in {:.1} seconds.",
            seeded.people,
            seeded.jobs,
            began.elapsed().as_secs_f64()
        ));
        Ok(())
    }

    fn greet(&self) -> Result<()> {
        say(format!("\nRapport answers on http://{}", self.listen));
        say(format!("Sign in as one of these. The password of everybody is {}\n", demo::PASSWORD));
        for login in demo::logins()? {
            say(format!("  {:<16} {:<15} {}", login.name, login.role, login.email));
        }
        say("\nEverything here is invented, and no mail leaves. Start over with --fresh; stop with Ctrl C.");
        Ok(())
    }
}

fn marker(data: &Path) -> Result<Option<Marker>> {
    match std::fs::read_to_string(data.join(MARKER)) {
        // What cannot be read was interrupted while it was written.
        Ok(text) => Ok(toml::from_str(&text).ok()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause).context("reading the demo's marker"),
    }
}

fn write_marker(data: &Path, marker: &Marker) -> Result<()> {
    std::fs::write(data.join(MARKER), toml::to_string(marker)?).context("writing the demo's marker")
}

/// True for a folder with something in it and no marker of ours: a real house, or somebody's files.
fn is_of_another(data: &Path) -> Result<bool> {
    if !data.is_dir() || data.join(MARKER).exists() {
        return Ok(false);
    }
    for entry in std::fs::read_dir(data).with_context(|| format!("opening {}", data.display()))? {
        if entry?.file_name() != "lock" {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes what the demo made, by name; the marker goes last, so that an interrupted removal starts over.
fn clear(data: &Path) -> Result<()> {
    for name in ["files", "index"] {
        gone(std::fs::remove_dir_all(data.join(name)), name)?;
    }
    for name in ["rapport.db", "rapport.db-wal", "rapport.db-shm", "master.key", "control.sock", MARKER] {
        gone(std::fs::remove_file(data.join(name)), name)?;
    }
    Ok(())
}

fn gone(removed: std::io::Result<()>, name: &str) -> Result<()> {
    match removed {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            Err(cause).with_context(|| format!("removing {name} of the demo"))
        }
        _ => Ok(()),
    }
}
