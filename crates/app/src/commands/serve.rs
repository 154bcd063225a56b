//! `rapport serve`

use std::net::SocketAddr;

use anyhow::{Context, Result};
use clap::Args;
use tokio::net::TcpListener;

use super::{Place, say, start_log};

#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address and port to answer on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Where people reach Rapport, such as https://talent.example.com
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

impl Serve {
    pub(super) async fn run(self) -> Result<()> {
        let mut config = self.place.config()?;
        config.listen = self.listen.unwrap_or(config.listen);
        config.base_url = self.base_url.or(config.base_url);
        config.check()?;
        start_log(&config)?;
        let lock = crate::house::FolderLock::take(&config.data)?;
        let _lock = lock.with_context(|| {
            format!("another Rapport already serves {}: stop it first", config.data.display())
        })?;
        let house = crate::house::open(crate::house::Opening::of(&config)?).await?;
        let workspace = self.place.workspace(&house).await?;
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("cannot answer on {}: choose another with --listen", config.listen))?;
        say(format!("Rapport answers on {}", config.base_url()));
        if let Some(token) = record::access::users::setup_link(&house.db, workspace).await? {
            say(format!("Nobody can sign in yet. Set it up here, once: {}/setup/{token}", config.base_url()));
        }
        crate::serve::run(house, listener, config.trusted_proxies).await
    }
}
