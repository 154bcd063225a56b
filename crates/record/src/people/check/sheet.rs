//! Sheets: the pages of a document as they are shown beside its facts. A PDF brings its own; of other
//! formats we draw the lines that were read on sheets of our own making.

use resume::{Format, Resume, TextLine};
use serde_json::{Value, json};

use super::part::Spot;

/// One page, in points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sheet {
    pub width: f64,
    pub height: f64,
}

/// A line on a sheet of our own making.
#[derive(Clone, PartialEq, Debug)]
pub struct DrawnLine {
    pub spot: Spot,
    pub bold: bool,
    pub text: String,
}

/// The pages of a document.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    pub pages: Vec<Sheet>,
    /// Empty where a picture of the page shows them.
    pub lines: Vec<DrawnLine>,
}

/// A4 with margins, in tenths of a point.
const WIDTH: i64 = 5950;
const HEIGHT: i64 = 8420;
const MARGIN: i64 = 560;
/// From line to line, and how far a letter reaches above and below its middle.
const LINE: i64 = 150;
/// Size of the letters.
pub const LETTERS: i64 = 105;
/// Made-up indents of tables reach far to the right; there must be room for words.
const INDENT_MAX: i64 = 2200;
/// Sheets drawn of one document; the text page has the rest.
const SHEETS_MAX: i64 = 20;

impl Sheets {
    pub(crate) fn of(resume: &Resume) -> Self {
        if resume.format == Format::Pdf && !resume.pages.is_empty() {
            let page =
                |(width, height): &(f32, f32)| Sheet { width: f64::from(*width), height: f64::from(*height) };
            return Self { pages: resume.pages.iter().map(page).collect(), lines: vec![] };
        }
        let mut sheets = Self::default();
        let (mut page, mut y) = (1, MARGIN);
        let mut above = f32::MIN;
        for line in &resume.lines {
            if above != f32::MIN && line.place.y0 - above > 20.0 {
                y += LINE / 2;
            }
            above = line.place.y0;
            let x = MARGIN + ((line.place.x0 * 10.0) as i64).clamp(0, INDENT_MAX);
            for text in wrap(&line.text, WIDTH - MARGIN - x) {
                if y + LINE > HEIGHT - MARGIN {
                    (page, y) = (page + 1, MARGIN);
                }
                if page > SHEETS_MAX {
                    return sheets.closed(SHEETS_MAX);
                }
                sheets.put(line, text, Spot { page, x0: x, y0: y, x1: 0, y1: y + LINE - 10 });
                y += LINE;
            }
        }
        sheets.closed(page)
    }

    fn put(&mut self, line: &TextLine, text: String, spot: Spot) {
        let spot = Spot { x1: spot.x0 + width(&text), ..spot };
        self.lines.push(DrawnLine { spot, bold: line.bold, text });
    }

    fn closed(mut self, pages: i64) -> Self {
        let sheet = Sheet { width: WIDTH as f64 / 10.0, height: HEIGHT as f64 / 10.0 };
        self.pages = (0..pages).map(|_| sheet).collect();
        self
    }

    /// Where the words stand: the piece of a line that holds them, or the first line of a longer text.
    pub(crate) fn find(&self, words: &str) -> Spot {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return Spot::default();
        }
        for line in &self.lines {
            if let Some(at) = line.text.find(&words) {
                let x0 = line.spot.x0 + width(&line.text[..at]);
                return Spot { x0, x1: x0 + width(&words), ..line.spot };
            }
        }
        let starts = |line: &&DrawnLine| line.text.len() > 12 && words.starts_with(line.text.trim());
        self.lines.iter().find(starts).map_or_else(Spot::default, |line| line.spot)
    }

    pub(crate) fn pages_json(&self) -> String {
        Value::from(self.pages.iter().map(|page| json!([page.width, page.height])).collect::<Vec<_>>())
            .to_string()
    }

    pub(crate) fn lines_json(&self) -> String {
        if self.lines.is_empty() {
            return String::new();
        }
        let line = |line: &DrawnLine| {
            let spot = line.spot;
            json!([spot.page, spot.x0, spot.y0, spot.x1, spot.y1, line.bold, line.text])
        };
        Value::from(self.lines.iter().map(line).collect::<Vec<_>>()).to_string()
    }

    pub(crate) fn from_json(pages: &str, lines: &str) -> Self {
        let list = |text: &str| match serde_json::from_str(text) {
            Ok(Value::Array(list)) => list,
            _ => vec![],
        };
        let page = |value: &Value| Sheet {
            width: value[0].as_f64().unwrap_or(595.0),
            height: value[1].as_f64().unwrap_or(842.0),
        };
        let line = |value: &Value| {
            let number = |at: usize| value[at].as_i64().unwrap_or(0);
            DrawnLine {
                spot: Spot { page: number(0), x0: number(1), y0: number(2), x1: number(3), y1: number(4) },
                bold: value[5].as_bool().unwrap_or(false),
                text: value[6].as_str().unwrap_or_default().to_owned(),
            }
        };
        Self { pages: list(pages).iter().map(page).collect(), lines: list(lines).iter().map(line).collect() }
    }
}

/// Cuts a line at blanks so that each piece fits; a word that is too long stands alone.
fn wrap(text: &str, room: i64) -> Vec<String> {
    let mut pieces: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = pieces.last_mut().expect("there is always one");
        if !last.is_empty() && width(last) + width(" ") + width(word) > room {
            pieces.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// About as wide as the words are in the house's sans serif.
fn width(text: &str) -> i64 {
    let of = |letter: char| match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ';' | ':' | '\'' | '|' | '!' => 26,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 36,
        'm' | 'w' | 'M' | 'W' | '@' => 88,
        letter if letter.is_uppercase() => 70,
        letter if u32::from(letter) >= 0x2E80 => LETTERS,
        _ => 58,
    };
    text.chars().map(of).sum()
}
