//! `rapport serve`

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::net::TcpListener;

use super::{Place, say, start_log};
use crate::config::Config;
use crate::house::FolderLock;
use crate::serve::Serving;

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
    /// Your certificate with its chain (PEM): Rapport then answers https itself. Read again on SIGHUP
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// The certificate's key (PEM)
    #[arg(long, value_name = "FILE")]
    tls_key: Option<PathBuf>,
}

impl Serve {
    pub(super) async fn run(self) -> Result<()> {
        let mut config = self.place.config()?;
        config.listen = self.listen.unwrap_or(config.listen);
        config.base_url = self.base_url.or(config.base_url);
        config.tls_cert = self.tls_cert.or(config.tls_cert);
        config.tls_key = self.tls_key.or(config.tls_key);
        config.check()?;
        start_log(&config)?;
        let tls = crate::serve::tls(&config)?;
        let listener = bind(config.listen).await?;
        // The port that was found, where 0 asked for a free one.
        config.listen = listener.local_addr()?;
        let _lock = lock(&config)?;
        let house = crate::house::open(crate::house::Opening::of(&config)?).await?;
        crate::house::check_key(&house).await?;
        let workspace = self.place.workspace(&house).await?;
        let console = crate::control::listen(&config.data)?;
        say(format!("Rapport answers on {}", config.base_url()));
        if let Some(token) = record::access::users::setup_link(&house.db, workspace).await? {
            say(format!("Nobody can sign in yet. Set it up here, once: {}/setup/{token}", config.base_url()));
        }
        let serving =
            Serving { trusted_proxies: config.trusted_proxies, tls, console: Some((config.data, console)) };
        crate::serve::run(house, listener, serving).await
    }
}

fn lock(config: &Config) -> Result<FolderLock> {
    let lock = FolderLock::take(&config.data)?;
    lock.with_context(|| {
        format!(
            "another Rapport uses {}: stop it first, or name another folder with --data",
            config.data.display()
        )
    })
}

/// Opens the port, or says in plain words why not.
pub(super) async fn bind(listen: SocketAddr) -> Result<TcpListener> {
    match TcpListener::bind(listen).await {
        Ok(listener) => Ok(listener),
        Err(cause) => match cause.kind() {
            std::io::ErrorKind::AddrInUse => bail!(
                "another program answers on {listen} already (another Rapport?): stop it, or choose another port with --listen"
            ),
            std::io::ErrorKind::PermissionDenied => bail!(
                "this user may not answer on {listen}: ports below 1024 are reserved, choose another with --listen"
            ),
            std::io::ErrorKind::AddrNotAvailable => {
                bail!("{} is no address of this machine: choose another with --listen", listen.ip())
            }
            _ => Err(cause).with_context(|| format!("cannot answer on {listen}")),
        },
    }
}
