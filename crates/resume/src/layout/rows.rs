//! Words on one baseline become a row; wide gaps cut the row into segments.

use super::Row;
use crate::draft::{Segment, Word};
use crate::lexicon::is_wide;

/// A gap of this many font sizes separates segments; justified text stays well below.
const SEGMENT_GAP: f32 = 1.15;

/// Groups the words of a page.
pub(super) fn rows(mut words: Vec<Word>) -> Vec<Row> {
    words.retain(|word| {
        word.text.chars().any(|character| character != '\u{fffd}' && !character.is_whitespace())
    });
    words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    for word in words {
        let joined = rows.iter_mut().rev().take(3).find(|row| {
            let first = &row[0];
            let near = 0.3 * first.size.min(word.size);
            (first.y - word.y).abs() <= near.max(1.0) && !overlaps(row, &word)
        });
        match joined {
            Some(row) => row.push(word),
            None => rows.push(vec![word]),
        }
    }
    let blank = blank_max(&rows);
    let edges = shared_edges(&rows, blank);
    let mut rows: Vec<Row> = rows.into_iter().filter_map(|words| row(words, &edges, blank)).collect();
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    rows
}

/// Two words over each other do not share a line; the later one is a shadow or another layer.
fn overlaps(row: &[Word], word: &Word) -> bool {
    row.iter().any(|other| word.x0 < other.x1 - 0.5 * other.size && other.x0 < word.x1 - 0.5 * word.size)
}

/// A gap of this many font sizes is wider than a blank; many rows that share it have a column there.
const BLANK_MAX: f32 = 0.5;

/// Left edges that at least three rows share behind a wide gap or at their start, or six behind a narrow one:
/// table columns.
fn shared_edges(rows: &[Vec<Word>], blank: f32) -> Vec<f32> {
    let mut starts: Vec<f32> = Vec::new();
    let mut narrow: Vec<f32> = Vec::new();
    for row in rows {
        let mut words: Vec<&Word> = row.iter().collect();
        words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let mut end = f32::MIN;
        for word in words {
            let gap = (word.x0 - end) / word.size.max(4.0);
            if gap > SEGMENT_GAP {
                starts.push(word.x0);
            }
            if gap > blank {
                narrow.push(word.x0);
            }
            end = end.max(word.x1);
        }
    }
    let mut edges = crowded(starts, 3);
    edges.extend(crowded(narrow, 6));
    edges
}

/// What is wider than the blanks between the words of this page; those of typewriter letters are wide.
fn blank_max(rows: &[Vec<Word>]) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    for row in rows {
        let mut words: Vec<&Word> = row.iter().collect();
        words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let between = words.windows(2).map(|pair| (pair[1].x0 - pair[0].x1) / pair[1].size.max(4.0));
        gaps.extend(between.filter(|gap| (0.05..SEGMENT_GAP).contains(gap)));
    }
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    BLANK_MAX.max(1.5 * usual)
}

/// Places where so many edges meet.
fn crowded(mut starts: Vec<f32>, least: usize) -> Vec<f32> {
    starts.sort_by(f32::total_cmp);
    let mut edges = Vec::new();
    let mut at = 0;
    while at < starts.len() {
        let count = starts[at..].iter().take_while(|start| **start - starts[at] < 1.0).count();
        if count >= least {
            edges.push(starts[at]);
        }
        at += count.max(1);
    }
    edges
}

fn row(mut words: Vec<Word>, edges: &[f32], blank: f32) -> Option<Row> {
    words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let words = join_spaced(words);
    let y = words.first()?.y;
    let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
    let mut bullet = false;
    let mut segments: Vec<Segment> = Vec::new();
    for word in words {
        let apart = segments.last().is_some_and(|last| word.x0 - last.x1 > SEGMENT_GAP * word.size.max(4.0));
        // Behind a wide gap it begins a line of the next column, which takes it off when the row is cut.
        if is_bullet(&word.text)
            && !apart
            && (segments.is_empty() || word.text.chars().all(|character| character == '•'))
            && word.text != "-"
            && word.text != "–"
            && word.text != "*"
        {
            bullet |= segments.is_empty();
            // Between items a bullet separates; at the end of a line it is nothing.
            if let Some(last) = segments.last_mut() {
                last.text.push_str(" •");
                last.x1 = word.x1;
            }
            continue;
        }
        // At the edge of a column a narrow gap is enough.
        let at_edge = edges.iter().any(|edge| (word.x0 - edge).abs() < 1.2);
        let gap_max = if at_edge { blank } else { SEGMENT_GAP } * word.size.max(4.0);
        match segments.last_mut() {
            Some(last) if word.x0 - last.x1 < gap_max && !is_glued(last, &word) => push_word(last, &word),
            _ => segments.push(Segment {
                text: word.text,
                x0: word.x0,
                x1: word.x1,
                bold: word.bold,
                italic: word.italic,
                size: word.size,
                part: None,
            }),
        }
    }
    if let Some(first) = segments.first_mut()
        && let Some(rest) = strip_bullet(&first.text)
    {
        first.text = rest.to_owned();
        bullet = true;
    }
    segments.retain(|segment| !segment.text.trim_matches(['•', ' ']).is_empty());
    if segments.is_empty() { None } else { Some(Row { y, size, segments, bullet }) }
}

/// Takes the bullet off the first segment of a part of a row.
pub(super) fn take_bullet(segments: &mut [Segment]) -> bool {
    match segments.first_mut() {
        Some(first) => match strip_bullet(&first.text).filter(|rest| !rest.is_empty()) {
            Some(rest) => {
                first.text = rest.to_owned();
                true
            }
            None => false,
        },
        None => false,
    }
}

/// "W E R K" is one word set wide: runs of single letters become the words they spell.
fn join_spaced(words: Vec<Word>) -> Vec<Word> {
    let single = |word: &Word| {
        let mut letters = word.text.chars();
        letters.next().is_some_and(|letter| letter.is_alphabetic() && !is_wide(letter) || letter == '&')
            && letters.next().is_none_or(|mark| matches!(mark, ',' | ':' | '\''))
            && letters.next().is_none()
    };
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let run = words[at..]
            .iter()
            .zip(words.get(at + 1..).into_iter().flatten())
            .take_while(|(one, two)| single(one) && single(two) && two.x0 - one.x1 < 1.15 * one.size)
            .count()
            + 1;
        if run < 4 {
            joined.push(words[at].clone());
            at += 1;
            continue;
        }
        let letters = &words[at..at + run];
        let mut gaps: Vec<f32> = letters.windows(2).map(|pair| pair[1].x0 - pair[0].x1).collect();
        gaps.sort_by(f32::total_cmp);
        let usual = gaps[(gaps.len() - 1) / 2];
        for (offset, letter) in letters.iter().enumerate() {
            let apart = offset == 0 || letter.x0 - letters[offset - 1].x1 > usual + 0.14 * letter.size;
            match joined.last_mut() {
                Some(last) if !apart => {
                    last.text.push_str(&letter.text);
                    last.x1 = letter.x1;
                }
                _ => joined.push(letter.clone()),
            }
        }
        at += run;
    }
    joined
}

/// Right behind an address, without a blank, the next cell begins.
fn is_glued(segment: &Segment, word: &Word) -> bool {
    let last = segment.text.rsplit(' ').next().unwrap_or("");
    let address = last.rsplit_once('@').is_some_and(|(_, host)| host.contains('.') && !host.ends_with('.'));
    let touches = word.x0 - segment.x1 < 0.05 * word.size && word.x0 - segment.x1 > -0.5 * word.size;
    address
        && touches
        && word.text.chars().count() > 1
        && !word.text.contains(['@', '.'])
        && word.text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
}

fn push_word(segment: &mut Segment, word: &Word) {
    let wide = segment.text.chars().next_back().is_some_and(is_wide)
        && word.text.chars().next().is_some_and(is_wide);
    let apart = word.x0 - segment.x1 > if wide { 0.4 } else { 0.05 } * word.size;
    let letters = segment.text.chars().count() as f32;
    let more = word.text.chars().count() as f32;
    // The style of most letters is the style of the segment.
    if more > letters {
        segment.bold = word.bold;
        segment.italic = word.italic;
    }
    if apart {
        segment.text.push(' ');
    }
    segment.text.push_str(&word.text);
    segment.x1 = segment.x1.max(word.x1);
    segment.size = segment.size.max(word.size);
}

fn is_bullet(text: &str) -> bool {
    let mut characters = text.chars();
    matches!(
        (characters.next(), characters.next()),
        (
            Some(
                '•' | '◦'
                    | '▪'
                    | '▫'
                    | '‣'
                    | '●'
                    | '○'
                    | '■'
                    | '□'
                    | '►'
                    | '▶'
                    | '➢'
                    | '➤'
                    | '✓'
                    | '✔'
                    | '❖'
                    | '◆'
                    | '◇'
                    | '♦'
                    | '·'
                    | '∙'
                    | '⁃'
                    | '★'
                    | '☆'
                    | '»'
                    | '-'
                    | '–'
                    | '*'
                    | '▌'
                    | '|'
                    | '❯'
                    | '›'
                    | '➔'
                    | '→'
                    | '▸'
                    | '▹'
            ),
            None
        )
    )
}

/// The text behind a leading bullet, if there is one.
pub(crate) fn strip_bullet(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let blank = rest.starts_with([' ', '\u{a0}']);
    let strong = matches!(
        first,
        '•' | '◦'
            | '▪'
            | '‣'
            | '●'
            | '○'
            | '■'
            | '□'
            | '►'
            | '➢'
            | '➤'
            | '✓'
            | '✔'
            | '❖'
            | '◆'
            | '∙'
            | '⁃'
            | '▌'
    );
    let weak = blank && is_bullet(&text[..first.len_utf8()]);
    (strong || weak).then(|| rest.trim_start_matches([' ', '\u{a0}', '•']))
}

/// Drops page numbers and running titles at the very top and bottom.
pub(super) fn without_margins(mut rows: Vec<Row>, height: f32) -> Vec<Row> {
    rows.retain(|row| {
        let margin = row.y > height * 0.94 || row.y < height * 0.03;
        !(margin
            && is_page_mark(
                &row.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" "),
            ))
    });
    rows
}

/// The letters of a text, by which a running title is known again.
fn letters<'a>(texts: impl Iterator<Item = &'a Segment>) -> String {
    let text = texts.flat_map(|segment| segment.text.chars());
    text.filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The letters of the largest texts of the first page: the name.
pub(super) fn titles(rows: &[Row]) -> Vec<String> {
    let segments = || rows.iter().flat_map(|row| &row.segments);
    let largest = segments().map(|segment| segment.size).fold(0.0, f32::max);
    let titles = segments().filter(|segment| segment.size > largest - 0.2);
    titles.map(|segment| letters(std::iter::once(segment))).filter(|text| text.len() >= 4).collect()
}

/// Drops the name, with a page number, at the top and bottom of later pages.
pub(super) fn without_running_titles(mut rows: Vec<Row>, height: f32, titles: &[String]) -> Vec<Row> {
    rows.retain(|row| {
        let margin = row.y < height * 0.1 || row.y > height * 0.92;
        let letters = letters(row.segments.iter());
        let named = titles.iter().any(|title| {
            letters.contains(title.as_str()) && letters.chars().count() <= title.chars().count() + 16
        });
        !(margin && named && !row.segments.iter().any(|segment| segment.text.contains('@')))
    });
    rows
}

/// "Page 2 of 3", "2/3", "- 2 -", "Anna Berg – Page 1 of 1".
fn is_page_mark(text: &str) -> bool {
    let folded = crate::lexicon::fold(text);
    let words = ["page", "seite", "pagina", "pag", "pagina", "blz", "p", "第"];
    let numbers = folded.chars().filter(char::is_ascii_digit).count();
    let bare = folded.chars().all(|character| {
        character.is_ascii_digit() || matches!(character, ' ' | '/' | '-' | '–' | '|' | '.')
    });
    bare && (1..=6).contains(&numbers)
        || numbers > 0
            && numbers < 5
            && crate::lexicon::tokens(&folded).any(|token| words.contains(&token))
            && text.len() < 80
}

#[cfg(test)]
mod tests {
    use super::{is_page_mark, rows, strip_bullet};
    use crate::draft::Word;

    fn word(text: &str, x0: f32, y: f32) -> Word {
        Word {
            text: text.into(),
            page: 1,
            x0,
            x1: x0 + 5.0 * text.len() as f32,
            y,
            size: 10.0,
            bold: false,
            italic: false,
        }
    }

    #[test]
    fn words_become_rows_and_segments() {
        let found = rows(vec![
            word("2019", 300.0, 50.2),
            word("Senior", 20.0, 50.0),
            word("Nurse", 53.0, 50.0),
            word("Clinic", 20.0, 64.0),
        ]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].segments[0].text, "Senior Nurse");
        assert_eq!(found[0].segments[1].text, "2019");
    }

    #[test]
    fn the_blanks_of_typewriter_letters_part_no_cells() {
        let lines = (0..8).flat_map(|at| {
            let y = 20.0 + 14.0 * at as f32;
            [word("Head", 20.0, y), word("of", 46.0, y), word("sales", 62.0, y)]
        });
        assert!(rows(lines.collect()).iter().all(|row| row.segments.len() == 1));
    }

    #[test]
    fn letters_set_wide_become_words() {
        let letters = "WAAR IK WERKTE".chars().enumerate().filter(|(_, letter)| *letter != ' ');
        let words = letters.map(|(at, letter)| word(&letter.to_string(), 7.0 * at as f32, 20.0)).collect();
        assert_eq!(rows(words)[0].segments[0].text, "WAAR IK WERKTE");
    }

    #[test]
    fn bullets_are_taken_off() {
        assert_eq!(strip_bullet("• Led"), Some("Led"));
        assert_eq!(strip_bullet("- Led"), Some("Led"));
        assert_eq!(strip_bullet("-5 degrees"), None);
    }

    #[test]
    fn page_marks_are_known() {
        assert!(is_page_mark("Gustavo Silva – Page 1 of 2"));
        assert!(is_page_mark("- 2 -"));
        assert!(!is_page_mark("+49 30 2312"));
    }
}
