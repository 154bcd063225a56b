//! Small files that unpack, nest or loop without end, and files that are not what their name says.

use std::io::Write;

/// A file's name, its bytes, and words of the line that its sender gets.
type Case = (&'static str, Vec<u8>, &'static str);

const TOO_INTRICATE: &str = "too intricately";
const DAMAGED: &str = "damaged";
const PASSWORD: &str = "protected by a password";
const NO_TEXT: &str = "No text";

pub fn all() -> Vec<Case> {
    let mut all = archives();
    all.extend(office());
    all.extend(pdfs());
    all.extend(markup());
    all.extend(not_what_they_say());
    all
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn archives() -> Vec<Case> {
    let zeros = vec![b'0'; 60_000_000];
    let mut nested = zip_of(&[("cv.txt", b"Anna Berg")]);
    for _ in 0..12 {
        nested = zip_of(&[("more.zip", &nested)]);
    }
    vec![
        ("zip bomb.zip", zip_of(&[("cv.txt", &zeros)]), TOO_INTRICATE),
        ("zip in zip in zip.zip", nested, "This is an archive of files"),
        ("empty.zip", b"PK\x05\x06garbage".to_vec(), DAMAGED),
    ]
}

fn word(document: &str) -> Vec<u8> {
    zip_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

fn office() -> Vec<Case> {
    let laughs: String = (1..10)
        .map(|level| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10)))
        .collect();
    let laughs = format!(
        "<!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]><w:document><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    );
    let outside = "<!DOCTYPE x [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>";
    let nested = format!("<w:document><w:body>{}", "<w:tbl><w:tr><w:tc>".repeat(40_000));
    let blanks = format!("<w:document><w:body><w:p>{}</w:p>", " ".repeat(70_000_000));
    let locked = {
        let mut bytes = vec![0; 4096];
        bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        for (at, letter) in "EncryptedPackage".bytes().enumerate() {
            bytes[1024 + 2 * at] = letter;
        }
        bytes
    };
    vec![
        ("billion laughs.docx", word(&laughs), NO_TEXT),
        ("reads other files.docx", word(outside), NO_TEXT),
        ("tables in tables.docx", word(&nested), ""),
        ("blanks.docx", word(&blanks), TOO_INTRICATE),
        ("locked.docx", locked, PASSWORD),
    ]
}

/// A PDF of these objects, the first of which is its catalogue, numbered from 1.
pub(crate) fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend_from_slice(table.as_bytes());
    let size = objects.len() + 1;
    bytes.extend_from_slice(
        format!("trailer\n<< /Root 1 0 R /Size {size} >>\nstartxref\n{start}\n%%EOF").as_bytes(),
    );
    bytes
}

fn stream(head: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<< {head} /Length {} >>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn catalogue() -> Vec<u8> {
    b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()
}

/// One page with this content and these further objects, the content being object 4.
fn page(resources: &str, content: Vec<u8>, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        catalogue(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>")
            .into_bytes(),
        content,
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

const FONT: &str = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";

fn pdfs() -> Vec<Case> {
    let endless = b"<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R 2 0 R] /Count 2147483647 >>".to_vec();
    let kids = "3 0 R ".repeat(100_000);
    let many = vec![
        catalogue(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 100000 >>").into_bytes(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_vec(),
    ];
    let deep = format!("<< /Type /Pages /Kids {}", "[".repeat(400_000)).into_bytes();
    let form = |inner: &str| {
        let head =
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 5 0 R /B 6 0 R >> >>";
        stream(head, inner.as_bytes())
    };
    let forms = [form(&"/B Do ".repeat(200)), form(&"/A Do ".repeat(200))];
    let letters = "BT /F1 9 Tf (a) Tj ET\n".repeat(1_600_000);
    let flate = stream("/Filter /FlateDecode", &deflated(letters.as_bytes()));
    let twice = deflated(&deflated(&vec![b' '; 100_000_000]));
    let twice = stream("/Filter [/FlateDecode /FlateDecode]", &twice);
    let giant = stream(
        "/Type /XObject /Subtype /Image /Width 200000 /Height 200000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode",
        &deflated(&vec![0; 1_000_000]),
    );
    let drawn = stream("", b"q 10 0 0 10 50 50 cm /A Do Q");
    let itself = {
        let text = "%PDF-1.5\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Size 1 /Prev 9 >>\nstartxref\n9\n%%EOF";
        text.as_bytes().to_vec()
    };
    let own_length = {
        let content = b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream".to_vec();
        page(FONT, content, &[])
    };
    vec![
        ("endless pages.pdf", pdf(&[catalogue(), endless]), DAMAGED),
        ("a page 100,000 times.pdf", pdf(&many), NO_TEXT),
        ("brackets.pdf", pdf(&[catalogue(), deep]), DAMAGED),
        (
            "forms that draw each other.pdf",
            page("/XObject << /A 5 0 R >>", stream("", b"/A Do"), &forms),
            TOO_INTRICATE,
        ),
        ("operators without end.pdf", page(FONT, flate, &[]), NO_TEXT),
        ("blanks packed twice.pdf", page(FONT, twice, &[]), NO_TEXT),
        ("a giant picture.pdf", page("/XObject << /A 5 0 R >>", drawn, &[giant]), NO_TEXT),
        ("a table that is its own past.pdf", itself, DAMAGED),
        ("a length that is itself.pdf", own_length, NO_TEXT),
        ("locked.pdf", include_bytes!("locked.pdf").to_vec(), PASSWORD),
    ]
}

fn markup() -> Vec<Case> {
    let mut mail = String::from("From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\n");
    for level in 0..5_000 {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=\"b{level}\"\n\n--b{level}\n"));
    }
    vec![
        ("braces.rtf", format!("{{\\rtf1 {}", "{\\b ".repeat(1_000_000)).into_bytes(), TOO_INTRICATE),
        ("tables.html", format!("<html><body>{}", "<table><tr><td>".repeat(60_000)).into_bytes(), NO_TEXT),
        ("parts in parts.eml", mail.into_bytes(), NO_TEXT),
    ]
}

fn not_what_they_say() -> Vec<Case> {
    let mut program = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00".to_vec();
    program.resize(50_000, 0xCC);
    vec![
        ("nothing.pdf", vec![], "The file is empty"),
        ("blank lines.txt", vec![b'\n'; 10_000], "The file is empty"),
        ("anna-berg-cv.pdf", program.clone(), "a program"),
        ("anna-berg-cv.docx", [b"\x7FELF\x02\x01\x01", &program[8..]].concat(), "a program"),
        ("song.pdf", [b"ID3\x03\x00", &program[8..]].concat(), "a sound file"),
        ("long.txt", b"Anna Berg anna@example.org ".repeat(2_300_000), "too large"),
        ("far too long.txt", vec![b'x'; 211_000_000], "too large"),
    ]
}

/// Files that readers stumble over although there is nothing wrong with them.
pub fn odd_but_honest(pdf: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let line = format!(
        "Anna Berg\nanna@example.org\n\nExperience\n2019 - 2021 Engineer, Tidewater\n{}",
        "a1-".repeat(400_000)
    );
    vec![
        ("behind other bytes.pdf", [&b"\r\n\r\nX-Virus-Scanned: yes\r\n\r\n"[..], pdf].concat()),
        ("with a mail footer.pdf", [pdf, b"\n-- \nSent by a list\n"].concat()),
        ("named like a picture.png", pdf.to_vec()),
        ("one long line.txt", line.into_bytes()),
    ]
}
