//! Why a file could not be read, in the words of the person who sent it.

use std::fmt;

/// A refusal to read. `Display` is one line: what happened and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// The file has no bytes, or only blank ones.
    Empty,
    /// The file, or what it unpacks to, is larger than we are willing to read.
    TooLarge {
        /// What was measured, in bytes.
        size_bytes: u64,
        /// The limit it passed, in bytes.
        limit_bytes: u64,
    },
    /// The file asks for a password.
    Encrypted,
    /// The file says what it is, but is damaged.
    Corrupt {
        /// The kind of file and what is broken, for example "PDF without pages".
        what: String,
    },
    /// The content is of a kind we do not read.
    Unsupported {
        /// What it is, for example "a picture".
        what: String,
    },
    /// A document of pictures only, for example a scan.
    NoText,
    /// There is text, but nothing of a person in it.
    NotAResume,
    /// The file is built so that reading it would take too long.
    TooComplex,
}

impl ReadError {
    pub(crate) fn corrupt(what: impl Into<String>) -> ReadError {
        ReadError::Corrupt { what: what.into() }
    }

    pub(crate) fn unsupported(what: impl Into<String>) -> ReadError {
        ReadError::Unsupported { what: what.into() }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Empty => out.write_str("The file is empty. Please send it again."),
            ReadError::TooLarge { size_bytes, limit_bytes } => write!(
                out,
                "The file is too large ({} MB, at most {} MB). Please send a smaller one.",
                size_bytes.div_ceil(1_000_000),
                limit_bytes / 1_000_000
            ),
            ReadError::Encrypted => out.write_str(
                "The file is protected by a password. Please send it without one.",
            ),
            ReadError::Corrupt { what } => {
                write!(out, "The file is damaged ({what}). Please save it again and send the new copy.")
            }
            ReadError::Unsupported { what } => write!(
                out,
                "The file is {what}, which cannot be read. Please send a PDF, Word or text file."
            ),
            ReadError::NoText => out.write_str(
                "No text was found in the file. Please check it and send it as a PDF or Word file with text.",
            ),
            ReadError::NotAResume => out.write_str(
                "The file was read, but nothing in it looks like a resume. Please check that it is the right one.",
            ),
            ReadError::TooComplex => out.write_str(
                "The file is built too intricately to be read safely. Please send it as a plain PDF or Word file.",
            ),
        }
    }
}

impl std::error::Error for ReadError {}
