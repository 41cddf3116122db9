//! The sqlx connections for reads. sqlx's own pool pings a connection before and after each use.
//! For a local file these two thread hops cost more than the query.

use super::pragmas;
use sqlx::{
    ConnectOptions, Connection, Error, Execute, Executor, Result, Sqlite, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteRow},
};
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Maximum of concurrent reads; further reads wait for a permit.
const MOST: usize = 4;

/// Rows the connection's thread may buffer ahead of the reader. Most results are shorter, so that
/// thread rarely waits.
const ROWS: usize = 128;

/// Page cache of a connection in negative KiB, SQLite's notation. It holds the upper levels of
/// every index and the latest pages.
const CACHE: &str = "-8192";

/// Idle connections, the last used first.
pub(super) struct Readers {
    options: SqliteConnectOptions,
    turns: Semaphore,
    idle: Mutex<Vec<SqliteConnection>>,
}

async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection> {
    let mut connection = options.connect().await?;
    pragmas::verify(&mut connection).await?;
    Ok(connection)
}

impl Readers {
    /// Opens the first connection, so that an unreadable file fails at start.
    pub(super) async fn open(options: SqliteConnectOptions) -> Result<Self> {
        let options = options
            .read_only(true)
            .row_buffer_size(ROWS)
            .pragma("cache_size", CACHE);
        let first = connect(&options).await?;
        Ok(Self {
            options,
            turns: Semaphore::new(MOST),
            idle: Mutex::new(vec![first]),
        })
    }

    /// Reads the first row of a query; `None` if there is none.
    pub(super) async fn row<'q, Q>(&self, query: Q) -> Result<Option<SqliteRow>>
    where
        Q: Execute<'q, Sqlite> + 'q,
    {
        let _guard = self.turns.acquire().await.map_err(|_| Error::PoolClosed)?;
        let mut connection = self.take().await?;
        let row = connection.fetch_optional(query).await;
        self.put_back(connection, &row);
        row
    }

    /// Reads every row of a query whose result is known to be short.
    pub(super) async fn rows<'q, Q>(&self, query: Q) -> Result<Vec<SqliteRow>>
    where
        Q: Execute<'q, Sqlite> + 'q,
    {
        let _guard = self.turns.acquire().await.map_err(|_| Error::PoolClosed)?;
        let mut connection = self.take().await?;
        let rows = connection.fetch_all(query).await;
        self.put_back(connection, &rows);
        rows
    }

    async fn take(&self) -> Result<SqliteConnection> {
        let idle = self.lock().pop();
        match idle {
            Some(connection) => Ok(connection),
            None => connect(&self.options).await,
        }
    }

    /// Returns a connection to the pool, unless its thread has died. A cancelled read drops its
    /// connection.
    fn put_back<T>(&self, connection: SqliteConnection, outcome: &Result<T>) {
        if !matches!(outcome, Err(Error::WorkerCrashed)) {
            self.lock().push(connection);
        }
    }

    /// Opens a separate connection for a long read. It takes no permit.
    pub(super) async fn connection(&self) -> Result<SqliteConnection> {
        connect(&self.options).await
    }

    /// Closes the connections; later reads fail with [`Error::PoolClosed`].
    pub(super) async fn close(&self) {
        self.turns.close();
        let idle = std::mem::take(&mut *self.lock());
        for connection in idle {
            // The connection only read, so an error at closing loses no data.
            let _ = connection.close().await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
