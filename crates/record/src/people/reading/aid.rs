//! Outside help with a file: text recognition for scans (`tesseract`), a converter for Word 97 (`catdoc`).
//! Each runs in the second profile of the sandbox; its answer is as hostile as the file and goes back to a
//! reading child.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use resume::Resume;
use sandbox::{Pool, ProgramInput, ProgramLimits, ProgramOutput, ProgramRun, SandboxError};

use super::{About, Answer, NotRead, READ_CONVERTED, READ_RECOGNISED, ask};

/// Width of a page drawn for recognition: A4 at 300 dots per inch, which recognisers are trained on.
const PAGE_PIXELS: u32 = 2480;
/// A resume is not longer; each page takes seconds. The reading chore has five minutes for them.
const PAGES_MAX: usize = 8;

const RECOGNISING: ProgramLimits =
    ProgramLimits { memory_bytes: 1 << 30, time_limit: Duration::from_secs(30), output_limit: 4 << 20 };
const CONVERTING: ProgramLimits =
    ProgramLimits { memory_bytes: 256 << 20, time_limit: Duration::from_secs(20), output_limit: 8 << 20 };
/// The languages we read, as `tesseract` and as we call them.
const LANGUAGES: [(&str, &str); 8] = [
    ("eng", "en"),
    ("deu", "de"),
    ("fra", "fr"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("nld", "nl"),
    ("chi_sim", "zh"),
];

/// Reads a document some pages of which are pictures.
pub(super) async fn recognise(
    pool: &Pool,
    about: &About,
    pages: &[u32],
    bytes: &[u8],
) -> Result<Resume, NotRead> {
    let Some(tesseract) = pool.find_program("tesseract") else {
        // What stands on the other pages is still worth reading.
        return match again(pool, READ_RECOGNISED, about, &[], bytes).await {
            Err(NotRead::Refused(_)) => {
                Err(NotRead::Unaided("This is a scan; install tesseract-ocr to read it.".into()))
            }
            read => read,
        };
    };
    let installed = languages(pool, &tesseract).await?;
    let pages = &pages[..pages.len().min(PAGES_MAX)];
    let mut found = vec![];
    for page in pages.iter().take(1) {
        found.push((*page, page_text(pool, &tesseract, &installed, *page, bytes).await?));
    }
    // Knowing the language, a recogniser mistakes fewer letters; the first page tells it.
    let first = again(pool, READ_RECOGNISED, about, &found, bytes).await;
    let alone = first.as_ref().ok().and_then(|resume| {
        let name = LANGUAGES.iter().find(|(_, ours)| *ours == resume.language)?.0;
        installed.iter().find(|installed| *installed == name).filter(|_| installed.len() > 1)
    });
    let used = alone.map_or(installed.clone(), |name| vec![name.clone()]);
    if alone.is_none() && pages.len() == 1 {
        return first;
    }
    found.truncate(usize::from(alone.is_none()));
    for page in &pages[found.len()..] {
        found.push((*page, page_text(pool, &tesseract, &used, *page, bytes).await?));
    }
    again(pool, READ_RECOGNISED, about, &found, bytes).await
}

async fn again(
    pool: &Pool,
    kind: u8,
    about: &About,
    recognised: &[(u32, String)],
    bytes: &[u8],
) -> Result<Resume, NotRead> {
    match ask(pool, kind, about, recognised, bytes).await? {
        Answer::Resume(resume) => Ok(*resume),
        _ => Err(NotRead::Later("its answer is malformed".into())),
    }
}

/// Which of our languages are installed; all others are left out, since each one costs time.
async fn languages(pool: &Pool, tesseract: &Path) -> Result<Vec<String>, NotRead> {
    let output = run(pool, tesseract, &["--list-langs"], ProgramInput::Stdin(b""), RECOGNISING).await?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let known = LANGUAGES.iter().map(|(name, _)| *name).filter(|name| said.lines().any(|line| line == *name));
    let known: Vec<String> = known.map(str::to_owned).collect();
    if known.is_empty() {
        return Err(NotRead::Unaided(
            "This is a scan; install a language for tesseract (tesseract-ocr-eng) to read it.".into(),
        ));
    }
    Ok(known)
}

/// The words of one page, as hOCR.
async fn page_text(
    pool: &Pool,
    tesseract: &Path,
    languages: &[String],
    page: u32,
    bytes: &[u8],
) -> Result<String, NotRead> {
    let drawn;
    let picture = if resume::sniff(bytes) == Some(resume::Format::Picture) {
        bytes
    } else {
        drawn = super::picture(pool, bytes, page, PAGE_PIXELS).await?;
        &drawn
    };
    let languages = languages.join("+");
    let args = ["page", "words", "-l", &languages, "--dpi", "300", "hocr"];
    let input = ProgramInput::File { name: "page", bytes: picture };
    let output = run(pool, tesseract, &args, input, RECOGNISING).await?;
    let words = output.files.into_iter().find(|(name, _)| name == "words.hocr");
    // A picture that it cannot open has no words; the reader then says so.
    Ok(words.map(|(_, words)| String::from_utf8_lossy(&words).into_owned()).unwrap_or_default())
}

/// Reads a Word 97 file.
pub(super) async fn convert(pool: &Pool, about: &About, bytes: &[u8]) -> Result<Resume, NotRead> {
    let Some(catdoc) = pool.find_program("catdoc") else {
        let line = "This is an old Word document (.doc); install catdoc to read it.";
        return Err(NotRead::Unaided(line.into()));
    };
    let input = ProgramInput::File { name: "in.doc", bytes };
    let output = run(pool, &catdoc, &["-d", "utf-8", "-w", "in.doc"], input, CONVERTING).await?;
    if output.stdout.iter().all(u8::is_ascii_whitespace) {
        let line = "The file is damaged (old Word document). Please save it again and send the new copy.";
        return Err(NotRead::Refused(line.into()));
    }
    again(pool, READ_CONVERTED, about, &[], &output.stdout).await
}

async fn run(
    pool: &Pool,
    program: &Path,
    args: &[&str],
    input: ProgramInput<'_>,
    limits: ProgramLimits,
) -> Result<ProgramOutput, NotRead> {
    let args: Vec<OsString> = args.iter().map(Into::into).collect();
    let output = pool.run_program(&ProgramRun { program, args, input, limits }).await;
    output.map_err(|cause| match cause {
        // A program that a file brings down is the file's fault, not ours.
        SandboxError::StartFailed(why) => NotRead::Later(why),
        other => other.into(),
    })
}
