//! `rapport rebuild`

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::{Place, say};

#[derive(Args)]
pub(super) struct Rebuild {
    /// What to make anew
    #[arg(value_enum)]
    what: What,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The search index, from the record
    Index,
}

impl Rebuild {
    pub(super) async fn run(self) -> Result<()> {
        let (house, _lock) = self.place.house().await?;
        match self.what {
            What::Index => {
                let people = record::people::index_doc::rebuild(&house).await?;
                say(format!("The search index holds {people} people."));
            }
        }
        Ok(())
    }
}
