//! Small real resumes: text, a page of HTML, a PDF of one page.

use crate::seed::Dice;

const FIRST: &[&str] =
    &["Amara", "Jonas", "Leïla", "Mateo", "Hana", "Ingrid", "Tomás", "Priya", "Olu", "Wiktor"];
const LAST: &[&str] =
    &["Okafor", "Lindqvist", "Haddad", "Ferreira", "Novak", "Sato", "Byrne", "Kaya", "Weber"];
const TITLES: &[&str] = &["Software Engineer", "Nurse", "Accountant", "Product Manager", "Electrician"];
const EMPLOYERS: &[&str] = &["Harbour Systems", "Tidewater Ltd", "Meridane Health", "Quillon GmbH"];
const SKILLS: &[&str] = &["Rust", "SQL", "Triage", "Payroll", "Figma", "Wiring", "Kubernetes", "Excel"];

/// A file as it is uploaded.
#[derive(Clone)]
pub struct Made {
    pub file_name: String,
    pub bytes: Vec<u8>,
}

pub fn name(dice: &mut Dice) -> String {
    format!("{} {}", dice.pick(FIRST), dice.pick(LAST))
}

/// The resume of somebody with this address; `edition` tells two resumes of one person apart.
pub fn make(dice: &mut Dice, name: &str, email: &str, edition: usize) -> Made {
    let (title, employer) = (dice.pick(TITLES), dice.pick(EMPLOYERS));
    let since = 2010 + dice.roll(12);
    let lines = [
        name.to_owned(),
        (*title).to_owned(),
        email.to_owned(),
        String::new(),
        "Experience".to_owned(),
        String::new(),
        format!("{title}, {employer}"),
        format!("March {since} - present"),
        format!("- Looked after edition {edition} of everything"),
        String::new(),
        "Skills".to_owned(),
        [*dice.pick(SKILLS), *dice.pick(SKILLS), *dice.pick(SKILLS)].join(", "),
    ];
    let stem = email.split('@').next().unwrap_or_default();
    match dice.roll(3) {
        0 => Made { file_name: format!("{stem}-{edition}.txt"), bytes: lines.join("\n").into_bytes() },
        1 => Made { file_name: format!("{stem}-{edition}.html"), bytes: html(&lines) },
        _ => Made { file_name: format!("{stem}-{edition}.pdf"), bytes: pdf(&lines) },
    }
}

fn html(lines: &[String]) -> Vec<u8> {
    let paragraphs: String = lines.iter().map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"></head><body>\n{paragraphs}</body></html>\n"
    )
    .into_bytes()
}

/// One page of Helvetica. Letters outside Latin-1 do not occur in the names above.
fn pdf(lines: &[String]) -> Vec<u8> {
    let mut page = b"BT /F 11 Tf 72 760 Td 16 TL\n".to_vec();
    for line in lines {
        page.push(b'(');
        for letter in line.chars() {
            if matches!(letter, '(' | ')' | '\\') {
                page.push(b'\\');
            }
            page.push(u8::try_from(u32::from(letter)).unwrap_or(b'?'));
        }
        page.extend_from_slice(b") Tj T*\n");
    }
    page.extend_from_slice(b"ET");
    let mut stream = format!("<< /Length {} >>\nstream\n", page.len()).into_bytes();
    stream.extend_from_slice(&page);
    stream.extend_from_slice(b"\nendstream");
    let objects: [Vec<u8>; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>".to_vec(),
        stream,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    let (mut file, mut places) = (b"%PDF-1.4\n".to_vec(), vec![]);
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    file.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        file.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.extend_from_slice(end.as_bytes());
    file
}
