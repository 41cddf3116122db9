//! Questions whose answer takes its time, such as a page of the list: asked on a
//! thread that may wait, where the rows are opened, too.

use super::{pool::ConnectionPool, rows::RowError};
use std::{panic, path::Path, sync::Arc};
use tokio::{sync::Semaphore, task};
use tracing::Span;

/// How many read at once; the others wait their turn.
const MOST: usize = 4;

/// How much of the file a connection keeps at hand, in KiB as SQLite counts them:
/// the upper floors of every index, and what was read last.
const CACHE: i64 = -8_192;

/// The way to those who read.
pub(super) struct PooledReads {
    near: Arc<ConnectionPool>,
    turns: Semaphore,
}

impl PooledReads {
    /// Opens the first connection.
    pub(super) fn open(path: &Path) -> Result<Self, RowError> {
        Ok(Self {
            near: Arc::new(ConnectionPool::open(path, CACHE)?),
            turns: Semaphore::new(MOST),
        })
    }

    /// Asks, and makes of the answer what is wanted.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&ConnectionPool) -> Result<T, RowError> + Send + 'static,
    ) -> Result<T, RowError> {
        let _guard = self.turns.acquire().await.map_err(|_| RowError::Closed)?;
        let (near, span) = (Arc::clone(&self.near), Span::current());
        let answer = task::spawn_blocking(move || span.in_scope(|| ask(&near)));
        answer
            .await
            .unwrap_or_else(|gone| match gone.try_into_panic() {
                Ok(panic) => panic::resume_unwind(panic),
                Err(_) => Err(RowError::Closed),
            })
    }

    /// Closes them; whoever asks later is told so.
    pub(super) fn close(&self) {
        self.turns.close();
        self.near.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::TestInstallation;

    #[tokio::test]
    async fn whoever_comes_after_the_end_is_told_so() {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let one = |near: &ConnectionPool| near.row("SELECT 1", [], |_| Ok(()));
        assert_eq!(store.pages.read(one).await.expect("read"), Some(()));
        store.close().await;
        let late = store.pages.read(one).await;
        assert!(matches!(late, Err(RowError::Closed)), "{late:?}");
    }

    #[tokio::test]
    #[should_panic(expected = "as it was said there")]
    async fn a_panic_is_whose_it_was() {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let read = store.pages.read::<()>(|_| panic!("as it was said there"));
        let _ = read.await;
    }
}
