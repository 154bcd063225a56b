//! Reads resumes with the `resume` crate and writes JSON Resume files, for scoring while working on it.
//!
//! `resume_dev PATH... --out DIR [--lines] [--facts]`

#![expect(
    clippy::print_stdout,
    reason = "a developer's tool that speaks to a terminal"
)]

use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut out: Option<PathBuf> = None;
    let (mut show_lines, mut show_facts, mut repeat) = (false, false, 1usize);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--out" => out = arguments.next().map(PathBuf::from),
            "--lines" => show_lines = true,
            "--facts" => show_facts = true,
            "--repeat" => {
                repeat = arguments
                    .next()
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1)
            }
            _ => collect(Path::new(&argument), &mut paths)?,
        }
    }
    if let Some(out) = &out {
        std::fs::create_dir_all(out)?;
    }
    let files: Vec<(PathBuf, Vec<u8>)> = paths
        .into_iter()
        .map(|path| std::fs::read(&path).map(|bytes| (path, bytes)))
        .collect::<Result<_, _>>()?;
    let hints = resume::Hints {
        file_name: None,
        today: (2026, 11),
        region: None,
    };
    let start = Instant::now();
    for _ in 1..repeat {
        for (_, bytes) in &files {
            let _ = resume::read(bytes, &hints);
        }
    }
    for (path, bytes) in &files {
        match resume::read(bytes, &hints) {
            Ok(read) => {
                if show_lines {
                    println!("== {}", path.display());
                    for line in &read.lines {
                        println!(
                            "{:>2} {:6.1} {:6.1} {}",
                            line.place.page, line.place.x0, line.place.y0, line.text
                        );
                    }
                }
                if show_facts {
                    println!("{read:#?}");
                }
                if let (Some(out), Some(stem)) = (&out, path.file_stem()) {
                    let mut name = stem.to_os_string();
                    name.push(".json");
                    std::fs::write(
                        out.join(&name),
                        resume::json::json_resume(&read).to_string(),
                    )?;
                    name.push(".wire");
                    std::fs::write(out.join(name), resume::json::to_wire(&read))?;
                }
            }
            Err(error) => println!("{}: {error}", path.display()),
        }
    }
    let count = files.len() * repeat;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{count} documents in {seconds:.2} s, {:.0} a second",
        count as f64 / seconds.max(1e-9)
    );
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
