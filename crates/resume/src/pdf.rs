//! PDF: from bytes to words with their places. The object layer is `lopdf`; text placement is ours,
//! because the library's own text output has no coordinates to build a reading order from.

mod cmap;
mod font;
mod metrics;
mod operators;
mod place;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions, Object, ObjectId};

use crate::ReadError;
use crate::draft::{Link, Word};
use crate::resume::Place;
use font::{number, plain};
use place::{Frame, Placer};

/// Nobody sends a longer resume; portfolios are read up to here.
pub(crate) const PAGES_MAX: usize = 60;
/// Decoded content of one page.
const PAGE_BYTES_MAX: usize = 32_000_000;
/// Decoded size of one object stream while loading.
const LOAD_BYTES_MAX: usize = 64_000_000;

/// The size of one page in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PageSize {
    pub width: f32,
    pub height: f32,
}

/// What a PDF shows.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    pub words: Vec<Word>,
    pub sizes: Vec<PageSize>,
    pub links: Vec<Link>,
    pub photo: Option<Place>,
    /// Pages that are a picture of a page, without a layer of text.
    pub scans: Vec<u32>,
}

impl Pages {
    /// Whether there are words at all; codes without letters do not count.
    pub fn have_text(&self) -> bool {
        let letters =
            self.words.iter().flat_map(|word| word.text.chars()).filter(|letter| *letter != '\u{fffd}');
        letters.take(SHOWN_MIN).count() == SHOWN_MIN
    }
}

/// Fewer letters than these are no text.
const SHOWN_MIN: usize = 20;

/// Reads the words of all pages.
pub(crate) fn words(bytes: &[u8]) -> Result<Pages, ReadError> {
    // The library is fuzzed, but not by us; a panic in it must not take the answer with it.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| Err(ReadError::corrupt("PDF objects")))
}

fn read(bytes: &[u8]) -> Result<Pages, ReadError> {
    let start = bytes.windows(5).take(2048).position(|window| window == b"%PDF-").unwrap_or(0);
    let document = load(&bytes[start..])?;
    let page_ids: Vec<ObjectId> = document.page_iter().take(PAGES_MAX).collect();
    if page_ids.is_empty() {
        return Err(ReadError::corrupt("PDF without pages"));
    }
    let mut placer = Placer::new(&document);
    let mut pages = Pages::default();
    for (index, id) in page_ids.iter().enumerate() {
        let frame = frame(&document, *id);
        let number = index as u32 + 1;
        pages.sizes.push(PageSize { width: frame.width, height: frame.height });
        let content = document
            .get_page_content_with_limit(*id, PAGE_BYTES_MAX)
            .unwrap_or_else(|_| page_content(&document, *id));
        let resources = resources(&document, *id);
        placer.run_page(number, &frame, &resources, &content);
        pages.links.extend(links(&document, *id, number, &frame));
        if placer.is_exhausted() {
            return Err(ReadError::TooComplex);
        }
    }
    pages.photo = photo(&placer.pictures, &pages.sizes);
    pages.words = std::mem::take(&mut placer.words);
    pages.scans = scans(&pages, &placer.pictures);
    if !pages.have_text() && pages.scans.is_empty() {
        let blank = placer.pictures.is_empty() && !pages.words.is_empty();
        return Err(if blank { ReadError::NotAResume } else { ReadError::NoText });
    }
    Ok(pages)
}

fn load(bytes: &[u8]) -> Result<Document, ReadError> {
    let options = LoadOptions { max_decompressed_size: Some(LOAD_BYTES_MAX), ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword
        | lopdf::Error::Decryption(_)
        | lopdf::Error::UnsupportedSecurityHandler(_) => ReadError::Encrypted,
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => ReadError::TooComplex,
        _ => ReadError::corrupt("PDF structure"),
    })?;
    // Files locked against changes only open with the empty password.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(ReadError::Encrypted);
    }
    Ok(document)
}

/// Streams one by one, so that a single broken one does not hide the others.
fn page_content(document: &Document, page: ObjectId) -> Vec<u8> {
    let mut content = Vec::new();
    for id in document.get_page_contents(page).into_iter().take(1000) {
        if let Ok(stream) = document.get_object(id).and_then(Object::as_stream)
            && let Some(bytes) = plain(stream, PAGE_BYTES_MAX)
            && content.len() < PAGE_BYTES_MAX
        {
            content.extend_from_slice(&bytes);
            content.push(b'\n');
        }
    }
    content
}

fn resources(document: &Document, page: ObjectId) -> Vec<&lopdf::Dictionary> {
    let Ok((own, inherited)) = document.get_page_resources(page) else {
        return Vec::new();
    };
    let mut resources: Vec<&lopdf::Dictionary> = own.into_iter().collect();
    resources.extend(inherited.iter().filter_map(|id| document.get_dictionary(*id).ok()));
    resources
}

/// A page attribute, its own or inherited from the tree above.
fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..32 {
        if let Ok(value) = node.get_deref(key, document) {
            return Some(value);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

fn frame(document: &Document, page: ObjectId) -> Frame {
    let mut media = [0.0, 0.0, 612.0, 792.0];
    let boxes = inherited(document, page, b"CropBox").or_else(|| inherited(document, page, b"MediaBox"));
    if let Some(list) = boxes.and_then(|value| value.as_array().ok())
        && list.len() == 4
    {
        for (cell, value) in media.iter_mut().zip(list) {
            *cell = number(Some(value)).unwrap_or(*cell);
        }
    }
    let rotation = inherited(document, page, b"Rotate").and_then(|value| value.as_i64().ok()).unwrap_or(0);
    Frame::new(media, rotation)
}

/// Hyperlinks often hold the address that the page only shows as a word or an icon.
fn links(document: &Document, page: ObjectId, number_of_page: u32, frame: &Frame) -> Vec<Link> {
    let mut links = Vec::new();
    for annotation in document.get_page_annotations(page).unwrap_or_default().into_iter().take(500) {
        let action = annotation.get_deref(b"A", document).and_then(Object::as_dict);
        let Ok(target) =
            action.and_then(|action| action.get_deref(b"URI", document)).and_then(Object::as_str)
        else {
            continue;
        };
        let target = String::from_utf8_lossy(target).into_owned();
        let place =
            annotation.get_deref(b"Rect", document).and_then(Object::as_array).ok().and_then(|list| {
                let value = |index: usize| number(list.get(index));
                let (x0, y0, x1, y1) = (value(0)?, value(1)?, value(2)?, value(3)?);
                Some(Place {
                    page: number_of_page,
                    x0: x0.min(x1) - frame.x0,
                    y0: frame.height - (y0.max(y1) - frame.y0),
                    x1: x0.max(x1) - frame.x0,
                    y1: frame.height - (y0.min(y1) - frame.y0),
                })
            });
        if target.len() < 2000 {
            links.push(Link { target, place });
        }
    }
    links
}

/// A portrait: upright or square, on the upper part of the first page, neither an icon nor a scan.
fn photo(pictures: &[Place], sizes: &[PageSize]) -> Option<Place> {
    let size = sizes.first()?;
    pictures.iter().copied().find(|picture| {
        let (width, height) = (picture.x1 - picture.x0, picture.y1 - picture.y0);
        picture.page == 1
            && width > 40.0
            && height > 45.0
            && width < 0.5 * size.width
            && height < 0.4 * size.height
            && picture.y0 < 0.5 * size.height
            && (0.7..2.0).contains(&(height / width))
    })
}

/// A page is a scan when pictures cover most of it and hardly a letter stands on it; scanners stamp their
/// name on a page, and some cut it into strips.
fn scans(pages: &Pages, pictures: &[Place]) -> Vec<u32> {
    const LETTERS_MAX: usize = 40;
    const COVERED_MIN: f32 = 0.5;
    let mut scans = Vec::new();
    for (index, size) in pages.sizes.iter().enumerate() {
        let page = index as u32 + 1;
        let words = pages.words.iter().filter(|word| word.page == page);
        let letters: usize = words.map(|word| word.text.chars().count()).sum();
        let covered: f32 = pictures
            .iter()
            .filter(|picture| picture.page == page)
            .map(|picture| {
                let width = picture.x1.min(size.width) - picture.x0.max(0.0);
                let height = picture.y1.min(size.height) - picture.y0.max(0.0);
                width.max(0.0) * height.max(0.0)
            })
            .sum();
        if letters <= LETTERS_MAX && covered > COVERED_MIN * size.width * size.height {
            scans.push(page);
        }
    }
    scans
}
