//! The way from bytes to a resume: which reader, which stages, which refusals.

use crate::draft::Draft;
use crate::format::{Format, refuse_unknown, sniff};
use crate::resume::Resume;
use crate::{ReadError, facts, flow, layout, pdf};

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

/// Reads one document. An archive or a legacy Word file must be unpacked or converted first.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Resume, ReadError> {
    if bytes.iter().take(4096).all(u8::is_ascii_whitespace) && bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if bytes.len() > SIZE_BYTES_MAX {
        return Err(ReadError::TooLarge {
            size_bytes: bytes.len() as u64,
            limit_bytes: SIZE_BYTES_MAX as u64,
        });
    }
    let format = sniff(bytes).ok_or_else(|| refuse_unknown(bytes))?;
    let draft = draft(bytes, format)?;
    facts::gather(draft, format, hints)
}

fn draft(bytes: &[u8], format: Format) -> Result<Draft, ReadError> {
    match format {
        Format::Pdf => Ok(layout::arrange(pdf::words(bytes)?)),
        Format::Docx => flow::docx(bytes),
        Format::Odt => flow::odt(bytes),
        Format::Rtf => flow::rtf(bytes),
        Format::Html => flow::html(&flow::decode_text(bytes)),
        Format::Text => flow::text(&flow::decode_text(bytes)),
        Format::Mail => flow::mail(bytes),
        Format::Doc => Err(ReadError::unsupported("an old Word document (.doc)")),
        Format::Zip => Err(ReadError::unsupported("an archive")),
    }
}
