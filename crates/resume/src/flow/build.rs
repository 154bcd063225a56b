//! Paragraphs, tables and frames as the readers of flowing formats find them.
//!
//! The builder takes whatever order of openings and closings a damaged file comes with; what does
//! not fit is ignored.

use crate::draft::Segment;
use crate::lexicon::clean;

/// Tables in tables deeper than this are flattened.
const DEPTH_MAX: usize = 24;
/// Characters kept; a resume has 4,000, a book of 500 pages a million.
const CHARACTERS_MAX: usize = 2_000_000;

/// How a run of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub bold: bool,
    pub italic: bool,
    pub size: f32,
}

impl Default for Style {
    fn default() -> Style {
        Style { bold: false, italic: false, size: 11.0 }
    }
}

/// One paragraph; tabs part its segments.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Paragraph {
    pub segments: Vec<Segment>,
    pub bullet: bool,
    pub heading: bool,
    /// Left indent in points.
    pub indent: f32,
    /// Blank paragraphs above.
    pub gap: f32,
}

impl Paragraph {
    fn is_blank(&self) -> bool {
        self.segments.iter().all(|segment| segment.text.trim().is_empty())
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Paragraph(Paragraph),
    /// Rows of cells of blocks.
    Table(Vec<Vec<Vec<Block>>>),
    /// A text box: read by itself.
    Frame(Vec<Block>),
}

#[derive(Debug)]
enum Level {
    Blocks(Vec<Block>),
    Table(Vec<Vec<Vec<Block>>>),
    Row(Vec<Vec<Block>>),
}

/// Collects blocks from a stream of openings, text and closings.
#[derive(Debug)]
pub(super) struct Builder {
    levels: Vec<Level>,
    /// Paragraphs that a text box interrupted.
    suspended: Vec<Option<Paragraph>>,
    current: Option<Paragraph>,
    blank: f32,
    characters: usize,
}

impl Builder {
    pub fn new() -> Builder {
        Builder {
            levels: vec![Level::Blocks(Vec::new())],
            suspended: Vec::new(),
            current: None,
            blank: 0.0,
            characters: 0,
        }
    }

    pub fn open_table(&mut self) {
        self.end_paragraph();
        if self.levels.len() < DEPTH_MAX && matches!(self.levels.last(), Some(Level::Blocks(_))) {
            self.levels.push(Level::Table(Vec::new()));
        }
    }

    pub fn open_row(&mut self) {
        if matches!(self.levels.last(), Some(Level::Table(_))) {
            self.levels.push(Level::Row(Vec::new()));
        }
    }

    pub fn open_cell(&mut self) {
        if matches!(self.levels.last(), Some(Level::Row(_))) {
            self.levels.push(Level::Blocks(Vec::new()));
        }
    }

    pub fn close_cell(&mut self) {
        self.end_paragraph();
        if self.levels.len() > 2
            && matches!(self.levels.get(self.levels.len() - 2), Some(Level::Row(_)))
            && let Some(Level::Blocks(blocks)) = self.levels.pop()
            && let Some(Level::Row(cells)) = self.levels.last_mut()
        {
            cells.push(blocks);
        }
    }

    pub fn close_row(&mut self) {
        self.close_cell();
        if matches!(self.levels.last(), Some(Level::Row(_)))
            && let Some(Level::Row(cells)) = self.levels.pop()
            && let Some(Level::Table(rows)) = self.levels.last_mut()
        {
            rows.push(cells);
        }
    }

    pub fn close_table(&mut self) {
        self.close_row();
        if matches!(self.levels.last(), Some(Level::Table(_)))
            && let Some(Level::Table(rows)) = self.levels.pop()
        {
            self.add(Block::Table(rows));
        }
    }

    /// A text box inside of a paragraph.
    pub fn open_frame(&mut self) {
        self.suspended.push(self.current.take());
        self.levels.push(Level::Blocks(Vec::new()));
    }

    pub fn close_frame(&mut self) {
        self.end_paragraph();
        if self.suspended.is_empty() {
            return;
        }
        while self.levels.len() > 1 && !matches!(self.levels.last(), Some(Level::Blocks(_))) {
            self.levels.pop();
        }
        if self.levels.len() > 1
            && let Some(Level::Blocks(blocks)) = self.levels.pop()
        {
            self.add(Block::Frame(blocks));
        }
        self.current = self.suspended.pop().flatten();
    }

    pub fn start_paragraph(&mut self) {
        self.end_paragraph();
        self.current = Some(Paragraph { gap: self.blank, ..Paragraph::default() });
    }

    /// The open paragraph, opened if need be.
    pub fn paragraph(&mut self) -> &mut Paragraph {
        let blank = self.blank;
        self.current.get_or_insert_with(|| Paragraph { gap: blank, ..Paragraph::default() })
    }

    pub fn text(&mut self, text: &str, style: Style) {
        self.characters += text.len();
        if self.characters > CHARACTERS_MAX || text.is_empty() {
            return;
        }
        let text = clean(text);
        let paragraph = self.paragraph();
        match paragraph.segments.last_mut() {
            Some(last) if !last.text.ends_with('\t') => {
                // The style of most letters is the style of the segment.
                if text.trim().len() > last.text.trim().len() {
                    last.bold = style.bold;
                    last.italic = style.italic;
                }
                last.size = last.size.max(style.size);
                last.text.push_str(&text);
            }
            _ => paragraph.segments.push(Segment {
                text: text.into_owned(),
                bold: style.bold,
                italic: style.italic,
                size: style.size,
                ..Segment::default()
            }),
        }
    }

    /// A tab: what follows stands apart.
    pub fn tab(&mut self) {
        if let Some(last) = self.paragraph().segments.last_mut() {
            last.text.push('\t');
        }
    }

    /// A line break inside of a paragraph begins a new line with the same shape.
    pub fn break_line(&mut self) {
        let (bullet, indent) =
            self.current.as_ref().map_or((false, 0.0), |paragraph| (paragraph.bullet, paragraph.indent));
        self.end_paragraph();
        let next = self.paragraph();
        next.indent = if bullet { indent + 18.0 } else { indent };
    }

    pub fn end_paragraph(&mut self) {
        let Some(paragraph) = self.current.take() else {
            return;
        };
        if paragraph.is_blank() {
            self.blank += 1.0;
            return;
        }
        self.blank = 0.0;
        self.add(Block::Paragraph(paragraph));
    }

    fn add(&mut self, block: Block) {
        if let Some(Level::Blocks(blocks)) =
            self.levels.iter_mut().rev().find(|level| matches!(level, Level::Blocks(_)))
        {
            blocks.push(block);
        }
    }

    pub fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        while self.levels.len() > 1 {
            match self.levels.last() {
                Some(Level::Blocks(_)) if self.suspended.is_empty() => {
                    let before = self.levels.len();
                    self.close_cell();
                    if self.levels.len() == before {
                        self.levels.pop();
                    }
                }
                Some(Level::Blocks(_)) => self.close_frame(),
                Some(Level::Row(_)) => self.close_row(),
                Some(Level::Table(_)) => self.close_table(),
                None => break,
            }
        }
        match self.levels.pop() {
            Some(Level::Blocks(blocks)) => blocks,
            _ => Vec::new(),
        }
    }
}
