//! What a file is, told by its content and never by its name.

use crate::ReadError;

/// The formats we know by their content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Word 2007 and later.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// A web page.
    Html,
    /// Plain text in any common encoding.
    Text,
    /// An e-mail with its attachments.
    Mail,
    /// Word 97 to 2003; needs an outside converter.
    Doc,
    /// An archive of documents.
    Zip,
    /// A photograph or scan as a picture file; needs text recognition.
    Picture,
}

impl Format {
    /// A stable word for storage and messages.
    pub fn word(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Odt => "odt",
            Format::Rtf => "rtf",
            Format::Html => "html",
            Format::Text => "text",
            Format::Mail => "mail",
            Format::Doc => "doc",
            Format::Zip => "zip",
            Format::Picture => "picture",
        }
    }

    /// The reverse of [`Format::word`].
    pub fn from_word(word: &str) -> Option<Format> {
        [
            Format::Pdf,
            Format::Docx,
            Format::Odt,
            Format::Rtf,
            Format::Html,
            Format::Text,
            Format::Mail,
            Format::Doc,
            Format::Zip,
            Format::Picture,
        ]
        .into_iter()
        .find(|format| format.word() == word)
    }
}

/// The leading bytes that Adobe's readers search for the PDF mark.
const PDF_MARK_WITHIN: usize = 1024;

/// What the bytes are, or none when they are nothing we read.
pub fn sniff(bytes: &[u8]) -> Option<Format> {
    let head = &bytes[..bytes.len().min(PDF_MARK_WITHIN)];
    // First of all: an archive may begin with a PDF that is not packed.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(sniff_zip(bytes));
    }
    if contains(head, b"%PDF-") {
        return Some(Format::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(Format::Rtf);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Some(Format::Doc);
    }
    if is_picture(bytes) {
        return Some(Format::Picture);
    }
    if foreign_kind(bytes).is_some() || looks_binary(bytes) {
        return None;
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || (start.starts_with('<') && (text.contains("<html") || text.contains("<body")))
    {
        return Some(Format::Html);
    }
    if looks_like_mail(start) {
        return Some(Format::Mail);
    }
    Some(Format::Text)
}

/// The office formats are archives; their own parts tell them apart from a plain archive.
fn sniff_zip(bytes: &[u8]) -> Format {
    let head = &bytes[..bytes.len().min(4096)];
    if contains(head, b"mimetypeapplication/vnd.oasis.opendocument.text") {
        return Format::Odt;
    }
    // The directory tells, not the bytes: an archive of Word files holds their part names too.
    let is_word = match zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        Ok(archive) => ["word/document.xml", "word/document2.xml"]
            .iter()
            .any(|part| archive.index_for_name(part).is_some()),
        Err(_) => contains(bytes, b"word/document"),
    };
    if is_word {
        return Format::Docx;
    }
    if contains(head, b"opendocument.text") {
        return Format::Odt;
    }
    Format::Zip
}

/// Kinds of pictures that scanners and phones make and recognisers take.
fn is_picture(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"\xFF\xD8\xFF", b"II*\x00", b"MM\x00*"];
    marks.iter().any(|mark| bytes.starts_with(mark))
}

/// Header fields at the very start, as in a saved e-mail.
fn looks_like_mail(start: &str) -> bool {
    let fields = [
        "from:",
        "to:",
        "subject:",
        "date:",
        "received:",
        "return-path:",
        "message-id:",
        "mime-version:",
        "delivered-to:",
        "x-",
        "dkim-signature:",
        "content-type:",
        "reply-to:",
    ];
    let mut found = 0;
    for line in start.lines().take(30) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        if !fields.iter().any(|field| line.starts_with(field)) && !header_like(line) {
            return false;
        }
        found += usize::from(fields[..8].iter().any(|field| line.starts_with(field)));
    }
    found >= 2
}

fn header_like(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// The plain name of a kind of file that people send by mistake.
pub(crate) fn foreign_kind(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 18] = [
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"BM\x00", "a picture"),
        (b"II*\x00", "a picture"),
        (b"MM\x00*", "a picture"),
        (b"8BPS", "a picture"),
        (b"MZ", "a program"),
        (b"\x7FELF", "a program"),
        (b"\xCA\xFE\xBA\xBE", "a program"),
        (b"\xCF\xFA\xED\xFE", "a program"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"BZh", "a bzip2 archive"),
        (b"ID3", "a sound file"),
        (b"OggS", "a sound file"),
        (b"SQLite format 3", "a database"),
    ];
    if let Some((_, name)) = kinds.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(name);
    }
    if bytes.starts_with(b"RIFF") {
        return Some(if bytes.get(8..12) == Some(b"WEBP") { "a picture" } else { "a film or sound file" });
    }
    match bytes.get(4..12) {
        Some(b"ftypheic" | b"ftypheix" | b"ftypmif1" | b"ftypavif") => Some("a picture"),
        Some(brand) if brand.starts_with(b"ftyp") => Some("a film or sound file"),
        _ => None,
    }
}

/// The refusal for bytes that [`sniff`] knows nothing about.
pub(crate) fn refuse_unknown(bytes: &[u8]) -> ReadError {
    ReadError::unsupported(foreign_kind(bytes).unwrap_or("of an unknown kind"))
}

/// Control bytes have no place in text, except in UTF-16 where half of the bytes are zero.
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(8192)];
    if sample.starts_with(&[0xFF, 0xFE]) || sample.starts_with(&[0xFE, 0xFF]) {
        return false;
    }
    let odd = sample
        .iter()
        .filter(|byte| **byte < 32 && !matches!(**byte, b'\n' | b'\r' | b'\t' | 0x0C | 0x1B | 0x0B))
        .count();
    odd * 50 > sample.len()
}

pub(crate) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::io::Write;

    use super::*;

    fn stored(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(name, options).unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_is_no_document_that_lies_in_it() {
        let word = stored("word/document.xml", b"<w:document/>");
        assert_eq!(sniff(&word), Some(Format::Docx));
        assert_eq!(sniff(&stored("cv.docx", &word)), Some(Format::Zip));
        assert_eq!(sniff(&stored("cv.pdf", b"%PDF-1.7 and so on")), Some(Format::Zip));
    }
}
