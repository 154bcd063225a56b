//! Randomness: tokens, salts and aliases. All from the operating system's generator.

use rand::TryRng;

/// Fills the buffer from the operating system's generator.
///
/// Panics when the system has no randomness: nothing safe can be done then.
pub fn fill(buffer: &mut [u8]) {
    rand::rngs::SysRng.try_fill_bytes(buffer).expect("the operating system gives random bytes");
}

/// `N` random bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut buffer = [0; N];
    fill(&mut buffer);
    buffer
}

/// A token of `length` characters out of 32 (5 bits each): 52 characters are 260 bits.
pub fn token(length: usize) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut buffer = vec![0; length];
    fill(&mut buffer);
    buffer.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}
