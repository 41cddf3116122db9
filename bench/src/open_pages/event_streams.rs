//! The event streams of the open pages.

use super::{
    http_connection::HttpConnection,
    pages::{CLIENTS, OpenPages},
};
use crate::result::Fallible;
use std::{sync::Arc, time::Instant};
use tokio::{sync::mpsc, task::JoinSet};

const STREAM_PATH: &str = "/status/live";

/// The number of each page that received a tick, and the time.
pub(super) type Ticks = mpsc::UnboundedReceiver<(usize, Instant)>;

/// Opens a stream for each page, a few dozen at once. Skips streams that fail.
pub(super) async fn open_all(pages: &Arc<OpenPages>) -> Fallible<Vec<(usize, HttpConnection)>> {
    let mut streams = Vec::with_capacity(pages.sessions.len());
    let mut opening = JoinSet::new();
    let mut numbers = 0..pages.sessions.len();
    loop {
        while opening.len() < CLIENTS
            && let Some(number) = numbers.next()
        {
            let pages = pages.clone();
            opening.spawn(async move {
                let mut connection = HttpConnection::open(pages.address).await?;
                let session = pages.sessions.get(number).ok_or("no session")?;
                connection.open_stream(STREAM_PATH, &session.cookie).await?;
                Fallible::Ok((number, connection))
            });
        }
        match opening.join_next().await {
            None => break,
            Some(opened) => streams.extend(opened?.ok()),
        }
    }
    Ok(streams)
}

/// Collects the ticks of all streams.
pub(super) fn collect_ticks(streams: Vec<(usize, HttpConnection)>) -> Ticks {
    let (sender, ticks) = mpsc::unbounded_channel();
    for (number, mut stream) in streams {
        let sender = sender.clone();
        tokio::spawn(async move {
            while let Ok(at) = stream.tick().await {
                if sender.send((number, at)).is_err() {
                    break;
                }
            }
        });
    }
    ticks
}
