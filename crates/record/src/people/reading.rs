//! Reading: hostile bytes go to a sandboxed child and come back as a resume. Both sides of the pipe.
//!
//! The child looks at a file and either answers with a resume or says what outside help it needs: text
//! recognition for pages that are pictures, a converter for Word 97. The parent gets that help (`aid`) and
//! asks again.

mod aid;

use resume::{ArchiveLimits, Hints, Reading, Recognised, Resume};

/// Kinds of requests to the reading child. Each begins with a number; what follows depends on the kind.
pub const READ_RESUME: u8 = 1;
pub const UNPACK_ARCHIVE: u8 = 2;
pub const DRAW_PAGE: u8 = 3;
/// The file again, with what was recognised on its pages.
const READ_RECOGNISED: u8 = 4;
/// What a converter made of a Word 97 file.
const READ_CONVERTED: u8 = 5;

/// First byte of an answer: a resume follows, or what it takes to read one.
const IS_RESUME: u8 = b'R';
const IS_ARCHIVE: u8 = b'Z';
const IS_SCAN: u8 = b'S';
const IS_WORD_97: u8 = b'W';
const IS_ATTACHMENT: u8 = b'A';

/// Unpacked bytes in one answer; further files are asked for with another request.
const ANSWER_BYTES_MAX: usize = 12_000_000;
/// What a child may unpack in all: it holds archive and files in memory.
const UNPACKED_BYTES_MAX: u64 = 300_000_000;

/// Why there is no resume.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// The file cannot be read: one line that says why and what to do.
    #[error("{0}")]
    Refused(String),
    /// Nothing is wrong with the file, but a program that it takes is not installed here: one line that
    /// says which.
    #[error("{0}")]
    Unaided(String),
    /// It is an archive; unpack it and read its files.
    #[error("This is an archive of files. Unpack it first.")]
    Archive,
    /// Ours: the same file may be read later.
    #[error("The reader is not available: {0}")]
    Later(String),
}

impl From<sandbox::SandboxError> for NotRead {
    fn from(cause: sandbox::SandboxError) -> Self {
        use sandbox::SandboxError as E;
        match cause {
            E::Refused(why) => Self::Refused(why),
            E::StartFailed(why) => Self::Later(why),
            E::InputTooLarge(limit) => Self::Refused(format!(
                "The file is too large (at most {} MB). Please send a smaller one.",
                limit / 1_000_000
            )),
            E::TimedOut(_) | E::OutOfMemory | E::OutputTooLarge(_) | E::Crashed(_) => {
                Self::Refused(resume::ReadError::TooComplex.to_string())
            }
        }
    }
}

/// An e-mail may bring a scan; what that brings is not opened.
const ATTACHMENTS_DEEP: usize = 2;

/// Reads one file, with outside help where it takes some.
pub async fn read(
    pool: &sandbox::Pool,
    file_name: &str,
    today: (i32, u8),
    bytes: &[u8],
) -> Result<Resume, NotRead> {
    let about = About { file_name: file_name.to_owned(), today };
    let mut inside: Option<Vec<u8>> = None;
    for _ in 0..ATTACHMENTS_DEEP {
        let bytes = inside.as_deref().unwrap_or(bytes);
        match ask(pool, READ_RESUME, &about, &[], bytes).await? {
            Answer::Resume(resume) => return Ok(*resume),
            Answer::Archive => return Err(NotRead::Archive),
            Answer::Scan(pages) => return aid::recognise(pool, &about, &pages, bytes).await,
            Answer::Word97 => return aid::convert(pool, &about, bytes).await,
            Answer::Attachment(attached) => inside = Some(attached),
        }
    }
    Err(NotRead::Refused("The files in it lie too deep. Please send the resume itself.".into()))
}

/// What is known of a file beside its bytes.
struct About {
    file_name: String,
    today: (i32, u8),
}

enum Answer {
    Resume(Box<Resume>),
    Archive,
    Scan(Vec<u32>),
    Word97,
    Attachment(Vec<u8>),
}

/// Sends one request: a head with what is known and recognised, then the file.
async fn ask(
    pool: &sandbox::Pool,
    kind: u8,
    about: &About,
    recognised: &[(u32, String)],
    bytes: &[u8],
) -> Result<Answer, NotRead> {
    let head = serde_json::json!([about.file_name, about.today.0, about.today.1, recognised]).to_string();
    let length = u32::try_from(head.len()).unwrap_or(0).to_le_bytes();
    let answer = pool.run_parts(kind, &[&length, head.as_bytes(), bytes]).await?;
    let malformed = || NotRead::Later("its answer is malformed".into());
    match answer.split_first() {
        Some((&IS_RESUME, wire)) => {
            let resume = resume::json::from_wire(wire);
            resume.map(Box::new).map(Answer::Resume).map_err(|cause| NotRead::Refused(cause.to_string()))
        }
        Some((&IS_ARCHIVE, _)) => Ok(Answer::Archive),
        Some((&IS_SCAN, pages)) => serde_json::from_slice(pages).map(Answer::Scan).map_err(|_| malformed()),
        Some((&IS_WORD_97, _)) => Ok(Answer::Word97),
        Some((&IS_ATTACHMENT, attached)) => Ok(Answer::Attachment(attached.to_vec())),
        _ => Err(malformed()),
    }
}

/// A file of an archive, or why it could not be unpacked.
pub type Unpacked = Result<(String, Vec<u8>), String>;

/// Unpacks the files of an archive from number `from` on, as many as fit one answer. The second part
/// is where to go on; `None` at the end.
pub async fn unpack(
    pool: &sandbox::Pool,
    bytes: &[u8],
    from: u32,
) -> Result<(Vec<Unpacked>, Option<u32>), NotRead> {
    let answer = pool.run_parts(UNPACK_ARCHIVE, &[&from.to_le_bytes(), bytes]).await?;
    parse_unpacked(&answer).ok_or_else(|| NotRead::Later("its answer is malformed".into()))
}

/// A picture (PNG) of one page of a PDF, from 1, about so many pixels wide.
pub async fn picture(
    pool: &sandbox::Pool,
    bytes: &[u8],
    page: u32,
    width_px: u32,
) -> Result<Vec<u8>, NotRead> {
    let answer = pool.run_parts(DRAW_PAGE, &[&page.to_le_bytes(), &width_px.to_le_bytes(), bytes]).await?;
    // The child is not trusted: what is no picture is not passed on to a browser as one.
    if !answer.starts_with(PNG_START) {
        return Err(NotRead::Later("its answer is no picture".into()));
    }
    Ok(answer)
}

/// The first bytes of every PNG file.
const PNG_START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Answers one request inside the child.
pub fn in_child(kind: u8, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or(MALFORMED)?;
    let number = u32::from_le_bytes(*number);
    match kind {
        READ_RESUME | READ_RECOGNISED | READ_CONVERTED => {
            let (head, file) = rest.split_at_checked(number as usize).ok_or(MALFORMED)?;
            read_in_child(kind, head, file)
        }
        DRAW_PAGE => {
            let (width_px, file) = rest.split_first_chunk::<4>().ok_or(MALFORMED)?;
            resume::page_png(file, number, u32::from_le_bytes(*width_px)).map_err(|cause| cause.to_string())
        }
        UNPACK_ARCHIVE => {
            let limits = ArchiveLimits { total_bytes_max: UNPACKED_BYTES_MAX, ..ArchiveLimits::default() };
            Ok(write_unpacked(resume::archive_entries(rest, &limits), number as usize))
        }
        other => Err(format!("there is no kind {other} of request")),
    }
}

const MALFORMED: &str = "the request is malformed";

fn read_in_child(kind: u8, head: &[u8], file: &[u8]) -> Result<Vec<u8>, String> {
    let head: (String, i32, u8, Vec<(u32, String)>) = serde_json::from_slice(head).map_err(|_| MALFORMED)?;
    let (name, year, month, pages) = head;
    let hints = Hints { file_name: Some(&name), today: (year, month), region: None };
    let read = match kind {
        READ_RECOGNISED => {
            let pages: Vec<_> = pages.iter().map(|(page, hocr)| Recognised { page: *page, hocr }).collect();
            resume::read_recognised(file, &hints, &pages).map(Reading::Resume)
        }
        READ_CONVERTED => resume::read_converted(file, &hints).map(Reading::Resume),
        _ => resume::look(file, &hints),
    };
    let (tag, answer) = match read.map_err(|cause| cause.to_string())? {
        Reading::Resume(resume) => (IS_RESUME, resume::json::to_wire(&resume)),
        Reading::Archive => (IS_ARCHIVE, vec![]),
        Reading::Scan(pages) => (IS_SCAN, serde_json::to_vec(&pages).map_err(|cause| cause.to_string())?),
        Reading::Word97 => (IS_WORD_97, vec![]),
        Reading::Attachment(attached) => (IS_ATTACHMENT, attached),
    };
    Ok([&[tag][..], &answer[..]].concat())
}

const FILE: u8 = 1;
const REFUSED: u8 = 2;
const MORE: u8 = 3;

/// Each record: what it is, length, bytes; a file is its name followed by its content.
fn write_unpacked(entries: Vec<Result<(String, Vec<u8>), resume::ReadError>>, from: usize) -> Vec<u8> {
    let mut answer = vec![];
    let put = |answer: &mut Vec<u8>, what: u8, bytes: &[u8]| {
        answer.push(what);
        answer.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
        answer.extend_from_slice(bytes);
    };
    for (number, entry) in entries.into_iter().enumerate().skip(from) {
        let full = !answer.is_empty()
            && answer.len() + entry.as_ref().map_or(0, |(_, file)| file.len()) > ANSWER_BYTES_MAX;
        if full {
            put(&mut answer, MORE, &u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
            return answer;
        }
        match entry {
            Ok((_, file)) if file.len() > ANSWER_BYTES_MAX => {
                let why = resume::ReadError::TooLarge {
                    size_bytes: file.len() as u64,
                    limit_bytes: ANSWER_BYTES_MAX as u64,
                };
                put(&mut answer, REFUSED, why.to_string().as_bytes());
            }
            Ok((name, file)) => {
                put(&mut answer, FILE, name.as_bytes());
                put(&mut answer, FILE, &file);
            }
            Err(why) => put(&mut answer, REFUSED, why.to_string().as_bytes()),
        }
    }
    answer
}

fn parse_unpacked(mut rest: &[u8]) -> Option<(Vec<Unpacked>, Option<u32>)> {
    let mut files = vec![];
    while let Some((what, bytes)) = take(&mut rest) {
        match what {
            FILE => {
                let (FILE, content) = take(&mut rest)? else { return None };
                files.push(Ok((String::from_utf8_lossy(bytes).into_owned(), content.to_vec())));
            }
            REFUSED => files.push(Err(String::from_utf8_lossy(bytes).into_owned())),
            MORE => return Some((files, Some(u32::from_le_bytes(bytes.try_into().ok()?)))),
            _ => return None,
        }
    }
    rest.is_empty().then_some((files, None))
}

fn take<'a>(rest: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
    let (what, after) = rest.split_first()?;
    let (length, after) = after.split_first_chunk::<4>()?;
    let (bytes, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *rest = after;
    Some((*what, bytes))
}
