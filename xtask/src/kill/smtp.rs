//! A mail server that counts: how often each message was handed over whole, whatever it answered then.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::seed::Dice;

/// What one message met.
#[derive(Clone, Default, Debug)]
pub struct Handed {
    /// Times that it arrived up to its last byte.
    pub times: usize,
    /// Times that the server said so.
    pub accepted: usize,
}

/// Cloning shares it. The thread that listens ends with the process.
#[derive(Clone)]
pub struct Counting {
    pub port: u16,
    inner: Arc<Inner>,
}

struct Inner {
    handed: Mutex<HashMap<String, Handed>>,
    dice: Mutex<Dice>,
    /// Conversations in which a message is being handed over just now.
    talking: AtomicUsize,
    well: AtomicBool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Well,
    /// Answers after this many milliseconds.
    Slow(usize),
    /// 451 at the recipient.
    Busy,
    /// Hangs up before the message.
    GoneBefore,
    /// Hangs up after its last byte, without a word.
    GoneAfter,
}

impl Counting {
    pub fn start(seed: u64) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("a port for mail")?;
        let port = listener.local_addr()?.port();
        let inner = Arc::new(Inner {
            handed: Mutex::default(),
            dice: Mutex::new(Dice::new(seed)),
            talking: AtomicUsize::new(0),
            well: AtomicBool::new(false),
        });
        let server = Self { port, inner };
        let shared = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                // A client that dies in the middle ends its own conversation only.
                std::thread::spawn(move || drop(shared.talk(&stream)));
            }
        });
        Ok(server)
    }

    /// From now on everything is taken at once.
    pub fn be_well(&self) {
        self.inner.well.store(true, Ordering::SeqCst);
    }

    pub fn talking(&self) -> usize {
        self.inner.talking.load(Ordering::SeqCst)
    }

    /// By Message-ID.
    pub fn handed(&self) -> HashMap<String, Handed> {
        self.inner.handed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn mood(&self) -> Mood {
        if self.inner.well.load(Ordering::SeqCst) {
            return Mood::Well;
        }
        let mut dice = self.inner.dice.lock().unwrap_or_else(PoisonError::into_inner);
        match dice.roll(100) {
            0..60 => Mood::Well,
            60..88 => Mood::Slow(10 + dice.roll(250)),
            88..92 => Mood::Busy,
            92..96 => Mood::GoneBefore,
            _ => Mood::GoneAfter,
        }
    }

    fn talk(&self, stream: &TcpStream) -> Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let (mut lines, mut out, mood) = (BufReader::new(stream), stream, self.mood());
        out.write_all(b"220 counting\r\n")?;
        let mut line = String::new();
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                return Ok(());
            }
            match line.get(..4).unwrap_or_default() {
                "RCPT" if mood == Mood::Busy => out.write_all(b"451 come back later\r\n")?,
                "DATA" if mood == Mood::GoneBefore => return Ok(()),
                "DATA" => {
                    self.inner.talking.fetch_add(1, Ordering::SeqCst);
                    let taken = self.take(&mut lines, out, mood);
                    self.inner.talking.fetch_sub(1, Ordering::SeqCst);
                    if !taken? {
                        return Ok(());
                    }
                }
                "QUIT" => return Ok(out.write_all(b"221 bye\r\n")?),
                _ => out.write_all(b"250 fine\r\n")?,
            }
        }
    }

    /// Takes one message; false where the conversation ends with it.
    fn take(&self, lines: &mut BufReader<&TcpStream>, mut out: &TcpStream, mood: Mood) -> Result<bool> {
        out.write_all(b"354 go on\r\n")?;
        let (mut id, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                return Ok(false);
            }
            if line == ".\r\n" {
                break;
            }
            if id.is_empty()
                && let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("message-id")
            {
                value.trim().trim_matches(['<', '>']).clone_into(&mut id);
            }
        }
        let count = |add: fn(&mut Handed)| {
            add(self
                .inner
                .handed
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .entry(id.clone())
                .or_default());
        };
        count(|handed| handed.times += 1);
        if mood == Mood::GoneAfter {
            return Ok(false);
        }
        if let Mood::Slow(pause_ms) = mood {
            std::thread::sleep(Duration::from_millis(pause_ms as u64));
        }
        count(|handed| handed.accepted += 1);
        out.write_all(b"250 taken\r\n")?;
        Ok(true)
    }
}
