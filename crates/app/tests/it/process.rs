//! The product as its administrator has it: processes, ports, a data folder, a console.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;

use rustix::process::{Pid, Signal, kill_process};

use crate::PROGRAM;

/// A data folder and, on PostgreSQL, a database of its own.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    database: Option<String>,
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) ok: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    #[track_caller]
    pub(crate) fn well(self) -> String {
        assert!(self.ok, "{}\n{}", self.out, self.err);
        self.out
    }

    /// Stops the test unless it failed and said this.
    #[track_caller]
    pub(crate) fn refused(self, words: &str) {
        assert!(!self.ok, "it was done: {}", self.out);
        let all = format!("{}\n{}", self.out, self.err);
        assert!(all.contains(words), "it does not say {words:?}:\n{all}");
    }
}

impl Place {
    /// On the engine under test.
    pub(crate) async fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: testkit::database().await }
    }

    pub(crate) fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// A second node: its own folder, the same database.
    pub(crate) fn beside(&self) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: self.database.clone() }
    }

    pub(crate) fn on_postgres(&self) -> bool {
        self.database.is_some()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Something beside the data folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with these words, at this place.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(words).arg("--data").arg(self.data()).current_dir(self.folder.path());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("RAPPORT_")) {
            command.env_remove(name);
        }
        if let Some(url) = &self.database {
            command.env("RAPPORT_DATABASE", url);
        }
        command.stdin(Stdio::null());
        command
    }

    /// Changes rows past the house, as no program of ours would.
    pub(crate) async fn change(&self, f: impl AsyncFnOnce(&mut db::Tx<'_>) -> Result<(), db::DbError>) {
        let options = match &self.database {
            Some(url) => db::Options::postgres(url),
            None => db::Options::sqlite(self.data().join("rapport.db")),
        };
        let db = db::Db::open(options).await.unwrap();
        db.write_quiet(0, db::QuietReason::Progress, f).await.unwrap();
        db.leave().await.unwrap();
    }

    pub(crate) fn run(&self, words: &[&str]) -> Said {
        said(&mut self.command(words))
    }

    pub(crate) fn serve(&self, words: &[&str]) -> Server {
        self.serve_with(words, |command| command)
    }

    pub(crate) fn serve_with(
        &self,
        words: &[&str],
        more: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Server {
        let mut command = self.command(&[&["serve", "--listen", "127.0.0.1:0"], words].concat());
        let log = self.path("server.log");
        command.stdout(Stdio::piped()).stderr(std::fs::File::create(&log).unwrap());
        let mut child = more(&mut command).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(Ok(first)) = lines.next() else {
            let _ = child.wait();
            panic!("the server did not start: {}", std::fs::read_to_string(&log).unwrap());
        };
        let base = first.strip_prefix("Rapport answers on ").unwrap().to_owned();
        let address = base.split("://").nth(1).unwrap().parse().unwrap();
        Server { child, address, lines: Mutex::new(Box::new(lines)), log }
    }
}

pub(crate) fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        ok: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    lines: Mutex<Box<dyn Iterator<Item = std::io::Result<String>> + Send>>,
    log: PathBuf,
}

impl Server {
    /// The next line that it prints.
    pub(crate) fn line(&self) -> String {
        self.lines.lock().unwrap().next().unwrap().unwrap()
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Waits for a line of the log.
    pub(crate) fn until_logged(&self, words: &str) {
        until(|| self.log().contains(words), || format!("no {words:?} in the log:\n{}", self.log()));
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    pub(crate) fn stop(mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        self.child.wait().unwrap()
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Sets the house up by the printed link; the administrator's browser.
    pub(crate) fn set_up(&self) -> Client {
        let line = self.line();
        let path = line.rsplit_once("/setup/").unwrap_or_else(|| panic!("no link: {line}")).1.to_owned();
        let path = format!("/setup/{path}");
        let client = Client::new(self.address);
        let form = [
            ("firm", "Harbour & Pine"),
            ("name", "Ada Admin"),
            ("email", "ada@example.test"),
            ("password", "some words in a row"),
        ];
        assert_eq!(client.post(&path, &form).status, 303);
        // Used up.
        assert_eq!(Client::new(self.address).get(&path).status, 410);
        client
    }

    pub(crate) fn sign_in(&self) -> Client {
        let client = Client::new(self.address);
        let form = [("email", "ada@example.test"), ("password", "some words in a row"), ("next", "/")];
        let answer = client.post("/sign-in", &form);
        assert_eq!(answer.status, 303, "{}", answer.body);
        client
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already, where the test ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks again until it is so; the test runner ends what never is.
pub(crate) fn until(mut so: impl FnMut() -> bool, otherwise: impl Fn() -> String) {
    for _ in 0..6_000 {
        if so() {
            return;
        }
        // The other process needs the core.
        std::thread::park_timeout(std::time::Duration::from_millis(20));
    }
    panic!("{}", otherwise());
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }
}

/// A browser over a real connection.
pub(crate) struct Client {
    address: SocketAddr,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, cookies: Mutex::default() }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// A form, with the token of the session where there is one.
    pub(crate) fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut pairs = form.to_vec();
        let token = if self.cookies.lock().unwrap().is_empty() { String::new() } else { self.token() };
        pairs.push(("csrf", &token));
        self.ask("POST", path, &encoded(&pairs))
    }

    fn token(&self) -> String {
        let page = self.get("/preferences").body;
        let rest = page.split("name=\"csrf\" content=\"").nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(self.request(method, path, body).as_bytes()).unwrap();
        let mut bytes = vec![];
        stream.read_to_end(&mut bytes).unwrap();
        self.keep(Answer::parse(&bytes))
    }

    /// The request as it goes over the wire.
    pub(crate) fn request(&self, method: &str, path: &str, body: &str) -> String {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nConnection: close\r\nCookie: {1}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {2}\r\n\r\n{body}",
            self.address,
            cookies.join("; "),
            body.len()
        )
    }

    pub(crate) fn keep(&self, answer: Answer) -> Answer {
        for line in answer.head.lines().filter(|line| line.to_lowercase().starts_with("set-cookie: ")) {
            let pair = line[12..].split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

pub(crate) fn encoded(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        text.bytes().fold(String::new(), |all, byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => all + &(byte as char).to_string(),
            other => all + &format!("%{other:02X}"),
        })
    };
    let pairs: Vec<_> =
        pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    pairs.join("&")
}

/// A resume that our reader makes a person of.
pub(crate) fn resume(folder: &Path, file: &str, name: &str) -> String {
    let email = name.to_lowercase().replace(' ', ".");
    let text = format!(
        "{name}\n{email}@example.com\n+49 30 1234567\n\nExperience\n\nMillwright, Tidal Works, Bremen\n2019 - today\n\
         Kept the turbines of the harbour running.\n\nSkills\nHydraulics, Welding\n"
    );
    let path = folder.join(file);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}
