//! Formats without pages: each becomes paragraphs and tables first, then lines.

mod build;
mod css;
mod html;
mod mail;
mod plain;
mod rtf;
mod tables;
mod word;
mod writer;

pub(crate) use html::html;
pub(crate) use mail::{Letter, mail};
pub(crate) use plain::{decode_text, text};
pub(crate) use rtf::rtf;
pub(crate) use word::docx;
pub(crate) use writer::odt;
