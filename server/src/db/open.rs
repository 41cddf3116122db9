//! Opens the database: instance lock, connections, schema and keys.

#[cfg(debug_assertions)]
use super::failpoints;
use super::{
    SqliteStore,
    instance_lock::InstanceLock,
    keys,
    migrations::{self, MigrateError},
    open_error::OpenError,
    pages::PooledReads,
    pool::{self, ConnectionPool},
    writer::{WriteLock, Writer},
};
use crate::{
    crypto::{Keyring, Vault},
    live::Hub,
};
use kyc::ports::Entropy;
use rusqlite::Connection;
use std::{path::Path, sync::Arc};

/// Runs the pending migrations.
fn migrate(connection: &mut Connection, ring: &Keyring) -> Result<(), MigrateError> {
    #[cfg(debug_assertions)]
    failpoints::migrations(connection)?;
    migrations::run(connection, ring)?;
    #[cfg(debug_assertions)]
    failpoints::remove_handlers(connection)?;
    Ok(())
}

impl SqliteStore {
    /// Opens the file, or creates it, and migrates it.
    ///
    /// # Errors
    /// [`OpenError`] if the lock, the file, the schema or the keys cannot be used.
    pub(crate) async fn open(
        path: &Path,
        ring: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let presence = InstanceLock::join(path).map_err(OpenError::Lock)?;
        if !presence.exclusive {
            // Waits until the server with exclusive access has finished its start.
            presence.share().map_err(OpenError::Lock)?;
        }
        let mut writer = pool::writer(path).map_err(OpenError::Connect)?;
        // A running older server would go on writing in the old schema.
        if !presence.exclusive && migrations::is_behind(&writer).map_err(OpenError::Migrate)? {
            return Err(OpenError::Others);
        }
        migrate(&mut writer, &ring).map_err(OpenError::Migrate)?;
        let own = keys::installation_keys(&mut writer, &ring, &*entropy);
        let vault = own.and_then(|own| Ok(Vault::new(ring, own, entropy)?));
        let vault = vault.map_err(OpenError::Keys)?;
        let pool = ConnectionPool::open(path, pool::CACHE).map_err(OpenError::Pool)?;
        let write_lock = WriteLock::default();
        let store = Self {
            path: Arc::from(path),
            pool: Arc::new(pool),
            pages: Arc::new(PooledReads::open(path).map_err(OpenError::Pool)?),
            writer: Writer::start(writer, write_lock.clone()).map_err(OpenError::Writer)?,
            write_lock,
            vault,
            hub: Hub::default(),
            presence: Arc::new(presence),
            publication: Arc::default(),
        };
        if store.presence.exclusive {
            // The former lease holders are dead, so their unfinished jobs are due now.
            store.end_leases().await.map_err(OpenError::Leases)?;
        }
        store
            .make_list_previews()
            .await
            .map_err(OpenError::ListPreviews)?;
        if store.presence.exclusive {
            store.presence.share().map_err(OpenError::Lock)?;
        }
        Ok(store)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::RowError, system::SystemEntropy, test_support::TestInstallation};

    #[tokio::test]
    async fn newer_schema_is_refused_while_an_older_server_runs() {
        let installation = TestInstallation::new();
        let before = installation.open().await;
        installation.open().await.close().await;
        // Simulates a program with one migration more than the running server.
        let sql = "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
        let done: Result<u64, RowError> = before.transact(move |tx| tx.execute(sql, &[])).await;
        done.expect("it knows less");
        let ring = Keyring::open(&installation.path("key"), true, &SystemEntropy).expect("keys");
        let after = SqliteStore::open(
            &installation.path("db"),
            Arc::new(ring),
            Arc::new(SystemEntropy),
        )
        .await;
        assert!(matches!(after, Err(OpenError::Others)));
    }
}
