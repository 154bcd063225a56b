//! `rapport rebuild`

use anyhow::Result;
use clap::{Args, ValueEnum};
use record::access::{policy, workspaces};

use super::Place;
use super::bench::Bench;

#[derive(Args)]
pub(super) struct Rebuild {
    /// What to make anew
    #[arg(value_enum)]
    what: What,
    #[command(flatten)]
    pub(super) place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The search index, from the record
    Index,
    /// The facts of every stored resume that an older reader had read. What users corrected, added or took
    /// off stays. Stop it when you like: the next run goes on
    Resumes,
}

impl Rebuild {
    pub(super) async fn run(&self, bench: &Bench) -> Result<()> {
        match self.what {
            What::Index => {
                let people = record::people::index_doc::rebuild(&bench.house).await?;
                bench.say(format!("The search index holds {people} people."))
            }
            What::Resumes => resumes(bench).await,
        }
    }
}

async fn resumes(bench: &Bench) -> Result<()> {
    let house = &bench.house;
    let (mut read, mut refused) = (0, vec![]);
    for (workspace, name) in workspaces::all(&house.db).await? {
        let who = policy::system(workspace);
        let done = record::people::check::rebuild(house, &who, |done, all| {
            let (done, all) = (u64::try_from(done).unwrap_or(0), u64::try_from(all).unwrap_or(0));
            // Whoever listened has gone: the work goes on.
            let _ = bench.console.progress(done, all, &name);
        })
        .await?;
        read += done.read;
        refused.extend(done.refused);
    }
    bench.console.progress(0, 0, "")?;
    crate::work::index_all(house).await?;
    for (document, why) in &refused {
        bench.say(format!("document {document}: {why} What was read of it before stays."))?;
    }
    bench.say(match (read, refused.len()) {
        (0, 0) => "Every resume was read by this reader already.".to_owned(),
        (read, 0) => format!("{read} resumes were read again."),
        (read, refused) => format!("{read} resumes were read again, {refused} were refused."),
    })
}
