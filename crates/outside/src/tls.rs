//! Our own end of TLS, for pages that are answered without a proxy in front.

use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;

/// A connection on which encryption was agreed.
pub type TlsStream = tokio_rustls::server::TlsStream<TcpStream>;

/// Answers with a certificate. Clones share it, so that a renewed one reaches every new connection.
#[derive(Clone)]
pub struct TlsAcceptor {
    config: Arc<RwLock<Arc<ServerConfig>>>,
}

impl TlsAcceptor {
    /// From PEM texts: the certificate with its chain, and its key.
    ///
    /// Errors: in words for the administrator, where one cannot be used or they do not belong together.
    pub fn new(certificate_pem: &[u8], key_pem: &[u8]) -> Result<Self, String> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(certificate_pem)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("the certificate is no PEM text: {error}"))?;
        if chain.is_empty() {
            return Err("there is no certificate in the file of the certificate".to_owned());
        }
        let key = PrivateKeyDer::from_pem_slice(key_pem)
            .map_err(|error| format!("there is no key in the file of the key: {error}"))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let mut config = config
            .map_err(|error| error.to_string())?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| format!("certificate and key cannot be used together: {error}"))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(RwLock::new(Arc::new(config))) })
    }

    /// From now on this one (and its clones) answers with the other's certificate.
    pub fn become_like(&self, other: &Self) {
        let fresh = other.current();
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }

    /// Agrees on encryption with a visitor.
    pub async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream> {
        tokio_rustls::TlsAcceptor::from(self.current()).accept(stream).await
    }

    fn current(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner))
    }
}
