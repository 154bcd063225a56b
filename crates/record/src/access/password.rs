//! Passwords: argon2id (RFC 9106), stored in PHC form.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

/// Shortest password that is accepted (NIST SP 800-63B asks for 8 at least; we ask for more).
pub const CHARS_MIN: usize = 10;
/// Longest: hashing a megabyte would be a way to keep us busy.
pub const CHARS_MAX: usize = 256;

/// OWASP's argon2id setting with the least memory: 19 MiB, two passes.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are in argon2's range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password. Takes tens of milliseconds: call it outside of transactions.
pub fn hash(password: &str) -> Result<String, String> {
    argon2()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|cause| format!("the password could not be hashed: {cause}"))
}

/// True when the password belongs to the stored hash.
pub fn verify(password: &str, stored: &str) -> bool {
    match PasswordHash::new(stored) {
        Ok(stored) => argon2().verify_password(password.as_bytes(), &stored).is_ok(),
        Err(_) => false,
    }
}

/// A hash to check against when the account is unknown, so that the answer takes as long.
pub fn decoy() -> &'static str {
    static DECOY: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    DECOY.get_or_init(|| hash("no account has this password").unwrap_or_default())
}

/// What is wrong with a new password, in the user's words.
pub fn complaint(password: &str, email: &str) -> Option<String> {
    let count = password.chars().count();
    if count < CHARS_MIN {
        return Some(format!("Use at least {CHARS_MIN} characters. A few words in a row are fine."));
    }
    if count > CHARS_MAX {
        return Some(format!("Use at most {CHARS_MAX} characters."));
    }
    let folded = password.to_lowercase();
    if folded == email.to_lowercase() || folded.chars().all(|c| folded.starts_with(c)) {
        return Some("That is too easy to guess. Use a few words that only you would put together.".into());
    }
    None
}
