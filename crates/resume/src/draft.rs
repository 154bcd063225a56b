//! What every reader of a format hands on: lines with style and place, in reading order.
//!
//! Formats without pages get made-up coordinates (one line below the other), so that later stages
//! can compare indents and gaps without asking what the file was.

use crate::lexicon::labels::Part;
use crate::resume::Place;

/// A word as placed on a PDF page. `y` grows downwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub text: String,
    pub page: u32,
    pub x0: f32,
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Font size in points, as it appears on the page.
    pub size: f32,
    pub bold: bool,
    pub italic: bool,
}

/// A piece of a line, set apart from its neighbours by a wide gap, a tab or a table cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Segment {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    pub bold: bool,
    pub italic: bool,
    pub size: f32,
    /// What a label beside or above it says that it holds.
    pub part: Option<Part>,
}

/// One line of a block.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Line {
    pub page: u32,
    pub y0: f32,
    pub y1: f32,
    pub segments: Vec<Segment>,
    /// A bullet stood before the text; it is not part of the text any more.
    pub bullet: bool,
    /// Blank space above, in line heights; large at the top of a block.
    pub gap: f32,
    /// The column or cell the line belongs to; a wrapped line never crosses it.
    pub block: u32,
    /// The column the line stands in, the same over all pages; sections never cross columns.
    pub column: u32,
    /// The format itself says that this is a heading.
    pub heading: bool,
    /// The right edge of the column the line stands in.
    pub right: f32,
}

impl Line {
    pub fn text(&self) -> String {
        let mut text = String::new();
        for segment in &self.segments {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&segment.text);
        }
        text
    }

    pub fn x0(&self) -> f32 {
        self.segments.first().map_or(0.0, |segment| segment.x0)
    }

    pub fn x1(&self) -> f32 {
        self.segments.iter().map(|segment| segment.x1).fold(0.0, f32::max)
    }

    pub fn size(&self) -> f32 {
        self.segments.iter().map(|segment| segment.size).fold(0.0, f32::max)
    }

    pub fn bold(&self) -> bool {
        self.segments.first().is_some_and(|segment| segment.bold)
    }

    pub fn place(&self) -> Place {
        Place { page: self.page, x0: self.x0(), y0: self.y0, x1: self.x1(), y1: self.y1 }
    }
}

/// A hyperlink of the document and where it can be clicked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    pub target: String,
    pub place: Option<Place>,
}

/// The document before anything is understood.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Draft {
    pub lines: Vec<Line>,
    pub page_count: u32,
    /// Width and height of each page; empty for formats without pages.
    pub pages: Vec<(f32, f32)>,
    pub links: Vec<Link>,
    /// A picture of the size and place of a portrait.
    pub photo: Option<Place>,
    /// The lines carry real page coordinates.
    pub placed: bool,
}
