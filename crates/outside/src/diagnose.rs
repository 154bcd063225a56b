//! "Send me a test": each step of a send, in the words of the person who sets up the mail server.

use crate::conversation::{Cause, Failure, Passed, Stage};
use crate::send::OFFLINE;
use crate::settings::{Security, SmtpSettings};
use crate::stream::TlsFailure;

/// The steps that were reached, in order; only the last can have failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub name: &'static str,
    pub ok: bool,
    /// What happened.
    pub what: String,
    /// What to do about it; empty when the step went well.
    pub do_next: String,
}

impl Diagnosis {
    /// Whether the test message was accepted.
    pub fn ok(&self) -> bool {
        self.steps.iter().all(|step| step.ok)
    }

    pub(crate) fn offline() -> Self {
        Self {
            steps: vec![Step {
                name: name(Stage::Find),
                ok: false,
                what: OFFLINE.to_owned(),
                do_next: "Start Rapport without the offline switch to send mail.".to_owned(),
            }],
        }
    }

    pub(crate) fn new(settings: &SmtpSettings, passed: Passed, result: Result<String, Failure>) -> Self {
        let well = |(stage, what): (Stage, String)| Step {
            name: name(stage),
            ok: true,
            what,
            do_next: String::new(),
        };
        let mut steps: Vec<Step> = passed.into_iter().map(well).collect();
        steps.push(match result {
            Ok(response) => well((Stage::Message, response)),
            Err(failure) => {
                let words = in_words(&failure, settings);
                Step { name: name(failure.stage), ok: false, what: words.what, do_next: words.do_next }
            }
        });
        Self { steps }
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Find => "Find mail server",
        Stage::Connect => "Connect",
        Stage::Encrypt => "Encrypt",
        Stage::SignIn => "Sign in",
        Stage::Sender => "Sender accepted",
        Stage::Recipient => "Recipient accepted",
        Stage::Announce | Stage::Message => "Message accepted",
    }
}

/// A failure as a person reads it.
pub(crate) struct Words {
    pub(crate) what: String,
    pub(crate) do_next: String,
}

pub(crate) fn in_words(failure: &Failure, settings: &SmtpSettings) -> Words {
    let (what, do_next) = match &failure.cause {
        Cause::Answer(reply) => {
            (format!("The mail server answered: {reply}"), after_answer(failure.stage, reply.code).to_owned())
        }
        Cause::Tls(error) => tls(error, settings),
        _ if failure.stage == Stage::Message => (
            "The connection broke before the mail server said whether it took the message.".to_owned(),
            "Look into the mailbox: the message may have arrived.".to_owned(),
        ),
        Cause::NoSuchHost(error) => (
            format!("There is no mail server called {}: {error}", settings.host),
            "Check the spelling of the server's name, and that this machine can look up names.".to_owned(),
        ),
        Cause::Unreachable(error) => (
            format!("No connection to {}: {error}", place(settings)),
            "Check the port (587, 465 or 25 are usual), and whether a firewall or your hosting \
             company blocks outgoing mail."
                .to_owned(),
        ),
        Cause::TimedOut => timed_out(failure.stage, settings),
        Cause::Closed => (
            format!("{} hung up.", place(settings)),
            "Try again in a few minutes. If it stays so, the server may not let this machine send: \
             ask whoever runs it."
                .to_owned(),
        ),
        Cause::Nonsense(text) => (
            format!("{} does not speak as a mail server: {text:?}", place(settings)),
            "Check name and port; another program seems to answer there.".to_owned(),
        ),
        Cause::NoStartTls => (
            "The mail server offers no encryption on this port (no STARTTLS).".to_owned(),
            "Choose encryption from the start (usually port 465), or ask whoever runs the server.".to_owned(),
        ),
        Cause::InTheOpen => (
            "The mail server is on another machine, and the mail would cross the network \
             unencrypted."
                .to_owned(),
            "Choose STARTTLS or TLS, or say expressly that unencrypted mail is acceptable here.".to_owned(),
        ),
        Cause::NoSignIn => (
            "The mail server offers no way to sign in that Rapport knows (PLAIN or LOGIN).".to_owned(),
            "Turn encryption on if it is off: many servers let users sign in only then. If the \
             server needs no password, leave the user name empty."
                .to_owned(),
        ),
    };
    Words { what, do_next }
}

fn place(settings: &SmtpSettings) -> String {
    format!("{} on port {}", settings.host, settings.port)
}

fn after_answer(stage: Stage, code: u16) -> &'static str {
    match (stage, code) {
        (_, 530) => "The server wants a user name and a password: fill them in.",
        (Stage::SignIn, 534) => {
            "The server does not take this password from a program: make an app password there."
        }
        (Stage::SignIn, 535) => {
            "Check user name and password. Some providers want an app password instead of the \
             usual one."
        }
        (_, 421 | 450 | 451 | 452 | 454) => "Wait a few minutes and try again; the server asks for patience.",
        (Stage::Sender, _) => {
            "Use a sender address this account may send from, or have it allowed on the server."
        }
        (Stage::Recipient, _) => {
            "Check the recipient's address. If it is right, the server may not pass mail on to \
             other domains without signing in."
        }
        (Stage::Announce | Stage::Message, _) => {
            "The server refused the message itself: its answer says why (size, spam filter, policy)."
        }
        _ => "Ask whoever runs the mail server; its answer says why it refused.",
    }
}

fn timed_out(stage: Stage, settings: &SmtpSettings) -> (String, String) {
    let what =
        format!("{} did not answer within {} seconds.", place(settings), settings.timeout_ms.div_ceil(1000));
    let do_next = match (stage, settings.security) {
        // A server that expects TLS waits for us to begin, and we for its greeting.
        (Stage::Connect, Security::StartTls | Security::None { .. }) if settings.port == 465 => {
            "Port 465 usually wants encryption from the start: choose TLS."
        }
        (Stage::Connect, _) => {
            "Check name and port, and whether a firewall or your hosting company blocks outgoing \
             mail."
        }
        _ => "Try again in a few minutes; the server may be busy.",
    };
    (what, do_next.to_owned())
}

fn tls(error: &TlsFailure, settings: &SmtpSettings) -> (String, String) {
    let host = &settings.host;
    let (what, do_next) = match error {
        TlsFailure::WrongName => (
            format!("The server's certificate is not for the name {host}."),
            "Use the name that stands in the certificate as the server's name.",
        ),
        TlsFailure::UnknownAuthority => (
            "The server's certificate is signed by nobody Rapport knows.".to_owned(),
            "If it is a server of your own, add the certificate of your house's authority; \
             otherwise ask whoever runs it for a proper certificate.",
        ),
        TlsFailure::Expired => (
            "The server's certificate has expired.".to_owned(),
            "Renew it, or ask whoever runs the server; and check this machine's clock.",
        ),
        TlsFailure::OtherCertificate(error) => (
            format!("The server's certificate is not acceptable: {error}"),
            "Ask whoever runs the mail server for a proper certificate.",
        ),
        TlsFailure::NotTls => (
            format!("{} does not begin with encryption.", place(settings)),
            "Choose STARTTLS (usually port 587), or the port for encryption from the start \
             (usually 465).",
        ),
        TlsFailure::Other(error) => {
            (format!("No encryption could be agreed: {error}"), "Check the port and the kind of encryption.")
        }
    };
    (what, do_next.to_owned())
}
