//! Faults of the machine, on purpose: a disk that fills up. (A mail server that dies: the kits of `outreach`; a process
//! that dies: `cargo x kill`; a clock that jumps: [`base::Clock::advance`], also backwards.)

use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk of a few megabytes. Unmounted when dropped.
pub struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// `None` where this user may not mount one: the caller says so and goes on.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|done| done.status.success());
        mounted.then_some(Self { folder })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.folder.path().join("ballast")
    }

    /// Leaves no byte free.
    pub fn fill(&self) {
        use std::io::Write as _;
        let mut ballast = std::fs::File::create(self.ballast()).unwrap();
        for size in [1 << 20, 1 << 12, 1] {
            while ballast.write(&vec![0; size]).is_ok_and(|written| written == size) {}
        }
    }

    /// Somebody made room.
    pub fn make_room(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: what still holds a file open lets go of it in its own time.
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
    }
}
