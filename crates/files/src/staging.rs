//! Bytes on their way in: written beside the blobs, hashed while they stream, removed unless claimed.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sha2::Digest as _;
use tokio::io::AsyncWriteExt as _;

use crate::{Digest, FilesError};

/// How many first bytes [`Staged::head`] keeps: enough for every type we tell apart by content
/// (a ZIP's first entry name and the `%PDF-` that may follow 1024 bytes of rubbish).
pub const HEAD_BYTES: usize = 2048;

/// A file that is being received.
pub struct Staging {
    file: tokio::fs::File,
    owned: OwnedFile,
    hash: sha2::Sha256,
    size_bytes: u64,
    limit_bytes: u64,
    head: Vec<u8>,
}

/// A file received whole, not yet kept: [`crate::Store::claim`] keeps it, dropping removes it.
#[derive(Debug)]
pub struct Staged {
    pub digest: Digest,
    pub size_bytes: u64,
    /// The first bytes, up to [`HEAD_BYTES`], to tell the type by content.
    pub head: Vec<u8>,
    pub(crate) owned: OwnedFile,
}

/// A staging file and the lock that says its owner lives. The lock ends with the process, however
/// the process ends, so a torn upload can be told from one that another process is writing.
#[derive(Debug)]
pub(crate) struct OwnedFile {
    pub(crate) path: PathBuf,
    pub(crate) file: Arc<fs::File>,
    /// Set by the claim: the file has become a blob, and its old name may be another upload's by now.
    pub(crate) claimed: AtomicBool,
}

impl Drop for OwnedFile {
    fn drop(&mut self) {
        if *self.claimed.get_mut() {
            return;
        }
        // What cannot be removed now is removed when the store is opened next.
        let _ = fs::remove_file(&self.path);
    }
}

impl Staging {
    pub(crate) fn create(dir: &Path, limit_bytes: u64) -> Result<Self, FilesError> {
        let owned = OwnedFile::create(dir)?;
        let handle = owned.file.try_clone().map_err(|error| FilesError::disk("open", &owned.path, error))?;
        Ok(Self {
            file: tokio::fs::File::from_std(handle),
            owned,
            hash: sha2::Sha256::new(),
            size_bytes: 0,
            limit_bytes,
            head: Vec::new(),
        })
    }

    /// Adds the next bytes. Refuses as soon as the limit is passed; the caller then drops the
    /// staging and stops reading from the sender.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), FilesError> {
        let size_bytes = self.size_bytes.saturating_add(bytes.len() as u64);
        if size_bytes > self.limit_bytes {
            return Err(FilesError::TooLarge { limit_bytes: self.limit_bytes });
        }
        self.file
            .write_all(bytes)
            .await
            .map_err(|error| FilesError::disk("write", &self.owned.path, error))?;
        self.hash.update(bytes);
        self.size_bytes = size_bytes;
        let wanted = (HEAD_BYTES - self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..wanted]);
        Ok(())
    }

    /// How many bytes have been taken so far.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Ends the receiving. The bytes are on the disk only after the claim.
    pub async fn finish(mut self) -> Result<Staged, FilesError> {
        // tokio writes behind: without the flush an error of the last write would be lost.
        self.file.flush().await.map_err(|error| FilesError::disk("write", &self.owned.path, error))?;
        Ok(Staged {
            digest: Digest::from_bytes(self.hash.finalize().into()),
            size_bytes: self.size_bytes,
            head: self.head,
            owned: self.owned,
        })
    }
}

impl OwnedFile {
    fn create(dir: &Path) -> Result<Self, FilesError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = dir.join(format!("{}-{number}", process::id()));
            let opened = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
            let file = match opened {
                // A process with our id died here before; its file is swept at the next open.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                opened => opened.map_err(|error| FilesError::disk("create", &path, error))?,
            };
            let failed = |error| FilesError::disk("lock", &path, error);
            file.lock().map_err(failed)?;
            // Another process opening the store may have swept it between creation and lock.
            if file.metadata().map_err(failed)?.nlink() > 0 {
                return Ok(Self { path, file: Arc::new(file), claimed: AtomicBool::new(false) });
            }
        }
    }
}

/// Removes the staging files whose owner is gone.
pub(crate) fn sweep_torn(dir: &Path) -> Result<(), FilesError> {
    let failed = |error| FilesError::disk("read", dir, error);
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let file = match fs::File::open(&path) {
            Ok(file) => file,
            // Its owner finished between the listing and now.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(FilesError::disk("open", &path, error)),
        };
        if file.try_lock().is_ok() {
            let _ = fs::remove_file(&path);
        }
    }
    Ok(())
}
