//! Files of the product (résumés, letters, exports), kept on the local disk under the SHA-256 of
//! their bytes.
//!
//! What it holds true:
//! - A blob is either whole and under its right name, or absent. Bytes arrive in `staging/`, are
//!   flushed to the disk, and are then renamed into `blobs/ab/cd/<digest>`.
//! - The same bytes are stored once, however often they are claimed.
//! - A torn upload leaves nothing behind: staging files without a living owner are removed when the
//!   store is opened.
//!
//! What it does not do: it knows no owners and no names. The record says who may read a blob, and
//! which blobs are still wanted when [`Store::sweep`] asks.
#![expect(clippy::disallowed_methods, reason = "the one crate that touches stored files")]

mod digest;
mod error;
mod staging;
mod store;
#[cfg(test)]
mod tests;

pub use digest::{Digest, NotADigest};
pub use error::FilesError;
pub use staging::{HEAD_BYTES, Staged, Staging};
pub use store::{Blob, BlobReader, Blobs, Store, Swept};
