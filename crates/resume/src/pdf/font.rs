//! Fonts of a PDF, as far as text needs them: code to characters, code to width.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object};

use super::cmap::CMap;
use super::metrics;

/// A ToUnicode map larger than this is no map.
const CMAP_BYTES_MAX: usize = 4_000_000;

/// One character code as shown on the page.
pub(crate) struct Glyph<'a> {
    pub text: &'a str,
    /// Advance in units of the font size.
    pub width: f32,
    /// Code 32 of a one-byte font: word spacing applies.
    pub is_space: bool,
}

/// What text needs to know of a font.
pub(crate) struct Font {
    two_bytes: bool,
    /// Decoded text of the codes of a one-byte font.
    single: Vec<Box<str>>,
    cmap: CMap,
    /// Predefined Chinese maps decode through their own encoding.
    predefined: Option<&'static encoding_rs::Encoding>,
    decoded: HashMap<u32, Box<str>>,
    widths: HashMap<u32, f32>,
    default_width: f32,
    pub bold: bool,
    pub italic: bool,
}

impl Font {
    pub(crate) fn load(document: &Document, dictionary: &Dictionary) -> Font {
        let name = name_of(dictionary).to_ascii_lowercase();
        let two_bytes =
            dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let descendant = descendant(document, dictionary);
        let descriptor = descendant
            .unwrap_or(dictionary)
            .get_deref(b"FontDescriptor", document)
            .and_then(Object::as_dict)
            .ok();
        let cmap = dictionary
            .get_deref(b"ToUnicode", document)
            .and_then(Object::as_stream)
            .ok()
            .and_then(|stream| plain(stream, CMAP_BYTES_MAX))
            .map(|bytes| CMap::parse(&bytes))
            .unwrap_or_default();
        let mut font = Font {
            two_bytes,
            single: Vec::new(),
            predefined: None,
            decoded: HashMap::new(),
            widths: HashMap::new(),
            default_width: 0.5,
            bold: is_bold(&name, descriptor),
            italic: name.contains("italic") || name.contains("oblique") || name.contains("slanted"),
            cmap,
        };
        if two_bytes {
            font.load_wide(document, dictionary, descendant);
        } else {
            font.load_single(document, dictionary, descriptor, &name);
        }
        font
    }

    fn load_wide(&mut self, document: &Document, dictionary: &Dictionary, descendant: Option<&Dictionary>) {
        let encoding = dictionary.get(b"Encoding").and_then(Object::as_name).unwrap_or(b"Identity-H");
        self.predefined = if self.cmap.is_empty() { predefined(encoding) } else { None };
        let Some(descendant) = descendant else { return };
        self.default_width = number(descendant.get(b"DW").ok()).unwrap_or(1000.0) / 1000.0;
        let Ok(list) = descendant.get_deref(b"W", document).and_then(Object::as_array) else {
            return;
        };
        let mut at = 0;
        while at + 1 < list.len() && self.widths.len() < 70_000 {
            let first = number(list.get(at)).unwrap_or(0.0) as u32;
            let second = list[at + 1]
                .as_reference()
                .ok()
                .and_then(|id| document.get_object(id).ok())
                .unwrap_or(&list[at + 1]);
            if let Ok(widths) = second.as_array() {
                for (step, width) in widths.iter().enumerate() {
                    self.widths
                        .insert(first.wrapping_add(step as u32), number(Some(width)).unwrap_or(0.0) / 1000.0);
                }
                at += 2;
            } else {
                let last = number(Some(second)).unwrap_or(0.0) as u32;
                let width = number(list.get(at + 2)).unwrap_or(0.0) / 1000.0;
                for code in first..=last.min(first.saturating_add(70_000)) {
                    self.widths.insert(code, width);
                }
                at += 3;
            }
        }
    }

    fn load_single(
        &mut self,
        document: &Document,
        dictionary: &Dictionary,
        descriptor: Option<&Dictionary>,
        name: &str,
    ) {
        let encoding = dictionary.get_font_encoding_with_limit(document, CMAP_BYTES_MAX).ok();
        self.single = (0..=255u8)
            .map(|byte| {
                let text = self.cmap.get(u32::from(byte)).map(str::to_owned).unwrap_or_else(|| {
                    encoding
                        .as_ref()
                        .and_then(|encoding| encoding.bytes_to_string(&[byte]).ok())
                        .unwrap_or_default()
                });
                symbol(name, byte, text).into()
            })
            .collect();
        let first = number(dictionary.get(b"FirstChar").ok()).unwrap_or(0.0) as u32;
        let missing = descriptor.and_then(|descriptor| number(descriptor.get(b"MissingWidth").ok()));
        // Type 3 fonts measure in their own space; its first number is the scale.
        let scale = dictionary
            .get_deref(b"FontMatrix", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|matrix| number(matrix.first()))
            .unwrap_or(0.001);
        if let Ok(widths) = dictionary.get_deref(b"Widths", document).and_then(Object::as_array) {
            for (step, width) in widths.iter().take(256).enumerate() {
                let width = match width {
                    Object::Reference(id) => number(document.get_object(*id).ok()),
                    other => number(Some(other)),
                };
                self.widths.insert(first.wrapping_add(step as u32), width.unwrap_or(0.0) * scale);
            }
            self.default_width = missing.unwrap_or(0.0) * scale;
        } else {
            self.load_standard(name);
        }
    }

    /// A font that the file does not carry: one of the fourteen every reader has.
    fn load_standard(&mut self, name: &str) {
        self.default_width = 0.556;
        let courier = name.contains("courier");
        let times = name.contains("times") || name.contains("serif") && !name.contains("sans");
        let table = match (times, self.bold) {
            (true, true) => &metrics::TIMES_BOLD,
            (true, false) => &metrics::TIMES,
            (false, true) => &metrics::HELVETICA_BOLD,
            (false, false) => &metrics::HELVETICA,
        };
        for code in 0..=255u32 {
            let base = self.single[code as usize].chars().next().map_or(' ', crate::lexicon::base_letter);
            let width = match (base as usize).checked_sub(32).and_then(|at| table.get(at)) {
                _ if courier => 600,
                Some(width) => *width,
                None => match base {
                    '•' => 350,
                    '—' => 1000,
                    '’' | '‘' => 222,
                    _ => 556,
                },
            };
            self.widths.insert(code, f32::from(width) / 1000.0);
        }
    }

    /// Calls `show` for each character code in a shown string.
    pub(crate) fn decode(&mut self, bytes: &[u8], mut show: impl FnMut(Glyph<'_>)) {
        if !self.two_bytes {
            for byte in bytes {
                let width = self.widths.get(&u32::from(*byte)).copied().unwrap_or(self.default_width);
                let text = self.single.get(usize::from(*byte)).map_or("", AsRef::as_ref);
                show(Glyph { text, width, is_space: *byte == 32 });
            }
            return;
        }
        let step = if self.cmap.code_bytes == 1 && self.predefined.is_none() { 1 } else { 2 };
        let mut at = 0;
        while at < bytes.len() {
            // The Chinese legacy encodings keep ASCII in one byte.
            let length = match self.predefined {
                Some(encoding) if encoding != encoding_rs::UTF_16BE && bytes[at] < 0x81 => 1,
                _ => step,
            };
            let code_bytes = &bytes[at..(at + length).min(bytes.len())];
            let code = code_bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            let width = self.widths.get(&code).copied().unwrap_or(self.default_width);
            if let Some(encoding) = self.predefined {
                let text = self.decoded.entry(code).or_insert_with(|| {
                    encoding.decode_without_bom_handling(code_bytes).0.into_owned().into()
                });
                show(Glyph { text, width, is_space: false });
            } else {
                show(Glyph { text: self.cmap.get(code).unwrap_or("\u{fffd}"), width, is_space: false });
            }
            at += length;
        }
    }
}

fn name_of(dictionary: &Dictionary) -> String {
    dictionary
        .get(b"BaseFont")
        .and_then(Object::as_name)
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .unwrap_or_default()
}

fn descendant<'a>(document: &'a Document, dictionary: &'a Dictionary) -> Option<&'a Dictionary> {
    let list = dictionary.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok()?;
    let first = list.first()?;
    match first {
        Object::Reference(id) => document.get_object(*id).and_then(Object::as_dict).ok(),
        other => other.as_dict().ok(),
    }
}

fn is_bold(name: &str, descriptor: Option<&Dictionary>) -> bool {
    if ["bold", "black", "heavy", "semibold", "demi"].iter().any(|word| name.contains(word)) {
        return true;
    }
    let weight = descriptor.and_then(|descriptor| number(descriptor.get(b"FontWeight").ok())).unwrap_or(0.0);
    let stem = descriptor.and_then(|descriptor| number(descriptor.get(b"StemV").ok())).unwrap_or(0.0);
    weight >= 600.0 || stem >= 140.0
}

fn predefined(encoding: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let name = std::str::from_utf8(encoding).ok()?;
    if name.contains("UCS2") || name.contains("UTF16") {
        Some(encoding_rs::UTF_16BE)
    } else if name.starts_with("GB") {
        Some(encoding_rs::GBK)
    } else if name.starts_with("ETen") || name.starts_with("B5") {
        Some(encoding_rs::BIG5)
    } else {
        None
    }
}

/// Symbol fonts say "letter"; what they show is a bullet.
fn symbol(font: &str, byte: u8, text: String) -> String {
    let mathematical = font.contains("cmsy") || font.contains("mathsymbols");
    if mathematical && text.chars().all(|character| !character.is_alphanumeric() || byte < 32) {
        return if byte == 15 || byte == 1 { "•".to_owned() } else { text };
    }
    let pictures = font.contains("wingdings") || font.contains("dingbats") || font.contains("webdings");
    if font.ends_with("symbol") && byte == 0xB7 || pictures && byte > 32 {
        return "•".to_owned();
    }
    text
}

pub(crate) fn number(object: Option<&Object>) -> Option<f32> {
    match object? {
        Object::Integer(value) => Some(*value as f32),
        Object::Real(value) if value.is_finite() => Some(*value),
        _ => None,
    }
}

/// The decoded bytes of a stream, or none when damaged or larger than allowed.
pub(crate) fn plain(stream: &lopdf::Stream, limit: usize) -> Option<Vec<u8>> {
    if stream.dict.has(b"Filter") {
        stream.decompressed_content_with_limit(limit).ok()
    } else if stream.content.len() <= limit {
        Some(stream.content.clone())
    } else {
        None
    }
}
