//! Rich Text Format, as far as text and its structure go.

use super::build::{Builder, Style};
use super::tables::lay_out;
use crate::ReadError;
use crate::draft::Draft;

/// Groups nest at most this deep before the file counts as hostile.
const DEPTH_MAX: usize = 1000;

/// Destinations that hold no text of the document.
const SILENT: [&str; 24] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "generator",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "fldinst",
    "xmlnstbl",
    "mmathPr",
    "filetbl",
    "revtbl",
    "bkmkstart",
    "bkmkend",
    "datafield",
    "pntext",
    "listtext",
];

#[derive(Debug, Clone, Copy)]
struct Group {
    style: Style,
    silent: bool,
    /// Bytes to skip after a `\u`.
    skip: usize,
    /// Bold and size of letters of East Asia, where they are set apart.
    wide: (Option<bool>, Option<f32>),
    /// The words that follow speak of letters of East Asia.
    in_wide: bool,
}

impl Group {
    fn style_of(&self, text: &str) -> Style {
        if !text.chars().any(crate::lexicon::is_wide) {
            return self.style;
        }
        let (bold, size) = self.wide;
        Style { bold: bold.unwrap_or(self.style.bold), size: size.unwrap_or(self.style.size), ..self.style }
    }
}

/// Reads an RTF file.
pub(crate) fn rtf(bytes: &[u8]) -> Result<Draft, ReadError> {
    let mut reader = RtfReader {
        bytes,
        at: 0,
        builder: Builder::new(),
        groups: Vec::new(),
        group: Group { style: Style::default(), silent: false, skip: 1, wide: (None, None), in_wide: false },
        code_page: encoding_rs::WINDOWS_1252,
        pending: Vec::new(),
        surrogate: None,
        in_table: false,
        to_skip: 0,
    };
    reader.run()?;
    reader.flush();
    lay_out(reader.builder.finish())
}

struct RtfReader<'a> {
    bytes: &'a [u8],
    at: usize,
    builder: Builder,
    groups: Vec<Group>,
    group: Group,
    code_page: &'static encoding_rs::Encoding,
    /// Bytes of the code page not decoded yet; a character may take two.
    pending: Vec<u8>,
    surrogate: Option<u16>,
    in_table: bool,
    to_skip: usize,
}

impl RtfReader<'_> {
    fn run(&mut self) -> Result<(), ReadError> {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    if self.groups.len() >= DEPTH_MAX {
                        return Err(ReadError::TooComplex);
                    }
                    self.groups.push(self.group);
                }
                b'}' => {
                    self.flush();
                    if let Some(group) = self.groups.pop() {
                        self.group = group;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                _ => self.byte(byte),
            }
        }
        Ok(())
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if !self.group.silent {
            self.pending.push(byte);
        }
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let text = self.code_page.decode_without_bom_handling(&self.pending).0.into_owned();
        self.pending.clear();
        self.builder.text(&text, self.group.style_of(&text));
    }

    fn control(&mut self) {
        let Some(first) = self.bytes.get(self.at).copied() else {
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let digits =
                        self.bytes.get(self.at..self.at + 2).and_then(|pair| std::str::from_utf8(pair).ok());
                    if let Some(byte) = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
                        self.at += 2;
                        self.byte(byte);
                    }
                }
                b'~' => self.byte(b' '),
                b'_' => self.byte(b'-'),
                b'*' => self.group.silent = true,
                b'\\' | b'{' | b'}' => self.byte(first),
                b'\r' | b'\n' => self.end_paragraph(),
                _ => {}
            }
            return;
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) && self.at - start < 32 {
            self.at += 1;
        }
        let bytes = self.bytes;
        let word = std::str::from_utf8(&bytes[start..self.at]).unwrap_or("");
        let number_start = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) && self.at - number_start < 12 {
            self.at += 1;
        }
        let number: Option<i32> =
            std::str::from_utf8(&bytes[number_start..self.at]).ok().and_then(|digits| digits.parse().ok());
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.apply(word, number);
    }

    fn apply(&mut self, word: &str, number: Option<i32>) {
        if word == "u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        self.flush();
        match word {
            "par" | "sect" | "page" => self.end_paragraph(),
            "line" if !self.group.silent => {
                self.builder.break_line();
            }
            "tab" if !self.group.silent => {
                self.builder.tab();
            }
            "b" => self.group.style.bold = number != Some(0),
            "i" => self.group.style.italic = number != Some(0),
            "fs" => self.group.style.size = (number.unwrap_or(22) as f32 / 2.0).clamp(1.0, 200.0),
            "plain" => {
                self.group.style = Style::default();
                self.group.wide = (None, None);
            }
            "dbch" => self.group.in_wide = true,
            "loch" | "hich" | "ltrch" | "rtlch" => self.group.in_wide = false,
            "ab" if self.group.in_wide => self.group.wide.0 = Some(number != Some(0)),
            "afs" if self.group.in_wide => {
                self.group.wide.1 = Some((number.unwrap_or(22) as f32 / 2.0).clamp(1.0, 200.0))
            }
            "uc" => self.group.skip = number.unwrap_or(1).clamp(0, 8) as usize,
            "ansicpg" => self.code_page = code_page(number.unwrap_or(1252)),
            "bin" => {
                self.at = self.at.saturating_add(number.unwrap_or(0).max(0) as usize).min(self.bytes.len())
            }
            "li" => self.builder.paragraph().indent = (number.unwrap_or(0) as f32 / 20.0).clamp(0.0, 400.0),
            "ls" | "pnlvlblt" if !self.group.silent && number != Some(0) => {
                self.builder.paragraph().bullet = true;
            }
            "outlinelevel" => self.builder.paragraph().heading = true,
            "trowd" if !self.in_table => {
                self.builder.open_table();
                self.in_table = true;
                self.builder.open_row();
                self.builder.open_cell();
            }
            "cell" if self.in_table => {
                self.builder.close_cell();
                self.builder.open_cell();
            }
            "row" if self.in_table => {
                self.builder.close_row();
                self.builder.close_table();
                self.in_table = false;
            }
            "bullet" => self.text("•"),
            "endash" => self.text("–"),
            "emdash" => self.text("—"),
            "lquote" | "rquote" => self.text("’"),
            "ldblquote" | "rdblquote" => self.text("\""),
            "shptxt" => self.group.silent = false,
            _ if SILENT.contains(&word) => self.group.silent = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.group.silent {
            self.builder.text(text, self.group.style);
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        self.to_skip = self.group.skip;
        let unit = (number & 0xFFFF) as u16;
        let units: Vec<u16> = self.surrogate.take().into_iter().chain([unit]).collect();
        if (0xD800..0xDC00).contains(&unit) {
            self.surrogate = Some(unit);
            return;
        }
        if !self.group.silent {
            let text = String::from_utf16_lossy(&units);
            self.builder.text(&text, self.group.style_of(&text));
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if !self.group.silent {
            self.builder.paragraph();
            self.builder.end_paragraph();
        }
    }
}

fn code_page(number: i32) -> &'static encoding_rs::Encoding {
    match number {
        932 => encoding_rs::SHIFT_JIS,
        936 | 54936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        65001 => encoding_rs::UTF_8,
        10000 => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::rtf;

    #[test]
    fn reads_text_style_and_escapes() {
        let source = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\b Anna Gr\'f6\'dfe}\par Fitter\tab 2019\par \u20013?\u25991?\par}";
        let draft = rtf(source).unwrap_or_default();
        let texts: Vec<String> = draft.lines.iter().map(|line| line.text()).collect();
        assert_eq!(texts, ["Anna Größe", "Fitter 2019", "中文"]);
        assert!(draft.lines[0].bold());
    }

    #[test]
    fn letters_of_east_asia_have_a_style_of_their_own() {
        let source = br"{\rtf1\ansi\plain\fs22\dbch\af13{\dbch\afs28\ab\dbch \u23398?\u21382?}\par{\rtlch\ab \u20013?}\par}";
        let draft = rtf(source).unwrap_or_default();
        assert!(draft.lines[0].bold() && draft.lines[0].size() > 13.0);
        assert!(!draft.lines[1].bold());
    }

    #[test]
    fn deep_groups_are_refused() {
        assert_eq!(
            rtf(&[b"{\\rtf1".to_vec(), vec![b'{'; 100_000]].concat()),
            Err(crate::ReadError::TooComplex)
        );
    }
}
