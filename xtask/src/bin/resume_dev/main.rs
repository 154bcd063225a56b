//! Reads resumes with the `resume` crate and writes JSON Resume files, for scoring while working on it.
//!
//! `resume_dev PATH... [--out DIR] [--lines] [--facts] [--repeat N] [--damage N] [--truth DIR [--wrong]]`
//!
//! `--truth` says of each kind of fact how many are marked "Sure" and how many of those are right, and how much of the
//! personal data was found; `--wrong` lists the sure ones that are not right.
//!
//! `--damage` reads N damaged copies of each file and reports panics and the slowest one.

#![expect(clippy::disallowed_methods, reason = "automation beside the product")]
#![expect(clippy::print_stdout, reason = "a developer's tool that speaks to a terminal")]

mod calibrate;

use std::path::{Path, PathBuf};
use std::time::Instant;

/// What the command line asks for.
#[derive(Default)]
struct Asked {
    paths: Vec<PathBuf>,
    out: Option<PathBuf>,
    truth: Option<PathBuf>,
    show_wrong: bool,
    show_lines: bool,
    show_facts: bool,
    repeat: usize,
    damage: u64,
}

fn asked() -> std::io::Result<Asked> {
    let mut asked = Asked { repeat: 1, ..Asked::default() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--out" => asked.out = arguments.next().map(PathBuf::from),
            "--truth" => asked.truth = arguments.next().map(PathBuf::from),
            "--wrong" => asked.show_wrong = true,
            "--lines" => asked.show_lines = true,
            "--facts" => asked.show_facts = true,
            "--damage" => asked.damage = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(0),
            "--repeat" => asked.repeat = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1),
            _ => collect(Path::new(&argument), &mut asked.paths)?,
        }
    }
    Ok(asked)
}

fn main() -> std::io::Result<()> {
    let mut asked = asked()?;
    if let Some(out) = &asked.out {
        std::fs::create_dir_all(out)?;
    }
    let files: Vec<(PathBuf, Vec<u8>)> = std::mem::take(&mut asked.paths)
        .into_iter()
        .map(|path| std::fs::read(&path).map(|bytes| (path, bytes)))
        .collect::<Result<_, _>>()?;
    let hints = resume::Hints { file_name: None, today: (2026, 11), region: None };
    if asked.damage > 0 {
        torture(&files, &hints, asked.damage);
        return Ok(());
    }
    let start = Instant::now();
    for _ in 1..asked.repeat {
        for (_, bytes) in &files {
            let _ = resume::read(bytes, &hints);
        }
    }
    let mut calibration = calibrate::Calibration::default();
    for (path, bytes) in &files {
        match resume::read(bytes, &hints) {
            Ok(read) => hand_out(&asked, path, &read, &mut calibration)?,
            Err(error) => println!("{}: {error}", path.display()),
        }
    }
    if asked.truth.is_some() {
        println!("{calibration}");
    }
    if asked.show_wrong {
        calibration.wrong.iter().for_each(|line| println!("{line}"));
    }
    let count = files.len() * asked.repeat;
    let seconds = start.elapsed().as_secs_f64();
    println!("{count} documents in {seconds:.2} s, {:.0} a second", count as f64 / seconds.max(1e-9));
    Ok(())
}

/// Prints, writes and judges one document as asked.
fn hand_out(
    asked: &Asked,
    path: &Path,
    read: &resume::Resume,
    calibration: &mut calibrate::Calibration,
) -> std::io::Result<()> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    if let Some(truth) = &asked.truth {
        calibration.add(stem, read, &truth.join(format!("{stem}.json")));
    }
    if asked.show_lines {
        println!("== {}", path.display());
        for line in &read.lines {
            println!("{:>2} {:6.1} {:6.1} {}", line.place.page, line.place.x0, line.place.y0, line.text);
        }
    }
    if asked.show_facts {
        println!("{read:#?}");
    }
    if let Some(out) = &asked.out {
        std::fs::write(out.join(format!("{stem}.json")), resume::json::json_resume(read).to_string())?;
        std::fs::write(out.join(format!("{stem}.json.wire")), resume::json::to_wire(read))?;
    }
    Ok(())
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        inside.sort();
        paths.extend(inside);
    } else {
        paths.push(path.to_owned());
    }
    Ok(())
}

/// Reads damaged copies of the files; every one must end in a result or a refusal, and soon.
fn torture(files: &[(PathBuf, Vec<u8>)], hints: &resume::Hints<'_>, copies: u64) {
    let (mut panics, mut refused, mut read) = (0, 0, 0);
    let mut slowest = (0.0, String::new());
    for (path, whole) in files {
        for seed in 0..copies {
            let bytes = damaged(whole, seed);
            let start = Instant::now();
            match std::panic::catch_unwind(|| resume::read(&bytes, hints).is_ok()) {
                Ok(true) => read += 1,
                Ok(false) => refused += 1,
                Err(_) => {
                    panics += 1;
                    println!("panic: {} seed {seed}", path.display());
                }
            }
            let seconds = start.elapsed().as_secs_f64();
            if seconds > slowest.0 {
                slowest = (seconds, format!("{} seed {seed}", path.display()));
            }
        }
    }
    println!("{read} read, {refused} refused, {panics} panics; slowest {:.2} s: {}", slowest.0, slowest.1);
}

/// Bytes changed, cut, doubled or moved; text formats also change digits and brackets.
fn damaged(whole: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ whole.len() as u64 | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    let mut bytes = whole.to_vec();
    for _ in 0..=next() % 4 {
        let length = bytes.len().max(1);
        let at = next() % length;
        let end = (at + next() % 2000).min(bytes.len());
        match next() % 6 {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => (0..next() % 60).for_each(|_| {
                let at = next() % length.min(bytes.len().max(1));
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = next() as u8;
                }
            }),
            4 => bytes.iter_mut().for_each(|byte| {
                if byte.is_ascii_digit() && next() % 40 == 0 {
                    *byte = b'0' + (next() % 10) as u8;
                }
            }),
            _ => bytes[at..end].fill(b' '),
        }
    }
    bytes
}
