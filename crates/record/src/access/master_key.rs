//! The master key: secrets at rest are sealed with AES-256-GCM under a key in `master.key` or the
//! environment. A sealed value names its key, so that a wrong key is told from a damaged value.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use sha2::{Digest, Sha256};

/// 32 bytes that the customer keeps apart from backups.
#[derive(Clone)]
pub struct MasterKey {
    cipher: Aes256Gcm,
    id: [u8; 4],
}

const NONCE_BYTES: usize = 12;
const VERSION: u8 = 1;

impl MasterKey {
    pub fn new(bytes: &[u8; 32]) -> Self {
        let digest = Sha256::digest([b"rapport key id".as_slice(), bytes].concat());
        let id = [digest[0], digest[1], digest[2], digest[3]];
        Self { cipher: Aes256Gcm::new(bytes.into()), id }
    }

    /// Seals a secret for one purpose (`smtp`, `totp/<workspace>`): it opens for no other.
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> Vec<u8> {
        let nonce = base::random::bytes::<NONCE_BYTES>();
        let payload = Payload { msg: secret, aad: purpose.as_bytes() };
        let sealed = self
            .cipher
            .encrypt(&Nonce::from(nonce), payload)
            .expect("sealing a short text in memory cannot fail");
        [&[VERSION], self.id.as_slice(), &nonce, &sealed].concat()
    }

    /// The secret; `None` when sealed with another key, for another purpose, or damaged.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let rest = sealed.strip_prefix(&[VERSION])?.strip_prefix(self.id.as_slice())?;
        let (nonce, body) = rest.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        self.cipher.decrypt(&Nonce::from(nonce), Payload { msg: body, aad: purpose.as_bytes() }).ok()
    }
}
