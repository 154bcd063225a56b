//! The age file format, version 1 (age-encryption.org/v1), as far as backups need it: to a passphrase, or to public
//! keys. Written from its specification over the usual primitives; the `age` command reads what we write, and we
//! read what it writes (a story does both). Why not the crate `age`: it brings seventy crates, among them a
//! translation system and the mathematics of plug-ins that a backup never meets.

use std::io::{self, BufRead, Read, Write};

use base::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::{hkdf, hmac};
use x25519_dalek::{PublicKey, StaticSecret};

/// The first line of every age file.
pub(crate) const MAGIC: &str = "age-encryption.org/v1";
const SCRYPT: &str = "age-encryption.org/v1/scrypt";
const X25519: &str = "age-encryption.org/v1/X25519";
/// scrypt's cost for a passphrase, as the `age` command sets it: about a second and 256 MB.
const WORK: u8 = 18;
/// The most that we do for a file of another's making.
const WORK_MAX: u8 = 22;
/// A piece of the content; each is sealed on its own, so that a file is read without holding it.
const PIECE: usize = 64 * 1024;
const TAG: usize = 16;
/// A header has a line or two for each recipient.
const HEADER_MAX: usize = 64 * 1024;
const COLUMNS: usize = 64;

type FileKey = [u8; 16];

/// Who may open a file.
#[derive(Clone)]
pub(crate) enum Recipients {
    Passphrase(Secret),
    Keys(Vec<Recipient>),
}

/// A public key, `age1...`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Recipient([u8; 32]);

impl std::str::FromStr for Recipient {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let key = bech32("age", text.trim());
        key.map(Self).ok_or("an age public key begins with age1; the command `age-keygen` makes one")
    }
}

/// What opens a file.
pub(crate) enum Opener {
    Passphrase(Secret),
    Keys(Vec<StaticSecret>),
}

/// The secret keys in the text of an identity file.
pub(crate) fn identities(text: &str) -> Result<Vec<StaticSecret>, &'static str> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys = lines.map(|line| bech32("age-secret-key-", &line.to_lowercase()).map(StaticSecret::from));
    keys.collect::<Option<Vec<_>>>().filter(|keys| !keys.is_empty()).ok_or("there is no age secret key in it")
}

fn derive(salt: &[u8], secret: &[u8], purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    let secret = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    let derived = secret.expand(&[purpose.as_bytes()], hkdf::HKDF_SHA256).and_then(|okm| okm.fill(&mut key));
    derived.expect("32 bytes are what it gives");
    key
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, key).expect("32 bytes are its length"))
}

/// The text sealed, with its tag at the end. "Less safe", since a nonce used twice would break it: keys here
/// serve one header or one file, and pieces are numbered.
fn seal(key: &LessSafeKey, nonce: [u8; 12], text: &[u8]) -> Vec<u8> {
    let mut sealed = text.to_vec();
    let done = key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed);
    done.expect("a piece is far below the limit of the cipher");
    sealed
}

fn unseal(key: &LessSafeKey, nonce: [u8; 12], mut sealed: Vec<u8>) -> Option<Vec<u8>> {
    let open = key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed);
    let length = open.ok()?.len();
    sealed.truncate(length);
    Some(sealed)
}

fn wrap(key: &[u8; 32], file_key: &FileKey) -> Vec<u8> {
    seal(&cipher(key), [0; 12], file_key)
}

fn unwrap(key: &[u8; 32], body: &[u8]) -> Option<FileKey> {
    unseal(&cipher(key), [0; 12], body.to_vec())?.try_into().ok()
}

fn stretch(passphrase: &Secret, salt: &[u8; 16], work: u8) -> io::Result<[u8; 32]> {
    let params = scrypt::Params::new(work, 8, 1).map_err(|_| bad("its passphrase has an impossible cost"))?;
    let salt = [SCRYPT.as_bytes(), salt].concat();
    let mut key = [0; 32];
    let stretched = scrypt::scrypt(passphrase.reveal().as_bytes(), &salt, &params, &mut key);
    stretched.map_err(|_| bad("its passphrase cannot be stretched"))?;
    Ok(key)
}

fn stanza_key(share: &[u8; 32], recipient: &[u8; 32], shared: &[u8; 32]) -> [u8; 32] {
    derive(&[share.as_slice(), recipient].concat(), shared, X25519)
}

fn bad(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// The key of the sum that proves the header whole.
fn header_key(file_key: &FileKey) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, &derive(&[], file_key, "header"))
}

/// The header of a new file, and its file key.
fn header(recipients: &Recipients) -> io::Result<(String, FileKey)> {
    let file_key: FileKey = base::random::bytes();
    let mut text = format!("{MAGIC}\n");
    let mut stanza = |args: String, body: Vec<u8>| {
        text += &format!("-> {args}\n{}\n", STANDARD_NO_PAD.encode(body));
    };
    match recipients {
        Recipients::Passphrase(passphrase) => {
            let salt = base::random::bytes::<16>();
            let key = stretch(passphrase, &salt, WORK)?;
            stanza(format!("scrypt {} {WORK}", STANDARD_NO_PAD.encode(salt)), wrap(&key, &file_key));
        }
        Recipients::Keys(keys) => {
            for Recipient(recipient) in keys {
                let once = StaticSecret::from(base::random::bytes::<32>());
                let share = PublicKey::from(&once).to_bytes();
                let shared = once.diffie_hellman(&PublicKey::from(*recipient));
                let key = stanza_key(&share, recipient, shared.as_bytes());
                stanza(format!("X25519 {}", STANDARD_NO_PAD.encode(share)), wrap(&key, &file_key));
            }
        }
    }
    text += "---";
    let sum = hmac::sign(&header_key(&file_key), text.as_bytes());
    text += &format!(" {}\n", STANDARD_NO_PAD.encode(sum));
    Ok((text, file_key))
}

/// The nonce of a piece: its number, and whether it is the last.
fn nonce(number: u64, last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce
}

/// Writes an age file. Without [`Writer::finish`] the file has no end, and is refused when it is opened.
pub(crate) struct Writer<W> {
    out: W,
    cipher: LessSafeKey,
    number: u64,
    piece: Vec<u8>,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(mut out: W, recipients: &Recipients) -> io::Result<Self> {
        let (header, file_key) = header(recipients)?;
        let salt = base::random::bytes::<16>();
        out.write_all(header.as_bytes())?;
        out.write_all(&salt)?;
        let cipher = cipher(&derive(&salt, &file_key, "payload"));
        Ok(Self { out, cipher, number: 0, piece: Vec::with_capacity(PIECE) })
    }

    fn put(&mut self, last: bool) -> io::Result<()> {
        self.out.write_all(&seal(&self.cipher, nonce(self.number, last), &self.piece))?;
        self.number += 1;
        self.piece.clear();
        Ok(())
    }

    /// Writes the last piece, which may be full but is empty only in an empty file.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        self.put(true)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Only when more comes is a full piece known not to be the last.
        if self.piece.len() == PIECE && !bytes.is_empty() {
            self.put(false)?;
        }
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

struct Stanza {
    args: Vec<String>,
    body: Vec<u8>,
}

/// The head of an age file, read and not yet opened.
pub(crate) struct Sealed<R> {
    input: R,
    stanzas: Vec<Stanza>,
    /// Everything up to the sum of the header.
    header: Vec<u8>,
    sum: Vec<u8>,
}

impl<R: BufRead> Sealed<R> {
    pub(crate) fn read(mut input: R) -> io::Result<Self> {
        let (mut header, mut stanzas) = (String::new(), vec![]);
        if line(&mut input, &mut header)? != MAGIC {
            return Err(bad("it is no age file"));
        }
        loop {
            let next = line(&mut input, &mut header)?;
            if let Some(sum) = next.strip_prefix("--- ") {
                let sum = STANDARD_NO_PAD.decode(sum).map_err(|_| bad("its header is damaged"))?;
                let end = header.len() - next.len() - 1 + "---".len();
                header.truncate(end);
                return Ok(Self { input, stanzas, header: header.into_bytes(), sum });
            }
            let args = next.strip_prefix("-> ").ok_or_else(|| bad("its header is damaged"))?;
            let args = args.split(' ').map(str::to_owned).collect();
            let mut body = String::new();
            loop {
                let part = line(&mut input, &mut header)?;
                body += &part;
                if part.len() < COLUMNS {
                    break;
                }
            }
            let body = STANDARD_NO_PAD.decode(body).map_err(|_| bad("its header is damaged"))?;
            stanzas.push(Stanza { args, body });
        }
    }

    /// True where a passphrase opens it, false where a secret key does.
    pub(crate) fn wants_passphrase(&self) -> bool {
        self.stanzas.iter().any(|stanza| stanza.args[0] == "scrypt")
    }

    /// The content; `None` where this does not open it.
    pub(crate) fn open(mut self, opener: &Opener) -> io::Result<Option<Reader<R>>> {
        let mut file_key = None;
        for stanza in &self.stanzas {
            file_key = match (opener, stanza.args.as_slice()) {
                (Opener::Passphrase(words), [kind, salt, work]) if kind == "scrypt" => {
                    by_passphrase(words, salt, work, &stanza.body)?
                }
                (Opener::Keys(keys), [kind, share]) if kind == "X25519" => {
                    keys.iter().find_map(|key| by_key(key, share, &stanza.body))
                }
                _ => None,
            };
            if file_key.is_some() {
                break;
            }
        }
        let Some(file_key) = file_key else { return Ok(None) };
        let proven = hmac::verify(&header_key(&file_key), &self.header, &self.sum);
        proven.map_err(|_| bad("its header was changed"))?;
        let mut salt = [0; 16];
        self.input.read_exact(&mut salt)?;
        let cipher = cipher(&derive(&salt, &file_key, "payload"));
        Ok(Some(Reader { input: self.input, cipher, number: 0, piece: vec![], at: 0, ended: false }))
    }
}

fn by_passphrase(words: &Secret, salt: &str, work: &str, body: &[u8]) -> io::Result<Option<FileKey>> {
    let salt: Option<[u8; 16]> = STANDARD_NO_PAD.decode(salt).ok().and_then(|salt| salt.try_into().ok());
    match (salt, work.parse::<u8>()) {
        (Some(salt), Ok(work @ 1..=WORK_MAX)) => Ok(unwrap(&stretch(words, &salt, work)?, body)),
        (Some(_), Ok(_)) => Err(bad("its passphrase would take too long to check")),
        _ => Err(bad("its header is damaged")),
    }
}

fn by_key(key: &StaticSecret, share: &str, body: &[u8]) -> Option<FileKey> {
    let share: [u8; 32] = STANDARD_NO_PAD.decode(share).ok()?.try_into().ok()?;
    let shared = key.diffie_hellman(&PublicKey::from(share));
    if !shared.was_contributory() {
        return None;
    }
    unwrap(&stanza_key(&share, PublicKey::from(key).as_bytes(), shared.as_bytes()), body)
}

/// One line of the header, without its end; the whole is added to `header`.
fn line(input: &mut impl BufRead, header: &mut String) -> io::Result<String> {
    let before = header.len();
    let left = HEADER_MAX.saturating_sub(before) as u64;
    input.take(left).read_line(header).map_err(|_| bad("its header is damaged"))?;
    let line = &header[before..];
    line.strip_suffix('\n').map(str::to_owned).ok_or_else(|| bad("its header is damaged or cut off"))
}

/// The content of an age file. A file that was cut off or changed is an error, not a shorter content.
pub(crate) struct Reader<R> {
    input: R,
    cipher: LessSafeKey,
    number: u64,
    piece: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Reader<R> {
    fn next_piece(&mut self) -> io::Result<()> {
        let mut sealed = Vec::with_capacity(PIECE + TAG);
        (&mut self.input).take((PIECE + TAG) as u64).read_to_end(&mut sealed)?;
        let last = sealed.len() < PIECE + TAG || self.input.fill_buf()?.is_empty();
        let open = unseal(&self.cipher, nonce(self.number, last), sealed);
        self.piece = open.ok_or_else(|| bad("it is damaged or cut off"))?;
        if self.piece.is_empty() && self.number > 0 {
            return Err(bad("it is damaged"));
        }
        self.number += 1;
        self.at = 0;
        self.ended = last;
        Ok(())
    }
}

impl<R: BufRead> Read for Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.piece.len() {
            if self.ended {
                return Ok(0);
            }
            self.next_piece()?;
        }
        let taken = buffer.len().min(self.piece.len() - self.at);
        buffer[..taken].copy_from_slice(&self.piece[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

/// The 32 bytes of a bech32 text (BIP 173) with this prefix.
fn bech32(prefix: &str, text: &str) -> Option<[u8; 32]> {
    const LETTERS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const CHECK: usize = 6;
    let data = text.strip_prefix(prefix)?.strip_prefix('1')?;
    let values: Option<Vec<u8>> =
        data.chars().map(|letter| LETTERS.find(letter).and_then(|place| u8::try_from(place).ok())).collect();
    let values = values?;
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    let sum = high.chain([0]).chain(low).chain(values.iter().copied()).fold(1_u32, |sum, value| {
        const FACTORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        let top = sum >> 25;
        let next = ((sum & 0x01ff_ffff) << 5) ^ u32::from(value);
        (0..5).filter(|bit| top >> bit & 1 == 1).fold(next, |next, bit| next ^ FACTORS[bit])
    });
    if sum != 1 || values.len() < CHECK {
        return None;
    }
    let (mut bytes, mut held, mut bits) = (vec![], 0_u32, 0);
    for value in &values[..values.len() - CHECK] {
        held = held << 5 | u32::from(*value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by the command `age-keygen`.
    const PUBLIC: &str = "age1quhkau9drt72m246f75wm0can453leuh3f5mmnsflve7y8tjqy4s92jh8w";

    fn keys() -> (StaticSecret, Recipient) {
        let secret = StaticSecret::from([7; 32]);
        let public = Recipient(PublicKey::from(&secret).to_bytes());
        (secret, public)
    }

    fn sealed(content: &[u8]) -> Vec<u8> {
        let mut out = Writer::new(vec![], &Recipients::Keys(vec![keys().1])).expect("a header");
        out.write_all(content).expect("in memory");
        out.finish().expect("in memory")
    }

    fn opened(file: &[u8]) -> io::Result<Vec<u8>> {
        let mut content = vec![];
        let opener = Opener::Keys(vec![StaticSecret::from([9; 32]), keys().0]);
        let reader = Sealed::read(file)?.open(&opener)?;
        reader.ok_or_else(|| bad("no key"))?.read_to_end(&mut content)?;
        Ok(content)
    }

    #[test]
    fn every_length_comes_back() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 5] {
            let content: Vec<u8> = (0..length).map(|place| (place % 251) as u8).collect();
            let file = sealed(&content);
            let pieces = length.div_ceil(PIECE).max(1);
            assert!(file.len() > length + pieces * TAG);
            assert!(opened(&file).expect("it opens") == content, "{length} bytes");
        }
    }

    #[test]
    fn what_was_changed_or_cut_off_is_refused() {
        let file = sealed(&vec![1; PIECE + 100]);
        for place in [30, 60, 150, 200, 260, file.len() / 2, file.len() - 1] {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert!(opened(&changed).is_err(), "byte {place}");
        }
        for length in [0, 10, 100, 200, 240, file.len() - 200, file.len() - 1] {
            assert!(opened(&file[..length]).is_err(), "{length} bytes");
        }
        // Exactly without its last piece.
        assert!(opened(&file[..file.len() - 100 - TAG]).is_err());
        let stranger = Sealed::read(file.as_slice()).expect("a header");
        assert!(stranger.open(&Opener::Keys(vec![StaticSecret::from([9; 32])])).expect("read").is_none());
    }

    #[test]
    fn a_public_key_is_read_and_a_mistyped_one_refused() {
        assert!(PUBLIC.parse::<Recipient>().is_ok());
        let mistyped = PUBLIC.replace("quh", "qvh");
        for wrong in ["", "age1", "age1nonsense", &mistyped, "AGE-SECRET-KEY-1"] {
            assert!(wrong.parse::<Recipient>().is_err(), "{wrong}");
        }
        assert!(identities("# nothing\n\n").is_err());
        assert!(identities("AGE-SECRET-KEY-1NONSENSE").is_err());
    }
}
