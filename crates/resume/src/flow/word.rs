//! Word documents (DOCX): body, headers, footers, text boxes and tables.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::build::{Block, Builder, Style};
use super::tables::lay_out;
use crate::ReadError;
use crate::archive::Parts;
use crate::draft::{Draft, Link};

/// What a named paragraph style says.
#[derive(Debug, Clone, Copy, Default)]
struct NamedStyle {
    heading: bool,
    bold: bool,
    size: Option<f32>,
    bullet: bool,
}

/// Reads a DOCX.
pub(crate) fn docx(bytes: &[u8]) -> Result<Draft, ReadError> {
    let mut parts = Parts::open(bytes)?;
    let main = parts
        .text("word/document.xml")?
        .or(parts.text("word/document2.xml")?)
        .ok_or_else(|| ReadError::corrupt("Word document without text"))?;
    let styles = parts.text("word/styles.xml")?.map(|xml| styles(&xml)).unwrap_or_default();
    let targets = parts.text("word/_rels/document.xml.rels")?.map(|xml| relations(&xml)).unwrap_or_default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut has_picture = false;
    for name in parts.names_like("word/header") {
        if let Some(xml) = parts.text(&name)? {
            blocks.extend(Walker::new(&styles).run(&xml, &mut has_picture)?);
        }
    }
    blocks.extend(Walker::new(&styles).run(&main, &mut has_picture)?);
    for name in parts.names_like("word/footer") {
        if let Some(xml) = parts.text(&name)? {
            let footer = Walker::new(&styles).run(&xml, &mut has_picture)?;
            blocks.push(Block::Frame(footer));
        }
    }
    let mut draft = lay_out(blocks)?;
    draft.links = targets.into_iter().map(|target| Link { target, place: None }).collect();
    if has_picture
        && parts
            .names_like("word/media/")
            .iter()
            .any(|name| name.ends_with("jpeg") || name.ends_with("jpg") || name.ends_with("png"))
    {
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
        .map(|attribute| {
            quick_xml::escape::unescape(&attribute.value)
                .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned())
        })
}

/// A switch like `<w:b/>` or `<w:b w:val="0"/>`.
fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

fn styles(xml: &str) -> HashMap<String, NamedStyle> {
    let mut found = HashMap::new();
    let mut reader = Reader::from_str(xml);
    let mut current: Option<(String, NamedStyle)> = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                match (element.local_name().as_ref(), &mut current) {
                    ("style", _) => {
                        current = attribute(&element, "styleId").map(|id| (id, NamedStyle::default()))
                    }
                    ("name", Some((_, style))) => {
                        let name = attribute(&element, "val").unwrap_or_default().to_lowercase();
                        style.heading =
                            name.starts_with("heading") || name.contains("section") && name.contains("head");
                        style.bullet = name.starts_with("list bullet");
                    }
                    ("b", Some((_, style))) => style.bold = is_on(&element),
                    ("sz", Some((_, style))) => {
                        style.size = attribute(&element, "val")
                            .and_then(|size| size.parse::<f32>().ok())
                            .map(|half| half / 2.0)
                    }
                    ("outlineLvl", Some((_, style))) => style.heading = true,
                    _ => {}
                }
            }
            Event::End(element) if element.local_name().as_ref() == "style" => {
                if let Some((id, style)) = current.take()
                    && found.len() < 2000
                {
                    found.insert(id, style);
                }
            }
            _ => {}
        }
    }
    found
}

/// Hyperlink targets outside of the document.
fn relations(xml: &str) -> Vec<String> {
    let mut targets = Vec::new();
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                let kind = attribute(&element, "Type").unwrap_or_default();
                if kind.ends_with("/hyperlink") && targets.len() < 200 {
                    targets.extend(attribute(&element, "Target"));
                }
            }
            _ => {}
        }
    }
    targets
}

struct Walker<'a> {
    styles: &'a HashMap<String, NamedStyle>,
    builder: Builder,
    run: Style,
    base: Style,
    in_text: bool,
    in_run_style: bool,
    /// Inside of the copy for old readers; the other copy was read already.
    fallback: usize,
}

impl<'a> Walker<'a> {
    fn new(styles: &'a HashMap<String, NamedStyle>) -> Walker<'a> {
        Walker {
            styles,
            builder: Builder::new(),
            run: Style::default(),
            base: Style::default(),
            in_text: false,
            in_run_style: false,
            fallback: 0,
        }
    }

    fn run(mut self, xml: &str, has_picture: &mut bool) -> Result<Vec<Block>, ReadError> {
        let mut reader = Reader::from_str(xml);
        let mut events = 0usize;
        loop {
            events += 1;
            if events > 3_000_000 {
                return Err(ReadError::TooComplex);
            }
            match reader.read_event() {
                // What was read before the damage is worth keeping.
                Ok(Event::Eof) | Err(_) => break,
                Ok(Event::Start(element)) => self.open(&element, false, has_picture),
                Ok(Event::Empty(element)) => self.open(&element, true, has_picture),
                Ok(Event::End(element)) => self.close(element.local_name().as_ref()),
                Ok(Event::Text(text)) if self.in_text && self.fallback == 0 => {
                    self.builder.text(&text.xml10_content(), self.run)
                }
                Ok(Event::GeneralRef(reference)) if self.in_text && self.fallback == 0 => {
                    let text = quick_xml::escape::unescape(&format!("&{};", &*reference))
                        .map(|text| text.into_owned())
                        .unwrap_or_default();
                    self.builder.text(&text, self.run);
                }
                Ok(_) => {}
            }
        }
        Ok(self.builder.finish())
    }

    fn open(&mut self, element: &BytesStart<'_>, empty: bool, has_picture: &mut bool) {
        let name = element.local_name();
        let name = name.as_ref();
        if name == "Fallback" {
            self.fallback += usize::from(!empty);
        }
        if self.fallback > 0 {
            return;
        }
        match name {
            "p" if !empty => {
                self.builder.start_paragraph();
                self.base = Style::default();
                self.run = self.base;
            }
            "p" => {
                self.builder.start_paragraph();
                self.builder.end_paragraph();
            }
            "pStyle" => self.paragraph_style(element),
            "numPr" => self.builder.paragraph().bullet = true,
            "outlineLvl" => self.builder.paragraph().heading = true,
            "ind" => {
                let indent = attribute(element, "left")
                    .or(attribute(element, "start"))
                    .and_then(|value| value.parse::<f32>().ok());
                self.builder.paragraph().indent = indent.unwrap_or(0.0) / 20.0;
            }
            "r" => self.run = self.base,
            "rPr" => self.in_run_style = !empty,
            "b" if self.in_run_style => self.run.bold = is_on(element),
            "i" if self.in_run_style => self.run.italic = is_on(element),
            "sz" if self.in_run_style => {
                if let Some(size) = attribute(element, "val").and_then(|value| value.parse::<f32>().ok()) {
                    self.run.size = (size / 2.0).clamp(1.0, 200.0);
                }
            }
            "t" => self.in_text = !empty,
            // Tab stops of the paragraph have the same name and a position.
            "tab" if !self.in_run_style && attribute(element, "pos").is_none() => self.builder.tab(),
            "br" | "cr" => self.builder.break_line(),
            "noBreakHyphen" => self.builder.text("-", self.run),
            "tbl" => self.builder.open_table(),
            "tr" => self.builder.open_row(),
            "tc" => self.builder.open_cell(),
            "txbxContent" if !empty => self.builder.open_frame(),
            "blip" | "imagedata" => *has_picture = true,
            _ => {}
        }
    }

    fn paragraph_style(&mut self, element: &BytesStart<'_>) {
        let id = attribute(element, "val").unwrap_or_default();
        let known = self.styles.get(&id).copied().unwrap_or_default();
        let heading = known.heading || id.to_lowercase().starts_with("heading");
        let paragraph = self.builder.paragraph();
        paragraph.heading |= heading;
        paragraph.bullet |= known.bullet;
        let title = id.to_lowercase() == "title";
        self.base.bold = known.bold || heading || title;
        self.base.size = known.size.unwrap_or(if title {
            20.0
        } else if heading {
            14.0
        } else {
            11.0
        });
        self.run = self.base;
    }

    fn close(&mut self, name: &str) {
        if name == "Fallback" {
            self.fallback = self.fallback.saturating_sub(1);
        }
        if self.fallback > 0 {
            return;
        }
        match name {
            "p" => self.builder.end_paragraph(),
            "rPr" => self.in_run_style = false,
            "t" => self.in_text = false,
            "tbl" => self.builder.close_table(),
            "tr" => self.builder.close_row(),
            "tc" => self.builder.close_cell(),
            "txbxContent" => self.builder.close_frame(),
            _ => {}
        }
    }
}
