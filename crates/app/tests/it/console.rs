//! Stories of the console: commands beside a running server, and what an administrator reads when
//! something is not as it should be.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use rustix::process::Signal;
use testkit::smtp_sink::SmtpSink;

use crate::process::{Answer, Client, Place, encoded, resume, said, until};

fn total(said: &str) -> u64 {
    let found: serde_json::Value = serde_json::from_str(said).unwrap();
    found["total"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_beside_a_running_server() {
    let place = Place::new().await;
    let server = place.serve(&[]);
    let ada = server.set_up();
    let socket = std::fs::metadata(place.data().join("control.sock")).unwrap();
    assert_eq!(socket.permissions().mode() & 0o777, 0o600, "the socket is its owner's alone");

    // An import is done by the server; its pages find the people at once.
    std::fs::create_dir(place.path("in")).unwrap();
    let one = resume(&place.path("in"), "one.txt", "Berit Solvang");
    resume(&place.path("in"), "two.txt", "Carlo Benedetti");
    std::fs::write(place.path("in/empty.pdf"), "").unwrap();
    std::fs::write(place.path("in/more.csv"), "name,email\nDoro Weiss,doro@example.com\n").unwrap();
    let folder = place.path("in").display().to_string();
    let told = place.run(&["people", "import", &folder, "--yes"]).well();
    assert!(told.contains("3 people new, 0 got something new, 0 were known already, 1 refused"), "{told}");
    assert!(told.contains("empty.pdf:"), "the refused file is named: {told}");
    for name in ["Berit Solvang", "Carlo Benedetti", "Doro Weiss"] {
        let last = name.split(' ').next_back().unwrap();
        assert!(ada.get(&format!("/candidates?q={last}")).body.contains(name), "{name} is found by the page");
        assert_eq!(total(&place.run(&["people", "search", last, "--json"]).well()), 1, "{name}");
    }
    let told = place.run(&["people", "import", &one, "--yes"]).well();
    assert!(told.contains("0 people new, 0 got something new, 1 were known already"), "{told}");
    place.run(&["people", "import", "/nowhere/at/all.pdf", "--yes"]).refused("is not there");

    // Users: the link works on the running server, once.
    let told = place.run(&["user", "add", "bo@example.test", "--name", "Bo", "--role", "recruiter"]).well();
    let link = told.split("/password/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let form = [("password", "other words in a row")];
    let path = format!("/password/{link}");
    assert_eq!(Client::new(server.address).post(&path, &form).status, 303);
    assert_ne!(Client::new(server.address).post(&path, &form).status, 303, "used up");
    assert!(place.run(&["user", "list"]).well().contains("bo@example.test  Bo  recruiter"));
    place.run(&["user", "reset-password", "no@example.test"]).refused("nobody signs in as no@example.test");
    place.run(&["user", "disable", "bo@example.test"]).well();
    assert!(place.run(&["user", "list"]).well().contains("closed"));

    assert!(place.run(&["rebuild", "index"]).well().contains("3 people"));
    assert!(ada.get("/candidates?q=solvang").body.contains("Berit Solvang"), "still found");
    assert!(place.run(&["doctor"]).well().contains("ok    search index: 3 people"));
    assert!(place.run(&["migrate"]).well().contains("newest version"));
    let told = place.run(&["workspace", "add", "Second", "--host", "second.example"]).well();
    assert!(told.contains("https://second.example/setup/"), "{told}");
    assert!(place.run(&["workspace", "list"]).well().contains("Second"));
    place.run(&["user", "list"]).refused("name one with --workspace");
    place.run(&["user", "list", "--workspace", "Second"]).well();

    // What would be a second owner of the folder is refused.
    place.run(&["serve", "--listen", "127.0.0.1:0"]).refused("another Rapport uses");
    place.run(&["restore", "nothing"]).refused("a running Rapport uses");
    assert!(server.stop().success());

    // The same commands without a server.
    assert!(!place.data().join("control.sock").exists(), "no dead socket stays");
    assert_eq!(
        total(&place.run(&["people", "search", "solvang", "--json", "--workspace", "Harbour & Pine"]).well()),
        1
    );
    place.run(&["doctor"]).well();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_leaves_nothing_in_the_way() {
    let place = Place::new().await;
    let mut server = place.serve(&[]);
    server.set_up();
    server.signal(Signal::KILL);
    server.wait();
    assert!(place.data().join("control.sock").exists(), "nobody was left to remove it");
    assert!(place.run(&["user", "list"]).well().contains("ada@example.test"));
    let server = place.serve(&[]);
    assert_eq!(server.sign_in().get("/").status, 200);
    assert!(place.run(&["user", "list"]).well().contains("ada@example.test"));
}

#[tokio::test(flavor = "multi_thread")]
async fn work_in_flight_ends_before_the_server_does() {
    let place = Place::new().await;
    let (sink, server) = (SmtpSink::start_with(&["-w", "1"]).unwrap(), place.serve(&[]));
    let ada = server.set_up();
    let port = sink.port().to_string();
    let form = [
        ("sender_name", "Harbour & Pine"),
        ("sender_address", "jobs@example.test"),
        ("host", "127.0.0.1"),
        ("port", port.as_str()),
        ("security", "none"),
    ];
    let saved = ada.post("/settings/mail", &form);
    assert!(saved.status < 400, "{}", saved.body);

    // Half a request is on its way, and a slow mail server has half a mail, when the order to stop comes.
    let body = encoded(&[("email", "ada@example.test"), ("password", "some words in a row"), ("next", "/")]);
    let visitor = Client::new(server.address);
    let request = visitor.request("POST", "/sign-in", &body);
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(&request.as_bytes()[..request.len() - 10]).unwrap();
    let asked = Client::new(server.address).post("/password/forgot", &[("email", "ada@example.test")]);
    assert!(asked.status < 400, "{}", asked.body);
    server.signal(Signal::TERM);
    server.until_logged("closing");
    stream.write_all(&request.as_bytes()[request.len() - 10..]).unwrap();
    let mut bytes = vec![];
    stream.read_to_end(&mut bytes).unwrap();
    assert_eq!(visitor.keep(Answer::parse(&bytes)).status, 303, "signed in all the same");
    let mut server = server;
    assert!(server.wait().success());
    assert!(server.log().contains("closed"), "{}", server.log());
    assert!(TcpStream::connect(server.address).is_err());
    // The mail went out once, or its chore waits untouched; then it goes out after the next start.
    let server = place.serve(&[]);
    until(|| sink.mails().unwrap().len() == 1, || format!("no mail: {}", server.log()));
    assert!(sink.mails().unwrap()[0].message.contains("/password/"));
    assert_eq!(server.sign_in().get("/").status, 200);
    assert!(server.stop().success());
    assert_eq!(sink.mails().unwrap().len(), 1, "never a second one");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_plain_words() {
    let place = Place::new().await;
    let server = place.serve(&[]);
    let taken = server.address.to_string();
    let other = Place::sqlite();
    other.run(&["serve", "--listen", &taken]).refused("another program answers on");
    other
        .run(&["serve", "--listen", "192.0.2.1:80", "--base-url", "https://a.example"])
        .refused("no address of this machine");
    other.run(&["serve", "--listen", "0.0.0.0:0"]).refused("plain HTTP");
    let nowhere = ["migrate", "--data", "/proc/nowhere"];
    said(Command::new(crate::PROGRAM).args(nowhere)).refused("/proc/nowhere cannot be made: create it");
    std::fs::write(other.path("rapport.toml"), "lisen = \"127.0.0.1:0\"\n").unwrap();
    other.run(&["doctor"]).refused("did you mean listen?");
    std::fs::write(other.path("rapport.toml"), "").unwrap();
    other.run(&["doctor"]).refused("there is nothing in");
    let mut command = other.command(&["doctor"]);
    said(command.env("RAPPORT_TLS_CRT", "x")).refused("did you mean RAPPORT_TLS_CERT?");
    drop(server);

    // A database that is newer than the program.
    place.run(&["migrate"]).well();
    newer(&place).await;
    place.run(&["serve", "--listen", "127.0.0.1:0"]).refused("start a newer program");
    place.run(&["backup", "b"]).refused("start a newer program");
    assert!(!place.path("b").exists() && !place.path("b.partial").exists(), "no half a backup is left");
}

/// As if a newer program had been here.
async fn newer(place: &Place) {
    const SQL: &str = "insert into schema_version (version, digest, applied_at) values ($1, $2, $3)";
    place.change(async |tx| tx.run(SQL, &[&9_999_i64, &vec![0_u8], &0_i64]).await.map(drop)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_are_answered_and_the_log_names_each_request() {
    let place = Place::new().await;
    let server = place.serve_with(&[], |command| command.env("RAPPORT_LOG_FORMAT", "json"));
    let visitor = Client::new(server.address);
    assert_eq!(visitor.get("/healthz").body.trim(), "ok");
    assert_eq!(visitor.get("/readyz").body.trim(), "ready");
    let answer = visitor.get("/sign-in");
    let id = answer.head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap().to_owned();
    let line = server.log().lines().find(|line| line.contains(&id)).unwrap_or_default().to_owned();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["fields"]["route"], "/sign-in");
    assert_eq!(line["span"]["id"], id);
    let secret = "a-token-that-nobody-should-read-in-a-log";
    visitor.get(&format!("/password/{secret}"));
    server.until_logged("/password/{token}");
    assert!(!server.log().contains(secret));
    let metrics = visitor.get("/metrics").body;
    assert!(
        metrics.contains("rapport_request_seconds_count{route=\"/sign-in\",status=\"200\"} 1"),
        "{metrics}"
    );
}

#[test]
fn every_command_says_what_it_does() {
    let all: &[&[&str]] = &[
        &[],
        &["serve"],
        &["demo"],
        &["migrate"],
        &["backup"],
        &["restore"],
        &["rebuild"],
        &["doctor"],
        &["user"],
        &["user", "add"],
        &["user", "list"],
        &["user", "reset-password"],
        &["user", "disable"],
        &["workspace"],
        &["workspace", "add"],
        &["workspace", "list"],
        &["resume"],
        &["resume", "read"],
        &["people"],
        &["people", "import"],
        &["people", "search"],
        &["match"],
        &["match", "rank"],
    ];
    for words in all {
        let said = said(Command::new(crate::PROGRAM).args(*words).arg("--help"));
        let help = said.well();
        let (about, rest) = help.split_once("\nUsage: ").unwrap_or_else(|| panic!("{words:?}: {help}"));
        assert!(about.trim().len() > 20, "{words:?} does not say what it is for: {help}");
        // Every argument and option has its words, on its line or the next.
        let lines: Vec<&str> = rest.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("  ")) {
            let word = line.trim_start();
            if word.starts_with(['-', '<', '['])
                && !["[env", "[default", "[possible"].iter().any(|start| word.starts_with(start))
                && !word.contains("  ")
            {
                let next = lines.get(number + 1).copied().unwrap_or_default();
                assert!(next.starts_with("      "), "{words:?}: {line} is not explained");
            }
        }
    }
}
