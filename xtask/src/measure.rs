//! `cargo x measure`: server CPU per request, memory and start of a release build over a seeded folder.
//!
//! CPU is what the kernel says every thread of the server ran (`/proc/<pid>/task/*/schedstat`, nanoseconds),
//! read before and after each request; requests come one after another over one connection, each different.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::seed::{Dice, EMAIL, PASSWORD, Stuff};

/// Requests of each kind.
const REQUESTS: usize = 1_000;
const ADDRESS: &str = "127.0.0.1:38471";

struct Server {
    child: Child,
    start: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already is just as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(program: &Path, data: &Path) -> Result<Self> {
        let begun = Instant::now();
        let mut command = Command::new(program);
        command.arg("serve").arg("--data").arg(data).arg("--listen").arg(ADDRESS);
        let child =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("starting the server")?;
        let mut server = Self { child, start: Duration::ZERO };
        loop {
            if let Ok(mut client) = Client::open()
                && client.get("/readyz").is_ok_and(|answer| answer.status == 200)
            {
                server.start = begun.elapsed();
                return Ok(server);
            }
            if server.child.try_wait()?.is_some() || begun.elapsed() > Duration::from_secs(60) {
                bail!("the server did not start");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Nanoseconds that all threads of the server and its children have run.
    fn cpu_ns(&self) -> u64 {
        processes(self.child.id()).into_iter().map(threads_ns).sum()
    }

    /// Peak of resident memory, server and children together, in megabytes.
    fn peak_mb(&self) -> (u64, u64) {
        let of = |key: &str| -> u64 {
            processes(self.child.id())
                .into_iter()
                .filter_map(|pid| std::fs::read_to_string(format!("/proc/{pid}/status")).ok())
                .filter_map(|text| {
                    text.lines().find_map(|line| {
                        line.strip_prefix(key)?.trim().split(' ').next()?.parse::<u64>().ok()
                    })
                })
                .sum()
        };
        (of("VmHWM:") / 1024, of("RssAnon:") / 1024)
    }
}

pub(crate) fn processes(parent: u32) -> Vec<u32> {
    let children =
        std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    let mut all = vec![parent];
    all.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
    all
}

fn threads_ns(pid: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next()?.parse::<u64>().ok())
        .sum()
}

struct Answer {
    status: u16,
    headers: Vec<String>,
    body: Vec<u8>,
}

/// One kept-alive HTTP/1.1 connection.
struct Client {
    stream: BufReader<TcpStream>,
    cookie: String,
    csrf: String,
}

impl Client {
    fn open() -> Result<Self> {
        let stream = TcpStream::connect(ADDRESS)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream: BufReader::new(stream), cookie: String::new(), csrf: String::new() })
    }

    fn get(&mut self, path: &str) -> Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: {ADDRESS}\r\ncookie: {}\r\n\r\n", self.cookie), b"")
    }

    fn post(&mut self, path: &str, form: &str) -> Result<Answer> {
        let body = format!("csrf={}&{form}", self.csrf);
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {ADDRESS}\r\norigin: http://{ADDRESS}\r\ncookie: {}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            self.cookie,
            body.len()
        );
        self.ask(&head, body.as_bytes())
    }

    fn ask(&mut self, head: &str, body: &[u8]) -> Result<Answer> {
        let stream = self.stream.get_mut();
        stream.write_all(&[head.as_bytes(), body].concat())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let (mut headers, mut length, mut chunked) = (vec![], 0, false);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let header = line.trim_end();
            if header.is_empty() {
                break;
            }
            let lower = header.to_lowercase();
            if let Some(size) = lower.strip_prefix("content-length:") {
                length = size.trim().parse()?;
            }
            chunked |= lower.starts_with("transfer-encoding: chunked");
            headers.push(header.to_owned());
        }
        let mut body = vec![0; length];
        if chunked {
            bail!("a chunked answer was not expected");
        }
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, headers, body })
    }

    fn sign_in(&mut self) -> Result<()> {
        let form = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
        let answer = self.post("/sign-in", &form)?;
        let cookie = answer.headers.iter().find_map(|header| {
            let (name, value) = header.split_once(':')?;
            let value = value.trim().split(';').next()?;
            (name.eq_ignore_ascii_case("set-cookie") && value.starts_with("rapport="))
                .then(|| value.to_owned())
        });
        self.cookie = cookie.context("sign-in gave no session")?;
        let page = String::from_utf8(self.get("/preferences")?.body)?;
        let token = page.split("name=\"csrf\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
        token.context("no CSRF token on the page")?.clone_into(&mut self.csrf);
        Ok(())
    }
}

/// Runs every measurement and writes a table to the console.
#[expect(clippy::print_stdout, reason = "the table is the result")]
pub fn measure(program: &Path, data: &Path, root: &Path) -> Result<()> {
    let server = Server::start(program, data)?;
    println!("start: {} ms", server.start.as_millis());
    let mut client = Client::open()?;
    let stuff = Stuff::load(root)?;
    report(&server, &mut client, "sign-in page", &mut |_, number| format!("GET /sign-in?next=/{number}"))?;
    client.sign_in()?;
    let mut dice = Dice::new(9);
    let people: Vec<String> = {
        let mut found = vec![];
        let mut next = "/candidates".to_owned();
        while found.len() < REQUESTS {
            let page = String::from_utf8(client.get(&next)?.body)?;
            found.extend(page.split("href=\"/candidates/").skip(1).filter_map(|rest| {
                let id: String = rest.chars().take(13).collect();
                id.chars().all(|c| c.is_ascii_alphanumeric()).then_some(id)
            }));
            let rel = page
                .split("rel=\"next\"")
                .next()
                .unwrap_or_default()
                .rsplit("href=\"")
                .next()
                .unwrap_or_default();
            next = rel.split('"').next().unwrap_or_default().replace("&amp;", "&").replace("&#38;", "&");
            if !next.starts_with('/') {
                break;
            }
        }
        found.sort();
        found.dedup();
        found
    };
    let professions = &stuff.professions;
    let sorts = ["contact", "name", "added", "updated"];
    report(&server, &mut client, "candidates, first page", &mut |dice, number| {
        let city = &dice.pick(&stuff.cities).0;
        match number % 3 {
            0 => format!("GET /candidates?sort={}&n={number}", sorts[number % 4]),
            1 => format!("GET /candidates?city={}&n={number}", escape(city)),
            _ => format!("GET /candidates?status=open_to_talk&n={number}"),
        }
    })?;
    report(&server, &mut client, "profile", &mut |dice, number| {
        format!("GET /candidates/{}?n={number}", dice.pick(&people))
    })?;
    report(&server, &mut client, "name search", &mut |dice, _| {
        let (first, last) = (dice.pick(&stuff.first).clone(), dice.pick(&stuff.last).clone());
        format!("GET /candidates?q={}", escape(&format!("name:({first} {last})")))
    })?;
    report(&server, &mut client, "boolean search", &mut |dice, _| {
        let trade = dice.pick(professions);
        let (a, b) = (dice.pick(&trade.skills).clone(), dice.pick(&trade.skills).clone());
        let (title, word) = (dice.pick(&trade.ladder).clone(), dice.pick(&stuff.words).clone());
        format!(
            "GET /candidates?q={}",
            escape(&format!("(\"{a}\" OR \"{b}\") AND title:\"{title}\" NOT {word}"))
        )
    })?;
    report(&server, &mut client, "board, 2,000 applications", &mut |_, number| {
        format!("GET /jobs/{}?n={number}", crate::seed::first_job())
    })?;
    report(&server, &mut client, "add a person", &mut |dice, number| {
        let name = format!("{} {}", dice.pick(&stuff.first), dice.pick(&stuff.last));
        format!(
            "POST /candidates name={}&email=new{number}-{}@people.example",
            escape(&name),
            std::process::id()
        )
    })?;
    let (peak, anonymous) = server.peak_mb();
    println!("memory: peak resident {peak} MB, of it now anonymous {anonymous} MB");
    let _ = dice.roll(2);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the table is the result")]
fn report(
    server: &Server,
    client: &mut Client,
    what: &str,
    request: &mut dyn FnMut(&mut Dice, usize) -> String,
) -> Result<()> {
    let mut dice = Dice::new(what.len() as u64 * 77 + 5);
    let (mut cpu, mut wall) = (vec![], vec![]);
    for number in 0..REQUESTS {
        let request = request(&mut dice, number);
        let before = server.cpu_ns();
        let begun = Instant::now();
        let answer = match request.split_once(' ') {
            Some(("POST", rest)) => {
                let (path, form) = rest.split_once(' ').unwrap_or((rest, ""));
                client.post(path, form)?
            }
            Some((_, path)) => client.get(path)?,
            None => bail!("no request"),
        };
        wall.push(begun.elapsed().as_nanos() as u64);
        cpu.push(server.cpu_ns() - before);
        if !matches!(answer.status, 200 | 303) {
            bail!("{request}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
    }
    let ms = |list: &mut Vec<u64>, share: usize| {
        list.sort_unstable();
        list[(list.len() - 1) * share / 100] as f64 / 1e6
    };
    let mean = cpu.iter().sum::<u64>() as f64 / cpu.len() as f64 / 1e6;
    println!(
        "{what:28} CPU ms mean {mean:6.2}  p50 {:6.2}  p90 {:6.2}   wall ms p50 {:6.2}  p90 {:6.2}",
        ms(&mut cpu, 50),
        ms(&mut cpu, 90),
        ms(&mut wall, 50),
        ms(&mut wall, 90)
    );
    Ok(())
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
