//! What the sandboxed child does with hostile bytes: a kind and bytes in, an answer out.

/// The first argument that makes the binary a reading child.
pub const CHILD_ARGUMENT: &str = "__read";

/// A ZIP of resumes is the largest thing that is read; the rest is its request's head.
pub const INPUT_BYTES_MAX: usize = base::limits::ARCHIVE_BYTES_MAX as usize + 64 * 1024;

/// Answers one request inside the child.
pub fn handle(kind: u8, bytes: &[u8]) -> Result<Vec<u8>, String> {
    record::people::reading::in_child(kind, bytes)
}
