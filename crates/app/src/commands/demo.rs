use anyhow::Result;
#[derive(clap::Args)]
pub(super) struct Demo {}
impl Demo { pub(super) async fn run(self) -> Result<()> { Ok(()) } }
