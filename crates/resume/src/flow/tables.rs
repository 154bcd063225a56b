//! Blocks become lines with made-up coordinates. A table is read row by row when it is a list, and
//! cell by cell when it only serves to set columns.

use super::build::{Block, Paragraph};
use crate::ReadError;
use crate::draft::{Draft, Line, Segment};
use crate::layout::strip_bullet;
use crate::lexicon::dates::is_date_only;
use crate::lexicon::headings::{Strength, topic};

/// Distance of made-up lines.
const LINE: f32 = 14.0;
/// Made-up width of a table column.
const COLUMN: f32 = 160.0;
const LETTER: f32 = 5.5;

/// Lays the blocks out; refuses a document without any text.
pub(super) fn lay_out(blocks: Vec<Block>) -> Result<Draft, ReadError> {
    let mut layer = Layer { lines: Vec::new(), y: 40.0, block: 0, column: 0, columns: 0 };
    layer.blocks(blocks, 0.0);
    if layer.lines.is_empty() {
        return Err(ReadError::NoText);
    }
    Ok(Draft { lines: layer.lines, page_count: 1, ..Draft::default() })
}

struct Layer {
    lines: Vec<Line>,
    y: f32,
    block: u32,
    column: u32,
    columns: u32,
}

impl Layer {
    fn blocks(&mut self, blocks: Vec<Block>, x: f32) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, x),
                Block::Frame(blocks) => self.apart(blocks, x),
                Block::Table(rows) => self.table(rows, x),
            }
        }
    }

    fn apart(&mut self, blocks: Vec<Block>, x: f32) {
        let outside = self.column;
        self.columns += 1;
        self.column = self.columns;
        self.block += 1;
        self.blocks(blocks, x);
        self.block += 1;
        self.column = outside;
    }

    fn paragraph(&mut self, paragraph: Paragraph, x: f32) {
        let x = x + paragraph.indent;
        let gap = paragraph.gap;
        let heading = paragraph.heading;
        let (segments, bullet) = placed(paragraph, x);
        self.push(segments, bullet, heading, gap);
    }

    fn push(&mut self, segments: Vec<Segment>, bullet: bool, heading: bool, gap: f32) {
        if segments.is_empty() {
            return;
        }
        self.y += LINE * (1.0 + gap.min(3.0));
        let right = segments.iter().map(|segment| segment.x1).fold(500.0, f32::max);
        self.lines.push(Line {
            page: 1,
            y0: self.y - 10.0,
            y1: self.y + 2.0,
            segments,
            bullet,
            gap: if self.lines.is_empty() { 9.0 } else { 0.3 + gap },
            block: self.block,
            column: self.column,
            heading,
            right,
        });
    }

    fn table(&mut self, rows: Vec<Vec<Vec<Block>>>, x: f32) {
        let rail = rows.iter().filter(|cells| is_headed(cells, Strength::Certain)).count() >= 2;
        for cells in rows {
            let headed = rail && is_headed(&cells, Strength::Hint);
            let mut filled: Vec<(usize, Vec<Block>)> =
                cells.into_iter().enumerate().filter(|(_, blocks)| !blocks.is_empty()).collect();
            if headed && !filled.is_empty() {
                // A heading in the first cell, its section in the others.
                let (_, heading) = filled.remove(0);
                for block in heading {
                    if let Block::Paragraph(paragraph) = block {
                        self.paragraph(Paragraph { heading: true, ..paragraph }, x);
                    }
                }
                for (_, blocks) in filled {
                    self.blocks(blocks, x);
                }
                continue;
            }
            if is_columns(&filled) {
                for (_, blocks) in filled {
                    self.apart(blocks, x);
                }
            } else {
                self.row(filled, x);
            }
        }
    }

    /// The first paragraphs of all cells share a line; what remains follows cell by cell.
    fn row(&mut self, cells: Vec<(usize, Vec<Block>)>, x: f32) {
        let mut first: Vec<Segment> = Vec::new();
        let mut rest: Vec<(f32, Vec<Block>)> = Vec::new();
        let mut bullet = false;
        let mut heading = false;
        for (index, blocks) in cells {
            let x = x + COLUMN * index as f32;
            let mut blocks = blocks.into_iter();
            match blocks.next() {
                Some(Block::Paragraph(paragraph)) => {
                    heading |= paragraph.heading;
                    let (segments, marked) = placed(paragraph, x);
                    bullet |= marked;
                    first.extend(segments);
                }
                Some(other) => rest.push((x, vec![other])),
                None => {}
            }
            rest.push((x, blocks.collect()));
        }
        self.push(first, bullet, heading, 0.5);
        for (x, blocks) in rest {
            self.blocks(blocks, x);
        }
    }
}

/// The first cell of a row is one short line in bold, or a heading as sure as asked; something stands beside it.
fn is_headed(cells: &[Vec<Block>], least: Strength) -> bool {
    let [first, rest @ ..] = cells else { return false };
    let [Block::Paragraph(paragraph)] = first.as_slice() else { return false };
    let text = paragraph.segments.iter().map(|segment| segment.text.as_str()).collect::<String>();
    let text = text.trim();
    let known = topic(text).is_some_and(|(_, strength)| strength >= least);
    let bold = least == Strength::Hint
        && paragraph.segments.iter().all(|segment| segment.bold)
        && text.split_whitespace().count() <= 5
        && !text.chars().any(|mark| mark.is_ascii_digit());
    (known || bold) && rest.iter().any(|blocks| !blocks.is_empty())
}

/// Cells that hold headings of their own, or are long on both sides, set columns.
fn is_columns(cells: &[(usize, Vec<Block>)]) -> bool {
    if cells.len() < 2 {
        return false;
    }
    let first_text = |blocks: &[Block]| match blocks.first() {
        Some(Block::Paragraph(paragraph)) => {
            paragraph.segments.iter().map(|segment| segment.text.as_str()).collect::<String>()
        }
        _ => String::new(),
    };
    if cells.iter().any(|(_, blocks)| blocks.len() <= 2 && is_date_only(first_text(blocks).trim())) {
        return false;
    }
    let has_heading = |blocks: &[Block]| {
        blocks.iter().any(|block| match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.segments.iter().map(|segment| segment.text.as_str()).collect::<String>();
                topic(text.trim()).is_some_and(|(_, strength)| strength == Strength::Certain)
            }
            _ => false,
        })
    };
    let tall = cells.iter().filter(|(_, blocks)| blocks.len() >= 4).count();
    let headed = cells.iter().filter(|(_, blocks)| blocks.len() >= 3 && has_heading(blocks)).count();
    tall >= 2 || headed >= 1 && cells.iter().all(|(_, blocks)| blocks.len() >= 2)
}

/// Segments of a paragraph side by side, its bullet taken off.
fn placed(paragraph: Paragraph, x: f32) -> (Vec<Segment>, bool) {
    let mut bullet = paragraph.bullet;
    let mut segments = Vec::new();
    let mut at = x;
    for segment in paragraph.segments {
        let text = segment.text.replace('\t', " ");
        let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if segments.is_empty()
            && let Some(rest) = strip_bullet(&text)
        {
            text = rest.to_owned();
            bullet = true;
        }
        if text.is_empty() {
            continue;
        }
        let width = LETTER * text.chars().count() as f32;
        segments.push(Segment { text, x0: at, x1: at + width, ..segment });
        at += width + 40.0;
    }
    (segments, bullet)
}
