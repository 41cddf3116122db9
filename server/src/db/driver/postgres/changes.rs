//! Tells the other servers which applications have changed, so that their open pages poll at once.
//!
//! A notice is a hint with an id and no content. A server sends it after the commit, on a connection
//! of its own: PostgreSQL lets transactions with a NOTIFY commit only one after the other. A notice
//! that is lost costs a page the time until its own poll.

use super::{io::Io, pool::Pool};
use crate::{
    crypto::{hex, unhex},
    db::driver::RowError,
};
use sqlx::{AssertSqlSafe, postgres::PgListener};
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver, Sender};

const CHANNEL: &str = "vestibule_changes";

/// Ids of one notice. PostgreSQL allows 8,000 bytes.
const TOGETHER: usize = 200;

/// Ids that wait to be sent. Beyond them a notice is dropped.
const WAITING: usize = 4_096;

/// The wait before another try after a failure.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// The id of an application.
pub(super) type Id = [u8; 16];

/// What a server learns from another.
pub(in crate::db) enum Notice {
    /// This application has changed.
    Changed([u8; 16]),
    /// The connection was lost: any application may have changed meanwhile.
    Lost,
}

/// Sends notices through `pool` and receives them from `notices`, on the driver's threads, until the
/// connections close. Returns where to put the ids of changed applications. `server` distinguishes
/// this server from the others. It receives from the return on.
///
/// # Errors
/// [`RowError`] of the database, or if the threads have ended.
pub(super) async fn start(
    io: &Io,
    pool: &Pool,
    notices: &Pool,
    server: u64,
    learn: impl Fn(Notice) + Send + Sync + 'static,
) -> Result<Sender<Id>, RowError> {
    let connected = notices.clone();
    let listener = io.run(async move { subscribe(&connected).await }).await??;
    let (changed, waiting) = mpsc::channel(WAITING);
    io.spawn(send(pool.clone(), server, waiting))?;
    io.spawn(listen(notices.clone(), listener, server, learn))?;
    Ok(changed)
}

async fn subscribe(pool: &Pool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool.connections()).await?;
    // A loss is noticed below, where the pages are told.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

async fn send(pool: Pool, server: u64, mut waiting: Receiver<Id>) {
    let mut ids = Vec::new();
    while waiting.recv_many(&mut ids, TOGETHER).await > 0 {
        let texts: Vec<_> = ids.drain(..).map(|id: Id| hex(&id)).collect();
        // One message without a prepared statement, which a pooler might give to another connection.
        let notice = format!("NOTIFY {CHANNEL}, '{server:x} {}'", texts.join(" "));
        let sent = async {
            let mut connection = pool.acquire().await?;
            let notice = sqlx::raw_sql(AssertSqlSafe(notice));
            notice.execute(&mut *connection).await
        };
        if let Err(error) = sent.await {
            tracing::warn!(%error, "other servers were not told of a change");
        }
    }
}

/// Receives notices, and connects again whenever the connection is lost.
async fn listen(
    pool: Pool,
    mut listener: PgListener,
    server: u64,
    learn: impl Fn(Notice) + Send + Sync + 'static,
) {
    loop {
        while let Ok(Some(notice)) = listener.try_recv().await {
            let mut words = notice.payload().split(' ');
            let sender = words.next().map(|word| u64::from_str_radix(word, 16));
            if sender == Some(Ok(server)) {
                continue;
            }
            for id in words.filter_map(|word| unhex(word)?.try_into().ok()) {
                learn(Notice::Changed(id));
            }
        }
        tokio::time::sleep(RETRY_DELAY).await;
        listener = loop {
            if pool.connections().is_closed() {
                return;
            }
            match subscribe(&pool).await {
                Ok(listener) => break listener,
                Err(error) if !pool.connections().is_closed() => {
                    pool.find_primary().await;
                    tracing::warn!(%error, "no notice of another server arrives: pages find changes later");
                    tokio::time::sleep(RETRY_DELAY).await;
                }
                Err(_) => return,
            }
        };
        learn(Notice::Lost);
    }
}
