//! Tells the other servers which applications have changed, so that their open pages poll at once.
//!
//! A notice is a hint with an id and no content. A server sends it after the commit, on a connection
//! of its own: PostgreSQL lets transactions with a NOTIFY commit only one after the other. A notice
//! that is lost costs a page the time until its own poll.

use super::{hosts::Hosts, pool::ACQUIRE_TIMEOUT};
use crate::{
    crypto::{hex, unhex},
    db::driver::RowError,
};
use sqlx::{
    AssertSqlSafe, PgPool,
    postgres::{PgListener, PgPoolOptions},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task,
    time::timeout,
};

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

/// The connections of notices: one receives, and one sends.
pub(super) struct Notices {
    hosts: Arc<Hosts>,
    connections: PgPool,
}

impl Notices {
    /// Connects on the first use.
    pub(super) fn new(hosts: Arc<Hosts>) -> Self {
        let options = PgPoolOptions::new().max_connections(2);
        let options = options.acquire_timeout(ACQUIRE_TIMEOUT);
        let connections = options.connect_lazy_with(hosts.current());
        Self { hosts, connections }
    }

    /// Sends and receives notices until the connections close. Returns where to put the ids of changed
    /// applications. `server` distinguishes this server from the others. It receives from the return on.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(super) async fn exchange(
        self: Arc<Self>,
        server: u64,
        learn: impl Fn(Notice) + Send + Sync + 'static,
    ) -> Result<Sender<Id>, RowError> {
        let listener = self.subscribe().await?;
        let (changed, waiting) = mpsc::channel(WAITING);
        task::spawn(self.clone().send(server, waiting));
        task::spawn(self.listen(listener, server, learn));
        Ok(changed)
    }

    /// Ends the exchange.
    pub(super) async fn close(&self) {
        // A connection that does not end in time is left to the end of the process.
        let _ = timeout(ACQUIRE_TIMEOUT, self.connections.close()).await;
    }

    /// Uses the host that takes writes from now on.
    async fn find_primary(&self) {
        if self.hosts.find_primary().await {
            self.connections.set_connect_options(self.hosts.current());
        }
    }

    async fn subscribe(&self) -> Result<PgListener, sqlx::Error> {
        let mut listener = PgListener::connect_with(&self.connections).await?;
        // A loss is noticed below, where the pages are told.
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }

    async fn send(self: Arc<Self>, server: u64, mut waiting: Receiver<Id>) {
        let mut ids = Vec::new();
        while waiting.recv_many(&mut ids, TOGETHER).await > 0 {
            let texts: Vec<_> = ids.drain(..).map(|id: Id| hex(&id)).collect();
            // One message without a prepared statement, which a pooler might give to another connection. A notice
            // need not survive a crash, so its commit does not wait for the disk.
            let notice = format!(
                "BEGIN; SET LOCAL synchronous_commit = off; NOTIFY {CHANNEL}, '{server:x} {}'; COMMIT",
                texts.join(" ")
            );
            if let Err(error) = self.send_one(notice).await {
                tracing::warn!(%error, "other servers were not told of a change");
                self.find_primary().await;
            }
        }
    }

    async fn send_one(&self, notice: String) -> Result<(), sqlx::Error> {
        let mut connection = self.connections.acquire().await?;
        let sent = sqlx::raw_sql(AssertSqlSafe(notice))
            .execute(&mut *connection)
            .await;
        if sent.is_err() {
            connection.close_on_drop();
        }
        sent.map(drop)
    }

    /// Receives notices, and connects again whenever the connection is lost.
    async fn listen(
        self: Arc<Self>,
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
            listener = loop {
                if self.connections.is_closed() {
                    return;
                }
                tokio::time::sleep(RETRY_DELAY).await;
                match self.subscribe().await {
                    Ok(listener) => break listener,
                    Err(error) if !self.connections.is_closed() => {
                        self.find_primary().await;
                        tracing::warn!(%error, "no notice of another server arrives: pages find changes later");
                    }
                    Err(_) => {}
                }
            };
            learn(Notice::Lost);
        }
    }
}
