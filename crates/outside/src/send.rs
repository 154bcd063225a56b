//! Sending one message, and saying exactly what became of it.

use crate::conversation::{Cause, Conversation, Failure, Passed, Stage};
use crate::diagnose::{Diagnosis, in_words};
use crate::settings::{Envelope, SmtpSettings};

/// The way out. Held once, by the program.
#[derive(Debug, Clone, Copy)]
pub struct Outside {
    /// Set by the operator: nothing leaves the house, not even to this machine, since a mail server
    /// here would pass it on.
    pub offline: bool,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server has it and will answer for it.
    Accepted { response: String },
    /// The server will never take this message from this sender to this recipient.
    RefusedForGood { code: u16, text: String },
    /// The server asked us to come again.
    TryLater { code: u16, text: String },
    /// The connection broke after the server had agreed to take the bytes: it may have the message.
    /// Sending again could make a second mail, so only a person may decide that.
    Unsure { text: String },
    /// Certainly not taken, and for no fault of the message: nobody there, wrong password, offline.
    /// Safe to send again.
    NotSent { why: String },
}

impl Outside {
    /// Sends one message; `message` is what [`crate::compose()`] made.
    pub async fn send(&self, settings: &SmtpSettings, envelope: &Envelope, message: &[u8]) -> Delivery {
        if self.offline {
            return Delivery::NotSent { why: OFFLINE.to_owned() };
        }
        match attempt(settings, envelope, message, &mut Passed::new()).await {
            Ok(response) => Delivery::Accepted { response },
            Err(failure) => outcome(failure, settings),
        }
    }

    /// Sends a test message and tells each step in the user's words.
    pub async fn diagnose(&self, settings: &SmtpSettings, envelope: &Envelope, message: &[u8]) -> Diagnosis {
        if self.offline {
            return Diagnosis::offline();
        }
        let mut passed = Passed::new();
        let result = attempt(settings, envelope, message, &mut passed).await;
        Diagnosis::new(settings, passed, result)
    }
}

pub(crate) const OFFLINE: &str = "Rapport is set to stay offline.";

async fn attempt(
    settings: &SmtpSettings,
    envelope: &Envelope,
    message: &[u8],
    passed: &mut Passed,
) -> Result<String, Failure> {
    let mut talk = Conversation::begin(settings, passed).await?;
    talk.address(envelope, passed).await?;
    let reply = talk.hand_over(message).await?;
    talk.end().await;
    Ok(reply.to_string())
}

fn outcome(failure: Failure, settings: &SmtpSettings) -> Delivery {
    let words = in_words(&failure, settings);
    match failure.cause {
        Cause::Answer(reply) => {
            let (code, text) = (reply.code, reply.text());
            if !reply.for_good() {
                Delivery::TryLater { code, text }
            } else if failure.stage >= Stage::Sender && !asks_for_sign_in(code) {
                Delivery::RefusedForGood { code, text }
            } else {
                Delivery::NotSent { why: words.what }
            }
        }
        _ if failure.stage == Stage::Message => Delivery::Unsure { text: words.what },
        _ => Delivery::NotSent { why: words.what },
    }
}

/// Codes by which a server refuses us rather than the message (RFC 4954 section 6): settings to
/// correct, after which the same message goes through.
fn asks_for_sign_in(code: u16) -> bool {
    matches!(code, 530 | 534 | 535 | 538)
}
