//! Whole files: what is read from one file of each layout, and what happens to damaged ones.

#![expect(clippy::disallowed_methods, reason = "tests read their files")]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use resume::{Format, Hints, ReadError, Resume, read, sniff};

const HINTS: Hints<'static> = Hints { file_name: None, today: (2026, 11), region: None };

fn file(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn known(name: &str) -> Resume {
    read(&file(name), &HINTS).unwrap()
}

/// "title @ employer from-to" for each position.
fn jobs(resume: &Resume) -> Vec<String> {
    resume
        .employments
        .iter()
        .map(|job| {
            let text = |fact: &Option<resume::Fact<String>>| {
                fact.as_ref().map(|fact| fact.value.clone()).unwrap_or_default()
            };
            let date = |fact: &Option<resume::Fact<resume::PartialDate>>| {
                fact.as_ref().map(|fact| fact.value.to_string()).unwrap_or_default()
            };
            let to = if job.ongoing { "now".to_owned() } else { date(&job.to) };
            format!("{} @ {} {}/{to}", text(&job.title), text(&job.employer), date(&job.from))
        })
        .collect()
}

#[test]
fn a_sidebar_does_not_mix_with_the_experience() {
    let resume = known("sidebar-left.pdf");
    assert_eq!(resume.language, "fr");
    assert_eq!(resume.name.as_ref().unwrap().value.full, "Élodie de la Fontaine");
    assert_eq!(resume.phones[0].value, "+33639989584");
    assert_eq!(
        jobs(&resume),
        [
            "Directrice des opérations @ Tamarack Regional Hospital 2024/now",
            "Stagiaire @ Meridane Health 2023/2024",
            "Développeur web @ Yarrow Medical Center 2022/2023",
        ]
    );
    assert_eq!(resume.skills.len(), 14);
    assert_eq!(resume.languages[1].value.code, Some("it"));
    let place = resume.skills[0].place.unwrap();
    assert!(place.page == 1 && place.x1 < 250.0, "the skills stand in the left column: {place:?}");
}

#[test]
fn several_positions_share_an_employer() {
    let found = jobs(&known("icons.pdf"));
    assert_eq!(found[1], "Maintenance Technician @ Quillon Manufacturing Corp. 2021-12/2023-02");
    assert_eq!(found[3], "Project Engineer @ Northgale Engineering 2018-07/2020-10");
}

#[test]
fn chinese_is_read() {
    let resume = known("table.pdf");
    assert_eq!(resume.language, "zh");
    let name = &resume.name.as_ref().unwrap().value;
    assert_eq!((name.family.as_str(), name.given.as_str()), ("杨", "志强"));
    assert_eq!(jobs(&resume)[0], "高级前端工程师 @ 云帆科技股份有限公司 2023-12/now");
    assert_eq!(resume.location.as_ref().unwrap().value.city.as_deref(), Some("成都"));
    assert_eq!(resume.skills.len(), 13);
}

#[test]
fn personal_data_is_marked() {
    let resume = known("lebenslauf.pdf");
    let kinds: Vec<&str> = resume.personal.iter().map(|datum| datum.kind.word()).collect();
    assert_eq!(kinds, ["birth_date", "nationality", "marital_status"]);
    let masked = resume::mask::mask(
        &resume.text,
        &resume::mask::KnownIdentities { names: vec!["Miriam Hartwig".into()], ..Default::default() },
    );
    for secret in ["Hartwig", "21.1.1998", "ledig", "23125514", "miriam.hartwig89@"] {
        assert!(!masked.as_str().contains(secret), "{secret}");
    }
}

#[test]
fn word_and_text_files_give_the_same_kinds_of_facts() {
    for (name, format, job_count, skill_count) in [
        ("docx-simple.docx", Format::Docx, 2, 11),
        ("docx-table.docx", Format::Docx, 2, 13),
        ("txt-plain.txt", Format::Text, 2, 12),
        ("txt-under.txt", Format::Text, 3, 12),
        ("tex-classic.pdf", Format::Pdf, 6, 6),
        ("docx-simple-pdf.pdf", Format::Pdf, 4, 0),
    ] {
        let resume = known(name);
        assert_eq!((resume.format, resume.employments.len()), (format, job_count), "{name}");
        assert!(resume.skills.len() >= skill_count, "{name}");
        assert!(resume.name.is_some() && !resume.emails.is_empty(), "{name}");
    }
}

#[test]
fn the_wire_form_gives_back_the_same_resume() {
    for name in ["sidebar-right.pdf", "linkedin.pdf", "docx-table.docx", "txt-under.txt"] {
        let resume = known(name);
        let back = resume::json::from_wire(&resume::json::to_wire(&resume)).unwrap();
        assert_eq!(back, resume, "{name}");
    }
    assert!(resume::json::from_wire(b"{\"format\":\"pdf\"}").is_err());
}

#[test]
fn other_kinds_of_files_are_named() {
    let cases: [(&[u8], &str); 6] = [
        (b"", "The file is empty"),
        (b"   \n\t ", "The file is empty"),
        (b"GIF89a0000000000", "a picture"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a program"),
        (b"PK\x03\x04 nothing here", "an archive"),
        (b"%PDF-1.4\nnothing", "damaged"),
    ];
    for (bytes, expected) in cases {
        let message = read(bytes, &HINTS).unwrap_err().to_string();
        assert!(message.contains(expected) && !message.contains('\n'), "{message}");
    }
    let recipe =
        b"Take two eggs and beat them well. Add a cup of sugar and stir until smooth. Bake for an hour.";
    assert_eq!(read(recipe, &HINTS), Err(ReadError::NotAResume));
}

/// Pseudo-random numbers that are the same on every run.
fn noise(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// The kinds of damage that mail servers, broken disks and pranksters do.
fn damaged(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut next = noise(seed + 1);
    let length = bytes.len() as u64;
    let mut damaged = bytes.to_vec();
    match seed % 8 {
        0 => damaged.truncate((next() % length) as usize),
        1 => {
            for _ in 0..50 {
                let at = (next() % length) as usize;
                damaged[at] = next() as u8;
            }
        }
        2 => {
            let at = (next() % length) as usize;
            let end = (at + 700).min(damaged.len());
            damaged.drain(at..end);
        }
        3 => damaged.iter_mut().for_each(|byte| {
            *byte = if (*byte).is_ascii_digit() && next().is_multiple_of(9) { b'9' } else { *byte }
        }),
        4 => {
            let text = String::from_utf8_lossy(&damaged).replace("/Kids", "/Kidz").replace("w:tbl", "w:p");
            damaged = text.into_bytes();
        }
        5 => {
            let half = damaged.len() / 2;
            damaged[half..].fill(0);
        }
        6 => {
            let copy = damaged.clone();
            damaged.extend_from_slice(&copy[..copy.len() / 3]);
        }
        _ => {
            let from = b"/Parent";
            for at in 0..damaged.len().saturating_sub(8) {
                if damaged[at..].starts_with(from) {
                    damaged[at + 8] = b'1';
                }
            }
            damaged.reverse();
        }
    }
    damaged
}

#[test]
fn damaged_files_give_a_result_or_one_clear_line() {
    let names = [
        "sidebar-left.pdf",
        "table.pdf",
        "tex-classic.pdf",
        "docx-simple-pdf.pdf",
        "docx-table.docx",
        "docx-simple.docx",
        "txt-plain.txt",
    ];
    for name in names {
        let whole = file(name);
        for seed in 0..24 {
            let bytes = damaged(&whole, seed);
            if let Err(error) = read(&bytes, &HINTS) {
                let line = error.to_string();
                assert!(
                    line.ends_with('.') && line.len() < 200 && !line.contains('\n'),
                    "{name} {seed}: {line}"
                );
            }
        }
    }
}

#[test]
fn noise_with_a_known_beginning_is_refused() {
    for (seed, start) in
        [&b"%PDF-1.7\n"[..], b"PK\x03\x04", b"{\\rtf1 ", b"<html><body>", b"From: a@b.c\nSubject: x\n\n"]
            .iter()
            .enumerate()
    {
        let mut next = noise(seed as u64 + 77);
        let mut bytes = start.to_vec();
        bytes.extend((0..60_000).map(|_| next() as u8));
        if let Ok(resume) = read(&bytes, &HINTS) {
            assert!(resume.employments.is_empty(), "{:?}", sniff(&bytes));
        }
    }
}

#[test]
fn bombs_are_refused() {
    let deep_html = format!("<html><body>{}", "<table><tr><td>".repeat(50_000));
    assert!(read(deep_html.as_bytes(), &HINTS).is_err());
    let brackets = format!("%PDF-1.4\n1 0 obj\n{}\nendobj", "[".repeat(200_000));
    assert!(read(brackets.as_bytes(), &HINTS).is_err());
    let long_line = format!("Anna Berg\nanna@example.org\n{}", "a1-".repeat(400_000));
    assert!(read(long_line.as_bytes(), &HINTS).is_ok());
    assert!(matches!(read(&vec![b'x'; 60_000_000], &HINTS), Err(ReadError::TooLarge { .. })));
}

#[test]
fn archives_are_unpacked_within_limits() {
    use std::io::Write;
    let mut bytes = Vec::new();
    {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(&mut bytes));
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        for (name, content) in [
            ("a/anna.txt", file("txt-plain.txt")),
            ("__MACOSX/._x", vec![1, 2]),
            ("bomb.txt", vec![b'0'; 80_000_000]),
        ] {
            writer.start_file(name, options).unwrap();
            writer.write_all(&content).unwrap();
        }
        writer.finish().unwrap();
    }
    assert_eq!(sniff(&bytes), Some(Format::Zip));
    let entries = resume::archive_entries(&bytes, &resume::ArchiveLimits::default());
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].as_ref().unwrap().0, "a/anna.txt");
    assert_eq!(entries[1], Err(ReadError::TooComplex));
}
