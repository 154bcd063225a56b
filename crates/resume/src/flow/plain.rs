//! Plain text: decoding, and the little layout that blanks and rules make.

use super::build::{Builder, Style};
use super::tables::lay_out;
use crate::ReadError;
use crate::draft::Draft;

/// Text of any common encoding: UTF-8, UTF-16, GB18030, else Windows Western.
pub(crate) fn decode_text(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let sample = &bytes[..bytes.len().min(4000)];
    let zeros = |odd: usize| {
        sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 3 > sample.len() / 2
    };
    if zeros(1) {
        return encoding_rs::UTF_16LE.decode(bytes).0.into_owned();
    }
    if zeros(0) {
        return encoding_rs::UTF_16BE.decode(bytes).0.into_owned();
    }
    let (chinese, _, failed) = encoding_rs::GB18030.decode(bytes);
    let han = chinese.chars().filter(|character| crate::lexicon::is_han(*character)).count();
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    if !failed && han * 2 * 10 >= high * 8 && han > 10 {
        return chinese.into_owned();
    }
    encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned()
}

/// Reads plain text.
pub(crate) fn text(text: &str) -> Result<Draft, ReadError> {
    let mut builder = Builder::new();
    let lines: Vec<&str> = text.lines().take(20_000).collect();
    for (index, line) in lines.iter().enumerate() {
        if is_rule(line) {
            continue;
        }
        builder.start_paragraph();
        let trimmed = line.trim_start_matches([' ', '\t', '\u{a0}']);
        let blanks: usize =
            line[..line.len() - trimmed.len()].chars().map(|blank| if blank == '\t' { 4 } else { 1 }).sum();
        builder.paragraph().indent = 5.5 * blanks as f32;
        let underlined =
            lines.get(index + 1).is_some_and(|next| is_rule(next)) && trimmed.chars().count() < 60;
        builder.paragraph().heading = underlined;
        for (at, cell) in cells(trimmed.trim_end()).into_iter().enumerate() {
            if at > 0 {
                builder.tab();
            }
            builder.text(cell, Style { bold: underlined, ..Style::default() });
        }
        builder.end_paragraph();
    }
    lay_out(builder.finish())
}

/// "=====" or "-----" under a heading.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3
        && line
            .chars()
            .all(|character| matches!(character, '=' | '-' | '_' | '*' | '~' | '#' | '─' | '━' | '—' | '+'))
}

/// Three blanks or a tab part cells.
fn cells(line: &str) -> Vec<&str> {
    line.split('\t')
        .flat_map(|part| part.split("   "))
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{decode_text, text};

    #[test]
    fn decodes_common_encodings() {
        assert_eq!(decode_text("Größe".as_bytes()), "Größe");
        assert_eq!(decode_text(b"Gr\xF6\xDFe"), "Größe");
        assert_eq!(decode_text(b"\xFF\xFEA\x00b\x00"), "Ab");
    }

    #[test]
    fn rules_make_headings_and_wide_blanks_make_cells() {
        let draft = text("Skills\n======\nWelding     Milling\n- Turning").unwrap_or_default();
        assert!(draft.lines[0].heading);
        assert_eq!(draft.lines[1].segments.len(), 2);
        assert!(draft.lines[2].bullet);
    }
}
