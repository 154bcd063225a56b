//! The socket in the data folder. One process owns a data folder (its index, its SQLite file), so a command
//! beside a running server asks the server to do it: it sends its arguments and files, and hears the answer.
//!
//! A frame is a kind, four bytes of length, and that many bytes. The folder is its owner's alone (0700) and so
//! is the socket (0600): whoever may open it could read the database as well.
#![expect(clippy::disallowed_methods, reason = "the socket lies in the data folder")]

use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use record::House;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

const SOCKET: &str = "control.sock";
/// A file arrives in pieces of 64 KiB; the longest frame is a command line, which Linux ends at 2 MiB.
const FRAME_MAX: usize = 4 << 20;
pub(crate) const PIECE: usize = 64 * 1024;
/// A path of a socket may have 108 bytes.
const PATH_MAX: usize = 100;

/// What a frame is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    /// To the server: [`Asked`] as JSON; first.
    Asked = b'a',
    /// To the server: the name of a file that follows in pieces.
    File = b'f',
    /// Bytes: of that file, or of the answer.
    Piece = b'b',
    /// To the server: no file follows any more.
    NoMore = b'n',
    /// To the command: a line for the console.
    Line = b'l',
    /// To the command: [`Progress`] as JSON.
    Progress = b'p',
    /// To the command: it is done; not empty where something needs looking after.
    Done = b'd',
    /// To the command: it went wrong; the reason.
    Wrong = b'w',
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Asked,
        Self::File,
        Self::Piece,
        Self::NoMore,
        Self::Line,
        Self::Progress,
        Self::Done,
        Self::Wrong,
    ];
}

/// What a command asks for: its own command line.
#[derive(Serialize, Deserialize)]
pub(crate) struct Asked {
    pub version: String,
    pub args: Vec<String>,
    /// How many files follow.
    pub files: u64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Progress {
    pub done: u64,
    pub all: u64,
    pub about: String,
}

/// One connection, from either end. Blocking: both ends do nothing else meanwhile.
pub(crate) struct Wire {
    stream: UnixStream,
}

impl Wire {
    pub(crate) fn send(&self, kind: Kind, bytes: &[u8]) -> io::Result<()> {
        let mut frame = Vec::with_capacity(bytes.len() + 5);
        frame.push(kind as u8);
        frame.extend(u32::try_from(bytes.len()).map_err(io::Error::other)?.to_be_bytes());
        frame.extend_from_slice(bytes);
        (&self.stream).write_all(&frame)
    }

    pub(crate) fn send_json(&self, kind: Kind, value: &impl Serialize) -> io::Result<()> {
        self.send(kind, &serde_json::to_vec(value)?)
    }

    /// The next frame; `None` where the other end went away.
    pub(crate) fn receive(&self) -> io::Result<Option<(Kind, Vec<u8>)>> {
        let mut head = [0; 5];
        match (&self.stream).read_exact(&mut head) {
            Err(cause)
                if matches!(cause.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) =>
            {
                return Ok(None);
            }
            read => read?,
        }
        let kind = Kind::ALL.into_iter().find(|kind| *kind as u8 == head[0]);
        let kind = kind.ok_or_else(|| io::Error::other("a frame of no known kind"))?;
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        if length > FRAME_MAX {
            return Err(io::Error::other("a frame is too long"));
        }
        let mut bytes = vec![0; length];
        (&self.stream).read_exact(&mut bytes)?;
        Ok(Some((kind, bytes)))
    }
}

impl Wire {
    /// Ends the connection for both ends.
    pub(crate) fn hang_up(&self) {
        // It may be ended already.
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
    }
}

/// The server of this folder, for a command; `None` where none listens.
pub(crate) fn connect(data: &Path) -> Result<Option<Arc<Wire>>> {
    match at_short_path(data, |path| UnixStream::connect(path)) {
        Ok(stream) => Ok(Some(Arc::new(Wire { stream }))),
        Err(cause) if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            Ok(None)
        }
        Err(cause) => Err(cause).with_context(|| format!("speaking to the server of {}", data.display())),
    }
}

/// A deep folder makes the path too long for a socket: Linux then reaches it through an open descriptor.
fn at_short_path<T>(data: &Path, f: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let path = data.join(SOCKET);
    if path.as_os_str().len() <= PATH_MAX {
        return f(&path);
    }
    let folder = std::fs::File::open(data)?;
    f(&PathBuf::from(format!("/proc/self/fd/{}/{SOCKET}", std::os::fd::AsRawFd::as_raw_fd(&folder))))
}

/// Listens for commands. Whoever calls this holds the folder's lock, so a socket that is there is a dead one.
pub fn listen(data: &Path) -> Result<tokio::net::UnixListener> {
    let path = data.join(SOCKET);
    if path.exists() {
        std::fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
    }
    let listener = at_short_path(data, |path| UnixListener::bind(path));
    let listener = listener.with_context(|| format!("listening on {}", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    listener.set_nonblocking(true)?;
    Ok(tokio::net::UnixListener::from_std(listener)?)
}

/// Does what commands ask for until the house closes.
pub(crate) async fn answer(
    house: House,
    data: PathBuf,
    listener: tokio::net::UnixListener,
    mut closing: watch::Receiver<bool>,
) {
    loop {
        let wished = async {
            // The channel ends only with the process.
            let _ = closing.wait_for(|closing| *closing).await;
        };
        let accepted = tokio::select! {
            () = wished => break,
            accepted = listener.accept() => accepted,
        };
        let stream = accepted.and_then(|(stream, _)| stream.into_std()).and_then(|stream| {
            stream.set_nonblocking(false)?;
            Ok(stream)
        });
        let stream = match stream {
            Ok(stream) => stream,
            Err(cause) => {
                tracing::warn!(%cause, "a command could not be heard");
                // Too many open files, most likely: they are not fewer at once.
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                continue;
            }
        };
        let (house, data) = (house.clone(), data.clone());
        let runtime = tokio::runtime::Handle::current();
        // A thread of its own: reading a file and writing an answer block there, and nowhere else.
        std::thread::spawn(move || {
            let wire = Arc::new(Wire { stream });
            let done = runtime.block_on(one(house, data, &wire));
            let told = match done {
                Ok(complained) => wire.send(Kind::Done, if complained { b"!" } else { b"" }),
                Err(cause) => wire.send(Kind::Wrong, format!("{cause:#}").as_bytes()),
            };
            if let Err(cause) = told {
                tracing::info!(%cause, "a command went away before it heard its answer");
            }
        });
    }
    // The next process finds no socket rather than a dead one.
    let _ = std::fs::remove_file(data_socket(&data));
}

fn data_socket(data: &Path) -> PathBuf {
    data.join(SOCKET)
}

/// True where it complained.
async fn one(house: House, data: PathBuf, wire: &Arc<Wire>) -> Result<bool> {
    let Some((Kind::Asked, bytes)) = wire.receive()? else { bail!("the command asked for nothing") };
    let asked: Asked = serde_json::from_slice(&bytes)?;
    if asked.version != env!("CARGO_PKG_VERSION") {
        bail!(
            "the running server is version {}, this command is {}: use the same program for both",
            env!("CARGO_PKG_VERSION"),
            asked.version
        );
    }
    crate::commands::for_console(asked, house, data, Arc::clone(wire)).await
}
