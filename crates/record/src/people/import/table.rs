//! A table out of bytes: comma, semicolon or tab, quoted fields, any common encoding.

/// One line of the table with the line number in the file, as an editor counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub number: usize,
    pub fields: Vec<String>,
}

/// The text of the bytes: UTF-8, UTF-16 with its mark, else Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

/// The few places where Windows-1252 differs from the first 256 characters of Unicode.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

/// The lines of the text; empty ones are left out.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let separator = separator(text);
    let (mut all, mut fields, mut field) = (vec![], vec![], String::new());
    let (mut quoted, mut number, mut started) = (false, 1, 1);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        number += usize::from(c == '\n');
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            _ if quoted => field.push(c),
            '"' if field.trim().is_empty() => {
                field.clear();
                quoted = true;
            }
            '\r' => {}
            '\n' => {
                fields.push(std::mem::take(&mut field));
                push(&mut all, started, std::mem::take(&mut fields));
                started = number;
            }
            _ if c == separator => fields.push(std::mem::take(&mut field)),
            _ => field.push(c),
        }
    }
    fields.push(field);
    push(&mut all, started, fields);
    all
}

fn push(all: &mut Vec<Line>, number: usize, fields: Vec<String>) {
    if fields.iter().any(|field| !field.trim().is_empty()) {
        let fields = fields.into_iter().map(|field| field.trim().to_owned()).collect();
        all.push(Line { number, fields });
    }
}

/// What stands most often in the first line.
fn separator(text: &str) -> char {
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: char| head.chars().filter(|c| *c == mark).count();
    [',', ';', '\t'].into_iter().max_by_key(|mark| (count(*mark), *mark == ',')).unwrap_or(',')
}
