//! `rapport workspace`

use anyhow::Result;
use clap::{Args, Subcommand};
use record::access::workspaces;

use super::Place;
use super::bench::Bench;

#[derive(Args)]
pub(super) struct Workspace {
    #[command(subcommand)]
    command: WorkspaceCommand,
}

#[derive(Subcommand)]
enum WorkspaceCommand {
    /// Make a workspace and print the link that sets it up
    Add {
        /// The firm's name
        name: String,
        /// The host name that belongs to it; without one it answers every other host
        #[arg(long)]
        host: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// List the workspaces of this place
    List {
        #[command(flatten)]
        place: Place,
    },
}

impl Workspace {
    pub(super) fn place(&self) -> &Place {
        match &self.command {
            WorkspaceCommand::Add { place, .. } | WorkspaceCommand::List { place } => place,
        }
    }

    pub(super) async fn run(&self, bench: &Bench) -> Result<()> {
        let house = &bench.house;
        match &self.command {
            WorkspaceCommand::Add { name, host, .. } => {
                let workspace = workspaces::create(&house.db, name, host.as_deref()).await?;
                if let Some(token) = record::access::users::setup_link(&house.db, workspace).await? {
                    let base = house.settings.base_url.clone();
                    let address = host.as_ref().map_or(base, |host| format!("https://{host}"));
                    bench.say(format!("Set it up here, once: {address}/setup/{token}"))?;
                }
            }
            WorkspaceCommand::List { .. } => {
                for (id, name) in workspaces::all(&house.db).await? {
                    bench.say(format!("{id}  {name}"))?;
                }
            }
        }
        Ok(())
    }
}
