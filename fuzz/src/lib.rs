//! What the targets share: the promise every reader keeps, and containers around the part that is fuzzed.
//!
//! Bytes of a ZIP or a PDF changed at random mostly break the container and nothing else. Where a format
//! has a container, its target therefore fuzzes what lies inside and packs it here; `zip` and `pdf` fuzz
//! the containers themselves.

use std::io::{Cursor, Write};

const HINTS: resume::Hints<'static> =
    resume::Hints { file_name: Some("Anna Berg CV.pdf"), today: (2026, 11), region: Some("DE") };

/// Any bytes give a resume that survives the way to the parent, or a refusal of one line.
pub fn read(bytes: &[u8]) {
    match resume::look(bytes, &HINTS) {
        Ok(resume::Reading::Resume(read)) => survives(&read),
        Ok(resume::Reading::Attachment(inside)) => assert!(inside.len() <= bytes.len()),
        Ok(_) => {}
        Err(error) => is_one_line(&error),
    }
}

/// What a recogniser says of a page, whatever it says.
pub fn recognised(hocr: &str) {
    let page = resume::Recognised { page: 1, hocr };
    match resume::read_recognised(b"\x89PNG\r\n\x1a\n", &HINTS, &[page]) {
        Ok(read) => survives(&read),
        Err(error) => is_one_line(&error),
    }
}

fn survives(read: &resume::Resume) {
    let back = resume::json::from_wire(&resume::json::to_wire(read)).expect("what we write we read");
    assert_eq!(back.text, read.text);
    let _ = resume::json::json_resume(&back);
    resume::mask::mask(&back.text, &resume::mask::KnownIdentities::default());
}

fn is_one_line(error: &resume::ReadError) {
    let line = error.to_string();
    assert!(!line.contains('\n') && line.ends_with('.'), "{line}");
}

/// Parts of one input stand between lines of this.
const CUT: &[u8] = b"\n====\n";

/// The parts of one input, as many as there are names; a missing one is empty.
fn parts(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(input);
    std::iter::from_fn(move || {
        let all = rest?;
        match all.windows(CUT.len()).position(|window| window == CUT) {
            Some(at) => {
                rest = Some(&all[at + CUT.len()..]);
                Some(&all[..at])
            }
            None => rest.take(),
        }
    })
}

/// An office document whose parts are the parts of the input, in the order of the names.
pub fn office(names: &[&str], first: Option<(&str, &[u8])>, input: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = zip::ZipWriter::new(Cursor::new(&mut bytes));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let given = names.iter().copied().zip(parts(input));
    for (name, content) in first.into_iter().chain(given) {
        writer.start_file(name, stored).expect("writing to memory");
        writer.write_all(content).expect("writing to memory");
    }
    writer.finish().expect("writing to memory");
    bytes
}

/// A PDF of one page: the parts of the input are its content, the map of its font to Unicode, the
/// dictionary of the font, and a form that the page draws.
pub fn pdf(input: &[u8]) -> Vec<u8> {
    let mut parts = parts(input).map(<[u8]>::to_vec);
    let content = parts.next().unwrap_or_default();
    let map = parts.next().unwrap_or_default();
    let font = parts.next().unwrap_or_else(|| {
        b"/Type /Font /Subtype /Type0 /BaseFont /A+B /Encoding /Identity-H /ToUnicode 5 0 R".to_vec()
    });
    let form = parts.next().unwrap_or_default();
    let stream = |head: &str, bytes: &[u8]| {
        let mut all = format!("<< {head} /Length {} >>\nstream\n", bytes.len()).into_bytes();
        all.extend_from_slice(bytes);
        all.extend_from_slice(b"\nendstream");
        all
    };
    let resources = "/Resources << /Font << /F1 6 0 R /F2 8 0 R >> /XObject << /X 7 0 R >> >>";
    let objects: [Vec<u8>; 8] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {resources} >>").into(),
        stream("", &content),
        stream("", &map),
        [b"<< ", &font[..], b" >>"].concat(),
        stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 595 842] {resources}"), &form),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut offsets = vec![];
    for (index, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for offset in offsets {
        bytes.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    let trailer =
        format!("trailer\n<< /Root 1 0 R /Size {} >>\nstartxref\n{start}\n%%EOF", objects.len() + 1);
    bytes.extend_from_slice(trailer.as_bytes());
    bytes
}
