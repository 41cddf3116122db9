//! PostgreSQL through sqlx, for several servers on one database.

mod changes;
mod io;
mod load;
mod migrations;
mod pool;
mod row;
mod session;
mod translate;

pub(in crate::db) use changes::Notice;
pub(in crate::db) use session::PostgresTx;

use super::{SchemaPolicy, Tx};
use crate::{
    config::PostgresLocation,
    db::{driver::RowError, open_error::OpenError},
};
use io::Io;
use pool::{ACQUIRE_TIMEOUT, Pool};
use session::PostgresSession;
use std::{panic, sync::Arc};
use tokio::{
    sync::{Semaphore, mpsc::Sender},
    task,
    time::timeout,
};
use tracing::Span;

/// Connections of one server. PostgreSQL has a process for each.
const CONNECTIONS: u32 = 16;

/// Most scans at a time, so that exports leave connections for the rest.
const SCANS: usize = 6;

/// A transaction that sees one state of the database.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL statement_timeout = '60s'";

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
    /// Where notices arrive, if that is another address.
    notices: Option<Pool>,
    io: Arc<Io>,
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
        let io = Arc::new(Io::start().map_err(OpenError::Writer)?);
        let pool = Pool::new(&location.address, CONNECTIONS)?;
        let notices = location.notices.as_ref();
        let notices = notices.map(|address| Pool::new(address, 1)).transpose()?;
        let driver = Self {
            pool,
            notices,
            io,
            scans: Arc::new(Semaphore::new(SCANS)),
            changed: None,
        };
        let begin = driver.begin(WRITE);
        let session = blocking(begin).await.map_err(OpenError::Connect)?;
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
        let (pool, io) = (self.pool.clone(), Arc::clone(&self.io));
        if pool.keeps_statements {
            let connection = self.io.wait(async move { pool.acquire().await })??;
            let session = PostgresSession::of(connection, true, io);
            return read(&mut Tx::Postgres(session.tx()));
        }
        let session = self.io.wait(session::begin(pool, io, READ))??;
        let result = read(&mut Tx::Postgres(session.tx()));
        session.roll_back()?;
        result
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
        let begin = self.begin(SNAPSHOT);
        blocking(move || {
            let _turn = turn;
            let session = begin()?;
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
        let begin = self.begin(WRITE);
        blocking(move || {
            let session = begin()?;
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
        let notices = self.notices.as_ref().unwrap_or(&self.pool);
        self.changed = Some(changes::start(&self.io, &self.pool, notices, server, learn).await?);
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
        for pool in [Some(&self.pool), self.notices.as_ref()]
            .into_iter()
            .flatten()
        {
            let connections = pool.connections().clone();
            let closed = async move { timeout(ACQUIRE_TIMEOUT, connections.close()).await };
            let _ = self.io.run(closed).await;
        }
    }

    /// Begins a transaction on the thread that then works in it. If a task of the web server began
    /// it, the transaction would wait for that task's turn, while others wait for its connection.
    fn begin(
        &self,
        statement: &'static str,
    ) -> impl FnOnce() -> Result<PostgresSession, RowError> + Send + 'static {
        let (pool, io) = (self.pool.clone(), Arc::clone(&self.io));
        move || {
            let waiting = Arc::clone(&io);
            waiting.wait(session::begin(pool, io, statement))?
        }
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
