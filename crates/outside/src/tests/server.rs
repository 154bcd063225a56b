//! A mail server that follows a script, on this machine.
#![expect(clippy::disallowed_methods, reason = "a mail server beside the test")]

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::settings::{Secret, Security, SmtpSettings};
use crate::stream::{Stream, plain};

#[derive(Clone)]
pub(super) enum Act {
    /// Writes these lines.
    Say(&'static str),
    /// Reads a line that begins like this.
    Hear(&'static str),
    /// Reads the message, up to the line with one dot.
    HearMessage,
    /// Goes on encrypted.
    Encrypt(Arc<ServerConfig>),
    /// Says nothing more until the other side hangs up.
    Wait,
}

use Act::{Hear, HearMessage, Say};

/// A script's beginning: greeting and introduction.
pub(super) fn greeted(offers: &'static str) -> Vec<Act> {
    vec![Say("220 sink ready"), Hear("EHLO rapport.example"), Say(offers)]
}

/// The same up to the server's agreement to take the message.
pub(super) fn announced() -> Vec<Act> {
    let mut acts = greeted("250 sink");
    acts.extend([
        Hear("MAIL FROM:<jobs@acme.example>"),
        Say("250 sender fine"),
        Hear("RCPT TO:<jane@mail.example>"),
        Say("250 recipient fine"),
        Hear("DATA"),
    ]);
    acts
}

pub(super) fn accepted() -> Vec<Act> {
    let mut acts = announced();
    acts.extend([Say("354 go on"), HearMessage, Say("250 2.0.0 queued as 7")]);
    acts
}

/// Plays the script for one connection, then hangs up; gives the port and, later, what it heard.
pub(super) async fn play(acts: Vec<Act>) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let played = tokio::spawn(async move {
        let mut stream = plain(listener.accept().await.unwrap().0);
        let mut heard = Vec::new();
        for act in acts {
            stream = perform(act, stream, &mut heard).await;
        }
        heard
    });
    (port, played)
}

async fn perform(act: Act, mut stream: Stream, heard: &mut Vec<String>) -> Stream {
    match act {
        Act::Say(text) => {
            let text = format!("{}\r\n", text.replace('\n', "\r\n"));
            stream.write_all(text.as_bytes()).await.unwrap();
            stream.flush().await.unwrap();
        }
        Act::Hear(beginning) => {
            let mut line = String::new();
            stream.read_line(&mut line).await.unwrap();
            assert!(line.starts_with(beginning), "{line:?}, not {beginning:?}");
            heard.push(line.trim_end().to_owned());
        }
        Act::HearMessage => {
            let mut message = String::new();
            while message != ".\r\n" && !message.ends_with("\r\n.\r\n") {
                assert_ne!(stream.read_line(&mut message).await.unwrap(), 0);
            }
            heard.push(message);
        }
        Act::Encrypt(config) => {
            let accepted = TlsAcceptor::from(config).accept(stream.into_inner()).await;
            return match accepted {
                Ok(stream) => Stream::new(Box::new(stream)),
                // The other side did not like the certificate.
                Err(_) => Stream::new(Box::new(tokio::io::duplex(1).0)),
            };
        }
        Act::Wait => {
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        }
    }
    stream
}

/// A server certificate for a name, and the PEM by which a client may trust it.
pub(super) fn certificate(name: &str, until: Option<i32>) -> (Arc<ServerConfig>, String) {
    let mut parameters = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    if let Some(year) = until {
        parameters.not_after = rcgen::date_time_ymd(year, 1, 1);
    }
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = parameters.self_signed(&key).unwrap();
    let pem = certificate.pem();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    (Arc::new(config), pem)
}

pub(super) fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
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
