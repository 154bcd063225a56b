//! Web pages: a small tolerant reader; scripts are passed over, of styles only size, weight and slant count.

use super::build::{Builder, Style};
use super::css::Sheet;
use super::tables::lay_out;
use crate::ReadError;
use crate::draft::{Draft, Link};

/// Open elements whose styles are kept.
const DEPTH_MAX: usize = 200;

/// Reads an HTML document.
pub(crate) fn html(source: &str) -> Result<Draft, ReadError> {
    let mut reader = HtmlReader {
        builder: Builder::new(),
        styles: vec![(String::new(), Style::default())],
        sheet: style_sheet(source),
        lists: 0,
        links: Vec::new(),
        has_picture: false,
    };
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        rest = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->").map_or("", |end| &rest[end + 3..]),
            _ => {
                let Some(end) = tag_end(rest) else { break };
                let tag = &rest[1..end];
                let after = &rest[end + 1..];
                reader.tag(tag);
                match raw_element(tag) {
                    Some(name) => skip_raw(after, name),
                    None => after,
                }
            }
        };
    }
    if !rest.starts_with('<') {
        reader.text(rest);
    }
    let mut draft = lay_out(reader.builder.finish())?;
    draft.links = reader.links;
    if reader.has_picture {
        draft.photo = draft.lines.first().map(|line| line.place());
    }
    Ok(draft)
}

/// The closing bracket of a tag; brackets in quotes do not count.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote: Option<u8> = None;
    for (at, byte) in text.bytes().enumerate().take(100_000) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') if text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'=') => {
                quote = Some(byte)
            }
            (None, b'>') => return Some(at),
            _ => {}
        }
    }
    None
}

fn raw_element(tag: &str) -> Option<&'static str> {
    let name = name_of(tag);
    ["script", "style", "head", "noscript", "template", "svg"]
        .into_iter()
        .find(|raw| *raw == name)
        .filter(|_| !tag.ends_with('/'))
}

fn skip_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let lower = text.to_ascii_lowercase();
    match lower.find(&format!("</{name}")) {
        Some(at) => text[at..].find('>').map_or("", |end| &text[at + end + 1..]),
        None => "",
    }
}

fn name_of(tag: &str) -> String {
    tag.split(|character: char| character.is_whitespace() || character == '/')
        .find(|part| !part.is_empty())
        .unwrap_or("")
        .to_ascii_lowercase()
}

struct HtmlReader {
    builder: Builder,
    /// The open elements and their styles.
    styles: Vec<(String, Style)>,
    sheet: Sheet,
    lists: usize,
    links: Vec<Link>,
    has_picture: bool,
}

impl HtmlReader {
    fn text(&mut self, text: &str) {
        let mut flat = String::with_capacity(text.len());
        for character in text.chars() {
            if character.is_ascii_whitespace() {
                if !flat.ends_with(' ') {
                    flat.push(' ');
                }
            } else {
                flat.push(character);
            }
        }
        if flat.is_empty() {
            return;
        }
        let style = self.style();
        self.builder.text(&entities(&flat), style);
    }

    fn tag(&mut self, tag: &str) {
        let name = name_of(tag);
        if tag.starts_with('/') {
            self.close(&name);
        } else {
            self.open(&name, tag);
        }
    }

    fn open(&mut self, name: &str, tag: &str) {
        self.close_implied(name);
        let style = self.style();
        let style = self.sheet.apply(
            name,
            attribute(tag, "class").as_deref(),
            attribute(tag, "style").as_deref(),
            style,
        );
        let style = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                Style { bold: true, size: heading_size(name), ..style }
            }
            "b" | "strong" | "th" => Style { bold: true, ..style },
            "i" | "em" => Style { italic: true, ..style },
            _ => style,
        };
        if !is_void(name) && !tag.ends_with('/') && self.styles.len() < DEPTH_MAX {
            self.styles.push((name.to_owned(), style));
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.builder.start_paragraph();
                self.builder.paragraph().heading = name != "h1";
            }
            "br" => self.builder.break_line(),
            "li" => {
                self.builder.start_paragraph();
                self.builder.paragraph().bullet = true;
                self.builder.paragraph().indent = 18.0 * self.lists.min(8) as f32;
            }
            "ul" | "ol" => {
                self.lists += 1;
                self.builder.end_paragraph();
            }
            "table" => self.builder.open_table(),
            "tr" => {
                self.builder.close_row();
                self.builder.open_row();
            }
            "td" | "th" => {
                self.builder.close_cell();
                self.builder.open_cell();
            }
            "a" => {
                if let Some(target) = attribute(tag, "href")
                    && self.links.len() < 200
                {
                    self.links.push(Link { target: entities(&target), place: None });
                }
            }
            "img" => self.has_picture = true,
            _ if is_block(name) => self.builder.end_paragraph(),
            _ => {}
        }
    }

    fn style(&self) -> Style {
        self.styles.last().map(|(_, style)| *style).unwrap_or_default()
    }

    /// Paragraphs, items and cells may end without a tag where the next of their kind begins.
    fn close_implied(&mut self, name: &str) {
        let ends = matches!(name, "p" | "li" | "td" | "th" | "tr" | "dt" | "dd");
        if ends && self.styles.last().is_some_and(|(open, _)| open == name) {
            self.styles.pop();
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.styles.iter().rposition(|(open, _)| open == name) {
            self.styles.truncate(at.max(1));
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.builder.end_paragraph(),
            "ul" | "ol" => {
                self.lists = self.lists.saturating_sub(1);
                self.builder.end_paragraph();
            }
            "table" => self.builder.close_table(),
            "tr" => self.builder.close_row(),
            "td" | "th" => self.builder.close_cell(),
            _ if is_block(name) || name == "li" => self.builder.end_paragraph(),
            _ => {}
        }
    }
}

fn heading_size(name: &str) -> f32 {
    match name {
        "h1" => 24.0,
        "h2" => 18.0,
        "h3" => 14.0,
        _ => 12.0,
    }
}

/// Elements without content and without an end.
fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "input" | "meta" | "link" | "wbr" | "col" | "source" | "!doctype")
}

/// The rules of all `style` elements of a page.
fn style_sheet(source: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let lower = source.to_ascii_lowercase();
    let mut at = 0;
    while let Some(start) = lower[at..].find("<style").map(|start| at + start) {
        let Some(open) = lower[start..].find('>').map(|open| start + open + 1) else { break };
        let end = lower[open..].find("</style").map_or(lower.len(), |end| open + end);
        sheet.add(&source[open..end]);
        at = end;
    }
    sheet
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "dl"
            | "dt"
            | "dd"
            | "hr"
            | "address"
            | "blockquote"
            | "body"
            | "figure"
            | "form"
            | "pre"
            | "fieldset"
    )
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let rest = &tag[at..];
    let quote = rest.chars().next()?;
    if matches!(quote, '"' | '\'') {
        let inner = &rest[1..];
        return Some(inner[..inner.find(quote)?].to_owned());
    }
    Some(rest.split_whitespace().next()?.trim_end_matches('/').to_owned())
}

/// Character references resolved.
fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, character)| *character == ';').map(|(end, _)| end);
        match end.and_then(|end| entity(&rest[1..end]).map(|character| (end, character))) {
            Some((end, character)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    let names = "amp& lt< gt> quot\" apos' nbsp\u{a0} ndash– mdash— bull• middot· hellip… copy© reg® euro€ pound£ auml\u{e4} ouml\u{f6} uuml\u{fc} Auml\u{c4} Ouml\u{d6} Uuml\u{dc} szlig\u{df} eacute\u{e9} egrave\u{e8} ecirc\u{ea} agrave\u{e0} acirc\u{e2} ccedil\u{e7} Eacute\u{c9} ocirc\u{f4} iuml\u{ef} icirc\u{ee} ugrave\u{f9} aacute\u{e1} iacute\u{ed} oacute\u{f3} uacute\u{fa} ntilde\u{f1} atilde\u{e3} otilde\u{f5} rsquo’ lsquo‘ rdquo” ldquo“ rarr→ raquo» laquo« euml\u{eb} ograve\u{f2} igrave\u{ec}";
    names.split(' ').find_map(|pair| {
        let (at, character) = pair.char_indices().next_back()?;
        (&pair[..at] == name).then_some(character)
    })
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn reads_headings_lists_and_tables() {
        let source = "<html><head><style>p{}</style></head><body><h1>Anna Berg</h1><h2>Skills &amp; Tools</h2><ul><li>Rust<li>Go</ul>\
            <table><tr><td>2019</td><td>Fitter</td></tr></table><script>if (a<b) {}</script><p>Caf&eacute;</p></body></html>";
        let draft = html(source).unwrap_or_default();
        let texts: Vec<String> = draft.lines.iter().map(|line| line.text()).collect();
        assert_eq!(texts, ["Anna Berg", "Skills & Tools", "Rust", "Go", "2019 Fitter", "Café"]);
        assert!(draft.lines[1].heading && draft.lines[2].bullet);
    }
}
