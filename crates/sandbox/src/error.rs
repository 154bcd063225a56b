//! How a request to a child can end without an answer.

use std::time::Duration;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SandboxError {
    /// The reader works, but cannot make sense of this file; the text is its own.
    #[error("the file could not be read: {0}")]
    Refused(String),
    #[error("reading took longer than {} seconds", .0.as_secs())]
    TimedOut(Duration),
    #[error("reading needed more memory than allowed")]
    OutOfMemory,
    /// The place of the panic or the signal. Never the panic's message: it may quote the file.
    #[error("the reader crashed: {0}")]
    Crashed(String),
    #[error("the answer is larger than {0} bytes")]
    OutputTooLarge(usize),
    #[error("the input is larger than {0} bytes")]
    InputTooLarge(usize),
    /// Ours or the operator's fault, not the file's: try the same file again later.
    #[error("the reader did not start: {0}")]
    StartFailed(String),
}
