//! Pages that are pictures: what text recognition found on them becomes words with boxes, as from a PDF.
//!
//! The recogniser is an outside program; its answer is hOCR, a web page with a box for every word. It was
//! made from a hostile file, so it is read with the same care as the file itself.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::ReadError;
use crate::draft::Word;
use crate::pdf::{PageSize, Pages};

/// What a recogniser found on one page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recognised<'a> {
    /// The page, from 1.
    pub page: u32,
    /// Its answer in hOCR.
    pub hocr: &'a str,
}

/// Width of a picture that is no page, in points; A4, so that sizes of letters come out as on paper.
const PICTURE_WIDTH: f32 = 595.0;
/// Words of more than this on one page are noise.
const WORDS_MAX: usize = 20_000;
/// Below this the recogniser itself takes a short word for a speck or an icon.
const TRUST_MIN: u32 = 40;

/// Puts the words of recognised pages beside those that the document has itself.
pub(crate) fn add(pages: &mut Pages, recognised: &[Recognised<'_>]) -> Result<(), ReadError> {
    for found in recognised {
        let index = found.page.saturating_sub(1) as usize;
        let Some(size) = pages.sizes.get(index).copied() else { continue };
        // A stamp in the layer of text would lie over the same words of the picture.
        pages.words.retain(|word| word.page != found.page);
        pages.words.extend(words(found.hocr, found.page, size.width)?.0);
    }
    Ok(())
}

/// The one page of a picture file.
pub(crate) fn picture(recognised: &[Recognised<'_>]) -> Result<Pages, ReadError> {
    let hocr = recognised.first().map_or("", |found| found.hocr);
    let (words, height) = words(hocr, 1, PICTURE_WIDTH)?;
    let sizes = vec![PageSize { width: PICTURE_WIDTH, height }];
    Ok(Pages { words, sizes, ..Pages::default() })
}

/// The line that the words read just now stand on.
#[derive(Debug, Clone, Copy, Default)]
struct Baseline {
    left: f32,
    bottom: f32,
    slope: f32,
    offset: f32,
    size: f32,
}

/// All words of one answer, and the height of the page in points.
fn words(hocr: &str, page: u32, width: f32) -> Result<(Vec<Word>, f32), ReadError> {
    let mut reader = Reader::from_str(hocr);
    let (mut words, mut slopes) = (Vec::new(), Vec::new());
    let (mut scale, mut height) = (1.0, width);
    let mut line = Baseline::default();
    let mut open: Option<(Word, u32)> = None;
    for _ in 0..3_000_000 {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => {
                straighten(&mut words, &mut slopes);
                even_sizes(&mut words);
                return Ok((words, height));
            }
            Ok(Event::Start(element)) => match (attribute(&element, "class"), attribute(&element, "title")) {
                (Some(class), Some(title)) if class == "ocr_page" => {
                    let [x0, y0, x1, y1] = bounds(&title);
                    scale = width / (x1 - x0).max(1.0);
                    height = ((y1 - y0) * scale).clamp(1.0, 10.0 * width);
                }
                (Some(class), Some(title)) if class == "ocrx_word" => {
                    open = Some((word(&title, page, scale, line), trust(&title)));
                }
                (Some(class), Some(title)) if is_line(&class) => {
                    line = baseline(&title);
                    if title.contains("baseline") {
                        slopes.push(line.slope);
                    }
                }
                _ => {}
            },
            Ok(Event::Text(text)) => {
                if let Some((word, _)) = &mut open {
                    word.text.push_str(text.xml10_content().trim());
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                let letter = quick_xml::escape::unescape(&format!("&{};", &*reference))
                    .map(|letter| letter.into_owned())
                    .unwrap_or_default();
                if let Some((word, _)) = &mut open {
                    word.text.push_str(&letter);
                }
            }
            Ok(Event::End(element)) if element.local_name().as_ref() == "span" => {
                if let Some((word, trust)) = open.take()
                    && let Some(word) = kept(word, trust)
                {
                    words.push(word);
                    if words.len() > WORDS_MAX {
                        return Err(ReadError::TooComplex);
                    }
                }
            }
            Ok(_) => {}
        }
    }
    Err(ReadError::TooComplex)
}

fn is_line(class: &str) -> bool {
    matches!(class, "ocr_line" | "ocr_header" | "ocr_caption" | "ocr_textfloat")
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.to_string())
}

/// The numbers after a key of a title: "bbox 1 2 3 4; x_wconf 96".
fn numbers(title: &str, key: &str) -> [f32; 4] {
    let mut found = [0.0; 4];
    let field = title.split(';').map(str::trim).find_map(|field| field.strip_prefix(key));
    let values = field.unwrap_or("").split_whitespace().filter_map(|value| value.parse::<f32>().ok());
    for (slot, value) in found.iter_mut().zip(values.filter(|value| value.is_finite())) {
        *slot = value.clamp(-100_000.0, 100_000.0);
    }
    found
}

/// The page's own title names its file first, which may hold anything but our own name for it.
fn bounds(title: &str) -> [f32; 4] {
    numbers(title, "bbox ")
}

fn trust(title: &str) -> u32 {
    numbers(title, "x_wconf ")[0].clamp(0.0, 100.0) as u32
}

fn baseline(title: &str) -> Baseline {
    let [left, _, _, bottom] = bounds(title);
    let [slope, offset, ..] = numbers(title, "baseline ");
    let size = numbers(title, "x_size ")[0];
    Baseline { left, bottom, slope: slope.clamp(-0.2, 0.2), offset, size }
}

fn word(title: &str, page: u32, scale: f32, line: Baseline) -> Word {
    let [x0, y0, x1, y1] = bounds(title);
    let size = if line.size > 0.0 { line.size } else { y1 - y0 };
    let middle = (x0 + x1) / 2.0;
    let baseline = line.bottom + line.offset + line.slope * (middle - line.left);
    // A dot in the middle of the line is a bullet, which recognisers take for a letter.
    let is_dot = (y1 - y0) < 0.42 * size && (x1 - x0) < 0.42 * size && y1 < baseline - 0.02 * size;
    Word {
        text: if is_dot { "\u{2022}".to_owned() } else { String::new() },
        page,
        x0: x0 * scale,
        x1: x1 * scale,
        y: baseline * scale,
        size: (size * scale).clamp(1.0, 200.0),
        bold: false,
        italic: false,
    }
}

/// What is left of a word: bullets are one sign, specks are nothing.
fn kept(mut word: Word, trust: u32) -> Option<Word> {
    if let Some(after) = word.text.strip_prefix('\u{2022}') {
        let is_letter = after.chars().count() == 1 && !matches!(after, "." | "," | "-" | "'" | "|");
        word.text = if is_letter { "\u{2022}".to_owned() } else { after.to_owned() };
    }
    let letters = word.text.chars().filter(|letter| letter.is_alphanumeric()).count();
    let is_speck = word.text.is_empty() || trust < TRUST_MIN && letters < 3 && word.text != "\u{2022}";
    (!is_speck).then_some(word)
}

/// A page laid on the glass askew: turned back by the slope that most lines share.
fn straighten(words: &mut [Word], slopes: &mut [f32]) {
    slopes.sort_by(f32::total_cmp);
    let Some(slope) = slopes.get(slopes.len() / 2).copied() else { return };
    if slope.abs() < 0.001 {
        return;
    }
    for word in words {
        let middle = (word.x0 + word.x1) / 2.0;
        let shift = slope * word.y;
        word.y -= slope * middle;
        word.x0 += shift;
        word.x1 += shift;
    }
}

/// Measured sizes tremble; those near a commoner one are that one, so that equal letters look equal.
fn even_sizes(words: &mut [Word]) {
    let mut sizes: Vec<f32> = words.iter().map(|word| word.size).collect();
    sizes.sort_by(f32::total_cmp);
    let mut groups: Vec<(usize, f32)> = Vec::new();
    for size in sizes {
        match groups.last_mut() {
            Some((count, start)) if size < *start * 1.02 => *count += 1,
            _ => groups.push((1, size)),
        }
    }
    groups.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    for word in words {
        let near = groups.iter().find(|(_, size)| (0.88..1.13).contains(&(word.size / size)));
        if let Some((_, size)) = near {
            word.size = *size;
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const HEAD: &str = "<div class='ocr_page' title='image \"page.pgm\"; bbox 0 0 2480 3508; ppageno 0'>";

    fn line(top: u32, words: &[(u32, u32, &str)]) -> String {
        let mut text = format!(
            "<span class='ocr_line' title='bbox 200 {top} 2000 {}; baseline 0 -10; x_size 42'>",
            top + 42
        );
        for (x0, x1, word) in words {
            text.push_str(&format!(
                "<span class='ocrx_word' title='bbox {x0} {top} {x1} {}; x_wconf 95' lang='deu'>{word}</span> ",
                top + 32
            ));
        }
        text + "</span>"
    }

    #[test]
    fn words_get_boxes_in_points() {
        let text = format!("{HEAD}{}</div>", line(300, &[(248, 500, "R&amp;D"), (520, 800, "Hartwig")]));
        let (words, height) = words(&text, 2, 595.2).unwrap();
        assert_eq!(words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["R&D", "Hartwig"]);
        assert!((words[0].x0 - 59.52).abs() < 0.1 && (height - 842.0).abs() < 0.5);
        assert!((words[0].size - 10.08).abs() < 0.1 && words[0].page == 2);
        // The baseline stands ten pixels above the bottom of the line.
        assert!((words[1].y - 332.0 * 0.24).abs() < 0.1);
    }

    #[test]
    fn a_dot_that_was_taken_for_a_letter_is_a_bullet() {
        let dot = "<span class='ocr_line' title='bbox 200 300 900 342; baseline 0 -10; x_size 42'>\
            <span class='ocrx_word' title='bbox 200 312 212 324; x_wconf 30'>e</span>\
            <span class='ocrx_word' title='bbox 240 300 400 332; x_wconf 95'>Leitung</span></span>";
        let (words, _) = words(&format!("{HEAD}{dot}</div>"), 1, 595.0).unwrap();
        assert_eq!(words[0].text, "\u{2022}");
        assert_eq!(words.len(), 2);
    }

    #[test]
    fn a_page_askew_is_turned_back() {
        let slant = "<span class='ocr_line' title='bbox 200 300 2200 360; baseline 0.01 -30; x_size 42'>\
            <span class='ocrx_word' title='bbox 200 300 300 330; x_wconf 95'>left</span>\
            <span class='ocrx_word' title='bbox 2100 320 2200 350; x_wconf 95'>right</span></span>";
        let (words, _) = words(&format!("{HEAD}{slant}</div>"), 1, 595.0).unwrap();
        assert!((words[0].y - words[1].y).abs() < 0.2, "{words:?}");
    }

    #[test]
    fn nonsense_is_no_word() {
        for wrong in ["", "<", "<span class='ocrx_word' title='bbox a b'>x", "\u{0}<div class='ocr_page'>"] {
            assert_eq!(words(wrong, 1, 595.0).unwrap().0, []);
        }
    }
}
