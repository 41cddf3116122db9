//! The accept loop: HTTP/1 connections that can also be hung up on.
//!
//! `axum::serve` always answers. Here a service may also return an error, upon
//! which hyper closes the connection without writing a byte: just what a caller
//! sees when upstream, or the network before it, dies.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower::ServiceExt as _;

/// How long requests under way may still take once shutdown began.
const GRACE: Duration = Duration::from_secs(1);
/// How long to rest when the machine is out of file descriptors.
const BREATH: Duration = Duration::from_millis(50);

/// Marks a response that must not be sent.
#[derive(Clone, Copy)]
struct HangUp;

/// Why a connection ended without an answer.
#[derive(Debug, thiserror::Error)]
#[error("hung up on demand")]
struct HungUp;

/// A response that closes the connection instead of being sent.
pub(crate) fn hang_up() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}

/// Serves until `stop` fires or its sender is dropped.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    loop {
        let stream = tokio::select! {
            _ = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(BREATH).await;
                    continue;
                }
            },
        };
        // Answers are small and awaited: holding them back only costs time.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
        let router = router.clone();
        let service = service_fn(move |request| answer(router.clone(), request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests were still under way at the end");
    }
}

async fn answer(
    router: Router,
    request: hyper::Request<hyper::body::Incoming>,
) -> Result<Response, HungUp> {
    let answered: Result<Response, Infallible> = router.oneshot(request.map(Body::new)).await;
    match answered {
        Ok(response) if response.extensions().get::<HangUp>().is_some() => Err(HungUp),
        Ok(response) => Ok(response),
        Err(never) => match never {},
    }
}
