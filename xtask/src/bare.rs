//! `cargo x bare`: the one binary in a bare Debian, with nothing else: it answers, is set up, reads a resume in its
//! locked-down child, and shows the demo.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::server::{Heard, Place, Server, post, upload};

const ADA: &str =
    "Ada Lovelace\nAnalyst\nada@example.com\n\nExperience\n\nAnalyst, Tidewater\nMay 2020 - present\n";
/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A bare system in a folder, and the binary in it.
pub struct Bare {
    root: PathBuf,
}

/// What `debootstrap --variant=minbase` makes; kept between runs, for it takes a minute.
fn bootstrap(root: &Path) -> Result<()> {
    if root.join("etc/debian_version").exists() {
        return Ok(());
    }
    let made = Command::new("debootstrap")
        .args(["--variant=minbase", "bookworm"])
        .arg(root)
        .stdout(Stdio::null())
        .status()
        .context("debootstrap is not installed: apt-get install debootstrap")?;
    ensure!(made.success(), "debootstrap failed");
    Ok(())
}

/// The libraries that a program names, and nothing else: for a machine that may not fetch packages.
fn only_libraries(program: &Path, root: &Path) -> Result<()> {
    let said = Command::new("ldd").arg(program).output()?;
    let said = String::from_utf8(said.stdout)?;
    let libraries: Vec<&str> = said.split_whitespace().filter(|word| word.starts_with('/')).collect();
    ensure!(!libraries.is_empty(), "ldd names no library of {}", program.display());
    for library in libraries {
        let to = root.join(library.trim_start_matches('/'));
        std::fs::create_dir_all(to.parent().context("a folder")?)?;
        std::fs::copy(library, to)?;
    }
    std::fs::create_dir_all(root.join("tmp"))?;
    Ok(())
}

/// Puts the program into a bare system and visits it there. Needs root, for `chroot`.
pub fn run(program: &Path, folder: &Path, empty: bool, say: &mut dyn FnMut(String)) -> Result<()> {
    let root = folder.join(if empty { "empty" } else { "bookworm" });
    std::fs::create_dir_all(&root)?;
    if empty {
        only_libraries(program, &root)?;
    } else {
        bootstrap(&root)?;
    }
    std::fs::copy(program, root.join("rapport")).context("copying the binary")?;
    let bare = Bare { root };
    say(format!("needs {}", needs(program)?));
    bare.reads(say)?;
    bare.serves(say)
}

/// The newest version of the C library that a binary asks for.
fn needs(program: &Path) -> Result<String> {
    let bytes = std::fs::read(program)?;
    let text = String::from_utf8_lossy(&bytes);
    let version = |part: &str| -> Option<(u32, u32)> {
        let number: String = part.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let mut numbers = number.split('.').map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    };
    let newest = text.split("GLIBC_").skip(1).filter_map(version).max();
    let (major, minor) = newest.context("it asks for no C library")?;
    Ok(format!("glibc {major}.{minor} or later"))
}

impl Bare {
    /// A resume is read in the locked-down child, without server or database.
    fn reads(&self, say: &mut dyn FnMut(String)) -> Result<()> {
        std::fs::write(self.root.join("tmp/ada.txt"), ADA)?;
        let read = Command::new(self.wrapper()?)
            .args(["resume", "read", "/tmp/ada.txt", "--out", "/tmp/read"])
            .output()?;
        let json = std::fs::read_to_string(self.root.join("tmp/read/ada.json")).unwrap_or_default();
        if !read.status.success() || !json.contains("ada@example.com") {
            bail!("no resume was read: {}", String::from_utf8_lossy(&read.stderr));
        }
        say("a resume is read in the child".into());
        Ok(())
    }

    /// `serve` is set up and reads an upload; `demo` shows its firm.
    fn serves(&self, say: &mut dyn FnMut(String)) -> Result<()> {
        let (data, demo) = (PathBuf::from("/tmp/data"), PathBuf::from("/tmp/demo"));
        for left in [&data, &demo] {
            let _ = std::fs::remove_dir_all(self.inside(left));
        }
        let program = self.wrapper()?;
        let mut place = Place::new(&program, data, None)?;
        place.log = self.root.with_extension("log");
        let server = Server::start(&place, "serve", true)?;
        let token = server.token.clone().context("a set-up link")?;
        ensure!(place.page(&format!("/setup/{token}"))?.text().contains("password"), "no set-up page");
        place.set_up(&token)?;
        say("the set-up page answers".into());
        let (kind, body) = upload(&[("ada.txt", ADA.as_bytes())]);
        let Heard::Answer(answer) = post(&place, "/uploads", &kind, &body) else {
            bail!("no answer to an upload")
        };
        let begun = Instant::now();
        while !place.page(&answer.location)?.text().contains("Created Ada Lovelace") {
            ensure!(
                begun.elapsed() < PATIENCE,
                "the upload was not read: {}",
                place.page(&answer.location)?.text()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        ensure!(server.stop()?, "it did not close in good order");
        say("an uploaded resume becomes a person".into());
        place.data = demo;
        let server = Server::start(&place, "demo", false)?;
        ensure!(place.page("/sign-in")?.text().contains("password"), "no sign-in page of the demo");
        ensure!(server.stop()?, "the demo did not close in good order");
        say("the demo answers".into());
        Ok(())
    }

    fn inside(&self, path: &Path) -> PathBuf {
        self.root.join(path.strip_prefix("/").unwrap_or(path))
    }

    /// A program that becomes the binary in its bare system, in a mount table of its own.
    fn wrapper(&self) -> Result<PathBuf> {
        let path = self.root.with_extension("sh");
        std::fs::write(&path, format!("#!/bin/sh\nROOT='{}'\n{ENTER}", self.root.display()))?;
        let mut rights = std::fs::metadata(&path)?.permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o755);
        std::fs::set_permissions(&path, rights)?;
        Ok(path)
    }
}

/// A running Debian has `/proc` and a few devices; files, services and accounts of it are not touched.
const ENTER: &str = r#"exec unshare --mount sh -c '
  mkdir -p "$0/proc" "$0/dev"
  mount -t proc proc "$0/proc"
  mount --rbind /dev "$0/dev"
  exec env -i "$(command -v chroot)" "$0" /rapport "$@"
' "$ROOT" "$@"
"#;
