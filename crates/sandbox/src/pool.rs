//! A few readers, started when needed, ended when idle.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep_until};

use crate::SandboxError;
use crate::protocol::{Limits, Protection};
use crate::reader::Reader;

/// How many children, and what each may use.
#[derive(Debug, Clone)]
pub struct PoolOptions {
    /// The binary that calls [`crate::child_main`]: usually the running one.
    pub program: PathBuf,
    /// Arguments that make it do so; the pool adds one of its own.
    pub args: Vec<OsString>,
    /// Children at the same time, readers and outside programs together. Further requests wait.
    pub size: usize,
    /// Memory a reader may use beyond what it needs to start.
    pub memory_bytes: u64,
    /// From handing over the input to having the answer.
    pub time_limit: Duration,
    pub input_limit: usize,
    pub output_limit: usize,
    /// After so many a fresh child is started: bounds what a leak or a take-over can reach.
    pub requests_per_child: u32,
    /// A child without work for so long is ended; its memory counts against the server's.
    pub idle_limit: Duration,
    /// Where outside programs are looked for. They must lie in the system's own folders: the second
    /// profile reads no others.
    pub program_folders: Vec<PathBuf>,
}

impl PoolOptions {
    /// Options for a small server: two children of half a gigabyte at most, none at rest.
    pub fn new(program: impl Into<PathBuf>, args: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            program: program.into(),
            args: args.into_iter().map(OsString::from).collect(),
            size: 2,
            memory_bytes: 512 << 20,
            time_limit: Duration::from_secs(20),
            input_limit: 32 << 20,
            output_limit: 16 << 20,
            requests_per_child: 50,
            idle_limit: Duration::from_secs(10),
            program_folders: ["/usr/local/bin", "/usr/bin", "/bin"].map(PathBuf::from).to_vec(),
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits {
            memory_bytes: self.memory_bytes,
            cpu_seconds: whole_seconds(self.time_limit),
            requests: u64::from(self.requests_per_child),
            output_bytes: self.output_limit as u64,
        }
    }
}

/// Processor limits know whole seconds only; never less than the wall-clock limit beside them.
pub(crate) fn whole_seconds(limit: Duration) -> u64 {
    limit.as_secs() + 1
}

/// Hands requests to readers. Cheap to clone; the children end with the last clone.
#[derive(Clone)]
pub struct Pool {
    inner: Arc<Inner>,
}

struct Inner {
    options: PoolOptions,
    permits: Semaphore,
    rest: Mutex<Rest>,
    /// A missing Landlock is worth one line in the log, not one per child.
    warned: AtomicBool,
    lost: AtomicU64,
}

/// The readers without work.
#[derive(Default)]
struct Rest {
    /// The longest idle first.
    idle: Vec<Idle>,
    /// Whether a task waits to end them; one is enough.
    watched: bool,
}

struct Idle {
    reader: Reader,
    until: Instant,
}

impl Pool {
    /// Starts nothing yet.
    pub fn new(options: PoolOptions) -> Self {
        Self {
            inner: Arc::new(Inner {
                permits: Semaphore::new(options.size.max(1)),
                options,
                rest: Mutex::default(),
                warned: AtomicBool::new(false),
                lost: AtomicU64::new(0),
            }),
        }
    }

    pub(crate) fn options(&self) -> &PoolOptions {
        &self.inner.options
    }

    pub(crate) fn permits(&self) -> &Semaphore {
        &self.inner.permits
    }

    /// Where an outside program is installed, if it is. Looked up each time, so that one installed while
    /// the server runs is found.
    pub fn find_program(&self, name: &str) -> Option<PathBuf> {
        let folders = self.inner.options.program_folders.iter();
        folders.map(|folder| folder.join(name)).find(|path| path.is_file())
    }

    /// Ends the readers without work and waits until they are gone, so that their processor time is
    /// counted with ours.
    pub async fn finish(&self) {
        let idle = std::mem::take(&mut self.inner.rest().idle);
        for Idle { reader, .. } in idle {
            reader.finish().await;
        }
    }

    /// How many readers died of what they read, or had to be ended.
    pub fn lost(&self) -> u64 {
        self.inner.lost.load(Ordering::Relaxed)
    }

    /// How many readers wait for work.
    pub fn idle(&self) -> usize {
        self.inner.rest().idle.len()
    }

    /// Has one input read in a child. Dropping the future kills the child that works on it.
    pub async fn run(&self, kind: u8, input: &[u8]) -> Result<Vec<u8>, SandboxError> {
        self.run_parts(kind, &[input]).await
    }

    /// As [`Pool::run`], for an input in parts: the child gets them as one, and no copy of a large file is
    /// made to put a head before it.
    pub async fn run_parts(&self, kind: u8, input: &[&[u8]]) -> Result<Vec<u8>, SandboxError> {
        let options = &self.inner.options;
        if input.iter().map(|part| part.len()).sum::<usize>() > options.input_limit {
            return Err(SandboxError::InputTooLarge(options.input_limit));
        }
        let _permit = (self.inner.permits.acquire().await)
            .map_err(|closed| SandboxError::StartFailed(closed.to_string()))?;
        let reader = match self.inner.take_idle() {
            Some(reader) => reader,
            None => self.inner.start().await?,
        };
        let (answer, reader) = reader.ask(options, kind, input).await;
        match reader {
            Some(reader) if reader.served < options.requests_per_child => self.give_back(reader),
            Some(_) => {}
            None => {
                self.inner.lost.fetch_add(1, Ordering::Relaxed);
            }
        }
        answer
    }

    fn give_back(&self, reader: Reader) {
        let until = Instant::now() + self.inner.options.idle_limit;
        let mut rest = self.inner.rest();
        rest.idle.push(Idle { reader, until });
        if !std::mem::replace(&mut rest.watched, true) {
            tokio::spawn(end_idle(Arc::downgrade(&self.inner), until));
        }
    }
}

impl Inner {
    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one used last, so that the others become old enough to end.
    fn take_idle(&self) -> Option<Reader> {
        let mut rest = self.rest();
        while let Some(Idle { mut reader, .. }) = rest.idle.pop() {
            if reader.lives() {
                return Some(reader);
            }
        }
        None
    }

    async fn start(&self) -> Result<Reader, SandboxError> {
        let (reader, protection) = Reader::start(&self.options).await?;
        // An old Landlock is no loss: what it lacks, seccomp refuses as well.
        if protection == Protection::SeccompOnly && !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "the kernel has no Landlock: readers are held by seccomp alone, and outside \
                 programs can read files of the server's user"
            );
        }
        Ok(reader)
    }
}

/// Ends readers as their time comes, until none is idle or the pool is gone.
async fn end_idle(pool: Weak<Inner>, mut until: Instant) {
    loop {
        sleep_until(until).await;
        let Some(pool) = pool.upgrade() else { return };
        let mut rest = pool.rest();
        let now = Instant::now();
        rest.idle.retain(|idle| idle.until > now);
        match rest.idle.first() {
            Some(next) => until = next.until,
            None => {
                rest.watched = false;
                return;
            }
        }
    }
}
