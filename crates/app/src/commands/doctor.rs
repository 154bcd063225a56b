//! `rapport doctor`

use anyhow::{Result, bail};
use clap::Args;
use record::access::workspaces;

use super::{Place, say};

#[derive(Args)]
pub(super) struct Doctor {
    /// Print the digest of every table too: equal before a backup and after its restore
    #[arg(long)]
    digests: bool,
    #[command(flatten)]
    place: Place,
}

impl Doctor {
    pub(super) async fn run(self) -> Result<()> {
        let (house, _lock) = self.place.house().await?;
        let mut wrong = 0;
        let mut check = |ok: bool, what: String, remedy: &str| {
            say(if ok { format!("ok    {what}") } else { format!("WRONG {what}. {remedy}") });
            wrong += usize::from(!ok);
        };
        check(true, format!("database: {}", house.db.version().await?), "");
        for (workspace, name) in workspaces::all(&house.db).await? {
            let chain = house.db.verify_journal(workspace.0).await?;
            let remedy = "Somebody changed history outside of Rapport: compare with your last backup";
            match chain {
                Ok(lines) => check(true, format!("journal of {name}: {lines} entries, the chain holds"), ""),
                Err(broken) => {
                    check(
                        false,
                        format!("journal of {name}: the chain breaks at entry {}", broken.seq),
                        remedy,
                    );
                }
            }
        }
        // After a crash the index is behind, not wrong: it follows the journal first, as at every start.
        crate::work::index_all(&house).await?;
        let live = house.people.digest();
        record::people::index_doc::rebuild(&house).await?;
        let rebuilt = house.people.digest();
        let same = live == rebuilt;
        check(same, format!("search index: {} people", rebuilt.people), "It has just been rebuilt");
        let (mut blobs, mut missing) = (0, 0);
        for digest in record::people::documents::stored_digests(&house.db).await? {
            blobs += 1;
            missing += usize::from(!house.files.holds(digest.parse()?).await?);
        }
        let remedy = "Bring them back from a backup";
        check(missing == 0, format!("stored files: {blobs}, {missing} missing"), remedy);
        for program in ["tesseract", "catdoc"] {
            let there = std::env::var_os("PATH")
                .is_some_and(|paths| std::env::split_paths(&paths).any(|dir| dir.join(program).is_file()));
            let what = if there { "installed" } else { "not installed (optional)" };
            say(format!("note  {program}: {what}"));
        }
        if self.digests {
            for (table, (count, sum)) in house.db.digests().await? {
                say(format!("{table} {count} {sum:016x}"));
            }
        }
        if wrong > 0 {
            bail!("{wrong} things are wrong");
        }
        Ok(())
    }
}
