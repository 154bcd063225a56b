//! `cargo x read-speed DIR`: documents read per second and core by a release build, end to end: the command
//! `rapport resume read`, its sandboxed children and the way between them.
//!
//! Processor time is what the kernel counts for the command and all its children once they have ended
//! (`cutime` and `cstime` in `/proc/self/stat`); memory is the peak of each child while it ran, looked at
//! every few milliseconds.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The first run warms the disk cache and is not counted.
const RUNS: usize = 6;

struct Run {
    files: usize,
    cpu_seconds: f64,
    wall_seconds: f64,
    parent_peak_kb: u64,
    child_peak_kb: u64,
}

/// Reads the folder several times and writes one line.
#[expect(clippy::print_stdout, reason = "the figure is the result")]
pub fn read_speed(program: &Path, folder: &Path) -> Result<()> {
    let mut runs = vec![];
    for _ in 0..RUNS {
        runs.push(run(program, folder)?);
    }
    runs.remove(0);
    runs.sort_by(|a, b| a.cpu_seconds.total_cmp(&b.cpu_seconds));
    let median = &runs[runs.len() / 2];
    println!(
        "{} documents: {:.0} per second and core (processor time {:.2} s, of {} runs the median; wall {:.2} s); \
         peak resident: command {} MB, largest child {} MB",
        median.files,
        median.files as f64 / median.cpu_seconds,
        median.cpu_seconds,
        runs.len(),
        median.wall_seconds,
        runs.iter().map(|run| run.parent_peak_kb).max().unwrap_or(0) / 1024,
        runs.iter().map(|run| run.child_peak_kb).max().unwrap_or(0) / 1024,
    );
    Ok(())
}

fn run(program: &Path, folder: &Path) -> Result<Run> {
    let out = std::env::temp_dir().join(format!("rapport-read-speed-{}", std::process::id()));
    let (before, begun) = (ended_children_seconds()?, Instant::now());
    let mut child = Command::new(program)
        .args(["resume", "read"])
        .arg(folder)
        .arg("--out")
        .arg(&out)
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}: build it with cargo build --release", program.display()))?;
    let (mut parent_peak_kb, mut child_peak_kb) = (0, 0);
    while child.try_wait()?.is_none() {
        let own = child.id();
        parent_peak_kb = parent_peak_kb.max(peak_kb(own));
        for pid in crate::measure::processes(own) {
            if pid != own {
                child_peak_kb = child_peak_kb.max(peak_kb(pid));
            }
        }
        std::thread::sleep(Duration::from_millis(3));
    }
    let wall_seconds = begun.elapsed().as_secs_f64();
    let cpu_seconds = ended_children_seconds()? - before;
    let files = std::fs::read_dir(&out).context("nothing was written")?.count();
    std::fs::remove_dir_all(&out)?;
    if files == 0 {
        bail!("nothing in {} could be read", folder.display());
    }
    Ok(Run { files, cpu_seconds, wall_seconds, parent_peak_kb, child_peak_kb })
}

/// Processor seconds of the children that have ended, and of theirs.
fn ended_children_seconds() -> Result<f64> {
    /// The kernel shows these times in hundredths everywhere.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name of the program stands in brackets and may hold blanks.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    Ok(ticks.sum::<f64>() / TICKS)
}

fn peak_kb(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}
