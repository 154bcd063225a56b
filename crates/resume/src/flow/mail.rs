//! Saved e-mails: the best attachment speaks for the sender, else the body does.

use mail_parser::{MessageParser, MimeHeaders};

use super::{docx, html, odt, rtf, text};
use crate::draft::Draft;
use crate::format::{Format, sniff};
use crate::{ReadError, layout, pdf};

/// What an e-mail brings.
pub(crate) enum Letter {
    Read(Draft),
    /// Nothing that can be read here, but an attachment that needs outside help.
    Attachment(Vec<u8>),
}

/// Attachments looked at; the rest is signatures and logos.
const ATTACHMENTS_MAX: usize = 40;

/// A shorter body is a greeting.
const GREETING_LINES: usize = 15;

/// Reads an e-mail. An attached e-mail is not opened: one level is what people send.
pub(crate) fn mail(bytes: &[u8]) -> Result<Letter, ReadError> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| ReadError::corrupt("e-mail"))?;
    let mut best: Option<(usize, Draft)> = None;
    let (mut refusal, mut helpless) = (None, None);
    for part in message.attachments().take(ATTACHMENTS_MAX) {
        let content = part.contents();
        let Some(format) = sniff(content) else {
            continue;
        };
        let read = match format {
            Format::Pdf => match pdf::words(content) {
                Ok(pages) if !pages.have_text() => {
                    helpless = helpless.or(Some(part));
                    continue;
                }
                pages => pages.map(layout::arrange),
            },
            Format::Doc => {
                helpless = helpless.or(Some(part));
                continue;
            }
            Format::Zip => Err(ReadError::unsupported("an e-mail with an archive attached")),
            Format::Docx => docx(content),
            Format::Odt => odt(content),
            Format::Rtf => rtf(content),
            _ => continue,
        };
        let name = part.attachment_name().unwrap_or_default().to_lowercase();
        match read {
            Ok(draft) => {
                let weight = draft.lines.len() + if is_resume_name(&name) { 1000 } else { 0 };
                if best.as_ref().is_none_or(|(other, _)| weight > *other) {
                    best = Some((weight, draft));
                }
            }
            Err(error) => refusal = Some(error),
        }
    }
    if let Some((_, draft)) = best {
        return Ok(Letter::Read(draft));
    }
    let body = match message.body_text(0) {
        Some(body) if !body.trim().is_empty() => text(&body),
        _ => match message.body_html(0) {
            Some(body) => html(&body),
            None => Err(ReadError::NoText),
        },
    };
    // A short body beside an attachment that failed is a greeting, not a resume.
    let is_resume = body.as_ref().is_ok_and(|draft| draft.lines.len() >= GREETING_LINES);
    match (body, helpless, refusal) {
        (Ok(draft), _, _) if is_resume => Ok(Letter::Read(draft)),
        (_, Some(part), _) => Ok(Letter::Attachment(part.contents().to_vec())),
        (_, None, Some(refusal)) => Err(refusal),
        (body, None, None) => body.map(Letter::Read),
    }
}

fn is_resume_name(name: &str) -> bool {
    ["resume", "cv", "lebenslauf", "curriculum", "vitae", "简历"].iter().any(|word| name.contains(word))
}
