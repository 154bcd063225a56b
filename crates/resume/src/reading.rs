//! The way from bytes to a resume: which reader, which stages, which refusals.

use crate::draft::Draft;
use crate::format::{Format, refuse_unknown, sniff};
use crate::pdf::Pages;
use crate::resume::Resume;
use crate::scan::Recognised;
use crate::{ReadError, facts, flow, layout, pdf, scan, word97};

/// What the caller knows about the file beside its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The name it was uploaded under; a last resort for the person's name, never for the format.
    pub file_name: Option<&'a str>,
    /// Year and month now; an end in the future is then "ongoing". Zero means unknown.
    pub today: (i32, u8),
    /// ISO 3166-1 code of the firm, for phone numbers that carry no country of their own.
    pub region: Option<&'a str>,
}

/// No resume is larger; pictures of a portfolio may be.
const SIZE_BYTES_MAX: usize = 50_000_000;

/// What one look at a file gave.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is one of them, and it is nearly always the large one")]
pub enum Reading {
    /// It was read.
    Resume(Resume),
    /// Pages that are pictures must be recognised first: [`read_recognised`].
    Scan(Vec<u32>),
    /// A Word 97 file must be converted first: [`read_converted`].
    Word97,
    /// An archive: its files are documents of their own.
    Archive,
    /// An e-mail says nothing itself; this attachment must be read instead.
    Attachment(Vec<u8>),
}

/// Looks at a file: reads it, or says what outside help it needs.
pub fn look(bytes: &[u8], hints: &Hints<'_>) -> Result<Reading, ReadError> {
    let format = kind(bytes)?;
    let draft = match format {
        Format::Pdf => {
            let pages = pdf::words(bytes)?;
            if !pages.scans.is_empty() {
                return Ok(Reading::Scan(pages.scans));
            }
            layout::arrange(pages)
        }
        Format::Picture => return Ok(Reading::Scan(vec![1])),
        Format::Zip => return Ok(Reading::Archive),
        Format::Doc => return word97::check(bytes).map(|()| Reading::Word97),
        Format::Mail => match flow::mail(bytes)? {
            flow::Letter::Read(draft) => draft,
            flow::Letter::Attachment(attached) => return Ok(Reading::Attachment(attached)),
        },
        other => draft(bytes, other)?,
    };
    facts::gather(draft, format, hints).map(Reading::Resume)
}

/// Reads one document that needs no outside help; of a scan only what stands on it as text.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Resume, ReadError> {
    read_recognised(bytes, hints, &[])
}

/// Reads a document with what was recognised on those of its pages that are pictures.
pub fn read_recognised(
    bytes: &[u8],
    hints: &Hints<'_>,
    recognised: &[Recognised<'_>],
) -> Result<Resume, ReadError> {
    let format = kind(bytes)?;
    let draft = match format {
        Format::Pdf => {
            let mut pages = pdf::words(bytes)?;
            scan::add(&mut pages, recognised)?;
            arranged(pages)?
        }
        Format::Picture => arranged(scan::picture(recognised)?)?,
        other => draft(bytes, other)?,
    };
    facts::gather(draft, format, hints)
}

/// Reads the text that an outside program found in a Word 97 file.
pub fn read_converted(converted: &[u8], hints: &Hints<'_>) -> Result<Resume, ReadError> {
    let draft = flow::text(&flow::decode_text(converted))?;
    facts::gather(draft, Format::Doc, hints)
}

/// What the bytes are, when they are something to read at all.
fn kind(bytes: &[u8]) -> Result<Format, ReadError> {
    if bytes.iter().take(4096).all(u8::is_ascii_whitespace) && bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    let format = sniff(bytes).ok_or_else(|| refuse_unknown(bytes))?;
    // An archive has limits of its own.
    if bytes.len() > SIZE_BYTES_MAX && format != Format::Zip {
        return Err(ReadError::TooLarge {
            size_bytes: bytes.len() as u64,
            limit_bytes: SIZE_BYTES_MAX as u64,
        });
    }
    Ok(format)
}

fn arranged(pages: Pages) -> Result<Draft, ReadError> {
    if pages.have_text() { Ok(layout::arrange(pages)) } else { Err(ReadError::NoText) }
}

fn draft(bytes: &[u8], format: Format) -> Result<Draft, ReadError> {
    match format {
        Format::Docx => flow::docx(bytes),
        Format::Odt => flow::odt(bytes),
        Format::Rtf => flow::rtf(bytes),
        Format::Html => flow::html(&flow::decode_text(bytes)),
        Format::Text => flow::text(&flow::decode_text(bytes)),
        Format::Mail => match flow::mail(bytes)? {
            flow::Letter::Read(draft) => Ok(draft),
            flow::Letter::Attachment(_) => Err(ReadError::NoText),
        },
        Format::Doc => Err(ReadError::unsupported("an old Word document (.doc)")),
        Format::Zip => Err(ReadError::unsupported("an archive")),
        Format::Pdf | Format::Picture => Err(ReadError::NoText),
    }
}
