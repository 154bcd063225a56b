//! Word 97 files (.doc): what can be told before an outside program converts them. Other files of
//! Microsoft's of that time share their container, and so do newer ones behind a password.

use crate::ReadError;
use crate::format::contains;

/// Names of streams in the container are UTF-16; the longest we look for.
fn named(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    contains(bytes, &name)
}

/// Refuses what no converter would read, with the reason in the sender's words.
pub(crate) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    if named(bytes, "EncryptedPackage") {
        return Err(ReadError::Encrypted);
    }
    if named(bytes, "__substg1.0_") {
        return Err(ReadError::unsupported("an Outlook message (.msg)"));
    }
    if !named(bytes, "WordDocument") {
        let known = [("Workbook", "an Excel table"), ("PowerPoint Document", "a PowerPoint presentation")];
        let what = known.iter().find(|(stream, _)| named(bytes, stream));
        return Err(ReadError::unsupported(what.map_or("of an unknown kind", |(_, what)| what)));
    }
    if is_encrypted(bytes) { Err(ReadError::Encrypted) } else { Ok(()) }
}

/// The document's head stands at the start of a sector and has a flag for it.
fn is_encrypted(bytes: &[u8]) -> bool {
    const SECTOR_BYTES: usize = 512;
    const MARK: [u8; 2] = [0xEC, 0xA5];
    const ENCRYPTED: u8 = 0x01;
    let mut sectors = bytes.chunks_exact(SECTOR_BYTES).skip(1);
    sectors.find(|sector| sector.starts_with(&MARK)).is_some_and(|head| head[11] & ENCRYPTED != 0)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn container(stream: &str, flags: u8) -> Vec<u8> {
        let mut bytes = vec![0; 2048];
        bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        bytes[512..514].copy_from_slice(&[0xEC, 0xA5]);
        bytes[512 + 11] = flags;
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes[1024..1024 + name.len()].copy_from_slice(&name);
        bytes
    }

    #[test]
    fn what_else_lies_in_such_a_container_is_named() {
        assert_eq!(check(&container("WordDocument", 0)), Ok(()));
        assert_eq!(check(&container("WordDocument", 1)), Err(ReadError::Encrypted));
        assert_eq!(check(&container("EncryptedPackage", 0)), Err(ReadError::Encrypted));
        for (stream, word) in [("Workbook", "Excel"), ("__substg1.0_0037", "Outlook"), ("Else", "unknown")] {
            assert!(check(&container(stream, 0)).unwrap_err().to_string().contains(word), "{stream}");
        }
    }
}
