//! The child of the sandbox's tests: tries what a hostile file would make a reader try, and says
//! how the kernel answered. Started with `outside` it is the outside program instead.
#![expect(clippy::disallowed_methods, reason = "it tries what must fail")]

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU32, Ordering};

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("read") => sandbox::child_main(handle),
        Some("outside") => outside(),
        _ => ExitCode::from(9),
    }
}

/// Kinds the tests ask for; the input of most is ignored.
fn handle(kind: u8, input: &[u8]) -> Result<Vec<u8>, String> {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
    let text = match kind {
        b'e' => return Ok(input.to_vec()),
        b'r' => return Err(String::from_utf8_lossy(input).into_owned()),
        b'n' => format!("{} {call}", std::process::id()),
        b'v' => {
            let names: Vec<_> = std::env::vars().map(|(name, _)| name).collect();
            names.join(" ")
        }
        b'o' => errno(std::fs::File::open("/etc/passwd").map(drop)),
        b'w' => errno(std::fs::File::create("/tmp/sandbox-probe-was-here").map(drop)),
        b'c' => errno(TcpStream::connect("127.0.0.1:9").map(drop)),
        b'u' => errno(std::net::UdpSocket::bind("127.0.0.1:0").map(drop)),
        b'x' => errno(Command::new("/bin/true").spawn().map(drop)),
        b'X' => errno(Err(std::os::unix::process::CommandExt::exec(&mut Command::new("/bin/true")))),
        b't' => errno(std::thread::Builder::new().spawn(|| ()).map(drop)),
        b'k' => errno(kill(std::str::from_utf8(input).ok())),
        b'm' => memory_bomb(),
        b'l' => endless_loop(),
        b's' => deep(0).to_string(),
        b'p' => return Ok(vec![input[usize::MAX >> 8]]),
        b'b' => return Ok(vec![b'b'; input.len() * 1000]),
        b'q' => std::process::exit(7),
        _ => return Err("no such kind".to_owned()),
    };
    Ok(text.into_bytes())
}

fn outside() -> ExitCode {
    let mut input = Vec::new();
    let read = io::stdin().read_to_end(&mut input).is_ok();
    let written = std::fs::write("made.txt", &input);
    let lines = [
        format!("input {read} {}", input.len()),
        format!("write {}", errno(written)),
        format!("passwd {}", errno(std::fs::read("/etc/passwd").map(drop))),
        format!("up {}", errno(std::fs::write("../sandbox-probe-was-here", b"x"))),
        format!("tcp {}", errno(TcpStream::connect("127.0.0.1:9").map(drop))),
        format!("udp {}", errno(std::net::UdpSocket::bind("127.0.0.1:0").map(drop))),
        format!("exec {}", errno(Command::new("/bin/true").spawn().map(drop))),
        format!(
            "become {}",
            errno(Err(std::os::unix::process::CommandExt::exec(&mut Command::new("/bin/true"))))
        ),
        format!("link {}", errno(std::os::unix::fs::symlink("/etc/passwd", "link"))),
        format!("kill {}", errno(kill(std::env::args().nth(2).as_deref()))),
        format!("thread {}", errno(std::thread::Builder::new().spawn(|| ()).map(drop))),
    ];
    let said = io::stdout().write_all(lines.join("\n").as_bytes());
    if said.is_ok() { ExitCode::from(3) } else { ExitCode::FAILURE }
}

fn errno(result: io::Result<()>) -> String {
    match result {
        Ok(()) => "allowed".to_owned(),
        Err(error) => error.raw_os_error().map_or_else(|| error.to_string(), |n| n.to_string()),
    }
}

/// Sends a harmless signal to the process of the tests, whose id the test gives.
fn kill(process: Option<&str>) -> io::Result<()> {
    let process = process
        .and_then(|id| id.parse().ok())
        .and_then(rustix::process::Pid::from_raw)
        .ok_or(io::ErrorKind::InvalidInput)?;
    Ok(rustix::process::kill_process(process, rustix::process::Signal::WINCH)?)
}

fn memory_bomb() -> String {
    let mut hoard = Vec::new();
    loop {
        hoard.push(vec![1_u8; 1 << 20]);
        if hoard.len() > 100_000 {
            return "allowed".to_owned();
        }
    }
}

fn endless_loop() -> String {
    let mut number = 1_u64;
    while std::hint::black_box(number) != 0 {
        number |= 1;
    }
    number.to_string()
}

fn deep(level: u64) -> u64 {
    let here = std::hint::black_box([level; 64]);
    if level == u64::MAX { 0 } else { deep(level + 1) + here[7] }
}
