//! The accept loop: hyper with its timers set, because `axum::serve` sets none and a slow client would hold a
//! connection for ever (security.md 3.6).

mod peer_slots;

pub use peer_slots::PeerSlots;

use axum::Router;
use axum::extract::connect_info::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// How the listener guards itself.
#[derive(Debug, Clone)]
pub struct Guards {
    /// Connections in all.
    pub connections: usize,
    /// Connections of one client address.
    pub per_client: PeerSlots,
    /// The time to send the head of a request.
    pub header: Duration,
    /// How long a client may leave an answer unread before its connection ends.
    pub stalled: Duration,
    /// The longest wait for requests under way when stopping.
    pub drain: Duration,
}

/// Serves `router` on `listener` until `stop` resolves, then lets requests under way finish.
pub async fn serve(listener: TcpListener, router: Router, guards: Guards, stop: impl Future<Output = ()>) {
    let connection_builder = Arc::new(builder(guards.header));
    let places = Arc::new(Semaphore::new(guards.connections));
    let graceful = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place.expect("the semaphore is never closed"),
            () = &mut stop => break,
        };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    back_off(&error).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let Some(slot) = guards.per_client.take(peer.ip()) else {
            continue;
        };
        let watcher = graceful.watcher();
        let connection = Connection {
            stream,
            peer,
            router: router.clone(),
            stalled: guards.stalled,
            builder: Arc::clone(&connection_builder),
        };
        tokio::spawn(async move {
            connection.serve(watcher).await;
            drop((place, slot));
        });
    }
    drop(listener);
    if tokio::time::timeout(guards.drain, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!(
            seconds = guards.drain.as_secs(),
            "requests still under way were cut off at shutdown"
        );
    }
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    stalled: Duration,
    builder: Arc<Builder<TokioExecutor>>,
}

impl Connection {
    async fn serve(self, watcher: hyper_util::server::graceful::Watcher) {
        let Self {
            stream,
            peer,
            router,
            stalled,
            builder,
        } = self;
        // Answers are small: waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(stalled));
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let served = watcher.watch(
            builder
                .serve_connection(TokioIo::new(Box::pin(stream)), service)
                .into_owned(),
        );
        if let Err(error) = served.await {
            tracing::debug!(error = %error, "connection ended early");
        }
    }
}

/// HTTP/1.1 alone: to tell HTTP/2 by its first bytes the builder would wait for them without a limit, and
/// browsers speak HTTP/2 only over TLS, which ends at the proxy.
fn builder(header: Duration) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(header)
        .max_buf_size(64 * 1024);
    builder
}

/// Errors of one connection are skipped; when descriptors run out, waiting lets others close theirs.
async fn back_off(error: &std::io::Error) {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::warn!(error = %error, "cannot accept connections for the moment");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
