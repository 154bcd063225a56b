//! Reading: hostile bytes go to a sandboxed child and come back as a resume. Both sides of the pipe.

use resume::{ArchiveLimits, Format, Hints, Resume};

/// Kinds of requests to the reading child.
pub const READ_RESUME: u8 = 1;
pub const UNPACK_ARCHIVE: u8 = 2;
pub const DRAW_PAGE: u8 = 3;

/// First byte of an answer: a resume follows, or the file is an archive of files.
const IS_RESUME: u8 = b'R';
const IS_ARCHIVE: u8 = b'Z';

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

/// Reads one file in a child.
pub async fn read(
    pool: &sandbox::Pool,
    file_name: &str,
    today: (i32, u8),
    bytes: &[u8],
) -> Result<Resume, NotRead> {
    let head = serde_json::json!([file_name, today.0, today.1]).to_string();
    let mut request = Vec::with_capacity(bytes.len() + head.len() + 4);
    request.extend_from_slice(&u32::try_from(head.len()).unwrap_or(0).to_le_bytes());
    request.extend_from_slice(head.as_bytes());
    request.extend_from_slice(bytes);
    let answer = pool.run(READ_RESUME, &request).await?;
    match answer.split_first() {
        Some((&IS_ARCHIVE, _)) => Err(NotRead::Archive),
        Some((&IS_RESUME, wire)) => {
            resume::json::from_wire(wire).map_err(|cause| NotRead::Refused(cause.to_string()))
        }
        _ => Err(NotRead::Later("its answer is empty".into())),
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
    let mut request = from.to_le_bytes().to_vec();
    request.extend_from_slice(bytes);
    let answer = pool.run(UNPACK_ARCHIVE, &request).await?;
    parse_unpacked(&answer).ok_or_else(|| NotRead::Later("its answer is malformed".into()))
}

/// A picture (PNG) of one page of a PDF, from 1, about so many pixels wide.
pub async fn picture(
    pool: &sandbox::Pool,
    bytes: &[u8],
    page: u32,
    width_px: u32,
) -> Result<Vec<u8>, NotRead> {
    let mut request = Vec::with_capacity(bytes.len() + 8);
    request.extend_from_slice(&page.to_le_bytes());
    request.extend_from_slice(&width_px.to_le_bytes());
    request.extend_from_slice(bytes);
    let answer = pool.run(DRAW_PAGE, &request).await?;
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
    const MALFORMED: &str = "the request is malformed";
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or(MALFORMED)?;
    let number = u32::from_le_bytes(*number);
    match kind {
        READ_RESUME => {
            let (head, file) = rest.split_at_checked(number as usize).ok_or(MALFORMED)?;
            let (name, year, month): (String, i32, u8) =
                serde_json::from_slice(head).map_err(|_| MALFORMED)?;
            if resume::sniff(file) == Some(Format::Zip) {
                return Ok(vec![IS_ARCHIVE]);
            }
            let hints = Hints { file_name: Some(&name), today: (year, month), region: None };
            let read = resume::read(file, &hints).map_err(|cause| cause.to_string())?;
            let mut answer = vec![IS_RESUME];
            answer.extend_from_slice(&resume::json::to_wire(&read));
            Ok(answer)
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
