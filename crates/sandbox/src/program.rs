//! Outside programs (`tesseract`, `catdoc`) under the second profile.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;
use tokio::time::timeout;

use crate::child::EXIT_NOT_STARTED;
use crate::pool::whole_seconds;
use crate::protocol::Limits;
use crate::reader::Ended;
use crate::{Pool, SandboxError};

/// One run of an outside program.
#[derive(Debug, Clone)]
pub struct ProgramRun<'a> {
    /// Where it is installed, without searching.
    pub program: &'a Path,
    /// Its working folder is private and empty but for [`ProgramInput::File`]; name files in it
    /// without a path.
    pub args: Vec<OsString>,
    pub input: ProgramInput<'a>,
    pub limits: ProgramLimits,
}

#[derive(Debug, Clone, Copy)]
pub enum ProgramInput<'a> {
    Stdin(&'a [u8]),
    /// Written into the private folder under this name before the start.
    File {
        name: &'a str,
        bytes: &'a [u8],
    },
}

#[derive(Debug, Clone, Copy)]
pub struct ProgramLimits {
    pub memory_bytes: u64,
    pub time_limit: Duration,
    /// For standard output and all written files together.
    pub output_limit: usize,
}

/// What a program left behind. Untrusted, as everything made from a hostile file.
#[derive(Debug)]
pub struct ProgramOutput {
    /// Nought is success, for most programs.
    pub code: i32,
    pub stdout: Vec<u8>,
    /// The beginning of what it complained about; may quote the file.
    pub stderr: String,
    /// Files it made in its folder, by name.
    pub files: Vec<(String, Vec<u8>)>,
}

const STDERR_BYTES: usize = 8 * 1024;

impl Pool {
    /// Runs an outside program on one input. Takes one of the pool's places while it runs.
    pub async fn run_program(&self, run: &ProgramRun<'_>) -> Result<ProgramOutput, SandboxError> {
        let failed = |error: io::Error| SandboxError::StartFailed(error.to_string());
        let _permit = (self.permits().acquire().await)
            .map_err(|closed| SandboxError::StartFailed(closed.to_string()))?;
        // Landlock rules follow the file itself, not the links that lead to it.
        let program = tokio::fs::canonicalize(run.program).await.map_err(failed)?;
        let folder = tempfile::Builder::new().prefix("rapport-").tempdir().map_err(failed)?;
        if let ProgramInput::File { name, bytes } = run.input {
            let path = folder.path().join(plain_name(name)?);
            tokio::fs::write(path, bytes).await.map_err(failed)?;
        }
        let mut command = self.launcher(run, folder.path(), &program);
        let result = timeout(run.limits.time_limit, finish(&mut command, run)).await;
        let (ended, stdout, stderr) = result.map_err(|_| SandboxError::TimedOut(run.limits.time_limit))??;
        let code = ended_code(&ended, &stderr, &run.limits)?;
        let files = collect(folder.path(), run, stdout.len()).await?;
        Ok(ProgramOutput { code, stdout, stderr, files })
    }

    fn launcher(&self, run: &ProgramRun<'_>, folder: &Path, program: &Path) -> Command {
        let limits = Limits {
            memory_bytes: run.limits.memory_bytes,
            cpu_seconds: whole_seconds(run.limits.time_limit),
            requests: 1,
            output_bytes: run.limits.output_limit as u64,
        };
        let mut command = Command::new(&self.options().program);
        command
            .args(&self.options().args)
            .arg(limits.launcher_argument())
            .arg(folder)
            .arg(program)
            .args(&run.args)
            .env_clear()
            .env("HOME", folder)
            .env("TMPDIR", folder)
            .env("LANG", "C.UTF-8")
            .env("PATH", "/usr/bin:/bin")
            // One core stays for the people using the server.
            .env("OMP_THREAD_LIMIT", "1")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // The program cannot start others, so this ends all of it when time is up.
            .kill_on_drop(true);
        command
    }
}

async fn finish(
    command: &mut Command,
    run: &ProgramRun<'_>,
) -> Result<(Ended, Vec<u8>, String), SandboxError> {
    let failed = |error: io::Error| SandboxError::StartFailed(error.to_string());
    let mut child = command.spawn().map_err(failed)?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(SandboxError::StartFailed("it has no pipes".to_owned()));
    };
    let feed = async move {
        if let ProgramInput::Stdin(bytes) = run.input {
            // A program that has seen enough closes its input early; that is no fault.
            let _ = stdin.write_all(bytes).await;
        }
        drop(stdin);
        Ok(())
    };
    let limit = run.limits.output_limit;
    let output = async {
        let (stdout, whole) = read_up_to(stdout, limit).await;
        // Left early, the program would be held up by a full pipe, so the limit ends it here.
        whole.then_some(stdout).ok_or(SandboxError::OutputTooLarge(limit))
    };
    let complaints = async {
        let mut stderr = stderr;
        let (mut text, _) = read_up_to(&mut stderr, STDERR_BYTES).await;
        text.truncate(STDERR_BYTES);
        // A pipe nobody empties would hold the program up, and a closed one would end it.
        let _ = tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await;
        Ok(String::from_utf8_lossy(&text).into_owned())
    };
    let ((), stdout, stderr) = tokio::try_join!(feed, output, complaints)?;
    let status = child.wait().await.map_err(failed)?;
    let ended = Ended { signal: status.signal(), code: status.code() };
    Ok((ended, stdout, stderr))
}

/// Reads until the end, or until more than `limit` bytes came; says whether it was all.
async fn read_up_to(source: impl AsyncRead + Unpin, limit: usize) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    let read = source.take(limit as u64 + 1).read_to_end(&mut bytes).await;
    let whole = read.is_ok() && bytes.len() <= limit;
    (bytes, whole)
}

fn ended_code(ended: &Ended, stderr: &str, limits: &ProgramLimits) -> Result<i32, SandboxError> {
    if ended.signal == Some(libc::SIGXCPU) {
        return Err(SandboxError::TimedOut(limits.time_limit));
    }
    if ended.signal == Some(libc::SIGXFSZ) {
        return Err(SandboxError::OutputTooLarge(limits.output_limit));
    }
    match ended.code {
        Some(code) if code == i32::from(EXIT_NOT_STARTED) => {
            Err(SandboxError::StartFailed(stderr.trim().to_owned()))
        }
        Some(code) => Ok(code),
        None => Err(SandboxError::Crashed(ended.to_string())),
    }
}

/// Reads the regular files the program made. Folders and anything that is not a plain file are left
/// out; links cannot be made, and are not followed if they were.
async fn collect(
    folder: &Path,
    run: &ProgramRun<'_>,
    already_bytes: usize,
) -> Result<Vec<(String, Vec<u8>)>, SandboxError> {
    let failed = |error: io::Error| SandboxError::Crashed(format!("its files: {error}"));
    let limit = run.limits.output_limit;
    let mut left = limit.saturating_sub(already_bytes);
    let mut files = Vec::new();
    let mut entries = tokio::fs::read_dir(folder).await.map_err(failed)?;
    while let Some(entry) = entries.next_entry().await.map_err(failed)? {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let given = matches!(run.input, ProgramInput::File { name: given, .. } if given == name);
        if given || !entry.file_type().await.map_err(failed)?.is_file() {
            continue;
        }
        let file = tokio::fs::OpenOptions::new()
            .read(true)
            .custom_flags(libc::O_NOFOLLOW)
            .open(entry.path())
            .await
            .map_err(failed)?;
        let (bytes, whole) = read_up_to(file, left).await;
        if !whole {
            return Err(SandboxError::OutputTooLarge(limit));
        }
        left -= bytes.len();
        files.push((name, bytes));
    }
    files.sort();
    Ok(files)
}

fn plain_name(name: &str) -> Result<PathBuf, SandboxError> {
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains('/');
    plain
        .then(|| PathBuf::from(name))
        .ok_or_else(|| SandboxError::StartFailed(format!("{name:?} is not a plain file name")))
}
