//! The ways to read and to write: each runs a closure on a [`Tx`].

use super::{
    SqliteStore,
    driver::{Tx, reads},
    pool::ConnectionPool,
    rows::RowError,
};

impl SqliteStore {
    /// Reads rows by key, or short lists that belong to a key, on the calling thread: two thread hops
    /// cost more than such a read.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
    ) -> Result<T, RowError> {
        self.pool.read(|connection| read(&mut Tx::of(connection)))
    }

    /// Reads anything longer on a blocking thread, in one snapshot of the database.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(super) async fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError> + Send + 'static,
    ) -> Result<T, RowError> {
        let on = move |pool: &ConnectionPool| pool.read(|connection| reads(connection, read));
        self.pages.read(on).await
    }

    /// Writes in a savepoint of the writer's next transaction, and returns after the commit is on
    /// disk. A failure rolls back this write only.
    ///
    /// # Errors
    /// The error of `work`, or [`RowError`] if the transaction failed.
    pub(super) async fn transact<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
    {
        self.transact_then(work, || {}).await
    }

    /// The same; `done` runs after the commit is on disk, even if the caller was cancelled.
    ///
    /// # Errors
    /// The error of `work`, or [`RowError`] if the transaction failed.
    pub(super) async fn transact_then<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        done: impl FnOnce() + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
    {
        self.writer.run(work, done).await
    }
}
