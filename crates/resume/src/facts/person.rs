//! The person's name.

use super::Context;
use crate::draft::Line;
use crate::lexicon::headings::{joined_letters, topic};
use crate::lexicon::roles::{employer_score, title_score};
use crate::lexicon::{fold, is_han, tokens};
use crate::resume::{Fact, Name};

/// Titles of documents; no person is called so.
const DOCUMENTS: &str = "curriculum vitae|curriculum|cv|resume|lebenslauf|curriculo|curriculum vitae et studiorum|vitae|bewerbung|personal resume|简历|个人简历|求职简历|profil|my resume|hoja de vida|europass|europass lebenslauf";

/// Labels and forms of address that have the shape of a name.
const NO_NAMES: &str = "e-mail|email|mail|phone|telephone|mobile|cell|fax|address|website|telefon|handy|mobil|adresse|anschrift|telephone portable|courriel|correo|correo electronico|telefono|celular|direccion|movil|telefone|telemovel|endereco|morada|indirizzo|cellulare|telefoon|mobiel|adres|woonplaats|madame|monsieur|madame, monsieur|dear hiring team|dear sir or madam|dear hiring manager|sehr geehrte damen und herren|电话|手机|邮箱|地址|电子邮箱|性别|年龄|民族|籍贯|学历|您好";

const HONORIFICS: [&str; 26] = [
    "dr",
    "prof",
    "mr",
    "mrs",
    "ms",
    "miss",
    "herr",
    "frau",
    "m",
    "mme",
    "mlle",
    "sr",
    "sra",
    "srta",
    "ing",
    "dipl",
    "dott",
    "dott.ssa",
    "dr.-ing",
    "dipl.-ing",
    "dipl.-kfm",
    "mag",
    "sig",
    "sig.ra",
    "ir",
    "drs",
];

const AFTER_NAMES: [&str; 28] = [
    "phd", "mba", "md", "jr", "sr", "ii", "iii", "iv", "msc", "bsc", "rn", "bsn", "msn", "cpa", "pe", "pmp",
    "cfa", "esq", "ma", "ba", "dds", "csm", "cissp", "shrm-cp", "phr", "m.sc", "b.sc", "ph.d",
];

/// Small words inside of family names.
const PARTICLES: [&str; 24] = [
    "de", "la", "le", "du", "des", "van", "von", "der", "den", "dos", "das", "da", "do", "del", "della",
    "di", "el", "al", "bin", "ibn", "y", "zu", "ter", "ten",
];

/// Labels before a name.
const LABELS: [&str; 23] = [
    "apelido / nome proprio",
    "apelido(s) / nome(s) proprio(s)",
    "nome / cognome",
    "name / vorname",
    "name",
    "full name",
    "surname / first name",
    "first name / surname",
    "nachname / vorname",
    "nom / prenom",
    "apellidos / nombre",
    "cognome / nome",
    "achternaam / voornaam",
    "vor- und nachname",
    "nom",
    "nom et prenom",
    "nombre",
    "nombre y apellidos",
    "nome",
    "nome e cognome",
    "naam",
    "姓名",
    "vorname und name",
];

/// The name, and the index of its line.
pub(super) fn name(
    lines: &[Line],
    head: &[usize],
    emails: &[Fact<String>],
    context: &Context<'_>,
) -> Option<(Fact<Name>, usize)> {
    let largest = lines.iter().filter(|line| line.page == 1).map(Line::size).fold(0.0, f32::max);
    let mut best: Option<(f32, String, usize)> = None;
    for (order, index) in head.iter().enumerate().take(60) {
        let line = &lines[*index];
        for (text, labelled) in candidates(lines, *index) {
            let Some(score) = name_score(&text) else {
                continue;
            };
            let mut score = score;
            score += if labelled { 3.0 } else { 0.0 };
            score += if line.size() >= largest - 0.2 && largest > 0.0 {
                2.0
            } else {
                -2.0 * (1.0 - line.size() / largest.max(1.0))
            };
            score += (1.2 - 0.15 * order as f32).max(0.0) + f32::from(u8::from(line.bold())) * 0.3;
            score += 2.0 * email_match(&text, emails);
            if best.as_ref().is_none_or(|(known, _, _)| score > *known) {
                best = Some((score, text, *index));
            }
        }
    }
    // A form names the person behind a label, wherever its section stands.
    for (index, line) in
        lines.iter().enumerate().filter(|(index, line)| line.page == 1 && !head.contains(index))
    {
        let Some(text) = labelled(&joined_letters(&line.text()), line) else { continue };
        let score = name_score(&text).map(|score| score + 2.0 + 2.0 * email_match(&text, emails));
        if let Some(score) = score.filter(|score| best.as_ref().is_none_or(|(known, _, _)| score > known)) {
            best = Some((score, text, index));
        }
    }
    if let Some((text, index)) = by_parts(lines)
        && let Some(score) = name_score(&text)
        && best.as_ref().is_none_or(|(known, _, _)| score + 3.0 > *known)
    {
        best = Some((score + 3.0, text, index));
    }
    let (score, text, index) = best.filter(|(score, _, _)| *score > 0.8)?;
    let value = parts(&text);
    let confidence = if score >= 4.0 {
        0.98
    } else if score >= 3.0 {
        0.93
    } else {
        0.7
    };
    let fact = context.fact(&text, index, confidence);
    Some((Fact { value, confidence: fact.confidence, place: fact.place, quote: fact.quote }, index))
}

/// What on a line may be a name: its first segment, the part behind a label, or two large lines.
fn candidates(lines: &[Line], index: usize) -> Vec<(String, bool)> {
    let line = &lines[index];
    let mut found = Vec::new();
    let whole = joined_letters(&line.text());
    if let Some(value) = labelled(&whole, line) {
        found.push((value, true));
        return found;
    }
    let first = line.segments.first().map(|segment| joined_letters(&segment.text)).unwrap_or_default();
    for part in [first.split(['|', '•', '·', '–', '—']).next().unwrap_or(""), whole.as_str()] {
        let part = part.trim();
        let part = without_initials(strip_document(part));
        if !part.is_empty() && !found.iter().any(|(known, _)| known == part) {
            found.push((part.to_owned(), false));
        }
    }
    // Behind initials in a box.
    if let [initials, name, ..] = line.segments.as_slice()
        && initials.text.chars().count() <= 3
    {
        found.push((name.text.clone(), false));
    }
    if let Some(rest) = wrapped_name(lines, index) {
        found.insert(0, (format!("{first} {rest}"), false));
    }
    found
}

/// "SP Silas Pruitt": the initials in a box before the name.
fn without_initials(text: &str) -> &str {
    let Some((first, rest)) = text.split_once(' ') else { return text };
    let letters =
        |text: &str| text.split_whitespace().filter_map(|word| word.chars().next()).collect::<String>();
    let initials = letters(rest);
    let count = first.chars().count();
    let repeats = (1..=3).contains(&count)
        && fold(&initials).starts_with(&fold(first))
        && (count > 1 && initials.chars().count() >= count || first.chars().all(is_han));
    if repeats { rest } else { text }
}

/// The rest of a large name that stands below its beginning; lines of contacts may stand between them.
fn wrapped_name(lines: &[Line], index: usize) -> Option<String> {
    let first = lines[index].segments.first()?;
    if first.size <= 13.0 || first.text.split_whitespace().count() > 4 {
        return None;
    }
    let below = lines.iter().skip(index + 1).take(4).take_while(|line| line.page == lines[index].page);
    let rest: Vec<&str> = below
        .filter_map(|line| line.segments.first())
        .filter(|segment| (segment.size - first.size).abs() < 0.3 && (segment.x0 - first.x0).abs() < 3.0)
        .map(|segment| segment.text.as_str())
        .collect();
    let rest = rest.join(" ");
    let words = first.text.split_whitespace().count() + rest.split_whitespace().count();
    (!rest.is_empty() && words <= 6 && topic(&rest).is_none()).then_some(rest)
}

fn labelled(whole: &str, line: &Line) -> Option<String> {
    behind_label(whole, line, &LABELS)
}

/// Forms with a row for the given and one for the family name.
fn by_parts(lines: &[Line]) -> Option<(String, usize)> {
    const GIVEN: [&str; 11] = [
        "vorname",
        "first name",
        "given name",
        "prenom",
        "nombre",
        "nombres",
        "nome",
        "voornaam",
        "given names",
        "vornamen",
        "名",
    ];
    const FAMILY: [&str; 13] = [
        "nachname",
        "surname",
        "last name",
        "family name",
        "nom",
        "nom de famille",
        "apellidos",
        "cognome",
        "achternaam",
        "apelido",
        "apellido",
        "familienname",
        "姓",
    ];
    let find =
        |labels: &[&str]| {
            lines.iter().enumerate().filter(|(_, line)| line.page == 1).find_map(|(index, line)| {
                behind_label(&line.text(), line, labels).map(|value| (value, index))
            })
        };
    let ((family, _), (given, index)) = (find(&FAMILY)?, find(&GIVEN)?);
    Some((format!("{given} {family}"), index))
}

fn behind_label(whole: &str, line: &Line, labels: &[&str]) -> Option<String> {
    let folded = fold(whole);
    for label in labels {
        let Some(rest) = folded.strip_prefix(*label) else {
            continue;
        };
        let by_mark = rest.trim_start().starts_with([':', '：']);
        let by_cell =
            line.segments.len() > 1 && fold(&line.segments[0].text).trim_end_matches([':', ' ']) == *label;
        if by_cell {
            // In a form of four cells the third is the next label.
            let cells = &line.segments[1..if line.segments.len() == 4 { 2 } else { line.segments.len() }];
            let value = cells.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" ");
            return Some(value.trim_start_matches([':', ' ']).to_owned());
        }
        if by_mark {
            // The cell beside it holds the next label.
            let cell = line
                .segments
                .first()
                .map(|segment| segment.text.as_str())
                .filter(|text| text.trim_end_matches([':', '：', ' ']).contains([':', '：']));
            let (_, value) = cell.unwrap_or(whole).split_once([':', '：'])?;
            return Some(value.split(['|', '•', ',']).next().unwrap_or("").trim().to_owned());
        }
    }
    None
}

fn strip_document(text: &str) -> &str {
    let folded = fold(text);
    for lead in [
        "curriculum vitae of ",
        "curriculum vitae ",
        "resume of ",
        "lebenslauf von ",
        "lebenslauf ",
        "cv of ",
        "cv - ",
        "resume - ",
        "curriculum vitae de ",
    ] {
        if folded.starts_with(lead) && text.len() == folded.len() {
            return text[lead.len()..].trim_start_matches([':', '-', '–', ' ']);
        }
    }
    text
}

/// How much a text has the shape of a name; none when it cannot be one.
fn name_score(text: &str) -> Option<f32> {
    let text = text.trim();
    let folded = fold(text);
    let bare = folded.trim_matches(|character: char| !character.is_alphanumeric());
    if text.len() < 2
        || text.len() > 70
        || DOCUMENTS.split('|').any(|document| document == bare)
        || text.chars().any(|character| {
            character.is_ascii_digit() || matches!(character, '@' | '/' | ':' | '+' | '&' | '?' | '!')
        })
    {
        return None;
    }
    if topic(text).is_some() || NO_NAMES.split('|').any(|word| word == bare) {
        return None;
    }
    if text.chars().any(is_han) {
        let letters = text.chars().filter(|character| is_han(*character)).count();
        let only = text.chars().all(|character| is_han(character) || character == ' ' || character == '·');
        let title = title_score(text) > 0.0 || employer_score(text) > 0.0;
        return (only
            && (2..=4).contains(&letters)
            && !title
            && crate::lexicon::places::city(bare).is_none())
        .then_some(2.0);
    }
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_title_word(word)).collect();
    if words.is_empty() || words.len() > 6 {
        return None;
    }
    let shaped = words.iter().all(|word| {
        let first = word.chars().next().unwrap_or(' ');
        first.is_uppercase()
            || PARTICLES.contains(&fold(word).as_str())
            || matches!(first, '(' | '\'' | '’')
            || first == '"'
            || is_elided(word)
    });
    if !shaped
        || !words.iter().any(|word| word.chars().filter(|character| character.is_alphabetic()).count() > 1)
    {
        return None;
    }
    let mut score = match words.len() {
        2 | 3 => 1.5,
        4 | 5 => 1.0,
        1 if words[0].chars().count() < 3 => return None,
        1 => 0.3,
        _ => 0.0,
    };
    score -= 1.5 * title_score(text).min(2.5) + 0.8 * employer_score(text).min(2.0);
    if crate::lexicon::places::is_city(text) || super::place::is_place(text) {
        score -= 2.0;
    }
    Some(score)
}

/// "d'Arcourt", "l'Hermite"
fn is_elided(word: &str) -> bool {
    let mut letters = word.chars();
    matches!(letters.next(), Some('d' | 'l'))
        && matches!(letters.next(), Some('\'' | '’'))
        && letters.next().is_some_and(char::is_uppercase)
}

fn is_title_word(word: &str) -> bool {
    let folded = fold(word);
    let bare = folded.trim_matches(|character: char| matches!(character, '.' | ',' | '(' | ')'));
    HONORIFICS.contains(&bare) && word.ends_with('.')
        || HONORIFICS[..8].contains(&bare) && bare.len() > 1
        || AFTER_NAMES.contains(&bare)
            && bare.len() > 1
            && (word.chars().filter(|character| character.is_uppercase()).count() > 1
                || bare.len() < 3
                || bare == "jr"
                || bare == "sr")
}

/// Share of the name's words that the mail address repeats.
fn email_match(text: &str, emails: &[Fact<String>]) -> f32 {
    let locals: String = emails
        .iter()
        .map(|email| fold(email.value.split('@').next().unwrap_or("")))
        .collect::<Vec<_>>()
        .join(" ");
    if locals.is_empty() {
        return 0.0;
    }
    let folded = fold(text);
    let words: Vec<&str> = tokens(&folded).filter(|word| word.len() > 2).collect();
    if words.is_empty() {
        return 0.0;
    }
    words.iter().filter(|word| locals.contains(**word)).count() as f32 / words.len() as f32
}

/// A name in parts, capitals made ordinary.
fn parts(text: &str) -> Name {
    let mut honorific: Vec<&str> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches([',', '(', ')', '"']);
        if word.is_empty() {
            continue;
        }
        if is_title_word(word)
            && (words.is_empty()
                || AFTER_NAMES.contains(&fold(word).trim_end_matches('.')) && words.len() >= 2)
        {
            if words.is_empty() {
                honorific.push(word);
            }
        } else {
            words.push(word.to_owned());
        }
    }
    let comma = text.split_once(',').filter(|(family, given)| {
        !given.trim().is_empty()
            && family.split_whitespace().count() <= 2
            && !given.split_whitespace().all(is_title_word)
    });
    if comma.is_some() && words.len() >= 2 && text.split_whitespace().count() <= 4 {
        // "Berg, Anna"
        let families = text.split_once(',').map_or(1, |(family, _)| family.split_whitespace().count());
        if families < words.len() {
            words.rotate_left(families);
        }
    }
    let capitals = !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase);
    if capitals {
        words = words.iter().enumerate().map(|(at, word)| ordinary(word, at > 0)).collect();
    }
    let full = words.join(" ");
    let honorific = (!honorific.is_empty()).then(|| honorific.join(" "));
    if full.chars().any(is_han) {
        let letters: Vec<char> = full.chars().filter(|character| !character.is_whitespace()).collect();
        let doubles = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "夏侯", "司徒", "慕容"];
        let family =
            if letters.len() > 2 && doubles.contains(&letters[..2].iter().collect::<String>().as_str()) {
                2
            } else {
                1
            };
        return Name {
            family: letters[..family.min(letters.len())].iter().collect(),
            given: letters[family.min(letters.len())..].iter().collect(),
            full: letters.iter().collect(),
            honorific,
        };
    }
    let start = words
        .iter()
        .skip(1)
        .position(|word| PARTICLES.contains(&fold(word).as_str()))
        .map_or(words.len().saturating_sub(1), |at| at + 1);
    Name { given: words[..start].join(" "), family: words[start..].join(" "), full, honorific }
}

fn ordinary(word: &str, inner: bool) -> String {
    if inner && PARTICLES.contains(&fold(word).as_str()) {
        return word.to_lowercase();
    }
    let mut start = true;
    word.chars()
        .flat_map(|character| {
            let letter: Vec<char> = if start { vec![character] } else { character.to_lowercase().collect() };
            start = matches!(character, '-' | '\'' | '’');
            letter
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{name_score, parts};

    #[test]
    fn names_have_parts() {
        let cases = [
            ("ÉLODIE DE LA FONTAINE", "Élodie de la Fontaine", "Élodie", "de la Fontaine"),
            ("Dr. Anna Maria Berg, PhD", "Anna Maria Berg", "Anna Maria", "Berg"),
            ("Jan van der Velde", "Jan van der Velde", "Jan", "van der Velde"),
            ("杨志强", "杨志强", "志强", "杨"),
            ("Etta", "Etta", "", "Etta"),
        ];
        for (text, full, given, family) in cases {
            let name = parts(text);
            assert_eq!(
                (name.full.as_str(), name.given.as_str(), name.family.as_str()),
                (full, given, family)
            );
        }
    }

    #[test]
    fn other_lines_are_no_names() {
        for text in ["Curriculum Vitae", "LEBENSLAUF", "+49 30 1234", "Work Experience", "led the team"] {
            assert!(name_score(text).is_none(), "{text}");
        }
        assert!(name_score("Software Engineer") < name_score("Jane Smith"));
    }
}
