//! `rapport doctor`

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use record::House;
use record::access::workspaces;

use super::Place;
use super::bench::Bench;

#[derive(Args)]
pub(super) struct Doctor {
    /// Print the digest of every table too: equal before a backup and after its restore
    #[arg(long)]
    digests: bool,
    #[command(flatten)]
    pub(super) place: Place,
}

/// What is found, said line by line.
struct Findings<'a> {
    bench: &'a Bench,
    wrong: usize,
}

impl Findings<'_> {
    fn fine(&self, what: impl std::fmt::Display) -> Result<()> {
        self.bench.say(format!("ok    {what}"))
    }

    fn note(&self, what: impl std::fmt::Display) -> Result<()> {
        self.bench.say(format!("note  {what}"))
    }

    fn wrong(&mut self, what: impl std::fmt::Display, remedy: &str) -> Result<()> {
        self.wrong += 1;
        self.bench.say(format!("WRONG {what}.\n      {remedy}"))
    }
}

impl Doctor {
    pub(super) async fn run(&self, bench: &Bench) -> Result<()> {
        let house = &bench.house;
        let mut found = Findings { bench, wrong: 0 };
        found.fine(format!("database: {}", house.db.version().await?))?;
        journal(&mut found, house).await?;
        key(&mut found, house, &bench.data).await?;
        index(&mut found, house, &bench.data).await?;
        let (digests, stored) = super::backup::survey(&house.db).await?;
        files(&mut found, house, stored).await?;
        chores(&mut found, house).await?;
        disk(&mut found, &bench.data)?;
        programs(&found)?;
        if self.digests {
            for (table, (count, sum)) in digests {
                bench.say(format!("{table} {count} {sum:016x}"))?;
            }
        }
        match found.wrong {
            0 => Ok(()),
            1 => bail!("1 thing is wrong"),
            several => bail!("{several} things are wrong"),
        }
    }
}

async fn journal(found: &mut Findings<'_>, house: &House) -> Result<()> {
    for (workspace, name) in workspaces::all(&house.db).await? {
        match house.db.verify_journal(workspace.0).await? {
            Ok(lines) => found.fine(format!("journal of {name}: {lines} entries, the chain holds"))?,
            Err(broken) => found.wrong(
                format!("journal of {name}: the chain breaks at entry {}", broken.seq),
                "Somebody changed history outside of Rapport: find out who can write to the database, and compare with your last backup.",
            )?,
        }
    }
    Ok(())
}

async fn key(found: &mut Findings<'_>, house: &House, data: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if record::access::fits(&house.db, &house.keys).await? {
        found.fine("master key: it is the one of this database")?;
    } else {
        found.wrong("master key", crate::house::WRONG_KEY)?;
    }
    for (path, remedy) in [
        (data.to_owned(), "Others on this machine may read it: chmod 700 the data folder."),
        (data.join("master.key"), "Others on this machine may read it: chmod 600 master.key."),
    ] {
        if let Ok(about) = std::fs::metadata(&path)
            && about.permissions().mode() & 0o077 != 0
        {
            found.wrong(format!("{} is open to others", path.display()), remedy)?;
        }
    }
    Ok(())
}

/// Makes a second index from the record and compares. While others write, both follow the journal and are
/// compared again.
async fn index(found: &mut Findings<'_>, house: &House, data: &Path) -> Result<()> {
    const TRIES: usize = 5;
    let folder = data.join("index-check");
    let scratch = House {
        people: Arc::new(index::PeopleIndex::open(&folder).context("making an index to compare with")?),
        progress: record::journal::Progress::default(),
        ..house.clone()
    };
    let compared = async {
        record::people::index_doc::rebuild(&scratch).await?;
        for _ in 0..TRIES {
            crate::work::index_all(house).await?;
            crate::work::index_all(&scratch).await?;
            if house.people.digest() == scratch.people.digest() {
                return Ok::<_, anyhow::Error>(true);
            }
        }
        Ok(false)
    }
    .await;
    let people = scratch.people.digest().people;
    drop(scratch);
    // A merge that was still running may have added a file while the folder was emptied.
    if !(0..3).any(|_| std::fs::remove_dir_all(&folder).is_ok()) {
        found.note(format!("{} may be removed by hand", folder.display()))?;
    }
    if compared? {
        found.fine(format!("search index: {people} people, as in the record"))
    } else {
        let live = house.people.digest().people;
        found.wrong(
            format!("search index: it is not what the record says ({live} people, {people} in the record)"),
            "Run `rapport rebuild index`; the server may go on meanwhile.",
        )
    }
}

async fn files(
    found: &mut Findings<'_>,
    house: &House,
    stored: std::collections::BTreeSet<String>,
) -> Result<()> {
    let (all, mut missing, mut damaged) = (stored.len() as u64, vec![], vec![]);
    for (done, digest) in stored.into_iter().enumerate() {
        match house.files.read_all(digest.parse()?, base::limits::ARCHIVE_BYTES_MAX).await {
            Ok(_) => {}
            Err(files::FilesError::NotFound(_)) => missing.push(digest),
            Err(_) => damaged.push(digest),
        }
        found.bench.console.progress(done as u64, all, "stored files")?;
    }
    found.bench.console.progress(all, all, "")?;
    let remedy = "Bring them back from a backup: `rapport restore` into an empty folder, and copy its files/blobs over yours.";
    for (names, what) in [(&missing, "missing"), (&damaged, "damaged")] {
        if let Some(first) = names.first() {
            found.wrong(format!("stored files: {} {what}, such as {first}", names.len()), remedy)?;
        }
    }
    if missing.is_empty() && damaged.is_empty() {
        found.fine(format!("stored files: {all}, each as it was stored"))?;
    }
    Ok(())
}

async fn chores(found: &mut Findings<'_>, house: &House) -> Result<()> {
    let failed = house.db.failed_chores().await?;
    for (name, count, why) in &failed {
        found.wrong(
            format!("background work: {count} of {name} failed ({why})"),
            "Put the cause right, then try again under Settings, Background work.",
        )?;
    }
    let overdue = house.db.overdue_chores(house.db.now() - base::clock::HOUR).await?;
    if overdue > 0 {
        found.wrong(
            format!("background work: {overdue} should have run an hour ago"),
            "It runs while `rapport serve` does: start it, and read its log.",
        )?;
    } else if failed.is_empty() {
        found.fine("background work: nothing failed, nothing waits too long")?;
    }
    Ok(())
}

fn disk(found: &mut Findings<'_>, data: &Path) -> Result<()> {
    /// Less would soon stop the writing of mail, resumes and the journal.
    const FREE_MIN: u64 = 1 << 30;
    let about = rustix::fs::statvfs(data).context("asking how full the disk is")?;
    let free = about.f_bavail * about.f_frsize;
    let what = format!("disk: {:.1} GB free for {}", free as f64 / f64::from(1 << 30), data.display());
    if free < FREE_MIN {
        found.wrong(what, "Make room, or move the data folder to a larger disk.")
    } else {
        found.fine(what)
    }
}

fn programs(found: &Findings<'_>) -> Result<()> {
    for (program, purpose) in [("tesseract", "reads scans"), ("catdoc", "reads old .doc files")] {
        let there = std::env::var_os("PATH")
            .is_some_and(|paths| std::env::split_paths(&paths).any(|dir| dir.join(program).is_file()));
        let what = if there { "installed" } else { "not installed (optional)" };
        found.note(format!("{program}, which {purpose}: {what}"))?;
    }
    Ok(())
}
