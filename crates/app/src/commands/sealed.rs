//! The outside of a backup file: zstd, and around it age where the backup is encrypted. The file is an ordinary
//! age file: `age -d FILE | zstd -d` opens it without Rapport.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base::Secret;

use crate::age::{self, Opener, Recipients};

/// zstd level: 3 is its default, a good trade of time for space.
const LEVEL: i32 = 3;

/// A file that is being written: named `FILE.partial` until it is whole.
pub(crate) struct Target {
    path: PathBuf,
    partial: PathBuf,
    out: Option<zstd::Encoder<'static, Layer>>,
}

enum Layer {
    Open(BufWriter<File>),
    Sealed(Box<age::Writer<BufWriter<File>>>),
}

impl Write for Layer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(out) => out.write(bytes),
            Self::Sealed(out) => out.write(bytes),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(out) => out.flush(),
            Self::Sealed(out) => out.flush(),
        }
    }
}

impl Target {
    pub(super) fn create(path: &Path, recipients: Option<&Recipients>) -> Result<Self> {
        if path.exists() {
            bail!("{} is there already: name a new file", path.display());
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let hint = || format!("creating {} (one of an interrupted backup may be removed)", partial.display());
        let file = BufWriter::new(crate::house::create_private(&partial).with_context(hint)?);
        let layer = match recipients {
            None => Layer::Open(file),
            Some(recipients) => Layer::Sealed(Box::new(age::Writer::new(file, recipients)?)),
        };
        Ok(Self { path: path.to_owned(), partial, out: Some(zstd::Encoder::new(layer, LEVEL)?) })
    }

    /// Everything is written: on the disk, under its own name.
    #[expect(clippy::disallowed_methods, reason = "the file that the administrator named")]
    pub(super) fn finish(mut self) -> Result<()> {
        let out = self.out.take().context("the backup was finished before")?;
        let file = match out.finish()? {
            Layer::Open(file) => file,
            Layer::Sealed(sealed) => sealed.finish()?,
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(std::fs::rename(&self.partial, &self.path)?)
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().ok_or_else(|| io::Error::other("the backup is finished"))?.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Target {
    #[expect(clippy::disallowed_methods, reason = "half a backup is none")]
    fn drop(&mut self) {
        if self.out.take().is_some() {
            let _ = std::fs::remove_file(&self.partial);
        }
    }
}

/// The inside of a backup file. `identity` names a file with age keys, for a file encrypted to a public key.
#[expect(clippy::disallowed_methods, reason = "the file that the administrator named")]
pub(super) fn open(path: &Path, identity: Option<&Path>) -> Result<Box<dyn BufRead>> {
    let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut file = BufReader::new(file);
    let sealed = file.fill_buf()?.starts_with(age::MAGIC.as_bytes());
    let inside: Box<dyn Read> = if sealed { unseal(file, path, identity)? } else { Box::new(file) };
    let inside = BufReader::new(zstd::Decoder::new(inside).context("reading the backup")?);
    Ok(Box::new(inside))
}

#[expect(clippy::disallowed_methods, reason = "the key file that the administrator named")]
fn unseal(file: BufReader<File>, path: &Path, identity: Option<&Path>) -> Result<Box<dyn Read>> {
    let sealed = age::Sealed::read(file).with_context(|| format!("opening {}", path.display()))?;
    let (opener, otherwise) = if sealed.wants_passphrase() {
        let words = passphrase("The passphrase of the backup: ", false)?;
        (Opener::Passphrase(words), "that is not the passphrase of this backup".to_owned())
    } else {
        let Some(identity) = identity else {
            bail!(
                "{} is encrypted to a public key: name the file with its secret key (--identity FILE)",
                path.display()
            );
        };
        let text =
            std::fs::read_to_string(identity).with_context(|| format!("reading {}", identity.display()))?;
        let keys = age::identities(&text).map_err(|why| anyhow::anyhow!("{}: {why}", identity.display()))?;
        (Opener::Keys(keys), format!("no key in {} opens {}", identity.display(), path.display()))
    };
    match sealed.open(&opener).with_context(|| format!("opening {}", path.display()))? {
        Some(inside) => Ok(Box::new(inside)),
        None => bail!("{otherwise}"),
    }
}

/// From `RAPPORT_BACKUP_PASSPHRASE`, or asked at the keyboard (twice, where a mistyped one would lock the file).
pub(super) fn passphrase(question: &str, twice: bool) -> Result<Secret> {
    if let Ok(words) = std::env::var("RAPPORT_BACKUP_PASSPHRASE")
        && !words.is_empty()
    {
        return Ok(Secret::new(words));
    }
    if !io::stdin().is_terminal() {
        bail!("nobody sits at the keyboard to give the passphrase: set RAPPORT_BACKUP_PASSPHRASE");
    }
    let words = ask_hidden(question)?;
    if words.is_empty() {
        bail!("no passphrase was given");
    }
    if twice && words != ask_hidden("Once more: ")? {
        bail!("the two are not the same");
    }
    Ok(words)
}

/// Reads a line without showing it.
#[expect(clippy::print_stderr, reason = "a question is asked on the console")]
fn ask_hidden(question: &str) -> Result<Secret> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    eprint!("{question}");
    let shown = tcgetattr(io::stdin())?;
    let mut hidden = shown.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    tcsetattr(io::stdin(), OptionalActions::Now, &hidden)?;
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    tcsetattr(io::stdin(), OptionalActions::Now, &shown)?;
    eprintln!();
    read?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n'])))
}
