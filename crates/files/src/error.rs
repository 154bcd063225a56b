//! What can go wrong with a file, told apart by what the caller can do about it.

use std::io;
use std::path::{Path, PathBuf};

use crate::Digest;

#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The sender's fault: the upload is refused.
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: u64 },
    /// No blob of that name is in the store.
    #[error("no file {0} in the store")]
    NotFound(Digest),
    /// The bytes on the disk are not those that were stored: restore from a backup.
    #[error("the stored file {0} is damaged")]
    Damaged(Digest),
    /// The operator must make room; nothing was stored.
    #[error("the disk is full ({})", .0.display())]
    DiskFull(PathBuf),
    #[error("cannot {doing} {}", path.display())]
    Disk { doing: &'static str, path: PathBuf, source: io::Error },
}

impl FilesError {
    pub(crate) fn disk(doing: &'static str, path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path.to_owned()),
            _ => Self::Disk { doing, path: path.to_owned(), source },
        }
    }
}
