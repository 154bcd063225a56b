//! Saved e-mails: the best attachment speaks for the sender, else the body does.

use mail_parser::{MessageParser, MimeHeaders};

use super::{docx, html, odt, rtf, text};
use crate::draft::Draft;
use crate::format::{Format, sniff};
use crate::{ReadError, layout, pdf};

/// Attachments looked at; the rest is signatures and logos.
const ATTACHMENTS_MAX: usize = 40;

/// Reads an e-mail. An attached e-mail is not opened: one level is what people send.
pub(crate) fn mail(bytes: &[u8]) -> Result<Draft, ReadError> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| ReadError::corrupt("e-mail"))?;
    let mut best: Option<(usize, Draft)> = None;
    let mut refusal = None;
    for part in message.attachments().take(ATTACHMENTS_MAX) {
        let content = part.contents();
        let Some(format) = sniff(content) else {
            continue;
        };
        let read = match format {
            Format::Pdf => pdf::words(content).map(layout::arrange),
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
        return Ok(draft);
    }
    let body = match message.body_text(0) {
        Some(body) if !body.trim().is_empty() => text(&body),
        _ => match message.body_html(0) {
            Some(body) => html(&body),
            None => Err(ReadError::NoText),
        },
    };
    match (body, refusal) {
        // A short body beside an attachment that failed is a greeting, not a resume.
        (Ok(draft), Some(refusal)) if draft.lines.len() < 15 => Err(refusal),
        (Err(_), Some(refusal)) => Err(refusal),
        (body, _) => body,
    }
}

fn is_resume_name(name: &str) -> bool {
    ["resume", "cv", "lebenslauf", "curriculum", "vitae", "简历"].iter().any(|word| name.contains(word))
}
