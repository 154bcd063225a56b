//! `rapport rebuild`

use anyhow::Result;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use record::House;
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
            What::Resumes => resumes(&house).await?,
        }
    }
}

async fn resumes(house: &House) -> Result<()> {
    let (mut read, mut refused) = (0, vec![]);
    for (workspace, name) in workspaces::all(&house.db).await? {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{msg} {bar:30} {pos} of {len}")?;
        bar.set_style(style);
        bar.set_message(name);
        let who = policy::system(workspace);
        let done = record::people::check::rebuild(house, &who, |done, all| {
            bar.set_length(u64::try_from(all).unwrap_or(0));
            bar.set_position(u64::try_from(done).unwrap_or(0));
        })
        .await?;
        bar.finish_and_clear();
        read += done.read;
        refused.extend(done.refused);
    }
    crate::work::index_all(house).await?;
    for (document, why) in &refused {
        say(format!("document {document}: {why} What was read of it before stays."));
    }
    say(match (read, refused.len()) {
        (0, 0) => "Every resume was read by this reader already.".to_owned(),
        (read, 0) => format!("{read} resumes were read again."),
        (read, refused) => format!("{read} resumes were read again, {refused} were refused."),
    });
    Ok(())
}
