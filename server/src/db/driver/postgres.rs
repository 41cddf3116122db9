//! PostgreSQL through sqlx, for several servers on one database.

mod changes;
mod io;
mod migrations;
mod row;
mod session;
mod translate;

pub(in crate::db) use changes::Notice;
pub(in crate::db) use session::PostgresTx;

use super::Tx;
use crate::db::{driver::RowError, open_error::OpenError};
use io::Io;
use session::PostgresSession;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{panic, sync::Arc, time::Duration};
use tokio::{
    sync::{Semaphore, mpsc::Sender},
    task,
    time::timeout,
};
use tracing::Span;

/// Connections of one server. PostgreSQL has a process for each.
const CONNECTIONS: u32 = 16;

/// How long a request waits for a free connection, or for a database that is away.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Most scans at a time, so that exports leave connections for the rest.
const SCANS: usize = 6;

/// A transaction that sees one state of the database.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A transaction whose statements see what was committed before each of them: what it reads after a
/// lock is the latest.
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// What each connection sets. A server of ours that freezes keeps no locks for longer than this, and a
/// commit that was reported is on disk.
const SETTINGS: &str = "SET statement_timeout = '60s'; SET lock_timeout = '20s'; \
    SET idle_in_transaction_session_timeout = '60s'; SET synchronous_commit = on";

/// Connections to a database server.
#[derive(Clone)]
pub(in crate::db) struct PostgresDriver {
    pool: PgPool,
    io: Arc<Io>,
    scans: Arc<Semaphore>,
    /// Ids of changed applications, for the other servers.
    changed: Option<Sender<changes::Id>>,
}

impl PostgresDriver {
    /// Connects, and migrates the database. `after_migration` runs in the transaction of each
    /// migration, which it gets by its version.
    ///
    /// # Errors
    /// [`OpenError`] if the server or the schema cannot be used.
    pub(in crate::db) async fn open(
        url: &str,
        after_migration: impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError> + Send + 'static,
    ) -> Result<Self, OpenError> {
        let io = Arc::new(Io::start().map_err(OpenError::Writer)?);
        let options: PgConnectOptions = url
            .parse()
            .map_err(|error: sqlx::Error| OpenError::Connect(error.into()))?;
        let options = options.application_name("vestibule");
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::raw_sql(SETTINGS).execute(connection).await?;
                    Ok(())
                })
            })
            .connect_lazy_with(options);
        let driver = Self {
            pool,
            io,
            scans: Arc::new(Semaphore::new(SCANS)),
            changed: None,
        };
        let session = driver.begin(WRITE).await.map_err(OpenError::Connect)?;
        let migrated = blocking(move || {
            migrations::run(&session, after_migration)?;
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
        let pool = self.pool.clone();
        let connection = self.io.wait(async move { pool.acquire().await })??;
        let session = PostgresSession::of(connection, Arc::clone(&self.io));
        read(&mut Tx::Postgres(session.tx()))
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
        let session = self.begin(SNAPSHOT).await?;
        blocking(move || {
            let _turn = turn;
            let result = read(&mut Tx::Postgres(session.tx()));
            session.roll_back()?;
            result
        })
        .await
    }

    /// Writes in a transaction, and returns after its commit. A failure rolls it back. `done` runs
    /// after the commit, even if the caller was cancelled.
    ///
    /// # Errors
    /// The error of `work`, or [`RowError`] if the transaction failed.
    pub(in crate::db) async fn transact_then<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        done: impl FnOnce() + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
    {
        let session = self.begin(WRITE).await?;
        blocking(move || {
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
        self.changed = Some(changes::start(&self.io, &self.pool, server, learn).await?);
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
        let pool = self.pool.clone();
        let closed = async move { timeout(ACQUIRE_TIMEOUT, pool.close()).await };
        let _ = self.io.run(closed).await;
    }

    async fn begin(&self, statement: &'static str) -> Result<PostgresSession, RowError> {
        PostgresSession::begin(self.pool.clone(), Arc::clone(&self.io), statement).await
    }
}

/// Runs work on a blocking thread, which waits for each statement.
async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<RowError> + Send + 'static,
{
    let span = Span::current();
    let done = task::spawn_blocking(move || span.in_scope(work));
    done.await
        .unwrap_or_else(|gone| match gone.try_into_panic() {
            Ok(panic) => panic::resume_unwind(panic),
            Err(_) => Err(RowError::Closed.into()),
        })
}

impl From<sqlx::Error> for RowError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolClosed => Self::Closed,
            error => Self::Database(error.into()),
        }
    }
}
