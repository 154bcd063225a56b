//! The real binary as a child process, and requests to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Far longer than anything here takes; a hang is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the server is and who asks it.
pub struct Place {
    pub program: PathBuf,
    pub data: PathBuf,
    /// Where the server's log goes.
    pub log: PathBuf,
    pub database: Option<String>,
    pub address: SocketAddr,
    pub cookie: String,
    pub csrf: String,
    /// Posts that were begun and not answered yet.
    pub unanswered: AtomicUsize,
    /// Posts that were answered, ever.
    pub answered: AtomicUsize,
}

impl Place {
    pub fn new(program: &Path, data: PathBuf, database: Option<String>) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        Ok(Self {
            program: program.to_owned(),
            log: data.with_extension("log"),
            data,
            database,
            address,
            cookie: String::new(),
            csrf: String::new(),
            unanswered: AtomicUsize::new(0),
            answered: AtomicUsize::new(0),
        })
    }

    /// A command of the binary for this folder, or for a copy of it.
    pub fn command(&self, name: &str, data: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(name).arg("--data").arg(data);
        if let Some(url) = &self.database {
            command.arg("--database").arg(url);
        }
        command.stdin(Stdio::null());
        command
    }
}

/// A running server.
pub struct Server {
    child: Child,
    /// The set-up token it printed, on the first start.
    pub token: Option<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been killed already; either way it is gone afterwards.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts it and waits until it is ready: `serve` or `demo`; `first` waits for the set-up link too.
    pub fn start(place: &Place, name: &str, first: bool) -> Result<Self> {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(&place.log)?;
        let mut command = place.command(name, &place.data);
        command.arg("--listen").arg(place.address.to_string()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().context("starting the server")?;
        let mut said = BufReader::new(child.stdout.take().context("its output")?);
        let mut server = Self { child, token: None };
        let mut line = String::new();
        while first && server.token.is_none() {
            line.clear();
            if said.read_line(&mut line)? == 0 {
                bail!("the server did not start: see {}", place.log.display());
            }
            server.token = line.trim().rsplit_once("/setup/").map(|(_, token)| token.to_owned());
        }
        // Nobody reads on; the pipe must not fill.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        let begun = Instant::now();
        while !matches!(get(place, "/readyz"), Heard::Answer(answer) if answer.status == 200) {
            if server.child.try_wait()?.is_some() || begun.elapsed() > PATIENCE {
                bail!("the server did not start: see {}", place.log.display());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(server)
    }

    /// Its children: those that read resumes.
    pub fn children(&self) -> Vec<u32> {
        let pid = self.child.id();
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        tasks
            .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok())
            .flat_map(|text| text.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>())
            .collect()
    }

    /// kill -9.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM; true when it ended in good order.
    pub fn stop(mut self) -> Result<bool> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status.success());
            }
            if begun.elapsed() > PATIENCE {
                return Ok(false);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// True when none of these processes is left a little later.
pub fn all_gone(program: &Path, children: &[u32]) -> bool {
    let name = program.to_string_lossy();
    let living = |pid: &u32| {
        std::fs::read_to_string(format!("/proc/{pid}/cmdline")).is_ok_and(|words| words.starts_with(&*name))
    };
    let begun = Instant::now();
    while children.iter().any(living) {
        if begun.elapsed() > PATIENCE {
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    true
}

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookies: Vec<String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Every value that stands between this text and the next double quote.
    pub fn all(&self, before: &str) -> Vec<String> {
        let text = self.text();
        text.split(before).skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    }

    pub fn first(&self, before: &str) -> Option<String> {
        self.all(before).into_iter().next()
    }
}

/// What came of a request.
pub enum Heard {
    Answer(Answer),
    /// It was sent, at least in part, and nothing whole came back.
    Silence,
    /// Nobody listens.
    Nobody,
}

impl Heard {
    pub fn answer(self) -> Option<Answer> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Silence | Self::Nobody => None,
        }
    }
}

pub fn get(place: &Place, path: &str) -> Heard {
    let head = format!(
        "GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nconnection: close\r\n\r\n",
        place.address, place.cookie
    );
    ask(place, &head, b"")
}

/// A form. It counts as unanswered until its answer is there.
pub fn post(place: &Place, path: &str, kind: &str, body: &[u8]) -> Heard {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {}\r\nx-csrf: {}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        place.cookie,
        place.csrf,
        body.len(),
        address = place.address,
    );
    place.unanswered.fetch_add(1, Ordering::SeqCst);
    let heard = ask(place, &head, body);
    place.unanswered.fetch_sub(1, Ordering::SeqCst);
    if matches!(heard, Heard::Answer(_)) {
        place.answered.fetch_add(1, Ordering::SeqCst);
    }
    heard
}

pub fn form(pairs: &[(&str, &str)]) -> Vec<u8> {
    let escaped = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    pairs.join("&").into_bytes()
}

pub const FORM: &str = "application/x-www-form-urlencoded";

fn ask(place: &Place, head: &str, body: &[u8]) -> Heard {
    let Ok(mut stream) = TcpStream::connect_timeout(&place.address, PATIENCE) else { return Heard::Nobody };
    match exchange(&mut stream, head, body) {
        Ok(Some(answer)) => Heard::Answer(answer),
        Ok(None) | Err(_) => Heard::Silence,
    }
}

fn exchange(stream: &mut TcpStream, head: &str, body: &[u8]) -> Result<Option<Answer>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut bytes = vec![];
    stream.read_to_end(&mut bytes)?;
    Ok(parse(&bytes))
}

/// `None` unless the answer is whole.
fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let body = &bytes[end + 4..];
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let (mut location, mut cookies, mut length) = (String::new(), vec![], None);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "location" => value.clone_into(&mut location),
            "set-cookie" => cookies.push(value.split(';').next().unwrap_or_default().to_owned()),
            "content-length" => length = value.parse().ok(),
            _ => {}
        }
    }
    let whole = length.is_none_or(|length: usize| body.len() == length);
    whole.then(|| Answer { status, location, cookies, body: body.to_vec() })
}

impl Place {
    /// A form that must be carried out.
    pub fn must(&self, path: &str, body: &[u8]) -> Result<Answer> {
        match post(self, path, FORM, body) {
            Heard::Answer(answer) if answer.status == 303 => Ok(answer),
            Heard::Answer(answer) => bail!("{path} was answered {}: {}", answer.status, answer.text()),
            Heard::Silence | Heard::Nobody => bail!("{path} was not answered"),
        }
    }

    /// A page that must be there.
    pub fn page(&self, path: &str) -> Result<Answer> {
        match get(self, path) {
            Heard::Answer(answer) if answer.status == 200 => Ok(answer),
            Heard::Answer(answer) => bail!("{path} was answered {}: {}", answer.status, answer.text()),
            Heard::Silence | Heard::Nobody => bail!("{path} was not answered"),
        }
    }

    /// Names the firm and its first administrator, who is signed in from now on.
    pub fn set_up(&mut self, token: &str) -> Result<()> {
        let first = form(&[
            ("firm", "Harbour & Pine"),
            ("name", "Nora Whitfield"),
            ("email", "nora@firm.example"),
            ("password", "a long pass phrase of the test"),
        ]);
        let answer = self.must(&format!("/setup/{token}"), &first)?;
        let cookie = answer.cookies.iter().find(|cookie| cookie.starts_with("rapport="));
        self.cookie = cookie.context("a session")?.clone();
        self.csrf = self.page("/preferences")?.first("name=\"csrf\" content=\"").context("a token")?;
        Ok(())
    }
}

const EDGE: &str = "rapport-edge";

/// Content type and body of an upload.
pub fn upload(files: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    let mut body = vec![];
    for (name, bytes) in files {
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={EDGE}"), body)
}
