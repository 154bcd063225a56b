//! What a mail server answers: a code, and one or more lines of text.

use std::fmt;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

/// RFC 5321 allows 512; some servers put a link and an explanation into one line.
const LINE_BYTES: u64 = 4096;
const LINES: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) code: u16,
    pub(crate) lines: Vec<String>,
}

/// No reply came.
#[derive(Debug)]
pub(crate) enum NoReply {
    /// The server hung up.
    Closed,
    /// What came is not SMTP.
    Nonsense(String),
}

impl Reply {
    pub(crate) async fn read(source: &mut (impl AsyncBufRead + Unpin)) -> Result<Self, NoReply> {
        let mut lines = Vec::new();
        loop {
            let line = read_line(source).await?;
            let nonsense = || NoReply::Nonsense(line.chars().take(80).collect());
            let (code, text) = line.split_at_checked(3).ok_or_else(nonsense)?;
            let code: u16 = code.parse().map_err(|_| nonsense())?;
            if !(200..600).contains(&code) || lines.len() >= LINES {
                return Err(nonsense());
            }
            let (last, text) = match text.as_bytes().first() {
                None => (true, ""),
                Some(b' ') => (true, &text[1..]),
                Some(b'-') => (false, &text[1..]),
                Some(_) => return Err(nonsense()),
            };
            lines.push(text.to_owned());
            if last {
                return Ok(Self { code, lines });
            }
        }
    }

    pub(crate) fn for_good(&self) -> bool {
        self.code >= 500
    }

    /// All lines as one.
    pub(crate) fn text(&self) -> String {
        self.lines.join(" ")
    }

    /// The parameters of an EHLO keyword; none when the server did not offer it.
    pub(crate) fn offers(&self, keyword: &str) -> Option<String> {
        self.lines.iter().skip(1).find_map(|line| {
            // "AUTH=LOGIN" is how very old servers spell it.
            let mut words = line.splitn(2, [' ', '=']);
            let name = words.next()?;
            name.eq_ignore_ascii_case(keyword).then(|| words.next().unwrap_or_default().to_ascii_uppercase())
        })
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.code, self.text())
    }
}

async fn read_line(source: &mut (impl AsyncBufRead + Unpin)) -> Result<String, NoReply> {
    let mut bytes = Vec::new();
    let read = source.take(LINE_BYTES).read_until(b'\n', &mut bytes).await;
    read.map_err(|_| NoReply::Closed)?;
    let text = String::from_utf8_lossy(&bytes);
    match text.strip_suffix('\n') {
        Some(line) => Ok(line.trim_end().to_owned()),
        None if bytes.len() as u64 == LINE_BYTES => Err(NoReply::Nonsense(text.chars().take(80).collect())),
        None => Err(NoReply::Closed),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    async fn read(text: &str) -> Result<Reply, NoReply> {
        Reply::read(&mut text.as_bytes()).await
    }

    #[tokio::test]
    async fn replies_of_one_and_of_many_lines_are_read() {
        let reply = read("250-mail.example\r\n250-SIZE 100\r\n250-auth plain Login\r\n250 OK\r\n");
        let reply = reply.await.unwrap();
        assert_eq!((reply.code, reply.lines.len()), (250, 4));
        assert_eq!(reply.offers("AUTH").as_deref(), Some("PLAIN LOGIN"));
        assert_eq!(reply.offers("SIZE").as_deref(), Some("100"));
        assert_eq!(reply.offers("STARTTLS"), None);
        assert_eq!(reply.offers("mail.example"), None, "the greeting is no keyword");
        assert_eq!(read("354\n").await.unwrap().to_string(), "354 ");
    }

    #[tokio::test]
    async fn a_torn_reply_is_none_and_rubbish_is_told_apart() {
        for torn in ["", "250", "250 OK", "250-first\r\n"] {
            assert!(matches!(read(torn).await, Err(NoReply::Closed)), "{torn:?}");
        }
        let long = format!("250 {}\r\n", "x".repeat(5000));
        for rubbish in ["HTTP/1.1 400\r\n", "25\r\n", "250_OK\r\n", "999 no\r\n", "é50 x\r\n", &long] {
            let read = read(rubbish).await;
            assert!(matches!(read, Err(NoReply::Nonsense(_))), "{rubbish:?}");
        }
    }
}
