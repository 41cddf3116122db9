//! Pooled reads for slow queries, such as a page of the list. They run on a blocking thread, which
//! also opens the sealed values.

use super::pool::ConnectionPool;
use crate::db::driver::RowError;
use std::{panic, path::Path, sync::Arc};
use tokio::{sync::Semaphore, task};
use tracing::Span;

/// Maximum of concurrent reads; further reads wait for a permit.
const MOST: usize = 4;

/// Page cache of a connection in negative KiB, SQLite's notation. It holds the upper levels of
/// every index and the latest pages.
const CACHE: i64 = -8_192;

/// A connection pool for reads on blocking threads.
pub(super) struct PooledReads {
    pool: Arc<ConnectionPool>,
    turns: Arc<Semaphore>,
}

impl PooledReads {
    /// Opens the first connection.
    pub(super) fn open(path: &Path) -> Result<Self, RowError> {
        Ok(Self {
            pool: Arc::new(ConnectionPool::open(path, CACHE)?),
            turns: Arc::new(Semaphore::new(MOST)),
        })
    }

    /// Runs a read on a blocking thread and returns its result.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&ConnectionPool) -> Result<T, RowError> + Send + 'static,
    ) -> Result<T, RowError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| RowError::Closed)?;
        let (pool, span) = (Arc::clone(&self.pool), Span::current());
        let answer = task::spawn_blocking(move || {
            // The read goes on if its caller is cancelled, and keeps its permit.
            let _turn = turn;
            span.in_scope(|| ask(&pool))
        });
        answer
            .await
            .unwrap_or_else(|gone| match gone.try_into_panic() {
                Ok(panic) => panic::resume_unwind(panic),
                Err(_) => Err(RowError::Closed),
            })
    }

    /// Closes the connections; later reads fail with [`RowError::Closed`].
    pub(super) fn close(&self) {
        self.turns.close();
        self.pool.close();
    }
}
