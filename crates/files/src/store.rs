//! The store: claim, read, delete, sweep, and walk for backups.

use std::fs;
use std::io::{self, Read as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::SystemTime;

use tokio::io::{AsyncRead, ReadBuf};

use crate::staging::{Staged, Staging, sweep_torn};
use crate::{Digest, FilesError};

/// A directory of blobs. Cheap to clone; clones share the lock that keeps a sweep from taking a
/// blob that is just being claimed again, so one process opens a directory once.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    staging: PathBuf,
    blobs: PathBuf,
    /// Held while a blob is put into place and while the sweep decides about one: a claim renews
    /// the blob's age, and the sweep must see either the old blob with nobody claiming, or the new.
    placing: Mutex<()>,
}

/// One stored blob, as the walk finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blob {
    pub digest: Digest,
    pub size_bytes: u64,
    /// When the bytes were last received; the age a sweep goes by.
    pub received: SystemTime,
}

/// What a sweep removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    pub blobs: u64,
    pub size_bytes: u64,
}

/// Bytes of a blob, for streaming to a browser.
#[derive(Debug)]
pub struct BlobReader {
    file: tokio::fs::File,
    size_bytes: u64,
}

impl BlobReader {
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }
}

impl AsyncRead for BlobReader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.file).poll_read(context, buffer)
    }
}

impl Store {
    /// Opens or makes the store, and removes what torn uploads left. Blocks; called once at start.
    pub fn open(dir: &Path) -> Result<Self, FilesError> {
        let staging = dir.join("staging");
        let blobs = dir.join("blobs");
        for path in [dir, &staging, &blobs] {
            make_dir_all(path)?;
        }
        sweep_torn(&staging)?;
        sync_dir(dir)?;
        Ok(Self { inner: Arc::new(Inner { staging, blobs, placing: Mutex::new(()) }) })
    }

    /// Begins to receive a file of at most `limit_bytes`.
    pub async fn stage(&self, limit_bytes: u64) -> Result<Staging, FilesError> {
        let inner = self.inner.clone();
        blocking(move || Staging::create(&inner.staging, limit_bytes)).await
    }

    /// Keeps a received file: when this returns, the blob survives a power cut. Claiming the same
    /// bytes again is harmless and renews the blob's age.
    pub async fn claim(&self, staged: &Staged) -> Result<Digest, FilesError> {
        let inner = self.inner.clone();
        let digest = staged.digest;
        let from = staged.owned.path.clone();
        let file = staged.owned.file.clone();
        blocking(move || {
            file.sync_all().map_err(|error| FilesError::disk("write", &from, error))?;
            inner.place(digest, &from)
        })
        .await?;
        staged.owned.claimed.store(true, Ordering::Relaxed);
        Ok(digest)
    }

    /// Stages and claims bytes that are already in memory (a generated letter, an attachment).
    pub async fn keep(&self, bytes: &[u8]) -> Result<Digest, FilesError> {
        let mut staging = self.stage(bytes.len() as u64).await?;
        staging.write(bytes).await?;
        self.claim(&staging.finish().await?).await
    }

    /// Opens a blob for streaming. The bytes are not checked against the digest on the way.
    pub async fn open_blob(&self, digest: Digest) -> Result<BlobReader, FilesError> {
        let path = self.inner.path(digest);
        blocking(move || {
            let (file, size_bytes) = open_file(digest, &path)?;
            Ok(BlobReader { file: tokio::fs::File::from_std(file), size_bytes })
        })
        .await
    }

    /// Reads a whole blob into memory, refuses one above the limit, and checks its digest.
    pub async fn read_all(&self, digest: Digest, limit_bytes: u64) -> Result<Vec<u8>, FilesError> {
        let path = self.inner.path(digest);
        blocking(move || {
            let (mut file, size_bytes) = open_file(digest, &path)?;
            if size_bytes > limit_bytes {
                return Err(FilesError::TooLarge { limit_bytes });
            }
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(|error| FilesError::disk("read", &path, error))?;
            if Digest::of(&bytes) != digest {
                return Err(FilesError::Damaged(digest));
            }
            Ok(bytes)
        })
        .await
    }

    /// Whether the blob is in the store.
    pub async fn holds(&self, digest: Digest) -> Result<bool, FilesError> {
        let path = self.inner.path(digest);
        blocking(move || path.try_exists().map_err(|error| FilesError::disk("look for", &path, error))).await
    }

    /// Removes a blob; one that is not there counts as removed.
    pub async fn delete(&self, digest: Digest) -> Result<(), FilesError> {
        let path = self.inner.path(digest);
        blocking(move || remove(&path)).await
    }

    /// Removes every blob received before `older_than` that `keep` does not name. The age protects
    /// files whose row is not committed yet: give it a day.
    pub async fn sweep(
        &self,
        keep: impl Fn(Digest) -> bool + Send + 'static,
        older_than: SystemTime,
    ) -> Result<Swept, FilesError> {
        let store = self.clone();
        blocking(move || {
            let mut swept = Swept::default();
            for blob in store.blobs() {
                let blob = blob?;
                if blob.received < older_than && !keep(blob.digest) {
                    swept.add(store.inner.remove_if_older(blob, older_than)?);
                }
            }
            Ok(swept)
        })
        .await
    }

    /// Walks all blobs in the order of their digests, for backups and checks. Blocks while it
    /// reads directories, and holds one directory's names at a time.
    pub fn blobs(&self) -> Blobs {
        Blobs { dirs: vec![self.inner.blobs.clone()], ready: Vec::new() }
    }
}

impl Swept {
    fn add(&mut self, removed: Option<Blob>) {
        if let Some(blob) = removed {
            self.blobs += 1;
            self.size_bytes += blob.size_bytes;
        }
    }
}

impl Inner {
    fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        self.blobs.join(&name[..2]).join(&name[2..4]).join(name)
    }

    /// Renames over a blob that is already there: the bytes are the same, the age is renewed, and
    /// a damaged copy is healed.
    fn place(&self, digest: Digest, from: &Path) -> Result<(), FilesError> {
        let path = self.path(digest);
        let inner_dir = parent(&path);
        let outer_dir = parent(inner_dir);
        {
            let _placing = self.placing.lock().unwrap_or_else(PoisonError::into_inner);
            for dir in [outer_dir, inner_dir] {
                if !dir.is_dir() {
                    make_dir_all(dir)?;
                    sync_dir(parent(dir))?;
                }
            }
            match fs::rename(from, &path) {
                // Claimed before: the staging file has already become the blob.
                Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_file() => {}
                renamed => renamed.map_err(|error| FilesError::disk("place", &path, error))?,
            }
        }
        sync_dir(inner_dir)
    }

    fn remove_if_older(&self, blob: Blob, older_than: SystemTime) -> Result<Option<Blob>, FilesError> {
        let _placing = self.placing.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.path(blob.digest);
        match blob_at(&path)? {
            Some(now) if now.received < older_than => {
                remove(&path)?;
                Ok(Some(now))
            }
            _ => Ok(None),
        }
    }
}

/// See [`Store::blobs`].
#[derive(Debug)]
pub struct Blobs {
    /// Directories still to read, the next one last.
    dirs: Vec<PathBuf>,
    /// Blobs of the directory just read, the next one last.
    ready: Vec<Blob>,
}

impl Iterator for Blobs {
    type Item = Result<Blob, FilesError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(blob) = self.ready.pop() {
                return Some(Ok(blob));
            }
            let dir = self.dirs.pop()?;
            if let Err(error) = self.read(&dir) {
                return Some(Err(error));
            }
        }
    }
}

impl Blobs {
    fn read(&mut self, dir: &Path) -> Result<(), FilesError> {
        let failed = |error| FilesError::disk("read", dir, error);
        let mut paths = Vec::new();
        for entry in fs::read_dir(dir).map_err(failed)? {
            paths.push(entry.map_err(failed)?.path());
        }
        paths.sort_unstable_by(|left, right| right.cmp(left));
        for path in paths {
            if path.is_dir() {
                self.dirs.push(path);
            } else if let Some(blob) = blob_at(&path)? {
                self.ready.push(blob);
            }
        }
        Ok(())
    }
}

/// The blob under this path; none for a name that is not ours and for a file that is gone.
fn blob_at(path: &Path) -> Result<Option<Blob>, FilesError> {
    let name = path.file_name().and_then(|name| name.to_str());
    let Some(digest) = name.and_then(|name| name.parse().ok()) else {
        return Ok(None);
    };
    let failed = |error| FilesError::disk("read", path, error);
    match fs::metadata(path) {
        Ok(data) => {
            Ok(Some(Blob { digest, size_bytes: data.len(), received: data.modified().map_err(failed)? }))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

fn open_file(digest: Digest, path: &Path) -> Result<(fs::File, u64), FilesError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => FilesError::NotFound(digest),
        _ => FilesError::disk("open", path, error),
    };
    let file = fs::File::open(path).map_err(failed)?;
    let size_bytes = file.metadata().map_err(failed)?.len();
    Ok((file, size_bytes))
}

fn remove(path: &Path) -> Result<(), FilesError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(|error| FilesError::disk("remove", path, error)),
    }
}

/// Only the program's own user reads résumés.
fn make_dir_all(path: &Path) -> Result<(), FilesError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|error| FilesError::disk("create", path, error))
}

/// A rename is on the disk only when its directory is.
fn sync_dir(path: &Path) -> Result<(), FilesError> {
    fs::File::open(path)
        .and_then(|dir| dir.sync_all())
        .map_err(|error| FilesError::disk("write", path, error))
}

fn parent(path: &Path) -> &Path {
    path.parent().expect("blob paths lie below the store")
}

/// The disk may take its time, so nothing here runs on the threads that serve requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FilesError> + Send + 'static,
) -> Result<T, FilesError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(stopped) => {
                Err(FilesError::disk("finish work on", Path::new("the store"), io::Error::other(stopped)))
            }
        },
    }
}
