//! Serving: the listener, the background work, and closing the house in good order.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::serve::ListenerExt;
use axum::{Router, extract::State};
use record::House;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::Config;
use crate::house::ROOMS;
use crate::tls::TlsListener;

/// How long requests and chores in flight may take when the house closes.
const CLOSING: Duration = Duration::from_secs(10);

/// The whole site, with the pages for machines beside it.
pub fn router(house: &House, trusted_proxies: Vec<IpAddr>) -> Router {
    let web = web::serve_house(web::Web::new(house.clone(), ROOMS, trusted_proxies));
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(house.clone())
        .merge(web)
}

/// Ready when the database answers.
async fn ready(State(house): State<House>) -> impl IntoResponse {
    match record::access::workspaces::all(&house.db).await {
        Ok(_) => (StatusCode::OK, "ready\n".to_owned()),
        Err(cause) => (StatusCode::SERVICE_UNAVAILABLE, format!("the database does not answer: {cause}\n")),
    }
}

/// For a Prometheus on this machine only: figures tell about a firm.
async fn metrics(
    State(house): State<House>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
) -> impl IntoResponse {
    if peer.ip().is_loopback() {
        (StatusCode::OK, house.meters.prometheus())
    } else {
        (StatusCode::NOT_FOUND, String::new())
    }
}

/// How the house answers.
#[derive(Default)]
pub struct Serving {
    pub trusted_proxies: Vec<IpAddr>,
    /// Own certificates; `None` is plain HTTP.
    pub tls: Option<Tls>,
    /// The data folder and the socket in it where commands are heard.
    pub console: Option<(PathBuf, tokio::net::UnixListener)>,
}

/// Certificate files, as they are now.
pub struct Tls {
    config: Config,
    acceptor: outside::TlsAcceptor,
}

/// Reads the certificate files of the configuration.
pub fn tls(config: &Config) -> Result<Option<Tls>> {
    let (Some(cert), Some(key)) = (&config.tls_cert, &config.tls_key) else { return Ok(None) };
    let acceptor = outside::TlsAcceptor::new(&read(cert)?, &read(key)?)
        .map_err(|cause| anyhow::anyhow!("{} or {}: {cause}", cert.display(), key.display()))?;
    Ok(Some(Tls { config: config.clone(), acceptor }))
}

#[expect(clippy::disallowed_methods, reason = "the administrator's own file")]
fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("reading {}", path.display()))
}

/// Answers until told to stop, then lets work in flight end.
pub async fn run(house: House, listener: TcpListener, serving: Serving) -> Result<()> {
    let taken_up = house.db.take_up_chores().await.context("taking up chores that were interrupted")?;
    if taken_up > 0 {
        tracing::info!(taken_up, "chores that were interrupted run again");
    }
    let (close, closing) = watch::channel(false);
    let mut tasks = crate::work::start(&house, &closing);
    if let Some((data, console)) = serving.console {
        let answer = crate::control::answer(house.clone(), data, console, closing.clone());
        tasks.push(crate::work::background(answer));
    }
    crate::work::background(stop(close));
    let site = router(&house, serving.trusted_proxies).into_make_service_with_connect_info::<SocketAddr>();
    let mut wish = closing.clone();
    let wished = async move {
        // The channel ends only with the process.
        let _ = wish.wait_for(|closing| *closing).await;
    };
    let served = match serving.tls {
        None => axum::serve(listener, site).with_graceful_shutdown(wished).into_future(),
        Some(tls) => {
            crate::work::background(renew(tls.config, tls.acceptor.clone()));
            // Tapped, because only so axum hands on the caller's address of a listener of ours.
            let listener = TlsListener::new(listener, tls.acceptor).tap_io(|_| {});
            axum::serve(listener, site).with_graceful_shutdown(wished).into_future()
        }
    };
    let mut closed = closing.clone();
    let patience = async {
        let _ = closed.wait_for(|closing| *closing).await;
        tokio::time::sleep(CLOSING).await;
    };
    tokio::select! {
        outcome = served => outcome.context("serving")?,
        () = patience => tracing::warn!("some requests did not end in time"),
    }
    let all = async {
        for task in tasks {
            let _ = task.await;
        }
    };
    if tokio::time::timeout(CLOSING, all).await.is_err() {
        tracing::warn!("some chores did not end in time; they run again after the next start");
    }
    house.db.leave().await?;
    tracing::info!("closed");
    Ok(())
}

async fn stop(close: watch::Sender<bool>) {
    asked_to_stop().await;
    tracing::info!("closing: requests and chores in flight end first");
    // Nobody listens any more only when everything has ended already.
    let _ = close.send(true);
}

/// On SIGHUP the certificate files are read again; bad ones leave the old in place.
async fn renew(config: Config, acceptor: outside::TlsAcceptor) {
    let mut hang_up = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())
        .expect("the system lets us listen for SIGHUP");
    while hang_up.recv().await.is_some() {
        match tls(&config) {
            Ok(Some(fresh)) => {
                acceptor.become_like(&fresh.acceptor);
                tracing::info!("the certificate was read again");
            }
            Ok(None) => {}
            Err(cause) => tracing::error!("the old certificate stays: {cause:#}"),
        }
    }
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("the system lets us listen for SIGTERM");
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
