//! Time-based one-time passwords (RFC 6238): six digits, 30 seconds, SHA-1, one step of tolerance.

use base::Micros;

use super::master_key::MasterKey;
use crate::WorkspaceId;

/// Bytes of a new secret: 160 bits as RFC 4226, section 4, recommends.
const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;

pub struct Totp {
    secret: Vec<u8>,
}

impl Totp {
    pub fn new_secret() -> Self {
        Self { secret: base::random::bytes::<SECRET_BYTES>().to_vec() }
    }

    pub fn open(keys: &MasterKey, workspace: WorkspaceId, sealed: &[u8]) -> Option<Self> {
        keys.open(&purpose(workspace), sealed).map(|secret| Self { secret })
    }

    pub fn seal(&self, keys: &MasterKey, workspace: WorkspaceId) -> Vec<u8> {
        keys.seal(&purpose(workspace), &self.secret)
    }

    /// The secret as people type it into an app: base32 in groups of four.
    pub fn base32(&self) -> String {
        totp_rs::Secret::new(self.secret.clone().into_boxed_slice()).to_base32()
    }

    /// `otpauth://` address for a QR code.
    pub fn address(&self, workspace_name: &str, email: &str) -> String {
        let escape = |text: &str| -> String {
            text.bytes()
                .map(|b| {
                    if b.is_ascii_alphanumeric() || b"-._~@".contains(&b) {
                        char::from(b).to_string()
                    } else {
                        format!("%{b:02X}")
                    }
                })
                .collect()
        };
        format!(
            "otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits=6&period=30",
            escape(workspace_name),
            escape(email),
            self.base32().replace(' ', ""),
            escape(workspace_name)
        )
    }

    /// The step that the code belongs to, when it is right and newer than `last_step` (a code works once).
    pub fn check(&self, code: &str, now: Micros, last_step: i64) -> Option<i64> {
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        let step = now / 1_000_000 / STEP_SECONDS;
        [step, step - 1, step + 1].into_iter().find(|step| *step > last_step && self.code(*step) == code)
    }

    /// The code of a step.
    pub fn code(&self, step: i64) -> String {
        let seconds = u64::try_from(step * STEP_SECONDS).unwrap_or(0);
        let secret = totp_rs::Secret::new(self.secret.clone().into_boxed_slice());
        totp_rs::Builder::new().with_secret(secret).build_noncompliant().generate(seconds).to_string()
    }
}

fn purpose(workspace: WorkspaceId) -> String {
    format!("totp/{workspace}")
}
