//! The master key: secrets at rest are sealed with AES-256-GCM under a key in `master.key` or the
//! environment. A sealed value names its key, so that a wrong key is told from a damaged value.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use db::{Db, DbError, QuietReason};
use sha2::{Digest, Sha256};

use super::Q;

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

const CHECK: &str = "master key check";

/// Whether this key is the one that the database knows. A database that knows none learns it.
pub async fn fits(db: &Db, keys: &MasterKey) -> Result<bool, DbError> {
    let known =
        async || db.read(async |rd| rd.optional(Q.get("key-check"), &[], |row| row.bytes(0)).await).await;
    if known().await?.is_none() {
        let sealed = keys.seal(CHECK, CHECK.as_bytes());
        // Two nodes may start at once: the first one's stays.
        db.write_quiet(0, QuietReason::Progress, async |tx| {
            tx.run(Q.get("key-check-learn"), &[&sealed]).await
        })
        .await?;
    }
    Ok(known().await?.is_some_and(|sealed| keys.open(CHECK, &sealed).is_some()))
}
