//! The connections that read. The library's own pool asks a connection whether
//! it is alive before and after each use; with a file on this machine those
//! two trips to the connection's thread cost more than the question.

use super::pragmas;
use sqlx::{
    ConnectOptions, Connection, Error, Execute, Executor, Result, Sqlite, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteRow},
};
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How many read at once; the others wait their turn.
const MOST: usize = 4;

/// How many rows the connection's thread may be ahead of whoever reads them: more
/// than most answers have, so that it waits for nobody.
const ROWS: usize = 128;

/// How much of the file a connection keeps at hand, in KiB as SQLite counts
/// them: the upper floors of every index, and what was read last.
const CACHE: &str = "-8192";

/// A few connections, the last used first.
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
    /// Opens the first connection, so that a file that cannot be read is known
    /// at once.
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

    /// The first row of an answer.
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

    /// Every row of an answer that is known to be short.
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

    /// One whose thread is gone, or whose reader hung up in between, is not used
    /// again.
    fn put_back<T>(&self, connection: SqliteConnection, outcome: &Result<T>) {
        if !matches!(outcome, Err(Error::WorkerCrashed)) {
            self.lock().push(connection);
        }
    }

    /// One more, for somebody who reads much: not counted among the others.
    pub(super) async fn connection(&self) -> Result<SqliteConnection> {
        connect(&self.options).await
    }

    /// Closes them; whoever asks later is told so.
    pub(super) async fn close(&self) {
        self.turns.close();
        let idle = std::mem::take(&mut *self.lock());
        for connection in idle {
            // It only read: nothing is lost with it.
            let _ = connection.close().await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
