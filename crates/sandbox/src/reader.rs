//! One reader process, seen from the parent.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::SandboxError;
use crate::pool::PoolOptions;
use crate::protocol::{HEAD_BYTES, Protection, Status, head, read_head};

/// From fork to hello; generous, because the machine may be busy.
const START_LIMIT: Duration = Duration::from_secs(20);
/// How long a process whose pipe has closed may take to be gone.
const END_LIMIT: Duration = Duration::from_secs(2);
/// How much of a dying child's last words is kept.
const LAST_WORDS_BYTES: u64 = 4096;

pub(crate) struct Reader {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    errors: ChildStderr,
    /// How many requests it has answered.
    pub(crate) served: u32,
}

/// The exchange ended without a whole answer.
enum Broken {
    /// The pipe closed: the child is dead or dying.
    Pipe,
    /// The child announced more than it may say.
    TooLarge,
    /// The child said something that is no answer.
    Nonsense,
}

impl Reader {
    pub(crate) async fn start(options: &PoolOptions) -> Result<(Self, Protection), SandboxError> {
        let failed = |error: std::io::Error| SandboxError::StartFailed(error.to_string());
        let mut child = Command::new(&options.program)
            .args(&options.args)
            .arg(options.limits().reader_argument())
            .env_clear()
            // mimalloc reserves a gigabyte at a time by default, which the memory limit would count.
            .env("MIMALLOC_ARENA_RESERVE", "32MiB")
            // What one file needed is given back before the next: a third less at the peak, for a twelfth
            // more time.
            .env("MIMALLOC_PURGE_DELAY", "0")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let (Some(input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(SandboxError::StartFailed("it has no pipes".to_owned()));
        };
        let mut reader = Self { child, input, output, errors, served: 0 };
        match timeout(START_LIMIT, reader.output.read_u8()).await {
            Ok(Ok(hello)) => match Protection::from_byte(hello) {
                Some(protection) => Ok((reader, protection)),
                None => Err(SandboxError::StartFailed("it is not a reader of this program".to_owned())),
            },
            Ok(Err(_)) => {
                let (status, words) = reader.last_words().await;
                Err(SandboxError::StartFailed(format!("{status}: {words}")))
            }
            Err(_) => Err(SandboxError::StartFailed("it said nothing".to_owned())),
        }
    }

    /// Whether it can take another request.
    pub(crate) fn lives(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Lets it end by itself: it does when nothing more can come.
    pub(crate) async fn finish(self) {
        let Self { mut child, input, .. } = self;
        drop(input);
        // When it does not, dropping it kills it.
        let _ = timeout(END_LIMIT, child.wait()).await;
    }

    /// Asks one request. After an error the reader is not to be used again, except when the error
    /// is the handler's own considered answer (`Refused`, `OutputTooLarge`), which gives it back.
    pub(crate) async fn ask(
        mut self,
        options: &PoolOptions,
        kind: u8,
        input: &[&[u8]],
    ) -> (Result<Vec<u8>, SandboxError>, Option<Self>) {
        let exchange = self.exchange(kind, input, options.output_limit);
        let crashed = |what: String| (Err(SandboxError::Crashed(what)), None);
        let (status, bytes) = match timeout(options.time_limit, exchange).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(Broken::Pipe)) => {
                let error = self.verdict(options.time_limit).await;
                return (Err(error), None);
            }
            Ok(Err(Broken::TooLarge)) => {
                let error = SandboxError::OutputTooLarge(options.output_limit);
                return (Err(error), None);
            }
            Ok(Err(Broken::Nonsense)) => return crashed("it answered nonsense".to_owned()),
            Err(_) => return (Err(SandboxError::TimedOut(options.time_limit)), None),
        };
        self.served += 1;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        match status {
            Status::Done => (Ok(bytes), Some(self)),
            Status::Refused => (Err(SandboxError::Refused(text(bytes))), Some(self)),
            Status::OutputTooLarge => {
                let error = SandboxError::OutputTooLarge(options.output_limit);
                (Err(error), Some(self))
            }
            // What a panic left half done must not meet the next file.
            Status::Panicked => crashed(format!("panic at {}", text(bytes))),
        }
    }

    async fn exchange(
        &mut self,
        kind: u8,
        input: &[&[u8]],
        output_limit: usize,
    ) -> Result<(Status, Vec<u8>), Broken> {
        let length = input.iter().map(|part| part.len()).sum::<usize>();
        let length = u32::try_from(length).map_err(|_| Broken::Nonsense)?;
        let pipe = |_| Broken::Pipe;
        self.input.write_all(&head(kind, length)).await.map_err(pipe)?;
        for part in input {
            self.input.write_all(part).await.map_err(pipe)?;
        }
        self.input.flush().await.map_err(pipe)?;
        let mut answer = [0; HEAD_BYTES];
        self.output.read_exact(&mut answer).await.map_err(pipe)?;
        let (status, length) = read_head(answer);
        let status = Status::from_byte(status).ok_or(Broken::Nonsense)?;
        if length > output_limit.max(LAST_WORDS_BYTES as usize) {
            return Err(Broken::TooLarge);
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).await.map_err(pipe)?;
        Ok((status, bytes))
    }

    /// Why a child died that should have answered.
    async fn verdict(self, time_limit: Duration) -> SandboxError {
        let (status, words) = self.last_words().await;
        if words.starts_with("memory allocation of") {
            // Rust's own last words when the allocator has nothing left.
            return SandboxError::OutOfMemory;
        }
        if status.signal == Some(libc::SIGXCPU) {
            return SandboxError::TimedOut(time_limit);
        }
        if words.contains("overflowed its stack") {
            return SandboxError::Crashed("it nested too deep".to_owned());
        }
        SandboxError::Crashed(status.to_string())
    }

    async fn last_words(mut self) -> (Ended, String) {
        let mut words = Vec::new();
        let mut errors = self.errors.take(LAST_WORDS_BYTES);
        // The child may live on with its output closed; then both limits pass and dropping kills it.
        let _ = timeout(END_LIMIT, errors.read_to_end(&mut words)).await;
        let status = timeout(END_LIMIT, self.child.wait()).await;
        let status = status.ok().and_then(Result::ok);
        let ended = Ended {
            signal: status.and_then(|status| status.signal()),
            code: status.and_then(|status| status.code()),
        };
        let words = String::from_utf8_lossy(&words);
        // Rust 1.9x puts an empty line before the stack overflow message.
        (ended, words.trim().to_owned())
    }
}

/// How a process ended, as far as it could be found out.
pub(crate) struct Ended {
    pub(crate) signal: Option<i32>,
    pub(crate) code: Option<i32>,
}

impl std::fmt::Display for Ended {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.signal, self.code) {
            (Some(signal), _) => write!(out, "ended by signal {signal}"),
            (_, Some(code)) => write!(out, "ended with code {code}"),
            _ => out.write_str("closed its output without an answer"),
        }
    }
}
