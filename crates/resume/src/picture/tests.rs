#![expect(clippy::disallowed_methods, reason = "tests read their files")]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Cursor;

use hayro::vello_cpu::Pixmap;

use super::*;
use crate::{Hints, Place, read};

fn file(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    std::fs::read(folder.join(name)).unwrap()
}

fn decode(png: &[u8]) -> Pixmap {
    Pixmap::from_png(Cursor::new(png)).unwrap()
}

/// The share of pixels in a box that differ from its corner: ink, on whatever ground.
fn ink(picture: &Pixmap, place: Place, scale: f32) -> f32 {
    let pixel = |value: f32, max: u16| (value * scale).clamp(0.0, f32::from(max) - 1.0) as u16;
    let (x0, x1) = (pixel(place.x0, picture.width()), pixel(place.x1, picture.width()));
    let (y0, y1) = (pixel(place.y0, picture.height()), pixel(place.y1, picture.height()));
    let ground = picture.sample(x0.saturating_sub(2), y0.saturating_sub(2)).g;
    let pixels = (y0..y1).flat_map(|y| (x0..x1).map(move |x| (x, y)));
    let inked = pixels.filter(|(x, y)| picture.sample(*x, *y).g.abs_diff(ground) > 60).count();
    inked as f32 / (f32::from(x1 - x0) * f32::from(y1 - y0)).max(1.0)
}

#[test]
fn the_words_stand_on_the_picture_where_the_reader_saw_them() {
    for name in ["icons.pdf", "lebenslauf.pdf", "sidebar-left.pdf", "docx-simple-pdf.pdf", "tex-classic.pdf"]
    {
        let bytes = file(name);
        let hints = Hints { today: (2026, 11), ..Hints::default() };
        let resume = read(&bytes, &hints).unwrap();
        let picture = decode(&page_png(&bytes, 1, 1000).unwrap());
        assert_eq!(picture.width(), 1000, "{name}");
        let pdf = Pdf::new(bytes).unwrap();
        let scale = 1000.0 / pdf.pages()[0].render_dimensions().0;
        let lines: Vec<_> = resume.lines.iter().filter(|line| line.place.page == 1).collect();
        let empty = lines.iter().filter(|line| ink(&picture, line.place, scale) < 0.03);
        let empty: Vec<&str> = empty.map(|line| line.text.as_str()).collect();
        assert!(lines.len() > 10 && empty.len() * 20 <= lines.len(), "{name}: nothing drawn at {empty:?}");
    }
}

#[test]
fn a_wide_wish_is_cut_to_the_limit_and_keeps_the_shape() {
    let picture = decode(&page_png(&file("icons.pdf"), 1, 100_000).unwrap());
    let (width, height) = (f32::from(picture.width()), f32::from(picture.height()));
    assert!(width * height <= PIXELS_MAX && width > 2_000.0, "{width} by {height}");
    assert!((1.2..1.5).contains(&(height / width)), "{width} by {height}");
}

#[test]
fn what_has_no_such_page_is_refused_in_words() {
    let refused = |bytes: &[u8], page| page_png(bytes, page, 500).unwrap_err().to_string();
    let pdf = file("icons.pdf");
    for page in [0, 59, u32::MAX] {
        assert!(refused(&pdf, page).contains("without this page"), "{page}");
    }
    assert!(refused(&file("docx-simple.docx"), 1).contains("not a PDF"));
    assert!(refused(b"%PDF-1.7\nnothing more", 1).contains("damaged"));
    let mut torn = pdf.clone();
    torn.truncate(pdf.len() / 2);
    // The half of a file may still hold its first page; what counts is that it answers.
    let _ = page_png(&torn, 1, 500);
}
