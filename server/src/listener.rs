//! Accept loop. `axum::serve` has no timeout for slow request heads and no limit of the send
//! buffer. Here many connections stay open for long, so both are needed.

mod idle;
mod lone_peer;

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, header},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use idle::{BusyBody, IdleConnections};
use ipnet::IpNet;
use lone_peer::LonePeer;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// Longest wait for a request head, also on an idle connection. It exceeds the idle timeout of
/// common proxies: otherwise a proxy would send a request into a closing connection.
const HEAD: Duration = Duration::from_secs(75);
/// Largest request head and send buffer, in bytes: twice the head of a browser with full cookies.
/// Rendering pauses while the buffer is full.
const BUFFER: usize = 16 * 1024;
/// Pause when the machine is out of file descriptors.
const BREATH: Duration = Duration::from_millis(100);

/// What the accept loop has to know about the peers of this installation.
pub(crate) struct Peers {
    /// Networks of peers that may hold any number of idle connections.
    pub(crate) uncapped: Vec<IpNet>,
    /// Whether all requests may well come from one private address.
    pub(crate) lone_peer_is_expected: bool,
}

/// Serves until `stop` is cancelled, then waits for the open connections. From the cancellation of
/// `ending` on, each response closes its connection.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    peers: Peers,
    (ending, stop): (CancellationToken, CancellationToken),
) {
    let idle = IdleConnections::new(idle::PER_ADDRESS, peers.uncapped);
    let lone_peer = Arc::new(LonePeer::new(peers.lone_peer_is_expected));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(BUFFER);
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        no_delay(&stream);
        let (router, lone_peer, ending) = (router.clone(), lone_peer.clone(), ending.clone());
        let capped = idle.accept(peer.ip());
        let counted = capped.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            lone_peer.observe(peer.ip(), request.uri().path());
            let busy = counted
                .as_ref()
                .map(|connection| connection.begin_request());
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let response = router.clone().oneshot(request);
            let is_ending = ending.is_cancelled();
            async move {
                let mut response = response.await?;
                if is_ending {
                    let close = HeaderValue::from_static("close");
                    response.headers_mut().insert(header::CONNECTION, close);
                }
                Ok::<_, Infallible>(response.map(|body| BusyBody::new(body, busy)))
            }
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let closed = async {
                match &capped {
                    Some(capped) => capped.closed().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                ended = connection => if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                },
                () = closed => tracing::debug!("an idle connection was closed: its address has too many"),
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Turns Nagle's algorithm off: responses and events are small, and buffering would only delay
/// them.
fn no_delay(stream: &TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    async fn connect(address: SocketAddr) -> TcpStream {
        TcpStream::connect(address).await.expect("a connection")
    }

    /// First bytes of the response to one more request; empty if the connection is closed.
    async fn response(stream: &mut TcpStream) -> Vec<u8> {
        // A closed connection may refuse the request, too.
        let _ = stream.write_all(REQUEST).await;
        let mut head = vec![0; 12];
        let read = stream.read(&mut head).await.unwrap_or_default();
        head.truncate(read);
        head
    }

    #[tokio::test]
    async fn connection_beyond_the_cap_closes_the_oldest_idle_one() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().fallback(|| async { "here" });
        let stop = CancellationToken::new();
        let peers = Peers {
            uncapped: Vec::new(),
            lone_peer_is_expected: true,
        };
        let ends = (CancellationToken::new(), stop.clone());
        let serving = tokio::spawn(serve(listener, router, peers, ends));
        let mut oldest = connect(address).await;
        assert_eq!(response(&mut oldest).await, b"HTTP/1.1 200");
        let mut others = Vec::new();
        for _ in 0..idle::PER_ADDRESS {
            let mut other = connect(address).await;
            assert_eq!(response(&mut other).await, b"HTTP/1.1 200");
            others.push(other);
        }
        let mut rest = Vec::new();
        oldest.read_to_end(&mut rest).await.expect("an end");
        assert!(rest.ends_with(b"here"), "the first response was whole");
        stop.cancel();
        drop(others);
        serving.await.expect("served");
    }
}
