//! PostgreSQL through sqlx, for several servers on one database.

mod changes;
mod hosts;
mod load;
mod migrations;
mod pool;
mod row;
mod session;
mod translate;
mod wait;

pub(in crate::db) use changes::Notice;
pub(in crate::db) use session::PostgresTx;

use super::{SchemaPolicy, Tx};
use crate::{
    config::PostgresLocation,
    db::{driver::RowError, open_error::OpenError},
};
use changes::Notices;
use hosts::Hosts;
use pool::Pool;
use session::PostgresSession;
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc::Sender};
use wait::blocking;

/// Connections of one server. PostgreSQL has a process for each.
const CONNECTIONS: usize = 16;

/// Most scans at a time, so that exports leave connections for the rest.
const SCANS: usize = 6;

/// A transaction that sees one state of the database. Each of its statements keeps one plan for all values:
/// to plan a page of the list for its own values took longer than to read it.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL statement_timeout = '60s'; SET LOCAL plan_cache_mode = force_generic_plan";

/// Reads by key where a connection keeps no statements: a pooler in transaction mode may give each
/// statement outside a transaction to another connection.
const READ: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY";

/// A transaction whose statements see what was committed before each of them: what it reads after a
/// lock is the latest. A server of ours that freezes keeps no locks for longer than these times, and a
/// commit that was reported is on disk. The settings end with the transaction, so that they also hold
/// behind a pooler.
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; \
    SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '20s'; \
    SET LOCAL idle_in_transaction_session_timeout = '60s'; SET LOCAL synchronous_commit = on";

/// Connections to a database server.
#[derive(Clone)]
pub(in crate::db) struct PostgresDriver {
    pool: Pool,
    notices: Arc<Notices>,
    scans: Arc<Semaphore>,
    /// Ids of changed applications, for the other servers.
    changed: Option<Sender<changes::Id>>,
}

impl PostgresDriver {
    /// Connects, and migrates the database if `schema` says so. `after_migration` runs in the transaction of each
    /// migration, which it gets by its version.
    ///
    /// # Errors
    /// [`OpenError`] if the server or the schema cannot be used.
    pub(in crate::db) async fn open(
        location: &PostgresLocation,
        schema: SchemaPolicy,
        after_migration: impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError> + Send + 'static,
    ) -> Result<Self, OpenError> {
        let hosts = Arc::new(Hosts::of(&location.address)?);
        let notices = location.notices.as_ref().map(Hosts::of).transpose()?;
        let notices = notices.map_or_else(|| hosts.clone(), Arc::new);
        let driver = Self {
            pool: Pool::new(hosts, CONNECTIONS),
            notices: Arc::new(Notices::new(notices)),
            scans: Arc::new(Semaphore::new(SCANS)),
            changed: None,
        };
        let pool = driver.pool.clone();
        let session = blocking(move || PostgresSession::begin(&pool, WRITE));
        let session = session.await.map_err(OpenError::Connect)?;
        let migrated = blocking(move || {
            migrations::run(&session, schema, after_migration)?;
            Ok(session.commit()?)
        });
        migrated.await.map_err(OpenError::Migrate)?;
        Ok(driver)
    }

    /// Reads rows by key, or short lists that belong to a key. The calling thread waits.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) fn read<T>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
    ) -> Result<T, RowError> {
        wait::here(|| {
            if self.pool.hosts().keeps_statements {
                let session = PostgresSession::reader(&self.pool)?;
                return read(&mut Tx::Postgres(session.tx()));
            }
            let session = PostgresSession::begin(&self.pool, READ)?;
            let result = read(&mut Tx::Postgres(session.tx()));
            session.roll_back()?;
            result
        })
    }

    /// Reads anything longer on a blocking thread, in one snapshot of the database.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) async fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError> + Send + 'static,
    ) -> Result<T, RowError> {
        let turn = Arc::clone(&self.scans).acquire_owned().await;
        let turn = turn.map_err(|_| RowError::Closed)?;
        let pool = self.pool.clone();
        blocking(move || {
            let _turn = turn;
            let session = PostgresSession::begin(&pool, SNAPSHOT)?;
            let result = read(&mut Tx::Postgres(session.tx()));
            session.roll_back()?;
            result
        })
        .await
    }

    /// Writes in a transaction, and returns after its commit. A failure rolls it back. `done` runs
    /// after the commit, even if the caller was cancelled. The transaction begins with the lock of
    /// `application`.
    ///
    /// # Errors
    /// The error of `work`, or [`RowError`] if the transaction failed.
    pub(in crate::db) async fn transact_then<T, E>(
        &self,
        application: Option<[u8; 16]>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        done: impl FnOnce() + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
    {
        let pool = self.pool.clone();
        blocking(move || {
            // The thread that works in the transaction begins it. A task of the web server would have to wait
            // for its turn in between, while others wait for the connection.
            let session = match application {
                Some(id) => PostgresSession::begin_with_lock(&pool, WRITE, &id)?,
                None => PostgresSession::begin(&pool, WRITE)?,
            };
            let result = work(&mut Tx::Postgres(session.tx()));
            if result.is_err() {
                // A connection that cannot even roll back is closed.
                let _ = session.roll_back();
                return result;
            }
            session.commit()?;
            done();
            result
        })
        .await
    }

    /// Exchanges notices with the other servers of this database from now on. `server` distinguishes
    /// this one from them.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) async fn share_changes(
        &mut self,
        server: u64,
        learn: impl Fn(Notice) + Send + Sync + 'static,
    ) -> Result<(), RowError> {
        let notices = Arc::clone(&self.notices);
        self.changed = Some(notices.exchange(server, learn).await?);
        Ok(())
    }

    /// Tells the other servers that an application has changed.
    pub(in crate::db) fn announce(&self, id: [u8; 16]) {
        if let Some(changed) = &self.changed {
            // A full queue drops the notice: the pages' own polls find the change.
            let _ = changed.try_send(id);
        }
    }

    /// Closes the connections. One that does not end in time is left to the end of the process.
    pub(in crate::db) async fn close(&self) {
        self.scans.close();
        self.notices.close().await;
        let pool = self.pool.clone();
        let closed = blocking(move || {
            pool.close();
            Ok::<_, RowError>(())
        });
        let _ = closed.await;
    }
}

impl From<sqlx::Error> for RowError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolClosed => Self::Closed,
            error => Self::Database(error.into()),
        }
    }
}
