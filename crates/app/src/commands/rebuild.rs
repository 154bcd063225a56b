//! `rapport rebuild`

use anyhow::Result;
use clap::{Args, ValueEnum};

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
}

impl Rebuild {
    pub(super) async fn run(&self, bench: &Bench) -> Result<()> {
        match self.what {
            What::Index => {
                let people = record::people::index_doc::rebuild(&bench.house).await?;
                bench.say(format!("The search index holds {people} people."))
            }
        }
    }
}
