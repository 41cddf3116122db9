//! Opening the database: the file, its schema, its keys, and who else is there.

#[cfg(debug_assertions)]
use super::failpoints;
use super::{
    SqliteStore,
    instance_lock::InstanceLock,
    keys,
    migrations::MIGRATIONS,
    open_error::OpenError,
    pages::PooledReads,
    pool::{self, ConnectionPool},
    pragmas,
    readers::Readers,
    writer::{WriteLock, Writer},
};
use crate::{
    crypto::{Keyring, Vault},
    live::Hub,
};
use kyc::ports::Entropy;
use sqlx::{Row, SqlitePool, migrate::MigrateError, sqlite::SqlitePoolOptions};
use std::{path::Path, sync::Arc, time::Duration};

/// Whether the schema is another than this program's. Nobody may change it under
/// a server that has been there before: it would go on writing as it knows.
async fn is_behind(write: &SqlitePool) -> Result<bool, sqlx::Error> {
    let applied = sqlx::query("SELECT MAX(version) FROM _sqlx_migrations");
    let applied: Option<i64> = applied.fetch_one(write).await?.try_get(0)?;
    Ok(applied < MIGRATIONS.iter().map(|it| it.version).max())
}

/// Brings the schema up to date.
async fn migrate(write: &SqlitePool) -> Result<(), MigrateError> {
    // It is one connection that writes: what is hooked to it is of use below.
    #[cfg(debug_assertions)]
    failpoints::migrations(write).await?;
    MIGRATIONS.run(write).await?;
    #[cfg(debug_assertions)]
    failpoints::nothing_any_more(write).await?;
    Ok(())
}

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and migrates it.
    pub(crate) async fn open(
        path: &Path,
        ring: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let presence = InstanceLock::join(path).map_err(OpenError::Lock)?;
        if !presence.exclusive {
            // Once whoever was alone has opened it.
            presence.share().map_err(OpenError::Lock)?;
        }
        let options = pragmas::options(path);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(5))
            .after_connect(|connection, _| Box::pin(pragmas::verify(connection)))
            .connect_with(options.clone())
            .await
            .map_err(OpenError::Connect)?;
        if !presence.exclusive && is_behind(&write).await.map_err(OpenError::Connect)? {
            return Err(OpenError::Others);
        }
        migrate(&write).await.map_err(OpenError::Migrate)?;
        let own = keys::installation_keys(&write, &ring, &*entropy).await;
        let vault = own.and_then(|own| Ok(Vault::new(ring, own, entropy)?));
        let vault = vault.map_err(OpenError::Keys)?;
        let read = Readers::open(options).await.map_err(OpenError::Connect)?;
        let near = ConnectionPool::open(path, pool::CACHE).map_err(OpenError::Near)?;
        let writer = pool::writer(path).map_err(OpenError::Near)?;
        let write_lock = WriteLock::default();
        let store = Self {
            near: Arc::new(near),
            pages: Arc::new(PooledReads::open(path).map_err(OpenError::Near)?),
            read: Arc::new(read),
            writer: Writer::start(write.clone(), writer, write_lock.clone())
                .map_err(OpenError::Writer)?,
            write_lock,
            write,
            vault,
            hub: Hub::default(),
            presence: Arc::new(presence),
        };
        if store.presence.exclusive {
            // Whoever held a lease is dead: what it did not finish is due now.
            store.end_leases().await.map_err(OpenError::Leases)?;
        }
        store
            .make_list_previews()
            .await
            .map_err(OpenError::Glances)?;
        if store.presence.exclusive {
            store.presence.share().map_err(OpenError::Lock)?;
        }
        Ok(store)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{system::SystemEntropy, test_support::TestInstallation};

    #[tokio::test]
    async fn nobody_changes_the_schema_under_a_server_of_before() {
        let installation = TestInstallation::new();
        let before = installation.open().await;
        installation.open().await.close().await;
        // As if this program brought one migration more than the other has.
        let sql = "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
        let done = sqlx::query(sql).execute(&before.write).await;
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
