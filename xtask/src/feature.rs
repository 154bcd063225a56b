//! The worked feature of `docs/adding-a-feature.md`, applied to the tree as it is: the page stays true or the build
//! is red.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

const PAGE: &str = "docs/adding-a-feature.md";
/// The story that the page ends with.
const STORY: &str = "star::";

/// All blocks of the page as one patch.
pub fn patch(root: &Path) -> Result<String> {
    let page = std::fs::read_to_string(root.join(PAGE)).with_context(|| format!("reading {PAGE}"))?;
    let blocks = page.split("```diff\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let patch: String = blocks.collect();
    ensure!(!patch.is_empty(), "{PAGE} has no blocks to apply");
    Ok(patch)
}

/// Applies the patch to the tree below `root`; with `--check` it only says whether it would fit.
pub fn apply(root: &Path, options: &[&str]) -> Result<()> {
    let file = std::env::temp_dir().join(format!("rapport-feature-{}.patch", std::process::id()));
    std::fs::write(&file, patch(root)?)?;
    let done = Command::new("git").arg("apply").args(options).arg(&file).current_dir(root).output();
    std::fs::remove_file(&file)?;
    let done = done.context("running git")?;
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    ensure!(done.status.success(), "{PAGE} no longer fits the tree. Mend its blocks:\n{said}");
    Ok(())
}

/// Builds a copy of the tree with the feature in it, and runs its story. What is already built is taken over.
pub fn run(root: &Path) -> Result<()> {
    let copy = root.join("target/feature");
    let _ = std::fs::remove_dir_all(&copy);
    std::fs::create_dir_all(&copy)?;
    for path in tracked(root)? {
        let to = copy.join(&path);
        std::fs::create_dir_all(to.parent().unwrap_or(&copy))?;
        std::fs::copy(root.join(&path), to)?;
    }
    // A copy of the tree is no checkout of its own: without this git would look at the one around it and do nothing.
    command(Command::new("git").args(["init", "--quiet"]).current_dir(&copy))?;
    apply(&copy, &[])?;
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from).join("debug");
    let taken = copy.join("target/debug");
    std::fs::create_dir_all(&taken)?;
    // Copied, not linked: cargo writes into its own notes in place.
    for part in
        ["deps", "build", ".fingerprint"].map(|part| built.join(part)).iter().filter(|part| part.is_dir())
    {
        command(Command::new("cp").args(["-a", "--reflink=auto"]).arg(part).arg(&taken))?;
    }
    let mut story = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    story
        .args(["test", "--workspace", "--test", "it", STORY])
        .current_dir(&copy)
        .env_remove("CARGO_TARGET_DIR");
    command(&mut story)?;
    Ok(std::fs::remove_dir_all(&copy)?)
}

fn command(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {command:?}"))?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}

/// The files that git knows, or would take.
fn tracked(root: &Path) -> Result<Vec<PathBuf>> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = Command::new("git").args(list).current_dir(root).output().context("running git")?;
    ensure!(listed.status.success(), "git could not list the files of {}", root.display());
    let names = String::from_utf8(listed.stdout)?;
    let paths = names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
    Ok(paths.filter(|path| root.join(path).is_file()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn the_feature_of_the_page_fits_the_tree() {
        if let Err(cause) = apply(&root(), &["--check"]) {
            panic!("{cause:#}");
        }
    }

    /// Builds the whole house once more, so only where it is asked for: `./test` does.
    #[test]
    fn the_story_of_the_feature_runs() {
        if std::env::var_os("RAPPORT_FEATURE").is_none() {
            return;
        }
        if let Err(cause) = run(&root()) {
            panic!("{cause:#}");
        }
    }
}
