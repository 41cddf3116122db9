//! Command that checks whether a running server is ready, used as the container's health check.

use super::TaskResult;
use crate::Settings;
use std::{net::SocketAddr, process::ExitCode, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub(super) async fn run(settings: Settings) -> TaskResult {
    Ok(if is_healthy(settings.address).await {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Sends one plain HTTP request: it needs no client library.
async fn is_healthy(address: SocketAddr) -> bool {
    let address = SocketAddr::new(
        if address.ip().is_unspecified() {
            [127, 0, 0, 1].into()
        } else {
            address.ip()
        },
        address.port(),
    );
    let ask = async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        stream
            .write_all(b"GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n")
            .await
            .ok()?;
        let mut answer = Vec::new();
        stream.take(64).read_to_end(&mut answer).await.ok()?;
        answer.get(9..12).map(|status| status == b"200")
    };
    tokio::time::timeout(Duration::from_secs(3), ask)
        .await
        .ok()
        .flatten()
        == Some(true)
}
