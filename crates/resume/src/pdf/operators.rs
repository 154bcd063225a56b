//! Splits a PDF content stream into operators with their operands. Tolerates anything.

/// An operand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Number(f32),
    Text(Vec<u8>),
    Name(Vec<u8>),
    /// Only numbers and strings matter inside of an array.
    List(Vec<Operand>),
}

/// Operands beyond this are dropped; no text operator has more than six.
const OPERANDS_MAX: usize = 16;
const LIST_MAX: usize = 20_000;

/// Reads one operator after the other.
pub(crate) struct Operators<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Operators<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Operators<'a> {
        Operators { bytes, at: 0 }
    }

    /// The next operator; its operands replace those in `operands`.
    pub(crate) fn next(&mut self, operands: &mut Vec<Operand>) -> Option<&'a [u8]> {
        operands.clear();
        loop {
            let byte = self.skip_blank()?;
            match byte {
                b'(' | b'<' | b'[' | b'/' | b'+' | b'-' | b'.' | b'0'..=b'9' => {
                    if let Some(operand) = self.operand(0)
                        && operands.len() < OPERANDS_MAX
                    {
                        operands.push(operand);
                    }
                }
                b']' | b'>' | b')' | b'{' | b'}' => self.at += 1,
                b'%' => self.skip_line(),
                _ => {
                    let word = self.word();
                    if word == b"BI" {
                        self.skip_inline_image();
                        operands.clear();
                    } else {
                        return Some(word);
                    }
                }
            }
        }
    }

    fn skip_blank(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            if !byte.is_ascii_whitespace() && byte != 0 {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn operand(&mut self, depth: usize) -> Option<Operand> {
        match self.bytes.get(self.at)? {
            b'(' => Some(Operand::Text(self.literal())),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.skip_dictionary();
                None
            }
            b'<' => Some(Operand::Text(self.hexadecimal())),
            b'[' => self.list(depth),
            b'/' => {
                self.at += 1;
                Some(Operand::Name(self.word().to_vec()))
            }
            _ => Some(Operand::Number(self.number())),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Operand> {
        self.at += 1;
        let mut items = Vec::new();
        while let Some(byte) = self.skip_blank() {
            match byte {
                b']' => {
                    self.at += 1;
                    break;
                }
                b'[' if depth > 3 => self.at += 1,
                b'(' | b'<' | b'[' | b'/' | b'+' | b'-' | b'.' | b'0'..=b'9' => {
                    if let Some(item) = self.operand(depth + 1)
                        && items.len() < LIST_MAX
                    {
                        items.push(item);
                    }
                }
                b'>' | b')' | b'{' | b'}' => self.at += 1,
                b'%' => self.skip_line(),
                _ => {
                    self.word();
                }
            }
        }
        Some(Operand::List(items))
    }

    fn number(&mut self) -> f32 {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9')) {
            self.at += 1;
        }
        parse_number(&self.bytes[start..self.at])
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut depth = 1;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.bytes.get(self.at).copied() else {
            return;
        };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => {
                if self.bytes.get(self.at) == Some(&b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.bytes.get(self.at) {
                        Some(digit @ b'0'..=b'7') => {
                            value = value * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                text.push((value & 0xFF) as u8);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut half: Option<u8> = None;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = (byte as char).to_digit(16) else {
                continue;
            };
            match half.take() {
                Some(high) => text.push(high << 4 | digit as u8),
                None => half = Some(digit as u8),
            }
        }
        if let Some(high) = half {
            text.push(high << 4);
        }
        text
    }

    /// Property lists of marked content; nothing in them is text on the page.
    fn skip_dictionary(&mut self) {
        let mut depth = 0;
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                    depth += 1;
                    self.at += 2;
                }
                b'>' if self.bytes.get(self.at + 1) == Some(&b'>') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                b'(' => {
                    self.literal();
                }
                _ => self.at += 1,
            }
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let start = self.at;
        while let Some(byte) = self.bytes.get(self.at) {
            let ends = byte.is_ascii_whitespace()
                || matches!(byte, 0 | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%');
            if ends {
                break;
            }
            self.at += 1;
        }
        if self.at == start {
            self.at += 1;
            return b"";
        }
        &self.bytes[start..self.at]
    }

    /// Binary data up to the `EI` that stands alone.
    fn skip_inline_image(&mut self) {
        while self.at + 2 < self.bytes.len() {
            let here = &self.bytes[self.at..];
            let alone = here[0].is_ascii_whitespace()
                && here[1] == b'E'
                && here[2] == b'I'
                && here.get(3).is_none_or(|byte| byte.is_ascii_whitespace());
            self.at += 1;
            if alone {
                self.at += 2;
                return;
            }
        }
        self.at = self.bytes.len();
    }
}

/// Numbers in content streams are plain decimals; the standard parser is ten times slower.
fn parse_number(bytes: &[u8]) -> f32 {
    let mut value = 0f64;
    let mut scale = 0f64;
    let mut negative = false;
    for byte in bytes {
        match byte {
            b'-' => negative = true,
            b'.' if scale == 0.0 => scale = 1.0,
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                scale *= 10.0;
            }
            _ => {}
        }
    }
    if scale > 0.0 {
        value /= scale;
    }
    let value = if negative { -value } else { value };
    if value.is_finite() { value as f32 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{Operand, Operators};

    fn all(source: &[u8]) -> Vec<(String, Vec<Operand>)> {
        let mut operators = Operators::new(source);
        let mut operands = Vec::new();
        let mut read = Vec::new();
        while let Some(name) = operators.next(&mut operands) {
            read.push((String::from_utf8_lossy(name).into_owned(), operands.clone()));
        }
        read
    }

    #[test]
    fn reads_text_operators() {
        let read = all(b"BT /F1 12 Tf 1 0 0 1 -7.25 .5 Tm [(A\\)\\101) -120 <4243>] TJ ET");
        assert_eq!(read[1].1[0], Operand::Name(b"F1".to_vec()));
        assert_eq!(read[2].1[4..], [Operand::Number(-7.25), Operand::Number(0.5)]);
        assert_eq!(
            read[3].1[0],
            Operand::List(vec![
                Operand::Text(b"A)A".to_vec()),
                Operand::Number(-120.0),
                Operand::Text(b"BC".to_vec())
            ])
        );
    }

    #[test]
    fn steps_over_images_and_properties() {
        let read = all(b"/Span <</ActualText (x >> y)>> BDC q BI /W 1 ID \x00(( EI Q");
        let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["BDC", "q", "Q"]);
    }

    #[test]
    fn never_stalls_on_noise() {
        for seed in 0..64u8 {
            let noise: Vec<u8> = (0..400u32)
                .map(|at| (at.wrapping_mul(2_654_435_761).rotate_left(u32::from(seed)) >> 8) as u8)
                .collect();
            assert!(all(&noise).len() <= noise.len());
        }
    }
}
