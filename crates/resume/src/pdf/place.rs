//! Runs a content stream and puts every shown word in its place on the page.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, number, plain};
use super::operators::{Operand, Operators};
use crate::draft::Word;
use crate::resume::Place;

/// Forms inside of forms: real documents stay below four.
const FORM_DEPTH_MAX: usize = 8;
/// A page of dense print has 1,500 words; this is a file of a hundred such pages.
pub(super) const WORDS_MAX: usize = 150_000;
/// Operators in the whole document, so that a form shown a million times ends.
const OPERATORS_MAX: usize = 5_000_000;
/// Decoded content of one stream.
const STREAM_BYTES_MAX: usize = 32_000_000;
const STATE_DEPTH_MAX: usize = 256;
/// Farther out nothing is visible; a page is at most 14,400 points wide.
const COORDINATE_MAX: f32 = 40_000.0;

type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn multiply(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<RefCell<Font>>>,
    size: f32,
    character_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// Collects the words of a document page by page.
pub(super) struct Placer<'a> {
    document: &'a Document,
    fonts: HashMap<ObjectId, Rc<RefCell<Font>>>,
    pub words: Vec<Word>,
    /// Boxes of pictures, for finding a portrait and recognising scans.
    pub pictures: Vec<Place>,
    operators_left: usize,
    page: u32,
    height: f32,
    origin: (f32, f32),
    state: State,
    stack: Vec<State>,
    text_matrix: Matrix,
    line_matrix: Matrix,
    pending: Option<Word>,
    /// The pending word goes on behind a mark that has no letter of its own.
    is_open: bool,
}

impl<'a> Placer<'a> {
    pub fn new(document: &'a Document) -> Placer<'a> {
        Placer {
            document,
            fonts: HashMap::new(),
            words: Vec::new(),
            pictures: Vec::new(),
            operators_left: OPERATORS_MAX,
            page: 0,
            height: 0.0,
            origin: (0.0, 0.0),
            state: fresh_state(IDENTITY),
            stack: Vec::new(),
            text_matrix: IDENTITY,
            line_matrix: IDENTITY,
            pending: None,
            is_open: false,
        }
    }

    /// Whether a limit was hit and the rest of the document must stay unread.
    pub fn is_exhausted(&self) -> bool {
        self.operators_left == 0 || self.words.len() >= WORDS_MAX
    }

    pub fn run_page(&mut self, page: u32, frame: &Frame, resources: &[&'a Dictionary], content: &[u8]) {
        self.page = page;
        self.height = frame.height;
        self.origin = (frame.x0, frame.y0);
        self.state = fresh_state(frame.turn);
        self.stack.clear();
        self.run(content, resources, 0);
        self.flush();
    }

    fn run(&mut self, content: &[u8], resources: &[&'a Dictionary], depth: usize) {
        let mut operators = Operators::new(content);
        let mut operands = Vec::with_capacity(8);
        let mut local: HashMap<Vec<u8>, Option<Rc<RefCell<Font>>>> = HashMap::new();
        while let Some(name) = operators.next(&mut operands) {
            if self.is_exhausted() {
                return;
            }
            self.operators_left -= 1;
            match name {
                b"Tf" => {
                    if let Some(Operand::Name(font)) = operands.first() {
                        if !local.contains_key(font) {
                            let found = self.font(resources, font);
                            local.insert(font.clone(), found);
                        }
                        self.state.font = local.get(font).cloned().flatten();
                    }
                    self.state.size = at(&operands, 1);
                }
                b"Do" => {
                    if let Some(Operand::Name(name)) = operands.first() {
                        self.draw(resources, name, depth);
                    }
                }
                _ => self.apply(name, &operands),
            }
        }
    }

    fn apply(&mut self, name: &[u8], operands: &[Operand]) {
        match name {
            b"q" if self.stack.len() < STATE_DEPTH_MAX => self.stack.push(self.state.clone()),
            b"Q" => {
                if let Some(state) = self.stack.pop() {
                    self.state = state;
                }
            }
            b"cm" => self.state.matrix = multiply(matrix(operands), self.state.matrix),
            b"BT" => {
                self.text_matrix = IDENTITY;
                self.line_matrix = IDENTITY;
            }
            b"Tm" => {
                self.line_matrix = matrix(operands);
                self.text_matrix = self.line_matrix;
            }
            b"Td" => self.next_line(at(operands, 0), at(operands, 1)),
            b"TD" => {
                self.state.leading = -at(operands, 1);
                self.next_line(at(operands, 0), at(operands, 1));
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tc" => self.state.character_space = at(operands, 0),
            b"Tw" => self.state.word_space = at(operands, 0),
            b"Tz" => self.state.scale = at(operands, 0) / 100.0,
            b"TL" => self.state.leading = at(operands, 0),
            b"Ts" => self.state.rise = at(operands, 0),
            b"Tj" => self.show_operand(operands.first()),
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show_operand(operands.first());
            }
            b"\"" => {
                self.state.word_space = at(operands, 0);
                self.state.character_space = at(operands, 1);
                self.next_line(0.0, -self.state.leading);
                self.show_operand(operands.get(2));
            }
            b"TJ" => {
                if let Some(Operand::List(items)) = operands.first() {
                    for item in items {
                        match item {
                            Operand::Number(shift) => {
                                let shift = -shift / 1000.0 * self.state.size * self.state.scale;
                                self.advance(shift);
                            }
                            other => self.show_operand(Some(other)),
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line_matrix = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.line_matrix);
        self.text_matrix = self.line_matrix;
    }

    fn advance(&mut self, shift: f32) {
        self.text_matrix = multiply([1.0, 0.0, 0.0, 1.0, shift, 0.0], self.text_matrix);
    }

    fn show_operand(&mut self, operand: Option<&Operand>) {
        let Some(Operand::Text(bytes)) = operand else {
            return;
        };
        let Some(font) = self.state.font.clone() else {
            return;
        };
        let mut font = font.borrow_mut();
        let (bold, italic) = (font.bold, font.italic);
        let state = (self.state.size, self.state.character_space, self.state.word_space, self.state.scale);
        let (size, character_space, word_space, scale) = state;
        let style = Style { bold, italic };
        font.decode(bytes, |glyph| {
            let shift =
                (glyph.width * size + character_space + if glyph.is_space { word_space } else { 0.0 })
                    * scale;
            self.show(glyph.text, glyph.width * size * scale, shift, style);
            self.advance(shift);
        });
    }

    /// One character at the current place: it continues the pending word or begins the next.
    fn show(&mut self, text: &str, width: f32, shift: f32, style: Style) {
        let placed = multiply(
            [1.0, 0.0, 0.0, 1.0, 0.0, self.state.rise],
            multiply(self.text_matrix, self.state.matrix),
        );
        let [a, b, c, d, x, y] = placed;
        let size = self.state.size.abs() * (c * c + d * d).sqrt();
        let x_scale = (a * a + b * b).sqrt();
        // Text running up the margin is decoration; it must not disturb the lines.
        let is_upright = b.abs() < 0.2 * a.abs() && a > 0.0;
        if !is_upright
            || !x.is_finite()
            || !y.is_finite()
            || !size.is_finite()
            || !(0.5..2000.0).contains(&size)
            || x.abs() > COORDINATE_MAX
            || y.abs() > COORDINATE_MAX
        {
            return;
        }
        let (x0, x1) = (x - self.origin.0, x - self.origin.0 + width * x_scale);
        let y = self.height - (y - self.origin.1);
        let end = x0 + shift * x_scale;
        if text.chars().all(|character| character.is_whitespace() || character == '\u{ad}') {
            self.flush();
            return;
        }
        let text = crate::lexicon::clean(text);
        // As the accents of some small capitals.
        if text.is_empty() {
            self.is_open = true;
            return;
        }
        let slack = if std::mem::take(&mut self.is_open) { 0.4 } else { 0.0 };
        let joins = self.pending.as_ref().is_some_and(|word| {
            let gap = x0 - word.x1;
            (word.y - y).abs() < 0.25 * size
                && gap < (gap_max(&word.text, &text) + slack) * size.min(word.size)
                && gap > -0.6 * size
                && (word.size - size).abs() < 0.35 * size
        });
        if !joins {
            self.flush();
        }
        match &mut self.pending {
            Some(word) => {
                word.text.push_str(&text);
                word.x1 = x1.max(end.min(x1 + 0.5 * size));
                word.size = word.size.max(size);
            }
            None => {
                let x1 = x1.max(end.min(x1 + 0.5 * size));
                let (bold, italic) = (style.bold, style.italic);
                self.pending =
                    Some(Word { text: text.into_owned(), page: self.page, x0, x1, y, size, bold, italic });
            }
        }
    }

    fn flush(&mut self) {
        if let Some(word) = self.pending.take()
            && self.words.len() < WORDS_MAX
        {
            self.words.push(word);
        }
    }

    fn font(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<Rc<RefCell<Font>>> {
        let found = resources.iter().find_map(|resources| {
            resources.get_deref(b"Font", self.document).and_then(Object::as_dict).ok()?.get(name).ok()
        })?;
        let id = found.as_reference().ok();
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(font.clone());
        }
        let dictionary = match id {
            Some(id) => self.document.get_dictionary(id).ok()?,
            None => found.as_dict().ok()?,
        };
        let font = Rc::new(RefCell::new(Font::load(self.document, dictionary)));
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Some(font)
    }

    fn draw(&mut self, resources: &[&'a Dictionary], name: &[u8], depth: usize) {
        let Some(stream) = resources.iter().find_map(|resources| {
            let objects = resources.get_deref(b"XObject", self.document).and_then(Object::as_dict).ok()?;
            objects.get_deref(name, self.document).and_then(Object::as_stream).ok()
        }) else {
            return;
        };
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name).unwrap_or(b"");
        if kind == b"Image" {
            self.note_picture();
            return;
        }
        if kind != b"Form" || depth >= FORM_DEPTH_MAX {
            return;
        }
        let Some(content) = plain(stream, STREAM_BYTES_MAX) else {
            return;
        };
        let saved = self.state.clone();
        let saved_depth = self.stack.len();
        if let Ok(list) = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array) {
            let mut form = IDENTITY;
            for (cell, value) in form.iter_mut().zip(list) {
                *cell = number(Some(value)).unwrap_or(*cell);
            }
            self.state.matrix = multiply(form, self.state.matrix);
        }
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let mut nested: Vec<&'a Dictionary> = own.into_iter().collect();
        nested.extend_from_slice(resources);
        nested.truncate(FORM_DEPTH_MAX);
        self.run(&content, &nested, depth + 1);
        self.stack.truncate(saved_depth);
        self.state = saved;
    }

    fn note_picture(&mut self) {
        let [a, b, c, d, e, f] = self.state.matrix;
        let xs = [e, e + a, e + c, e + a + c].map(|x| x - self.origin.0);
        let ys = [f, f + b, f + d, f + b + d].map(|y| self.height - (y - self.origin.1));
        let least = |values: [f32; 4]| values.into_iter().fold(f32::MAX, f32::min);
        let most = |values: [f32; 4]| values.into_iter().fold(f32::MIN, f32::max);
        if self.pictures.len() < 1000 {
            self.pictures.push(Place {
                page: self.page,
                x0: least(xs),
                y0: least(ys),
                x1: most(xs),
                y1: most(ys),
            });
        }
    }
}

#[derive(Clone, Copy)]
struct Style {
    bold: bool,
    italic: bool,
}

/// The visible part of a page.
pub(super) struct Frame {
    pub x0: f32,
    pub y0: f32,
    pub width: f32,
    pub height: f32,
    /// Turns a rotated page upright.
    pub turn: Matrix,
}

impl Frame {
    /// The frame of a page with this box and rotation in degrees.
    pub fn new(media: [f32; 4], rotation: i64) -> Frame {
        let (x0, x1) = (media[0].min(media[2]), media[0].max(media[2]));
        let (y0, y1) = (media[1].min(media[3]), media[1].max(media[3]));
        let (width, height) = ((x1 - x0).clamp(10.0, 20_000.0), (y1 - y0).clamp(10.0, 20_000.0));
        match rotation.rem_euclid(360) {
            90 => Frame {
                x0: 0.0,
                y0: 0.0,
                width: height,
                height: width,
                turn: [0.0, -1.0, 1.0, 0.0, -y0, x0 + width],
            },
            180 => Frame {
                x0: 0.0,
                y0: 0.0,
                width,
                height,
                turn: [-1.0, 0.0, 0.0, -1.0, x0 + width, y0 + height],
            },
            270 => Frame {
                x0: 0.0,
                y0: 0.0,
                width: height,
                height: width,
                turn: [0.0, 1.0, -1.0, 0.0, y0 + height, -x0],
            },
            _ => Frame { x0, y0, width, height, turn: IDENTITY },
        }
    }
}

fn fresh_state(matrix: Matrix) -> State {
    State {
        matrix,
        font: None,
        size: 1.0,
        character_space: 0.0,
        word_space: 0.0,
        scale: 1.0,
        leading: 0.0,
        rise: 0.0,
    }
}

/// Chinese characters may stand apart in justified lines and still belong together.
fn gap_max(before: &str, after: &str) -> f32 {
    let wide = |text: &str| text.chars().next().is_some_and(crate::lexicon::is_han);
    if wide(after) && before.chars().next_back().is_some_and(crate::lexicon::is_han) { 0.45 } else { 0.16 }
}

fn at(operands: &[Operand], index: usize) -> f32 {
    match operands.get(index) {
        Some(Operand::Number(value)) => *value,
        _ => 0.0,
    }
}

fn matrix(operands: &[Operand]) -> Matrix {
    [0, 1, 2, 3, 4, 5].map(|index| at(operands, index))
}
