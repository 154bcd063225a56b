//! A listener that agrees on encryption before a connection reaches the pages.
//!
//! Holds true: a visitor who connects and then says nothing holds up nobody else; there are never more such than
//! [`HANDSHAKES`], and each is given up after [`PATIENCE`].

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use outside::{TlsAcceptor, TlsStream};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};

/// Connections that are agreeing on encryption at the same time: two cores do some thousands a second.
const HANDSHAKES: usize = 256;
const PATIENCE: Duration = Duration::from_secs(10);
/// Too many open files, most likely: they are not fewer at once.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) struct TlsListener {
    address: std::io::Result<SocketAddr>,
    ready: mpsc::Receiver<(TlsStream, SocketAddr)>,
}

impl TlsListener {
    pub(crate) fn new(listener: TcpListener, acceptor: TlsAcceptor) -> Self {
        let address = listener.local_addr();
        let (hand_on, ready) = mpsc::channel(HANDSHAKES);
        crate::work::background(take(listener, acceptor, hand_on));
        Self { address, ready }
    }
}

/// Ends when the listener is dropped.
async fn take(listener: TcpListener, acceptor: TlsAcceptor, hand_on: mpsc::Sender<(TlsStream, SocketAddr)>) {
    let places = Arc::new(Semaphore::new(HANDSHAKES));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = hand_on.closed() => return,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(cause) => {
                tracing::debug!(%cause, "a connection was not taken");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let (acceptor, hand_on) = (acceptor.clone(), hand_on.clone());
        crate::work::background(async move {
            let _place = place;
            match tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                // Nobody takes it only when the house closes.
                Ok(Ok(stream)) => drop(hand_on.send((stream, peer)).await),
                Ok(Err(cause)) => tracing::debug!(%cause, %peer, "no encryption was agreed on"),
                Err(_) => tracing::debug!(%peer, "no encryption was agreed on in time"),
            }
        });
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TlsStream, SocketAddr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            // The taking task ends only after us.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.address.as_ref().copied().map_err(|cause| std::io::Error::new(cause.kind(), cause.to_string()))
    }
}
