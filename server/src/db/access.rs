//! The ways to read and to write: each runs a closure on a [`Tx`].

use super::{DatabaseStore, driver::Tx, rows::RowError};
use kyc::id::ApplicationId;

impl DatabaseStore {
    /// Reads rows by key, or short lists that belong to a key.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
    ) -> Result<T, RowError> {
        self.driver.read(read)
    }

    /// Reads anything longer, in one snapshot of the database.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(super) async fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError> + Send + 'static,
    ) -> Result<T, RowError> {
        self.driver.scan(read).await
    }

    /// Writes, and returns after the commit is on disk. A failure rolls back this write only.
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
        self.driver.transact_then(work, || {}).await
    }

    /// The same, for a change of an application. After the commit, its open pages poll at once, those
    /// of other servers, too; also if the caller was cancelled.
    ///
    /// # Errors
    /// The error of `work`, or [`RowError`] if the transaction failed.
    pub(super) async fn transact_about<T, E>(
        &self,
        id: ApplicationId,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
    {
        let (hub, driver) = (self.hub.clone(), self.driver.clone());
        let done = move || {
            hub.notify(id);
            driver.announce(*id.as_bytes());
        };
        let id = *id.as_bytes();
        self.driver.transact_about(id, work, done).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::TestInstallation;

    #[tokio::test]
    async fn read_after_shutdown_is_an_error() {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let one = |tx: &mut Tx<'_>| tx.row("SELECT 1 AS one", &[], |row| row.required_int("one"));
        assert_eq!(store.scan(one).await.expect("read"), Some(1));
        assert_eq!(store.read(one).expect("read"), Some(1));
        store.close().await;
        for late in [store.scan(one).await, store.read(one)] {
            assert!(matches!(late, Err(RowError::Closed)), "{late:?}");
        }
        let late: Result<_, RowError> = store.transact(one).await;
        assert!(matches!(late, Err(RowError::Closed)), "{late:?}");
    }

    #[tokio::test]
    #[should_panic(expected = "the closure panics")]
    async fn panic_of_a_read_reaches_its_caller() {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let read = store.scan::<()>(|_| panic!("the closure panics"));
        let _ = read.await;
    }
}
