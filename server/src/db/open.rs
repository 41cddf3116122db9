//! Opens the database: schema, keys, and the work that a new version has to do.

use super::{
    DatabaseStore,
    admin::{self, AccountSchema},
    driver::{Driver, Notice, PostgresDriver, SchemaPolicy, SqliteDriver, Tx},
    keys,
    open_error::OpenError,
    rows::RowError,
};
use crate::{
    config::PostgresLocation,
    crypto::{Keyring, RowKey, Vault},
    live::Hub,
};
use kyc::{id::ApplicationId, ports::Entropy};
use std::{path::Path, sync::Arc};

/// The migration that brought the MACs of the admin's rows.
const ROW_MACS: i64 = 30;

/// Seals the admin's rows. A new database has neither rows nor a key.
pub(super) fn seal_staff_rows(
    tx: &mut Tx<'_>,
    ring: &Keyring,
    accounts: AccountSchema,
) -> Result<(), RowError> {
    match keys::admin_key(tx, ring)? {
        Some(admin) => admin::seal_existing_rows(tx, &RowKey::new(&admin), accounts),
        None => Ok(()),
    }
}

/// Writes what a migration needs a key for, in its transaction.
pub(super) fn after_migration(
    ring: &Arc<Keyring>,
) -> impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError> + Send + 'static {
    let ring = Arc::clone(ring);
    move |version, tx| match version {
        ROW_MACS => seal_staff_rows(tx, &ring, AccountSchema::WithoutOpenSecrets),
        _ => Ok(()),
    }
}

impl DatabaseStore {
    /// Opens a file of SQLite, or creates it, and migrates it.
    ///
    /// # Errors
    /// [`OpenError`] if the lock, the file, the schema or the keys cannot be used.
    pub(crate) async fn open(
        path: &Path,
        ring: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let driver = SqliteDriver::open(path, after_migration(&ring))?;
        Self::on(Driver::Sqlite(driver), ring, entropy).await
    }

    /// Connects to a database of PostgreSQL.
    ///
    /// # Errors
    /// [`OpenError`] if the server, the schema or the keys cannot be used.
    pub(crate) async fn connect(
        location: &PostgresLocation,
        schema: SchemaPolicy,
        ring: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let driver = PostgresDriver::open(location, schema, after_migration(&ring)).await?;
        Self::on(Driver::Postgres(driver), ring, entropy).await
    }

    async fn on(
        mut driver: Driver,
        ring: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let (sealing, source) = (Arc::clone(&ring), Arc::clone(&entropy));
        let keys = move |tx: &mut Tx<'_>| keys::installation_keys(tx, &sealing, &*source);
        let keys = driver.transact_then(keys, || {}).await;
        let mut server = [0; 8];
        entropy.fill(&mut server);
        let vault = keys.and_then(|keys| Ok(Vault::new(ring, keys, entropy)?));
        let hub = Hub::default();
        let pages = hub.clone();
        let learn = move |notice| match notice {
            Notice::Changed(id) => pages.notify(ApplicationId::new(id)),
            Notice::Lost => pages.notify_all(),
        };
        let shared = driver.share_changes(u64::from_be_bytes(server), learn);
        shared.await.map_err(OpenError::Pool)?;
        let store = Self {
            driver,
            vault: vault.map_err(OpenError::Keys)?,
            hub,
            publication: Arc::default(),
        };
        if store.driver.is_exclusive() {
            // The former lease holders are dead, so their unfinished jobs are due now.
            store.end_leases().await.map_err(OpenError::Leases)?;
        }
        store
            .make_list_previews()
            .await
            .map_err(OpenError::ListPreviews)?;
        if store.driver.is_exclusive() {
            store.driver.share().map_err(OpenError::Lock)?;
        }
        Ok(store)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::RowError, system::SystemEntropy, test_support::TestInstallation};

    #[tokio::test]
    async fn newer_sqlite_schema_is_refused_while_an_older_server_runs() {
        let installation = TestInstallation::new();
        let before = installation.open().await;
        installation.open().await.close().await;
        // Simulates a program with one migration more than the running server.
        let sql = "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
        let done: Result<u64, RowError> = before.transact(move |tx| tx.execute(sql, &[])).await;
        done.expect("it knows less");
        let ring = Keyring::open(&installation.path("key"), true, &SystemEntropy).expect("keys");
        let after = DatabaseStore::open(
            &installation.path("db"),
            Arc::new(ring),
            Arc::new(SystemEntropy),
        )
        .await;
        assert!(matches!(after, Err(OpenError::Others)));
    }
}
