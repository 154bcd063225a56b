//! `cargo x seed DIR PEOPLE` and `cargo x measure DIR`: see benches/README.md. `cargo x feature`: see
//! docs/adding-a-feature.md.

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
        ["measure", data] => {
            let target = std::env::var("CARGO_TARGET_DIR").map_or(root.join("target"), Into::into);
            xtask::measure::measure(&target.join("release/rapport"), Path::new(data), &root)
        }
        ["feature"] => xtask::feature::run(&root),
        ["feature", "--patch"] => {
            std::io::Write::write_all(&mut std::io::stdout(), xtask::feature::patch(&root)?.as_bytes())?;
            Ok(())
        }
        _ => bail!("cargo x seed DIR PEOPLE | cargo x measure DIR | cargo x feature [--patch]"),
    }
}
