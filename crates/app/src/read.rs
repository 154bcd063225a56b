//! What the sandboxed child does with hostile bytes: a kind and bytes in, an answer out.

/// Kinds of requests to the reading child.
pub use record::people::reading::{DRAW_PAGE, READ_RESUME, UNPACK_ARCHIVE};

/// The first argument that makes the binary a reading child.
pub const CHILD_ARGUMENT: &str = "__read";

/// Answers one request inside the child.
pub fn handle(kind: u8, bytes: &[u8]) -> Result<Vec<u8>, String> {
    record::people::reading::in_child(kind, bytes)
}
