//! Writing a message as bytes (RFC 5322; 2045 to 2047 for everything beyond ASCII).
//!
//! The same mail gives the same bytes: date, id and boundary come from the caller, so a chore that
//! runs twice composes the same message twice.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, UNIX_EPOCH};

use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};

use crate::settings::check_address;

/// A sender or recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    pub address: String,
    /// Shown instead of the address; may be empty.
    pub name: String,
}

/// A message to one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutgoingMail {
    pub from: Party,
    pub to: Party,
    pub reply_to: Option<Party>,
    pub subject: String,
    pub text: String,
    /// The same, for readers that show HTML.
    pub html: Option<String>,
    /// With its angle brackets, as are the two below.
    pub message_id: String,
    pub in_reply_to: Option<String>,
    /// The ids of the messages before, oldest first.
    pub references: Vec<String>,
    pub date_unix_micros: i64,
    /// Further headers (`List-Unsubscribe`, `Auto-Submitted`); none that this struct has a field for.
    pub headers: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    #[error("{0:?} is not a mail address we can write")]
    Address(String),
    /// A line break in a header would let its text write headers of its own.
    #[error("the {0} contains a line break or a control character")]
    ControlCharacter(&'static str),
    #[error("{0:?} is not a message id")]
    MessageId(String),
    #[error("the header {0:?} cannot be set here")]
    Header(String),
    #[error("the date is outside the calendar")]
    Date,
    #[error("the message cannot be written: {0}")]
    Library(String),
}

/// Headers that have a field of their own, or that a relay or the format sets.
const NOT_FREE: [&str; 15] = [
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "return-path",
    "received",
    "dkim-signature",
];

/// The message as bytes, every line ending with CRLF and none longer than 998 bytes.
pub fn compose(mail: &OutgoingMail) -> Result<Vec<u8>, ComposeError> {
    check_line("subject", &mail.subject)?;
    let ids = [&mail.message_id].into_iter().chain(&mail.in_reply_to).chain(&mail.references);
    for id in ids {
        check_id(id)?;
    }
    let micros = u64::try_from(mail.date_unix_micros).map_err(|_| ComposeError::Date)?;
    // The library's calendar ends with the year 9999.
    if micros >= 253_402_300_800_000_000 {
        return Err(ComposeError::Date);
    }
    let mut builder = Message::builder()
        .date(UNIX_EPOCH + Duration::from_micros(micros))
        .from(mailbox("sender's name", &mail.from)?)
        .to(mailbox("recipient's name", &mail.to)?)
        .subject(mail.subject.trim())
        .message_id(Some(mail.message_id.clone()));
    if let Some(party) = &mail.reply_to {
        builder = builder.reply_to(mailbox("reply-to name", party)?);
    }
    if let Some(id) = &mail.in_reply_to {
        builder = builder.in_reply_to(id.clone());
    }
    if !mail.references.is_empty() {
        builder = builder.references(mail.references.join(" "));
    }
    for (name, value) in &mail.headers {
        builder = builder.raw_header(free_header(name, value)?);
    }
    let text = SinglePart::plain(crlf(&mail.text));
    let message = match &mail.html {
        None => builder.singlepart(text),
        Some(html) => builder.multipart(
            MultiPart::alternative()
                .boundary(boundary(&mail.message_id))
                .singlepart(text)
                .singlepart(SinglePart::html(crlf(html))),
        ),
    };
    let message = message.map_err(|error| ComposeError::Library(error.to_string()))?;
    Ok(message.formatted())
}

fn mailbox(what: &'static str, party: &Party) -> Result<Mailbox, ComposeError> {
    let bad = || ComposeError::Address(party.address.clone());
    check_address(&party.address).map_err(|_| bad())?;
    check_line(what, &party.name)?;
    let address: Address = party.address.parse().map_err(|_| bad())?;
    let name = party.name.trim();
    let name = (!name.is_empty()).then(|| name.to_owned());
    Ok(Mailbox::new(name, address))
}

fn check_line(what: &'static str, text: &str) -> Result<(), ComposeError> {
    if text.contains(char::is_control) {
        return Err(ComposeError::ControlCharacter(what));
    }
    Ok(())
}

fn check_id(id: &str) -> Result<(), ComposeError> {
    let inner = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    let fine = inner.is_some_and(|inner| {
        // Longer than this it could not stand on a line of its own.
        inner.len() <= 900
            && inner.contains('@')
            && inner.bytes().all(|b| b.is_ascii_graphic() && !b"<>".contains(&b))
    });
    fine.then_some(()).ok_or_else(|| ComposeError::MessageId(id.to_owned()))
}

fn free_header(name: &str, value: &str) -> Result<HeaderValue, ComposeError> {
    let refused = || ComposeError::Header(name.to_owned());
    let lower = name.to_ascii_lowercase();
    let graphic = name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
    if !graphic || NOT_FREE.contains(&lower.as_str()) || lower.starts_with("content-") {
        return Err(refused());
    }
    check_line("header's value", value)?;
    let header = HeaderName::new_from_ascii(name.to_owned()).map_err(|_| refused())?;
    Ok(HeaderValue::new(header, value.to_owned()))
}

/// Line ends as mail has them; the library ends the last line itself.
fn crlf(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim_end_matches('\n').replace('\n', "\r\n")
}

/// `=_` stands in no encoded body, so the boundary cannot occur in one; the id makes it differ from
/// the boundaries of a message quoted as it is.
fn boundary(message_id: &str) -> String {
    let mut hasher = DefaultHasher::new();
    message_id.hash(&mut hasher);
    format!("=_rapport_{:016x}", hasher.finish())
}
