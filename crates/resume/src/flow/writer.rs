//! OpenDocument texts (ODT).

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::build::{Block, Builder, Style};
use super::tables::lay_out;
use crate::ReadError;
use crate::archive::Parts;
use crate::draft::{Draft, Link};

/// Reads an ODT.
pub(crate) fn odt(bytes: &[u8]) -> Result<Draft, ReadError> {
    let mut parts = Parts::open(bytes)?;
    let content =
        parts.text("content.xml")?.ok_or_else(|| ReadError::corrupt("OpenDocument without text"))?;
    if parts.text("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(ReadError::Encrypted);
    }
    let mut styles = HashMap::new();
    let mut blocks = Vec::new();
    let mut links = Vec::new();
    if let Some(xml) = parts.text("styles.xml")? {
        blocks.extend(walk(&xml, &mut styles, &mut links)?);
    }
    blocks.extend(walk(&content, &mut styles, &mut links)?);
    let mut draft = lay_out(blocks)?;
    draft.links = links;
    if parts.names_like("Pictures/").len() == 1 {
        draft.photo = draft.lines.first().map(|line| line.place());
    }
    Ok(draft)
}

fn attribute(element: &BytesStart<'_>, local: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == local)
        .map(|attribute| attribute.value.to_string())
}

struct Walk<'a> {
    styles: &'a mut HashMap<String, Style>,
    links: &'a mut Vec<Link>,
    builder: Builder,
    defining: Option<String>,
    spans: Vec<Style>,
    lists: usize,
    paragraphs: usize,
}

fn walk(
    xml: &str,
    styles: &mut HashMap<String, Style>,
    links: &mut Vec<Link>,
) -> Result<Vec<Block>, ReadError> {
    let mut walk = Walk {
        styles,
        links,
        builder: Builder::new(),
        defining: None,
        spans: vec![Style::default()],
        lists: 0,
        paragraphs: 0,
    };
    let mut reader = Reader::from_str(xml);
    for _ in 0..3_000_000 {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return Ok(walk.builder.finish()),
            Ok(Event::Start(element)) => walk.open(&element, false),
            Ok(Event::Empty(element)) => walk.open(&element, true),
            Ok(Event::End(element)) => walk.close(element.local_name().as_ref()),
            Ok(Event::Text(text)) if walk.paragraphs > 0 => walk.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) if walk.paragraphs > 0 => {
                let text = quick_xml::escape::unescape(&format!("&{};", &*reference))
                    .map(|text| text.into_owned())
                    .unwrap_or_default();
                walk.text(&text);
            }
            Ok(_) => {}
        }
    }
    Err(ReadError::TooComplex)
}

impl Walk<'_> {
    fn style(&self) -> Style {
        self.spans.last().copied().unwrap_or_default()
    }

    fn text(&mut self, text: &str) {
        let style = self.style();
        self.builder.text(&text.replace(['\n', '\r'], " "), style);
    }

    fn open(&mut self, element: &BytesStart<'_>, empty: bool) {
        let local = element.local_name();
        match local.as_ref() {
            "style" => self.defining = attribute(element, "name"),
            "text-properties" => self.define(element),
            "p" | "h" if !empty => {
                self.builder.start_paragraph();
                self.paragraphs += 1;
                let heading = local.as_ref() == "h";
                let named = attribute(element, "style-name").and_then(|name| self.styles.get(&name).copied());
                let mut style = named.unwrap_or_default();
                style.bold |= heading;
                self.spans.push(style);
                let paragraph = self.builder.paragraph();
                paragraph.heading = heading;
                paragraph.bullet = self.lists > 0;
            }
            "span" if !empty => {
                let named = attribute(element, "style-name").and_then(|name| self.styles.get(&name).copied());
                let style = named.unwrap_or(self.style());
                self.spans.push(style);
            }
            "a" => {
                if let Some(target) = attribute(element, "href")
                    && self.links.len() < 200
                {
                    self.links.push(Link { target, place: None });
                }
            }
            "list" if !empty => self.lists += 1,
            "tab" => self.builder.tab(),
            "line-break" => self.builder.break_line(),
            "s" => self.text(" "),
            "table" if !empty => self.builder.open_table(),
            "table-row" if !empty => self.builder.open_row(),
            "table-cell" if !empty => self.builder.open_cell(),
            "text-box" if !empty => self.builder.open_frame(),
            _ => {}
        }
    }

    fn define(&mut self, element: &BytesStart<'_>) {
        let Some(name) = &self.defining else { return };
        let mut style = Style {
            bold: attribute(element, "font-weight").is_some_and(|weight| weight == "bold"),
            italic: attribute(element, "font-style").is_some_and(|value| value == "italic"),
            ..Style::default()
        };
        if let Some(size) =
            attribute(element, "font-size").and_then(|size| size.trim_end_matches("pt").parse::<f32>().ok())
        {
            style.size = size.clamp(1.0, 200.0);
        }
        if self.styles.len() < 5000 {
            self.styles.insert(name.clone(), style);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "style" => self.defining = None,
            "p" | "h" => {
                self.builder.end_paragraph();
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.spans.len() > 1 {
                    self.spans.pop();
                }
            }
            "span" if self.spans.len() > 1 => {
                self.spans.pop();
            }
            "list" => self.lists = self.lists.saturating_sub(1),
            "table" => self.builder.close_table(),
            "table-row" => self.builder.close_row(),
            "table-cell" => self.builder.close_cell(),
            "text-box" => self.builder.close_frame(),
            _ => {}
        }
    }
}
