//! From words on pages to lines in reading order.
//!
//! The order is ours: rows of words are cut at wide gaps into segments; a page is then split where a
//! blank strip runs down between two columns that do not belong together row by row. What stays
//! together is read row by row, which is right for dates set left or right of their entry.

mod columns;
mod rows;
mod signs;
mod stitch;
mod tables;

use crate::draft::{Draft, Line, Word};
use crate::pdf::Pages;

pub(crate) use rows::strip_bullet;

/// A column or band of a page, in reading order.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    pub page: u32,
    /// Where the page was split; none for bands over the full width.
    pub gutter: Option<f32>,
    /// The right one of two columns.
    pub is_right: bool,
    pub rows: Vec<Row>,
}

/// Segments on one baseline.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub y: f32,
    pub size: f32,
    pub segments: Vec<crate::draft::Segment>,
    pub bullet: bool,
}

/// Sets the words of a PDF in reading order.
pub(crate) fn arrange(pages: Pages) -> Draft {
    let mut by_page: Vec<Vec<Word>> = pages.sizes.iter().map(|_| Vec::new()).collect();
    for word in pages.words {
        if let Some(words) = by_page.get_mut(word.page.saturating_sub(1) as usize) {
            words.push(word);
        }
    }
    let mut regions: Vec<Region> = Vec::new();
    let mut gutter_before: Option<f32> = None;
    let mut first_page: Vec<String> = Vec::new();
    for (index, words) in by_page.into_iter().enumerate() {
        let page = index as u32 + 1;
        let rows = rows::rows(words);
        let rows = rows::without_margins(rows, pages.sizes[index].height);
        let rows = if page == 1 {
            first_page = rows::titles(&rows);
            rows
        } else {
            rows::without_running_titles(rows, pages.sizes[index].height, &first_page)
        };
        let rows = tables::join_cells(rows);
        let found = columns::split(rows, page, gutter_before);
        gutter_before = found.iter().find_map(|region| region.gutter);
        regions.extend(found);
    }
    let regions = stitch::across_pages(regions);
    let mut lines: Vec<Line> = Vec::new();
    for (index, region) in regions.into_iter().enumerate() {
        stitch::lines(region, index as u32, &mut lines);
    }
    Draft {
        lines,
        page_count: pages.sizes.len() as u32,
        pages: pages.sizes.iter().map(|size| (size.width, size.height)).collect(),
        links: pages.links,
        photo: pages.photo,
        placed: true,
    }
}
