//! Story: scans and old Word documents, read with the help of outside programs, and kept without it.
//!
//! The scans are made here from documents of our own: a page drawn as a picture, the picture put into a PDF.

use std::path::PathBuf;

use record::people::reading::{self, NotRead};
use sandbox::{Pool, PoolOptions};
use testkit::{Role, TestHouse};

use crate::PROGRAM;

const TODAY: (i32, u8) = (2026, 11);

#[expect(clippy::disallowed_methods, reason = "a sample beside the tests")]
fn sample(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../resume/tests/files")).join(name))
        .unwrap()
}

fn pool(with_programs: bool) -> Pool {
    let mut options = PoolOptions::new(PROGRAM, [app::read::CHILD_ARGUMENT]);
    options.time_limit = std::time::Duration::from_secs(120);
    if !with_programs {
        options.program_folders.clear();
    }
    Pool::new(options)
}

/// Whether a program is there; says aloud that a test was not run where it is missing.
#[expect(clippy::print_stderr, reason = "a test that did nothing must say so")]
fn installed(pool: &Pool, program: &str) -> bool {
    let found = pool.find_program(program).is_some();
    if !found {
        eprintln!("NOT TESTED: {program} is not installed; ./test installs it");
    }
    found
}

/// A page of a PDF as a scanner would send it: a picture and nothing else.
async fn scan_of(pool: &Pool, name: &str) -> (Vec<u8>, Vec<u8>) {
    let png = reading::picture(pool, &sample(name), 1, 2480).await.unwrap();
    let pdf = pdf_around(&png);
    (png, pdf)
}

/// A PDF whose one page is filled by this picture: the pixels of a PNG are packed as PDF packs its own.
fn pdf_around(png: &[u8]) -> Vec<u8> {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    let (width, height, colors) = (number(16), number(20), png[25]);
    assert_eq!(png[24], 8, "eight bits for a colour");
    let (count, space) = match colors {
        0 => (1, "DeviceGray"),
        2 => (3, "DeviceRGB"),
        other => return pdf_around(&without_alpha(png, other)),
    };
    let (mut at, mut pixels) = (8, vec![]);
    while at + 8 <= png.len() {
        let length = number(at) as usize;
        if &png[at + 4..at + 8] == b"IDAT" {
            pixels.extend_from_slice(&png[at + 8..at + 8 + length]);
        }
        at += length + 12;
    }
    let picture = format!(
        "<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace /{space} \
         /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors {count} /Columns {width} >> /Length {} >>\nstream\n",
        pixels.len()
    );
    let page_height = 595 * height / width;
    let draw = format!("q 595 0 0 {page_height} 0 0 cm /P Do Q");
    let objects: [Vec<u8>; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {page_height}] /Contents 4 0 R \
             /Resources << /XObject << /P 5 0 R >> >> >>"
        )
        .into_bytes(),
        format!("<< /Length {} >>\nstream\n{draw}\nendstream", draw.len()).into_bytes(),
        [picture.as_bytes(), &pixels, b"\nendstream"].concat(),
    ];
    crate::hostile::bombs::pdf(&objects)
}

/// The same picture in three colours, as scanners send it.
fn without_alpha(png: &[u8], colors: u8) -> Vec<u8> {
    use std::io::{Read, Write};
    assert_eq!(colors, 6, "red, green, blue and how solid");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    let (mut at, mut packed) = (8, vec![]);
    while at + 8 <= png.len() {
        let length = number(at) as usize;
        if &png[at + 4..at + 8] == b"IDAT" {
            packed.extend_from_slice(&png[at + 8..at + 8 + length]);
        }
        at += length + 12;
    }
    let mut rows = vec![];
    flate2::read::ZlibDecoder::new(&packed[..]).read_to_end(&mut rows).unwrap();
    let (width, height) = (number(16) as usize, number(20) as usize);
    let mut encoder = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::fast());
    let mut above = vec![0_u8; width * 4];
    for row in rows.chunks_exact(width * 4 + 1).take(height) {
        let row = unfiltered(row, &above);
        encoder.write_all(&[0]).unwrap();
        for pixel in row.chunks_exact(4) {
            encoder.write_all(&pixel[..3]).unwrap();
        }
        above = row;
    }
    let pixels = encoder.finish().unwrap();
    // Checksums are left out: only `pdf_around` reads this.
    let mut plain = png[..33].to_vec();
    plain[25] = 2;
    plain.extend_from_slice(&(pixels.len() as u32).to_be_bytes());
    plain.extend_from_slice(b"IDAT");
    plain.extend_from_slice(&pixels);
    plain.extend_from_slice(&[0; 4]);
    plain
}

/// A row of a PNG as it was before it was filtered for packing.
fn unfiltered(row: &[u8], above: &[u8]) -> Vec<u8> {
    let mut plain = row[1..].to_vec();
    for at in 0..plain.len() {
        let left = if at >= 4 { plain[at - 4] } else { 0 };
        let up_left = if at >= 4 { above[at - 4] } else { 0 };
        let up = above[at];
        let guess = match row[0] {
            0 => 0,
            1 => left,
            2 => up,
            3 => u8::midpoint(left, up),
            _ => {
                let base = i32::from(left) + i32::from(up) - i32::from(up_left);
                let far = |value: u8| (base - i32::from(value)).abs();
                if far(left) <= far(up) && far(left) <= far(up_left) {
                    left
                } else if far(up) <= far(up_left) {
                    up
                } else {
                    up_left
                }
            }
        };
        plain[at] = plain[at].wrapping_add(guess);
    }
    plain
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_is_read_like_the_document_it_was() {
    let pool = pool(true);
    if !installed(&pool, "tesseract") {
        return;
    }
    let (png, pdf) = scan_of(&pool, "lebenslauf.pdf").await;
    let original = reading::read(&pool, "cv.pdf", TODAY, &sample("lebenslauf.pdf")).await.unwrap();
    for (name, bytes) in [("scan.pdf", &pdf), ("photo.png", &png)] {
        let read = reading::read(&pool, name, TODAY, bytes).await.unwrap();
        let name_of = |resume: &resume::Resume| resume.name.as_ref().map(|name| name.value.full.clone());
        assert_eq!(name_of(&read), name_of(&original), "{name}");
        assert_eq!(read.emails[0].value, original.emails[0].value, "{name}");
        assert_eq!(read.phones[0].value, original.phones[0].value, "{name}");
        assert_eq!(read.employments.len(), original.employments.len(), "{name}: {}", read.text);
        let box_of = |resume: &resume::Resume| resume.emails[0].place.unwrap();
        let (found, expected) = (box_of(&read), box_of(&original));
        assert!((found.x0 - expected.x0).abs() < 12.0 && (found.y0 - expected.y0).abs() < 12.0, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_word_document_is_read() {
    let pool = pool(true);
    if !installed(&pool, "catdoc") {
        return;
    }
    let read = reading::read(&pool, "cv.doc", TODAY, &sample("word-97.doc")).await.unwrap();
    assert_eq!(read.format, resume::Format::Doc);
    assert_eq!(read.name.unwrap().value.full, "Björn Größing");
    assert_eq!(read.employments.len(), 2, "{}", read.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_program_the_file_is_kept_and_the_line_says_what_to_install() {
    let without = pool(false);
    let (png, scan) = scan_of(&without, "lebenslauf.pdf").await;
    for (bytes, expected) in
        [(&scan, "tesseract-ocr"), (&png, "tesseract-ocr"), (&sample("word-97.doc"), "catdoc")]
    {
        match reading::read(&without, "cv", TODAY, bytes).await {
            Err(NotRead::Unaided(line)) => assert!(line.contains(expected) && line.ends_with('.'), "{line}"),
            other => panic!("{other:?}"),
        }
    }
    let mut kit = TestHouse::new(PROGRAM).await;
    kit.house.reader = without;
    let recruiter = kit.as_role(Role::Recruiter).await;
    let sent = recruiter.upload("/uploads", "file", &[("scan.pdf", &scan)]).await;
    kit.settle().await;
    recruiter.get(&sent.address).await.says("This is a scan; install tesseract-ocr").says("The file is kept");
}
