//! A picture of one page of a PDF, for people to look at and for text recognition to read.
//!
//! Drawing is the library's (`hayro`); what we add are limits and one form of answer. It knows
//! nothing of what was read from the page. Formats without pages have no picture: the correction
//! screen draws those from the lines that were read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::ReadError;
use crate::format::{Format, sniff};
use crate::pdf::PAGES_MAX;

/// Width and height of a picture. An A4 page at 300 dpi, which text recognition asks for, is
/// 2480 by 3508.
const SIDE_PIXELS_MAX: f32 = 8_000.0;
/// Pixels of a picture; four bytes each, held twice while drawing.
const PIXELS_MAX: f32 = 12_000_000.0;

/// Draws a page (from 1) as a PNG of about the given width. Long or very wide pages come out
/// smaller, never distorted.
pub fn page_png(bytes: &[u8], page: u32, width_px: u32) -> Result<Vec<u8>, ReadError> {
    if sniff(bytes) != Some(Format::Pdf) {
        return Err(ReadError::unsupported("not a PDF"));
    }
    // The library is fuzzed, but not by us; a panic in it must not take the answer with it.
    catch_unwind(AssertUnwindSafe(|| draw(bytes, page, width_px)))
        .unwrap_or_else(|_| Err(ReadError::corrupt("PDF page")))
}

fn draw(bytes: &[u8], page: u32, width_px: u32) -> Result<Vec<u8>, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|cause| match cause {
        LoadPdfError::Decryption(_) => ReadError::Encrypted,
        LoadPdfError::Invalid => ReadError::corrupt("PDF structure"),
    })?;
    let number = page.checked_sub(1).map(|index| index as usize).filter(|index| *index < PAGES_MAX);
    let Some(page) = number.and_then(|index| pdf.pages().get(index)) else {
        return Err(ReadError::corrupt("PDF without this page"));
    };
    let scale = scale(page, width_px).ok_or_else(|| ReadError::corrupt("PDF page without a size"))?;
    let picture = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    );
    picture.into_png().map_err(|_| ReadError::TooComplex)
}

/// Pixels for one point of the page, within the limits.
fn scale(page: &Page<'_>, width_px: u32) -> Option<f32> {
    let (width, height) = page.render_dimensions();
    if !(width >= 1.0 && height >= 1.0 && width.is_finite() && height.is_finite()) {
        return None;
    }
    let scale = (width_px as f32 / width)
        .min(SIDE_PIXELS_MAX / width.max(height))
        .min((PIXELS_MAX / (width * height)).sqrt());
    // A sliver of a page still needs a pixel in each direction.
    (width * scale >= 1.0 && height * scale >= 1.0).then_some(scale)
}

#[cfg(test)]
mod tests;
