//! How to reach the mail server, and who a message is from and for.

/// The mail server that takes our mail. Set by the administrator.
#[derive(Clone)]
pub struct SmtpSettings {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Empty when the server lets us in without signing in.
    pub user: String,
    pub password: Secret,
    /// The name we greet with: our own host name, as it stands in the DNS.
    pub helo_name: String,
    /// For each single step: finding, connecting, encrypting, each answer.
    pub timeout_ms: u64,
    /// For the answer after the message: servers look for viruses and spam first. RFC 5321 asks for
    /// ten minutes.
    pub verdict_timeout_ms: u64,
    /// A certificate authority of the house, as PEM; empty when there is none. Trusted in addition
    /// to the public ones.
    pub house_authority_pem: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Encrypted from the first byte; usually port 465.
    Tls,
    /// Encrypted by agreement, or not at all; usually port 587.
    StartTls,
    /// Not encrypted: only to a server on this machine, unless the administrator said aloud that
    /// mail and password may cross the network in the open.
    None { across_the_network: bool },
}

/// A password: has no `Debug`, so that it cannot reach a log by way of a struct that contains it.
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

/// Who the mail server is told the message is from and for. One recipient each, so that every
/// delivery has one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    from: String,
    to: String,
}

/// The address cannot stand in the conversation with a mail server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a mail address we can send to")]
pub struct BadAddress(pub String);

impl Envelope {
    pub fn new(from: &str, to: &str) -> Result<Self, BadAddress> {
        for address in [from, to] {
            check_address(address)?;
        }
        Ok(Self { from: from.to_owned(), to: to.to_owned() })
    }

    pub fn from(&self) -> &str {
        &self.from
    }

    pub fn to(&self) -> &str {
        &self.to
    }
}

/// Whether the address is safe between angle brackets. Addresses beyond ASCII need SMTPUTF8, which
/// many servers do not speak; we refuse them early instead of failing late.
pub(crate) fn check_address(address: &str) -> Result<(), BadAddress> {
    let bad = || BadAddress(address.to_owned());
    let (local, domain) = address.rsplit_once('@').ok_or_else(bad)?;
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"<>()[]\\,;:\"".contains(&byte);
    let fine = !local.is_empty()
        && !domain.is_empty()
        // RFC 5321 section 4.5.3.1
        && local.len() <= 64
        && domain.len() <= 255
        && !local.contains('@')
        && address.bytes().all(plain);
    fine.then_some(()).ok_or_else(bad)
}
