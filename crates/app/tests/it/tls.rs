//! Story: our own certificate, seen by a client that checks it, and renewed without a pause.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustix::process::Signal;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::process::{Answer, Client, Place, Server, encoded};

fn certificate(place: &Place, name: &str) -> rcgen::CertifiedKey<rcgen::KeyPair> {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    std::fs::write(place.path("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(place.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made
}

/// One request over TLS; the certificate is checked against this name.
fn ask(
    server: &Server,
    trusted: &rcgen::CertifiedKey<rcgen::KeyPair>,
    name: &str,
    request: &str,
) -> std::io::Result<Answer> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, TcpStream::connect(server.address)?);
    stream.write_all(request.as_bytes())?;
    let mut bytes = vec![];
    match stream.read_to_end(&mut bytes) {
        // The server closes without the farewell of TLS.
        Err(cause) if cause.kind() != std::io::ErrorKind::UnexpectedEof => return Err(cause),
        _ => {}
    }
    Ok(Answer::parse(&bytes))
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_answered_over_tls_with_our_own_certificate() {
    let place = Place::new().await;
    let first = certificate(&place, "talent.example");
    let words = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];
    let server = place.serve_with(&words, |command| command);
    let link = server.line();
    assert!(link.contains("https://"), "{link}");
    let get =
        |path: &str| format!("GET {path} HTTP/1.1\r\nHost: talent.example\r\nConnection: close\r\n\r\n");
    let page = ask(&server, &first, "talent.example", &get("/sign-in")).unwrap();
    assert_eq!(page.status, 200);
    assert!(page.head.contains("strict-transport-security: max-age="), "{}", page.head);
    assert!(ask(&server, &first, "other.example", &get("/sign-in")).is_err(), "the name is checked");

    // The session's cookie never travels in clear.
    let token = link.rsplit_once("/setup/").unwrap().1;
    let form = [
        ("firm", "Harbour & Pine"),
        ("name", "Ada Admin"),
        ("email", "ada@example.test"),
        ("password", "some words in a row"),
    ];
    let body = encoded(&form);
    let post = format!(
        "POST /setup/{token} HTTP/1.1\r\nHost: talent.example\r\nOrigin: https://talent.example\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = ask(&server, &first, "talent.example", &post).unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    let cookie = answer.head.lines().find(|line| line.contains("__Host-rapport=")).unwrap().to_lowercase();
    assert!(cookie.contains("; secure") && cookie.contains("; httponly"), "{cookie}");

    // A visitor who speaks plain HTTP, or nothing at all, holds up nobody.
    let silent = TcpStream::connect(server.address).unwrap();
    let mut plain = TcpStream::connect(server.address).unwrap();
    plain.write_all(Client::new(server.address).request("GET", "/", "").as_bytes()).unwrap();
    assert_eq!(ask(&server, &first, "talent.example", &get("/healthz")).unwrap().body.trim(), "ok");

    // Renewed: new connections see the new one. A bad file leaves the old in place.
    let second = certificate(&place, "talent.example");
    server.signal(Signal::HUP);
    server.until_logged("the certificate was read again");
    assert!(ask(&server, &first, "talent.example", &get("/healthz")).is_err());
    assert_eq!(ask(&server, &second, "talent.example", &get("/healthz")).unwrap().status, 200);
    std::fs::write(place.path("key.pem"), "no key").unwrap();
    server.signal(Signal::HUP);
    server.until_logged("the old certificate stays");
    assert_eq!(ask(&server, &second, "talent.example", &get("/healthz")).unwrap().status, 200);
    drop(silent);
    assert!(server.stop().success());
    place
        .run(&["serve", "--listen", "127.0.0.1:0", "--tls-cert", "cert.pem", "--tls-key", "key.pem"])
        .refused("there is no key in the file of the key");
}
