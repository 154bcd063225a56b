//! A real mail server for stories: Postfix's `smtp-sink`, which takes every message and puts it
//! into a file.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running sink; ends when dropped.
pub struct SmtpSink {
    child: Child,
    port: u16,
    messages: tempfile::TempDir,
}

#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    #[error("smtp-sink is not installed: apt-get install postfix (./test does)")]
    NotInstalled,
    #[error("smtp-sink did not start: {0}")]
    NotStarted(String),
    #[error(transparent)]
    Disk(#[from] io::Error),
}

/// What the sink was told and given, one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SunkMail {
    /// As given with MAIL FROM and RCPT TO, without angle brackets.
    pub from: String,
    pub to: String,
    /// Headers and body as they arrived, lines ending with LF.
    pub message: String,
}

/// Where the package puts it; `/usr/sbin` is often not among the places a user's shell searches.
const PROGRAMS: [&str; 2] = ["/usr/sbin/smtp-sink", "/usr/libexec/postfix/smtp-sink"];
/// Headers the sink writes before those of the message.
const SINK_HEADERS: usize = 5;
const START_ATTEMPTS: u32 = 5_000;

impl SmtpSink {
    /// Starts a sink that takes everything, on a free port of this machine.
    pub fn start() -> Result<Self, SinkError> {
        Self::start_with(&[])
    }

    /// Starts one that misbehaves, by smtp-sink's own options: `["-r", "RCPT"]` answers 450 to
    /// recipients, `["-f", "RCPT"]` answers 500, `["-q", "DATA"]` hangs up.
    pub fn start_with(options: &[&str]) -> Result<Self, SinkError> {
        let program = (PROGRAMS.iter().find(|path| fs::exists(path).unwrap_or(false)))
            .ok_or(SinkError::NotInstalled)?;
        let messages = tempfile::Builder::new().prefix("rapport-sink-").tempdir()?;
        // Free now, and nothing else on a test machine asks for this very number.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = Command::new(program);
        if rustix::process::geteuid().is_root() {
            // It refuses to stay root, and then could not write into a folder of root's.
            command.args(["-u", "nobody"]);
            fs::set_permissions(messages.path(), fs::Permissions::from_mode(0o777))?;
        }
        let child = command
            .arg("-d")
            .arg(messages.path().join("%s."))
            .args(options)
            .arg(format!("127.0.0.1:{port}"))
            .arg("100")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut sink = Self { child, port, messages };
        sink.wait_until_it_listens()?;
        Ok(sink)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// What has arrived whole so far, sorted by recipient.
    pub fn mails(&self) -> Result<Vec<SunkMail>, SinkError> {
        let mut mails = Vec::new();
        for entry in fs::read_dir(self.messages.path())? {
            let text = fs::read(entry?.path())?;
            mails.extend(SunkMail::parse(&String::from_utf8_lossy(&text)));
        }
        mails.sort_by(|left, right| (&left.to, &left.message).cmp(&(&right.to, &right.message)));
        Ok(mails)
    }

    /// It says nothing when it is ready, so the port is asked until it answers.
    fn wait_until_it_listens(&mut self) -> Result<(), SinkError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        for _ in 0..START_ATTEMPTS {
            if TcpStream::connect(address).is_ok() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(SinkError::NotStarted(status.to_string()));
            }
            std::thread::park_timeout(Duration::from_millis(1));
        }
        Err(SinkError::NotStarted("it does not answer".to_owned()))
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl SunkMail {
    /// Nothing for a file that is still being written.
    fn parse(dump: &str) -> Option<Self> {
        let argument = |name: &str| {
            let line = dump.lines().take(SINK_HEADERS).find_map(|line| line.strip_prefix(name))?;
            // Options such as SIZE= may follow the address.
            line.split(['<', '>']).nth(1).map(str::to_owned)
        };
        let from = argument("X-Mail-Args:")?;
        let to = argument("X-Rcpt-Args:")?;
        // The sink's own `Received` goes before the message and is folded.
        let (_, rest) = dump.split_once("\nReceived: ")?;
        let mut end = 0;
        for (number, line) in rest.split_inclusive('\n').enumerate() {
            if number > 0 && !line.starts_with(['\t', ' ']) {
                break;
            }
            end += line.len();
        }
        let message = rest.get(end..).filter(|message| !message.is_empty())?;
        Some(Self { from, to, message: message.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use outside::{Delivery, Envelope, OutgoingMail, Outside, Party, Secret, Security, SmtpSettings};

    use super::*;

    fn settings(port: u16) -> SmtpSettings {
        SmtpSettings {
            host: "127.0.0.1".to_owned(),
            port,
            security: Security::None { across_the_network: false },
            user: String::new(),
            password: Secret::default(),
            helo_name: "rapport.example".to_owned(),
            timeout_ms: 30_000,
            verdict_timeout_ms: 30_000,
            house_authority_pem: String::new(),
        }
    }

    fn mail(to: &str) -> (Envelope, Vec<u8>) {
        let party = |address: &str| Party { address: address.to_owned(), name: String::new() };
        let mail = OutgoingMail {
            from: party("jobs@acme.example"),
            to: party(to),
            subject: "Grüße".to_owned(),
            text: "First\n.\n.Second\n".to_owned(),
            message_id: "<1@acme.example>".to_owned(),
            ..OutgoingMail::default()
        };
        (Envelope::new("jobs@acme.example", to).unwrap(), outside::compose(&mail).unwrap())
    }

    #[tokio::test]
    async fn mail_to_a_real_server_arrives_as_it_was_composed() {
        let sink = SmtpSink::start().unwrap();
        let outside = Outside { offline: false };
        for to in ["b@mail.example", "a@mail.example"] {
            let (envelope, message) = mail(to);
            let delivery = outside.send(&settings(sink.port()), &envelope, &message).await;
            assert!(matches!(delivery, Delivery::Accepted { .. }), "{delivery:?}");
        }
        let mails = sink.mails().unwrap();
        let addresses: Vec<_> = mails.iter().map(|mail| (mail.from.as_str(), mail.to.as_str())).collect();
        assert_eq!(
            addresses,
            [("jobs@acme.example", "a@mail.example"), ("jobs@acme.example", "b@mail.example")]
        );
        let composed = String::from_utf8(mail("a@mail.example").1).unwrap().replace("\r\n", "\n");
        assert_eq!(mails[0].message.trim_end(), composed.trim_end());
    }

    #[tokio::test]
    async fn a_misbehaving_server_is_told_apart() {
        let outside = Outside { offline: false };
        let (envelope, message) = mail("a@mail.example");
        type Case = (&'static [&'static str], fn(&Delivery) -> bool);
        let cases: [Case; 4] = [
            (&["-r", "RCPT"], |delivery| matches!(delivery, Delivery::TryLater { code: 450, .. })),
            (&["-f", "RCPT"], |delivery| matches!(delivery, Delivery::RefusedForGood { code: 500, .. })),
            (&["-q", "DATA"], |delivery| matches!(delivery, Delivery::NotSent { .. })),
            (&["-q", "."], |delivery| matches!(delivery, Delivery::Unsure { .. })),
        ];
        for (options, expected) in cases {
            let sink = SmtpSink::start_with(options).unwrap();
            let delivery = outside.send(&settings(sink.port()), &envelope, &message).await;
            assert!(expected(&delivery), "{options:?}: {delivery:?}");
        }
    }
}
