//! The connection to a mail server: TCP, encrypted or not.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

pub(crate) trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

pub(crate) type Stream = BufReader<Box<dyn Duplex>>;

/// Why there is no encryption, as far as the user can do something about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TlsFailure {
    /// The certificate is for another name.
    WrongName,
    /// Signed by nobody we know.
    UnknownAuthority,
    Expired,
    OtherCertificate(String),
    /// The server does not speak TLS on this port.
    NotTls,
    Other(String),
}

/// All addresses of the host; its own error when there are none.
pub(crate) async fn find(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let found: Vec<_> = tokio::net::lookup_host((host, port)).await?.collect();
    if found.is_empty() {
        return Err(io::Error::other("the name has no address"));
    }
    Ok(found)
}

pub(crate) fn plain(stream: TcpStream) -> Stream {
    BufReader::new(Box::new(stream))
}

/// Agrees on encryption over an open connection and checks the certificate against the host's name.
pub(crate) async fn encrypt(
    stream: Stream,
    host: &str,
    house_authority_pem: &str,
) -> Result<Stream, TlsFailure> {
    // Whatever came before the handshake came unprotected; reading it later as if it were protected
    // is how mail is hijacked.
    if !stream.buffer().is_empty() {
        return Err(TlsFailure::Other(
            "the server sent more than it was asked for before the encryption".to_owned(),
        ));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|error| TlsFailure::Other(error.to_string()))?;
    let config = config(house_authority_pem).map_err(TlsFailure::Other)?;
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream.into_inner())
        .await
        .map_err(|error| explain(&error))?;
    Ok(BufReader::new(Box::new(stream)))
}

fn config(house_authority_pem: &str) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in CertificateDer::pem_slice_iter(house_authority_pem.as_bytes()) {
        certificate
            .map_err(|error| error.to_string())
            .and_then(|certificate| roots.add(certificate).map_err(|error| error.to_string()))
            .map_err(|error| format!("the certificate of the house is not usable: {error}"))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

fn explain(error: &io::Error) -> TlsFailure {
    use rustls::CertificateError as Certificate;
    let inner = error.get_ref().and_then(|error| error.downcast_ref());
    match inner {
        Some(rustls::Error::InvalidCertificate(certificate)) => match certificate {
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                TlsFailure::WrongName
            }
            Certificate::UnknownIssuer => TlsFailure::UnknownAuthority,
            Certificate::Expired | Certificate::ExpiredContext { .. } => TlsFailure::Expired,
            other => TlsFailure::OtherCertificate(other.to_string()),
        },
        Some(rustls::Error::InvalidMessage(_)) => TlsFailure::NotTls,
        Some(other) => TlsFailure::Other(other.to_string()),
        None => TlsFailure::Other(error.to_string()),
    }
}
