//! Everything that leaves the house (today that is mail), and encryption at its door.
//!
//! What it holds true:
//! - [`Outside`] is the only way out, and its offline switch closes it.
//! - After a send the caller knows which of five things happened ([`Delivery`]); in particular
//!   whether sending again could make a second mail.
//! - Passwords travel encrypted, or not at all.
//!
//! What it does not do: it keeps no queue and tries nothing twice. When to send, to whom, and how
//! often to try is the record's and the outreach's decision.

mod compose;
mod conversation;
mod diagnose;
mod reply;
mod send;
mod settings;
mod stream;
#[cfg(test)]
mod tests;
mod tls;

pub use compose::{ComposeError, OutgoingMail, Party, compose};
pub use diagnose::{Diagnosis, Step};
pub use send::{Delivery, Outside};
pub use settings::{BadAddress, Envelope, Secret, Security, SmtpSettings};
pub use tls::{TlsAcceptor, TlsStream};
