//! Where the heads of a section begin: lines farther in are text, unless they stand in the margin.

use std::collections::HashMap;

use super::place::is_place;
use crate::draft::Line;
use crate::lexicon::dates::{is_date_only, spans};

/// The left edges of heads: dates in the margin do not count. Centred lines have none.
pub(super) struct Edges {
    whole: f32,
    blocks: HashMap<u32, f32>,
}

impl Edges {
    pub(super) fn of(lines: &[Line], indices: &[usize]) -> Edges {
        let mut edges = Edges { whole: f32::MAX, blocks: HashMap::new() };
        if is_centred(lines, indices) {
            return edges;
        }
        for line in indices.iter().map(|index| &lines[*index]) {
            if let Some(x) = content_x(line) {
                edges.whole = edges.whole.min(x);
                let block = edges.blocks.entry(line.block).or_insert(x);
                *block = block.min(x);
            }
        }
        edges
    }

    /// A block that stands far from the others has an edge of its own: a column that goes on over a whole page.
    pub(super) fn base(&self, block: u32) -> f32 {
        self.blocks.get(&block).copied().filter(|edge| *edge > self.whole + 60.0).unwrap_or(self.whole)
    }
}

/// Most lines share their middle, not their left edge.
fn is_centred(lines: &[Line], indices: &[usize]) -> bool {
    let alone: Vec<&Line> =
        indices.iter().map(|index| &lines[*index]).filter(|line| line.segments.len() == 1).collect();
    let Some(first) = alone.first() else { return false };
    let middle = |line: &Line| line.x0() + line.x1();
    let share = |alike: &dyn Fn(&Line) -> bool| alone.iter().filter(|line| alike(line)).count();
    let centred = share(&|line| (middle(line) - middle(first)).abs() < 4.0);
    let edged = share(&|line| (line.x0() - first.x0()).abs() < 2.0);
    alone.len() >= 4 && centred * 5 >= alone.len() * 4 && edged * 2 <= alone.len()
}

/// Where the text beside a date begins; none when the date and the text run together.
pub(super) fn content_x(line: &Line) -> Option<f32> {
    let first = line.segments.iter().find(|segment| !is_date_only(&segment.text))?;
    let glued = spans(&first.text).first().is_some_and(|span| span.start == 0 && !span.single);
    (!glued).then_some(first.x0)
}

/// A short line far to the right, or a place by itself: set beside the head, not under it.
pub(super) fn is_margin_note(line: &Line, base: f32) -> bool {
    let text = line.text();
    let far = line.x0() > base + 0.6 * (line.right - base) && line.right > base + 200.0;
    !line.bullet && text.chars().count() < 32 && (far || is_place(&text))
}

#[cfg(test)]
mod tests {
    use super::Edges;
    use crate::draft::{Line, Segment};

    fn line(x0: f32, x1: f32, block: u32) -> Line {
        let segments =
            vec![Segment { text: "Halden Works".into(), x0, x1, size: 10.0, ..Segment::default() }];
        Line { segments, block, right: 500.0, ..Line::default() }
    }

    #[test]
    fn centred_lines_have_no_edge_and_far_blocks_their_own() {
        let centred: Vec<Line> = [(200.0, 300.0), (180.0, 320.0), (220.0, 280.0), (190.0, 310.0)]
            .iter()
            .map(|(x0, x1)| line(*x0, *x1, 0))
            .collect();
        assert_eq!(Edges::of(&centred, &[0, 1, 2, 3]).base(0), f32::MAX);
        let blocks = [line(200.0, 300.0, 0), line(34.0, 120.0, 1), line(40.0, 120.0, 1)];
        let edges = Edges::of(&blocks, &[0, 1, 2]);
        assert_eq!((edges.base(0), edges.base(1)), (200.0, 34.0));
    }
}
