//! `cargo x COMMAND`: what the house does to itself; see benches/README.md.
#![expect(clippy::disallowed_methods, reason = "automation beside the product")]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

const USAGE: &str = "cargo x seed DIR PEOPLE
cargo x measure DIR
cargo x feature [--patch]
cargo x read-speed DIR
cargo x kill [--times 200] [--seed 1] [--database postgres://EMPTY] [--program target/release/rapport] [--folder DIR]
cargo x bare [--empty] [--program target/release/rapport] [--folder DIR]";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = xtask::root();
    let target = std::env::var("CARGO_TARGET_DIR").map_or(root.join("target"), Into::into);
    let program = target.join("release/rapport");
    match words.as_slice() {
        ["seed", data, people] => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(xtask::seed::seed(Path::new(data), people.parse()?, &root))
        }
        ["measure", data] => xtask::measure::measure(&program, Path::new(data), &root),
        ["read-speed", folder] => xtask::read_speed::read_speed(&program, Path::new(folder)),
        ["kill", options @ ..] => kill(options, program),
        ["bare", options @ ..] => bare(options, program),
        ["feature"] => xtask::feature::run(&root),
        ["feature", "--patch"] => {
            std::io::Write::write_all(&mut std::io::stdout(), xtask::feature::patch(&root)?.as_bytes())?;
            Ok(())
        }
        _ => bail!("{USAGE}"),
    }
}

/// The value after a word, where it is given.
fn value<'a>(options: &[&'a str], name: &str) -> Option<&'a str> {
    let at = options.iter().position(|word| *word == name)?;
    options.get(at + 1).copied()
}

fn kill(options: &[&str], program: PathBuf) -> Result<()> {
    let program = value(options, "--program").map_or(program, PathBuf::from);
    let own = std::env::temp_dir().join(format!("rapport-kill-{}", std::process::id()));
    let plan = xtask::kill::Plan {
        program: program.canonicalize().context("build the binary first, or name it with --program")?,
        database: value(options, "--database").map(str::to_owned),
        folder: value(options, "--folder").map_or(own, PathBuf::from),
        kills: value(options, "--times").unwrap_or("200").parse()?,
        seed: value(options, "--seed").unwrap_or("1").parse()?,
    };
    say(format!("in {}", plan.folder.display()));
    let report = xtask::kill::run(&plan, &mut say)?;
    std::fs::remove_dir_all(&plan.folder)?;
    say(report.to_string());
    Ok(())
}

fn bare(options: &[&str], program: PathBuf) -> Result<()> {
    let program = value(options, "--program").map_or(program, PathBuf::from);
    let program = program.canonicalize().context("build the binary first, or name it with --program")?;
    let folder = value(options, "--folder").map_or(std::env::temp_dir().join("rapport-bare"), PathBuf::from);
    xtask::bare::run(&program, &folder, options.contains(&"--empty"), &mut say)
}

#[expect(clippy::print_stdout, reason = "the console is where a command answers")]
fn say(text: String) {
    println!("{text}");
}
