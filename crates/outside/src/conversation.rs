//! The talk with a mail server, step by step (RFC 5321; 3207 for STARTTLS, 4954 for signing in).
//!
//! We hold it ourselves because the one thing the product must know, how far the talk had come when
//! it broke, is what mail libraries do not tell.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::reply::{NoReply, Reply};
use crate::settings::{Envelope, Security, SmtpSettings};
use crate::stream::{Stream, TlsFailure, encrypt, find, plain};

/// How far a talk came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Find,
    Connect,
    Encrypt,
    SignIn,
    Sender,
    Recipient,
    /// The server has not yet agreed to take the message's bytes.
    Announce,
    /// It has; from here on the message may have been taken.
    Message,
}

/// Where a talk broke, and how.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) stage: Stage,
    pub(crate) cause: Cause,
}

#[derive(Debug)]
pub(crate) enum Cause {
    /// The server said no, with a code.
    Answer(Reply),
    NoSuchHost(String),
    /// Nobody listens there, or the way is blocked.
    Unreachable(String),
    TimedOut,
    Closed,
    Nonsense(String),
    NoStartTls,
    Tls(TlsFailure),
    /// We would have to send the password, or the mail, in the open.
    InTheOpen,
    /// We have a user name and the server has no way to sign in that we know.
    NoSignIn,
}

pub(crate) struct Conversation {
    stream: Stream,
    hello: Reply,
    timeout: Duration,
    verdict_timeout: Duration,
}

/// What was found out along the way, for the user who asked for a test.
pub(crate) type Passed = Vec<(Stage, String)>;

impl Conversation {
    /// Finds, connects, encrypts and signs in; notes every step that went well.
    pub(crate) async fn begin(settings: &SmtpSettings, passed: &mut Passed) -> Result<Self, Failure> {
        let timeout = Duration::from_millis(settings.timeout_ms);
        let addresses = within(timeout, Stage::Find, find(&settings.host, settings.port)).await?;
        let addresses = addresses
            .map_err(|error| Failure { stage: Stage::Find, cause: Cause::NoSuchHost(error.to_string()) })?;
        passed.push((Stage::Find, list(&addresses)));
        let (stream, address) = connect(&addresses, timeout).await?;
        let mut talk = Self {
            stream: plain(stream),
            hello: Reply { code: 0, lines: Vec::new() },
            timeout,
            verdict_timeout: Duration::from_millis(settings.verdict_timeout_ms),
        };
        if settings.security == Security::Tls {
            passed.push((Stage::Connect, address.to_string()));
            talk = talk.encrypted(settings).await?;
            passed.push((Stage::Encrypt, "from the start".to_owned()));
            talk.greet(settings, Stage::SignIn).await?;
        } else {
            let greeting = talk.greet(settings, Stage::Connect).await?;
            passed.push((Stage::Connect, greeting));
        }
        match settings.security {
            Security::Tls => {}
            Security::StartTls => {
                talk = talk.start_tls(settings).await?;
                passed.push((Stage::Encrypt, "by STARTTLS".to_owned()));
            }
            Security::None { across_the_network } => {
                if !across_the_network && !address.ip().is_loopback() {
                    return Err(failure(Stage::Encrypt, Cause::InTheOpen));
                }
                passed.push((Stage::Encrypt, "not encrypted, as set".to_owned()));
            }
        }
        let how = talk.sign_in(settings).await?;
        passed.push((Stage::SignIn, how));
        Ok(talk)
    }

    /// Names sender and recipient.
    pub(crate) async fn address(&mut self, envelope: &Envelope, passed: &mut Passed) -> Result<(), Failure> {
        let from = format!("MAIL FROM:<{}>", envelope.from());
        let reply = self.ask(Stage::Sender, &from).await?;
        passed.push((Stage::Sender, reply.to_string()));
        let to = format!("RCPT TO:<{}>", envelope.to());
        let reply = self.ask(Stage::Recipient, &to).await?;
        passed.push((Stage::Recipient, reply.to_string()));
        Ok(())
    }

    /// Hands over the message. An error of [`Stage::Message`] that is not an answer leaves open
    /// whether the server took it.
    pub(crate) async fn hand_over(&mut self, message: &[u8]) -> Result<Reply, Failure> {
        self.ask_more(Stage::Announce, "DATA").await?;
        let bytes = on_the_wire(message);
        let sent = async {
            self.stream.write_all(&bytes).await?;
            self.stream.flush().await
        };
        let sent = within(self.verdict_timeout, Stage::Message, sent).await?;
        // A server may refuse in the middle and hang up; its refusal is then still worth reading.
        let verdict = self.answer(Stage::Message, Expected::Done, self.verdict_timeout).await?;
        match sent {
            Ok(()) => Ok(verdict),
            Err(_) => Err(failure(Stage::Message, Cause::Closed)),
        }
    }

    /// Says goodbye. Whatever goes wrong now changes nothing.
    pub(crate) async fn end(mut self) {
        let goodbye = async {
            self.stream.write_all(b"QUIT\r\n").await?;
            self.stream.flush().await?;
            self.stream.shutdown().await
        };
        let _ = timeout(self.timeout, goodbye).await;
    }

    async fn encrypted(self, settings: &SmtpSettings) -> Result<Self, Failure> {
        let agreed = encrypt(self.stream, &settings.host, &settings.house_authority_pem);
        let stream = within(self.timeout, Stage::Encrypt, agreed)
            .await?
            .map_err(|error| failure(Stage::Encrypt, Cause::Tls(error)))?;
        Ok(Self { stream, ..self })
    }

    /// Waits for the server's greeting and introduces us; gives back the greeting.
    async fn greet(&mut self, settings: &SmtpSettings, stage: Stage) -> Result<String, Failure> {
        let greeting = self.answer(stage, Expected::Done, self.timeout).await?;
        self.introduce(settings, stage).await?;
        Ok(greeting.text())
    }

    async fn introduce(&mut self, settings: &SmtpSettings, stage: Stage) -> Result<(), Failure> {
        let name = helo_name(settings);
        self.hello = match self.ask(stage, &format!("EHLO {name}")).await {
            Err(Failure { cause: Cause::Answer(reply), .. }) if reply.for_good() => {
                self.ask(stage, &format!("HELO {name}")).await?
            }
            answer => answer?,
        };
        Ok(())
    }

    async fn start_tls(mut self, settings: &SmtpSettings) -> Result<Self, Failure> {
        if self.hello.offers("STARTTLS").is_none() {
            return Err(failure(Stage::Encrypt, Cause::NoStartTls));
        }
        self.ask(Stage::Encrypt, "STARTTLS").await?;
        let mut talk = self.encrypted(settings).await?;
        // What the server said before is forgotten: it was said unprotected.
        talk.introduce(settings, Stage::Encrypt).await?;
        Ok(talk)
    }

    async fn sign_in(&mut self, settings: &SmtpSettings) -> Result<String, Failure> {
        let (user, password) = (&settings.user, settings.password.reveal());
        if user.is_empty() {
            return Ok("without signing in, as set".to_owned());
        }
        let offered = self.hello.offers("AUTH").unwrap_or_default();
        let offers = |way: &str| offered.split_ascii_whitespace().any(|word| word == way);
        if offers("PLAIN") {
            let proof = BASE64.encode(format!("\0{user}\0{password}"));
            self.ask(Stage::SignIn, &format!("AUTH PLAIN {proof}")).await?;
        } else if offers("LOGIN") {
            self.ask_more(Stage::SignIn, "AUTH LOGIN").await?;
            self.ask_more(Stage::SignIn, &BASE64.encode(user)).await?;
            self.ask(Stage::SignIn, &BASE64.encode(password)).await?;
        } else {
            return Err(failure(Stage::SignIn, Cause::NoSignIn));
        }
        Ok(format!("as {user}"))
    }

    /// Sends one line and waits for the server to say it is done.
    async fn ask(&mut self, stage: Stage, line: &str) -> Result<Reply, Failure> {
        self.say(stage, line).await?;
        self.answer(stage, Expected::Done, self.timeout).await
    }

    /// Sends one line and waits for the server to ask for the rest.
    async fn ask_more(&mut self, stage: Stage, line: &str) -> Result<Reply, Failure> {
        self.say(stage, line).await?;
        self.answer(stage, Expected::More, self.timeout).await
    }

    async fn say(&mut self, stage: Stage, line: &str) -> Result<(), Failure> {
        let sent = async {
            // In one piece: a line in two packets would wait for the other side's slow "got it".
            self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
            self.stream.flush().await
        };
        // A server that says no and hangs up at once may have closed before we wrote: its last
        // words are then still worth reading.
        let _ = within(self.timeout, stage, sent).await?;
        Ok(())
    }

    async fn answer(&mut self, stage: Stage, expected: Expected, limit: Duration) -> Result<Reply, Failure> {
        let reply = within(limit, stage, Reply::read(&mut self.stream)).await?;
        let cause = match reply {
            Ok(reply) if reply.code / 100 == expected as u16 => return Ok(reply),
            Ok(reply) if reply.code >= 400 => Cause::Answer(reply),
            // Yes where "go on" was due, or the other way round: the talk is out of step.
            Ok(reply) => Cause::Nonsense(reply.to_string()),
            Err(NoReply::Closed) => Cause::Closed,
            Err(NoReply::Nonsense(text)) => Cause::Nonsense(text),
        };
        Err(failure(stage, cause))
    }
}

/// First digit of the code that lets the talk go on.
#[derive(Clone, Copy)]
enum Expected {
    Done = 2,
    More = 3,
}

fn failure(stage: Stage, cause: Cause) -> Failure {
    Failure { stage, cause }
}

async fn within<T>(limit: Duration, stage: Stage, work: impl Future<Output = T>) -> Result<T, Failure> {
    timeout(limit, work).await.map_err(|_| failure(stage, Cause::TimedOut))
}

/// Tries the addresses in the order the name service gave.
async fn connect(addresses: &[SocketAddr], limit: Duration) -> Result<(TcpStream, SocketAddr), Failure> {
    let mut cause = Cause::TimedOut;
    for address in addresses {
        cause = match timeout(limit, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // Without it only the pace would suffer.
                let _ = stream.set_nodelay(true);
                return Ok((stream, *address));
            }
            Ok(Err(error)) => Cause::Unreachable(error.to_string()),
            Err(_) => Cause::TimedOut,
        };
    }
    Err(failure(Stage::Connect, cause))
}

fn list(addresses: &[SocketAddr]) -> String {
    let addresses: Vec<_> = addresses.iter().map(|a| a.ip().to_string()).collect();
    addresses.join(", ")
}

/// A name that could break the line, or none at all, is replaced by what RFC 5321 allows a host
/// without a name to say.
fn helo_name(settings: &SmtpSettings) -> &str {
    let name = settings.helo_name.as_str();
    let fine = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    if fine { name } else { "[127.0.0.1]" }
}

/// The message as it is sent after DATA: every line ends with CRLF, whatever it ended with (a bare
/// LF or CR is how a second message is smuggled in), a leading dot is doubled, and the end is marked.
fn on_the_wire(message: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(message.len() + message.len() / 32 + 5);
    let mut rest = message;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let (line, after) = rest.split_at(end.unwrap_or(rest.len()));
        if line.first() == Some(&b'.') {
            wire.push(b'.');
        }
        wire.extend_from_slice(line);
        wire.extend_from_slice(b"\r\n");
        rest = after.strip_prefix(b"\r\n").or_else(|| after.get(1..)).unwrap_or_default();
    }
    wire.extend_from_slice(b".\r\n");
    wire
}

#[cfg(test)]
mod wire_tests {
    use super::on_the_wire;

    #[test]
    fn lines_end_with_crlf_and_dots_are_doubled() {
        let cases: [(&[u8], &[u8]); 7] = [
            (b"", b".\r\n"),
            (b"a", b"a\r\n.\r\n"),
            (b"a\r\n", b"a\r\n.\r\n"),
            (b".\r\n..b\r\n", b"..\r\n...b\r\n.\r\n"),
            (b"a\n.\nMAIL FROM:<x>", b"a\r\n..\r\nMAIL FROM:<x>\r\n.\r\n"),
            (b"a\r.\rb", b"a\r\n..\r\nb\r\n.\r\n"),
            (b"a\r\n\r\n\n.b\r", b"a\r\n\r\n\r\n..b\r\n.\r\n"),
        ];
        for (message, expected) in cases {
            assert_eq!(on_the_wire(message), expected, "{}", message.escape_ascii());
        }
    }
}
