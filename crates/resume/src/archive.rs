//! ZIP archives, opened with guards against bombs. The office formats are archives too.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::ReadError;

/// How much an archive may hold.
#[derive(Debug, Clone, Copy)]
pub struct ArchiveLimits {
    /// Files in the archive.
    pub entries_max: usize,
    /// Unpacked size of one file.
    pub entry_bytes_max: u64,
    /// Unpacked size of everything.
    pub total_bytes_max: u64,
    /// Unpacked to packed size of one file, above a megabyte.
    pub ratio_max: u64,
    /// Archives inside of archives that are opened.
    pub depth_max: usize,
}

impl Default for ArchiveLimits {
    fn default() -> ArchiveLimits {
        ArchiveLimits {
            entries_max: 2000,
            entry_bytes_max: 50_000_000,
            total_bytes_max: 400_000_000,
            ratio_max: 200,
            depth_max: 2,
        }
    }
}

/// The files of an archive, each unpacked or with the reason why not. Archives inside are opened
/// too; folders, hidden files and the litter of other systems are left out.
pub fn archive_entries(bytes: &[u8], limits: &ArchiveLimits) -> Vec<Result<(String, Vec<u8>), ReadError>> {
    let mut entries = Vec::new();
    let mut left = limits.total_bytes_max;
    unpack(bytes, "", limits, limits.depth_max, &mut left, &mut entries);
    entries
}

fn unpack(
    bytes: &[u8],
    prefix: &str,
    limits: &ArchiveLimits,
    depth: usize,
    left: &mut u64,
    entries: &mut Vec<Result<(String, Vec<u8>), ReadError>>,
) {
    let mut archive = match open(bytes) {
        Ok(archive) => archive,
        Err(error) => {
            entries.push(Err(error));
            return;
        }
    };
    for index in 0..archive.len() {
        if entries.len() >= limits.entries_max {
            entries.push(Err(ReadError::TooComplex));
            return;
        }
        let Some((name, unpacked)) = entry(&mut archive, index, limits, left) else {
            continue;
        };
        let name = format!("{prefix}{name}");
        match unpacked {
            Ok(content) if crate::sniff(&content) == Some(crate::Format::Zip) && depth > 0 => {
                unpack(&content, &format!("{name}/"), limits, depth - 1, left, entries);
            }
            Ok(content) => entries.push(Ok((name, content))),
            Err(error) => {
                let stop = matches!(error, ReadError::TooLarge { .. });
                entries.push(Err(error));
                if stop {
                    return;
                }
            }
        }
    }
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Result<Archive<'_>, ReadError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::corrupt("archive"))
}

/// One file, or none for what nobody wants to read.
fn entry(
    archive: &mut Archive<'_>,
    index: usize,
    limits: &ArchiveLimits,
    left: &mut u64,
) -> Option<(String, Result<Vec<u8>, ReadError>)> {
    let mut file = match archive.by_index(index) {
        Ok(file) => file,
        Err(zip::result::ZipError::UnsupportedArchive(_)) => {
            return Some((String::new(), Err(ReadError::Encrypted)));
        }
        Err(_) => return Some((String::new(), Err(ReadError::corrupt("file in an archive")))),
    };
    let name = file.name().map(|name| name.into_owned()).unwrap_or_default();
    let base = name.rsplit(['/', '\\']).next().unwrap_or("");
    if file.is_dir()
        || base.is_empty()
        || base.starts_with('.')
        || name.starts_with("__MACOSX/")
        || base == "Thumbs.db"
    {
        return None;
    }
    if file.encrypted() {
        return Some((name, Err(ReadError::Encrypted)));
    }
    let packed = file.compressed_size();
    Some((name, inflate(&mut file, packed, limits, left)))
}

/// Unpacks while counting; the sizes that an archive states are not believed.
fn inflate(
    file: &mut impl Read,
    packed: u64,
    limits: &ArchiveLimits,
    left: &mut u64,
) -> Result<Vec<u8>, ReadError> {
    let by_ratio = packed.saturating_mul(limits.ratio_max).max(1_000_000);
    let limit = limits.entry_bytes_max.min(*left).min(by_ratio);
    let mut content = Vec::new();
    file.take(limit + 1).read_to_end(&mut content).map_err(|_| ReadError::corrupt("file in an archive"))?;
    let size = content.len() as u64;
    if size > limit {
        return Err(if limit == by_ratio {
            ReadError::TooComplex
        } else {
            ReadError::TooLarge { size_bytes: size, limit_bytes: limit }
        });
    }
    *left -= size;
    Ok(content)
}

/// The parts of an office document, by name.
pub(crate) struct Parts<'a> {
    archive: Archive<'a>,
    left: u64,
}

/// Unpacked text of one office document.
const PARTS_BYTES_MAX: u64 = 60_000_000;

impl<'a> Parts<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Parts<'a>, ReadError> {
        let archive = open(bytes).map_err(|_| ReadError::corrupt("office document"))?;
        if archive.len() > 20_000 {
            return Err(ReadError::TooComplex);
        }
        Ok(Parts { archive, left: PARTS_BYTES_MAX })
    }

    /// A part as text, none when there is no such part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let limits = ArchiveLimits { entry_bytes_max: PARTS_BYTES_MAX, ..ArchiveLimits::default() };
        match entry(&mut self.archive, index, &limits, &mut self.left) {
            Some((_, Ok(content))) => Ok(Some(String::from_utf8_lossy(&content).into_owned())),
            Some((_, Err(error))) => Err(error),
            None => Ok(None),
        }
    }

    /// Names of parts that begin like this, in order.
    pub(crate) fn names_like(&self, start: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .archive
            .file_names()
            .flatten()
            .filter(|name| name.starts_with(start))
            .map(|name| name.into_owned())
            .take(50)
            .collect();
        names.sort();
        names
    }
}
