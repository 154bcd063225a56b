//! Where a command works: the opened house, its files on the way in, and the console on the way out. The same
//! command runs alone or inside the running server, which then hears it over the socket.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use record::{House, WorkspaceId};

use super::sealed::Target;
use super::{Place, say};
use crate::control::{Kind, PIECE, Progress, Wire};

/// What a command that needs the house is handed.
pub(crate) struct Bench {
    pub(crate) house: House,
    pub(crate) data: PathBuf,
    /// True where this process has no server's workers: the command does their work itself.
    pub(crate) alone: bool,
    pub(crate) console: Console,
    /// Something is done, but not well: the exit code says so.
    pub(crate) complained: AtomicBool,
}

impl Bench {
    pub(super) fn say(&self, text: impl std::fmt::Display) -> Result<()> {
        Ok(self.console.say(&text.to_string())?)
    }

    /// Says what the administrator must look after; the command goes on.
    pub(super) fn complain(&self, text: impl std::fmt::Display) -> Result<()> {
        self.complained.store(true, Ordering::Relaxed);
        self.say(text)
    }

    /// The workspace meant: the one named, or the only one.
    pub(super) async fn workspace(&self, place: &Place) -> Result<WorkspaceId> {
        place.workspace(&self.house).await
    }
}

/// Who hears the answer.
pub(crate) enum Console {
    Here(Here),
    There(Arc<Wire>),
}

impl Console {
    pub(crate) fn say(&self, text: &str) -> io::Result<()> {
        match self {
            Self::Here(here) => here.say(text),
            Self::There(wire) => wire.send(Kind::Line, text.as_bytes()),
        }
    }

    /// How far a long command has come.
    pub(crate) fn progress(&self, done: u64, all: u64, about: &str) -> io::Result<()> {
        match self {
            Self::Here(here) => here.progress(done, all, about),
            Self::There(wire) => {
                wire.send_json(Kind::Progress, &Progress { done, all, about: about.to_owned() })
            }
        }
    }
}

/// A command whose answer is a file writes it here.
impl Write for &Console {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Console::Here(here) => here.piece(bytes)?,
            Console::There(wire) => {
                bytes.chunks(PIECE).try_for_each(|piece| wire.send(Kind::Piece, piece))?
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The console of this process.
#[derive(Default)]
pub(crate) struct Here {
    bar: Mutex<Option<ProgressBar>>,
    target: Mutex<Option<Target>>,
}

impl Here {
    pub(super) fn new(target: Option<Target>) -> Self {
        Self { bar: Mutex::default(), target: Mutex::new(target) }
    }

    pub(super) fn say(&self, text: &str) -> io::Result<()> {
        match &*self.bar.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(bar) => bar.suspend(|| say(text)),
            None => say(text),
        }
        Ok(())
    }

    pub(super) fn progress(&self, done: u64, all: u64, about: &str) -> io::Result<()> {
        let mut slot = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        if done >= all {
            if let Some(bar) = slot.take() {
                bar.finish_and_clear();
            }
            return Ok(());
        }
        let bar = slot.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos} of {len}  {msg}");
            ProgressBar::new(all).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_length(all);
        bar.set_position(done);
        bar.set_message(about.to_owned());
        Ok(())
    }

    pub(super) fn piece(&self, bytes: &[u8]) -> io::Result<()> {
        match &mut *self.target.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(target) => target.write_all(bytes),
            None => Err(io::Error::other("this command has no file to write")),
        }
    }

    /// The file that was written, to be finished.
    pub(super) fn into_target(self) -> Option<Target> {
        self.target.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Files that a command was given, one after another: from the disk, or as the command sends them.
pub(crate) enum Incoming {
    Disk { left: VecDeque<PathBuf>, open: Option<std::fs::File> },
    Wire { wire: Arc<Wire>, left: u64, open: bool },
}

impl Incoming {
    pub(super) fn disk(files: Vec<PathBuf>) -> Self {
        Self::Disk { left: files.into(), open: None }
    }

    /// As many files as the command says it will send.
    pub(crate) fn wire(wire: Arc<Wire>, left: u64) -> Self {
        Self::Wire { wire, left, open: false }
    }

    /// How many files are still to come.
    pub(super) fn left(&self) -> u64 {
        match self {
            Self::Disk { left, .. } => left.len() as u64,
            Self::Wire { left, .. } => *left,
        }
    }

    /// The name of the next file, with its folders; what was not read of the one before is left out.
    pub(super) fn next(&mut self) -> Result<Option<PathBuf>> {
        match self {
            Self::Disk { left, open } => {
                let Some(path) = left.pop_front() else { return Ok(None) };
                *open = Some(open_file(&path)?);
                Ok(Some(path))
            }
            Self::Wire { wire, left, open } => loop {
                match wire.receive()? {
                    Some((Kind::File, name)) => {
                        *open = true;
                        *left = left.saturating_sub(1);
                        return Ok(Some(PathBuf::from(String::from_utf8_lossy(&name).into_owned())));
                    }
                    Some((Kind::Piece, _)) => {}
                    Some((Kind::NoMore, _)) => return Ok(None),
                    Some((kind, _)) => bail!("a frame that does not belong here: {kind:?}"),
                    None => bail!("the command went away before it had sent its files"),
                }
            },
        }
    }

    /// The next piece of that file; empty at its end.
    pub(super) fn piece(&mut self) -> Result<Vec<u8>> {
        match self {
            Self::Disk { open: None, .. } | Self::Wire { open: false, .. } => Ok(vec![]),
            Self::Disk { open: Some(file), .. } => Ok(read_piece(file)?),
            Self::Wire { wire, open, .. } => match wire.receive()? {
                Some((Kind::Piece, piece)) => {
                    *open = !piece.is_empty();
                    Ok(piece)
                }
                _ => bail!("the command went away in the middle of a file"),
            },
        }
    }

    /// The whole of that file.
    pub(super) fn all(&mut self, limit: u64) -> Result<Vec<u8>> {
        let mut bytes = vec![];
        loop {
            let piece = self.piece()?;
            if piece.is_empty() {
                return Ok(bytes);
            }
            bytes.extend(piece);
            if bytes.len() as u64 > limit {
                bail!("it has more than {} MB", limit >> 20);
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the administrator's own files, named on the command line")]
fn open_file(path: &std::path::Path) -> Result<std::fs::File> {
    std::fs::File::open(path).with_context(|| format!("reading {}", path.display()))
}

fn read_piece(file: &mut std::fs::File) -> io::Result<Vec<u8>> {
    let mut piece = vec![0; PIECE];
    let length = file.read(&mut piece)?;
    piece.truncate(length);
    Ok(piece)
}

/// Has the running server do a command: sends the files, hears the answer. True where it complained.
#[expect(clippy::disallowed_methods, reason = "files are sent while the answer is heard")]
pub(super) fn ask(wire: &Arc<Wire>, files: Vec<PathBuf>, here: &Here) -> Result<bool> {
    let asked = crate::control::Asked {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        files: files.len() as u64,
        args: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
    };
    wire.send_json(Kind::Asked, &asked)?;
    let sender = Arc::clone(wire);
    // Beside the hearing: a server that has much to say while files arrive would otherwise wait for us.
    let sending = std::thread::spawn(move || {
        let sent = send_files(&sender, files);
        if sent.is_err() {
            // Both ends would otherwise wait for the file that cannot be read.
            sender.hang_up();
        }
        sent
    });
    loop {
        match wire.receive()? {
            Some((Kind::Line, text)) => here.say(&String::from_utf8_lossy(&text))?,
            Some((Kind::Progress, json)) => {
                let Progress { done, all, about } = serde_json::from_slice(&json)?;
                here.progress(done, all, &about)?;
            }
            Some((Kind::Piece, bytes)) => here.piece(&bytes)?,
            Some((Kind::Done, complained)) => return Ok(!complained.is_empty()),
            Some((Kind::Wrong, why)) => bail!("{}", String::from_utf8_lossy(&why)),
            Some((kind, _)) => bail!("a frame that does not belong here: {kind:?}"),
            None => {
                wire.hang_up();
                // Was it a file of ours? The wire's own failure says nothing new.
                let _ = sending.join().map_err(|_| anyhow::anyhow!("sending the files stopped"))??;
                bail!(
                    "the server stopped before this was done. What was done is kept: run the command again"
                );
            }
        }
    }
}

/// Outside: a file could not be read. Inside: the server is gone.
fn send_files(wire: &Wire, files: Vec<PathBuf>) -> Result<io::Result<()>> {
    for path in files {
        let mut file = open_file(&path)?;
        let mut told = wire.send(Kind::File, path.to_string_lossy().as_bytes());
        loop {
            let piece = read_piece(&mut file).with_context(|| format!("reading {}", path.display()))?;
            // The empty piece says that the file ends.
            told = told.and_then(|()| wire.send(Kind::Piece, &piece));
            if told.is_err() {
                return Ok(told);
            }
            if piece.is_empty() {
                break;
            }
        }
    }
    Ok(wire.send(Kind::NoMore, &[]))
}
