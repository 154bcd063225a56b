//! The child's side: lock down, then serve requests until the parent hangs up.

use std::io::{self, Read as _, Write};
use std::os::unix::process::CommandExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::{Mutex, PoisonError};

use crate::lockdown::{allow_processor_time, lock_launcher, lock_reader};
use crate::protocol::{HEAD_BYTES, Limits, Status, Task, head, read_head};

/// Reads one hostile input: what kind it is, its bytes, and the answer or why there is none.
pub type Handler = fn(u8, &[u8]) -> Result<Vec<u8>, String>;

/// Becomes the child this process was started as. The binary calls it before anything else: before
/// threads, runtime, settings and logs.
pub fn child_main(handler: Handler) -> ExitCode {
    let outcome = match Task::from_arguments(std::env::args_os()) {
        Some(Task::Read(limits)) => read(limits, handler),
        Some(Task::Launch { limits, folder, program, arguments }) => {
            let program = Path::new(&program);
            match lock_launcher(limits, Path::new(&folder), program) {
                Ok(()) => Err(Command::new(program).args(arguments).exec()),
                Err(error) => Err(error),
            }
        }
        None => Err(io::Error::other("started without its limits")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The parent shows this as the reason; when even this fails there is no one to tell.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(EXIT_NOT_STARTED)
        }
    }
}

/// Exit code of a child that could not be locked down, or of a launcher that could not become its
/// program. The number is the one `env` and shells use for "cannot execute".
pub(crate) const EXIT_NOT_STARTED: u8 = 126;

fn read(limits: Limits, handler: Handler) -> io::Result<()> {
    set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        *panic_place() = place.unwrap_or_default();
    }));
    let protection = lock_reader(limits)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    output.write_all(&[protection.byte()])?;
    output.flush()?;
    loop {
        let mut request = [0; HEAD_BYTES];
        match input.read_exact(&mut request) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            read => read?,
        }
        let (kind, length) = read_head(request);
        let mut bytes = vec![0; length];
        input.read_exact(&mut bytes)?;
        allow_processor_time(limits.cpu_seconds)?;
        let (status, answer) = answer(handler, kind, &bytes, limits.output_bytes);
        drop(bytes);
        let length = u32::try_from(answer.len()).map_err(io::Error::other)?;
        output.write_all(&head(status as u8, length))?;
        output.write_all(&answer)?;
        output.flush()?;
    }
}

fn answer(handler: Handler, kind: u8, bytes: &[u8], output_bytes: u64) -> (Status, Vec<u8>) {
    let caught = catch_unwind(AssertUnwindSafe(|| handler(kind, bytes)));
    match caught {
        Ok(Ok(answer)) if answer.len() as u64 > output_bytes => (Status::OutputTooLarge, Vec::new()),
        Ok(Ok(answer)) => (Status::Done, answer),
        Ok(Err(reason)) => {
            let reason: String = reason.chars().take(REASON_CHARS).collect();
            (Status::Refused, reason.into_bytes())
        }
        Err(_) => (Status::Panicked, panic_place().clone().into_bytes()),
    }
}

/// A reason is a sentence; anything longer is the file talking.
const REASON_CHARS: usize = 300;

/// Where the last panic happened.
fn panic_place() -> std::sync::MutexGuard<'static, String> {
    static PLACE: Mutex<String> = Mutex::new(String::new());
    PLACE.lock().unwrap_or_else(PoisonError::into_inner)
}
