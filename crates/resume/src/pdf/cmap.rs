//! ToUnicode maps of PDF fonts: which character codes mean which text.

use std::collections::HashMap;

/// More entries than any font has glyphs; a hostile map stops here.
const ENTRIES_MAX: usize = 70_000;

/// A parsed ToUnicode map.
#[derive(Debug, Default)]
pub(crate) struct CMap {
    map: HashMap<u32, Box<str>>,
    /// Bytes per code, from the code space ranges; 0 when not stated.
    pub code_bytes: usize,
}

impl CMap {
    pub(crate) fn get(&self, code: u32) -> Option<&str> {
        self.map.get(&code).map(AsRef::as_ref)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    pub(crate) fn parse(bytes: &[u8]) -> CMap {
        let mut cmap = CMap::default();
        let mut tokens = Tokens { bytes, at: 0 };
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"begincodespacerange") => cmap.read_code_space(&mut tokens),
                Token::Word(b"beginbfchar") => cmap.read_chars(&mut tokens),
                Token::Word(b"beginbfrange") => cmap.read_ranges(&mut tokens),
                _ => {}
            }
            if cmap.map.len() > ENTRIES_MAX {
                break;
            }
        }
        cmap
    }

    fn read_code_space(&mut self, tokens: &mut Tokens) {
        while let Some(Token::Hex(low)) = tokens.next() {
            if !matches!(tokens.next(), Some(Token::Hex(_))) {
                break;
            }
            self.code_bytes = self.code_bytes.max(low.len().min(4));
        }
    }

    fn read_chars(&mut self, tokens: &mut Tokens) {
        while let Some(Token::Hex(code)) = tokens.next() {
            let Some(Token::Hex(text)) = tokens.next() else {
                break;
            };
            self.put(number(&code), &utf16(&text));
            if self.map.len() > ENTRIES_MAX {
                return;
            }
        }
    }

    fn read_ranges(&mut self, tokens: &mut Tokens) {
        while let Some(Token::Hex(low)) = tokens.next() {
            let Some(Token::Hex(high)) = tokens.next() else {
                break;
            };
            let (low, high) = (number(&low), number(&high));
            let count = high.saturating_sub(low).min(0xFFFF);
            match tokens.next() {
                Some(Token::Hex(start)) => self.put_run(low, count, &start),
                Some(Token::Open) => {
                    let mut code = low;
                    while let Some(Token::Hex(text)) = tokens.next() {
                        self.put(code, &utf16(&text));
                        code = code.wrapping_add(1);
                        if self.map.len() > ENTRIES_MAX {
                            return;
                        }
                    }
                }
                _ => break,
            }
            if self.map.len() > ENTRIES_MAX {
                return;
            }
        }
    }

    /// Consecutive codes mean consecutive characters: only the last unit counts up.
    fn put_run(&mut self, low: u32, count: u32, start: &[u8]) {
        let mut units: Vec<u16> = start
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte)))
            .collect();
        for step in 0..=count {
            let text = String::from_utf16_lossy(&units);
            self.put(low.wrapping_add(step), &text);
            let Some(last) = units.last_mut() else { return };
            *last = last.wrapping_add(1);
            if self.map.len() > ENTRIES_MAX {
                return;
            }
        }
    }

    fn put(&mut self, code: u32, text: &str) {
        if !text.is_empty() && text.len() <= 32 {
            self.map.insert(code, text.into());
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> =
        bytes.chunks(2).map(|pair| pair.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte))).collect();
    String::from_utf16_lossy(&units)
}

enum Token<'a> {
    Hex(Vec<u8>),
    Open,
    Word(&'a [u8]),
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'<' if self.bytes.get(self.at) == Some(&b'<') => self.at += 1,
                b'<' => return Some(Token::Hex(self.hex())),
                b'[' => return Some(Token::Open),
                b']' => return Some(Token::Word(b"]")),
                b'%' => self.skip_comment(),
                byte if byte.is_ascii_whitespace() || matches!(byte, b'>' | b'(' | b')' | 0) => {}
                _ => return Some(Token::Word(self.word())),
            }
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        let mut digits = Vec::with_capacity(8);
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match (*byte as char).to_digit(16) {
                Some(digit) => digits.push(digit as u8),
                None if *byte == b'>' => break,
                None => {}
            }
            if digits.len() > 256 {
                break;
            }
        }
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
    }

    fn word(&mut self) -> &'a [u8] {
        let start = self.at - 1;
        while let Some(byte) = self.bytes.get(self.at) {
            if byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'[' | b']' | b'/' | b'(' | b'%') {
                break;
            }
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn skip_comment(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            if matches!(byte, b'\n' | b'\r') {
                break;
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CMap;

    #[test]
    fn reads_single_characters_ranges_and_lists() {
        let source = b"1 begincodespacerange <0000> <FFFF> endcodespacerange
            2 beginbfchar <0003> <0020> <0005> <00660069> endbfchar
            2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0061> <007A>] endbfrange";
        let cmap = CMap::parse(source);
        assert_eq!(cmap.code_bytes, 2);
        let read: Vec<Option<&str>> = [3, 5, 0x10, 0x12, 0x21, 0x30].map(|code| cmap.get(code)).to_vec();
        assert_eq!(read, [Some(" "), Some("fi"), Some("A"), Some("C"), Some("z"), None]);
    }

    #[test]
    fn a_hostile_range_stays_bounded() {
        let cmap = CMap::parse(&b"beginbfrange <00000000> <FFFFFFFF> <0041> ".repeat(50));
        assert!(cmap.get(0).is_some());
        assert!(cmap.map.len() <= super::ENTRIES_MAX + 1);
    }
}
