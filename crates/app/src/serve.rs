//! Serving: the listener, the background work, and closing the house in good order.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, extract::State};
use record::House;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::house::ROOMS;

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

/// Answers until told to stop, then lets work in flight end.
pub async fn run(house: House, listener: TcpListener, trusted_proxies: Vec<IpAddr>) -> Result<()> {
    let taken_up = house.db.take_up_chores().await.context("taking up chores that were interrupted")?;
    if taken_up > 0 {
        tracing::info!(taken_up, "chores that were interrupted run again");
    }
    let (close, closing) = watch::channel(false);
    let tasks = crate::work::start(&house, &closing);
    let site = router(&house, trusted_proxies).into_make_service_with_connect_info::<SocketAddr>();
    let stop = async move {
        asked_to_stop().await;
        tracing::info!("closing: requests and chores in flight end first");
        // Nobody listens any more only when everything has ended already.
        let _ = close.send(true);
    };
    let mut closed = closing.clone();
    let served = axum::serve(listener, site).with_graceful_shutdown(stop).into_future();
    let patience = async {
        // The channel ends only with the process.
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
    Ok(())
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
