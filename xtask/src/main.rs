//! `cargo x seed DIR PEOPLE`, `cargo x measure DIR` and `cargo x read-speed DIR`: see benches/README.md.
#![expect(clippy::disallowed_methods, reason = "automation beside the product")]

use std::path::Path;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = xtask::root();
    match words.as_slice() {
        ["seed", data, people] => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(xtask::seed::seed(Path::new(data), people.parse()?, &root))
        }
        ["measure", data] => xtask::measure::measure(&released(&root), Path::new(data), &root),
        ["read-speed", folder] => xtask::read_speed::read_speed(&released(&root), Path::new(folder)),
        _ => bail!("cargo x seed DIR PEOPLE | cargo x measure DIR | cargo x read-speed DIR"),
    }
}

/// The program that `cargo build --release` made.
fn released(root: &Path) -> std::path::PathBuf {
    let target = std::env::var("CARGO_TARGET_DIR").map_or(root.join("target"), Into::into);
    target.join("release/rapport")
}
