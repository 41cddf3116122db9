//! Opening of the database with the installation's key.

use crate::{
    Fallible,
    config::{DatabaseLocation, Mode, Settings},
    crypto::Keyring,
    db::{DatabaseStore, SchemaPolicy},
    evidence::KeyPublication,
    system::SystemEntropy,
};
use kyc::ports::Entropy;
use std::sync::Arc;

/// Opens the database for a server. In development it creates missing files.
pub(crate) async fn open_store(
    settings: &Settings,
    entropy: &Arc<dyn Entropy>,
) -> Fallible<DatabaseStore> {
    let trying_out = settings.mode == Mode::Development;
    let database = settings.database.sqlite_file().ok();
    for file in database.into_iter().chain([&*settings.key_file]) {
        if let Some(folder) = file.parent().filter(|_| trying_out) {
            std::fs::create_dir_all(folder)?;
        }
    }
    open(settings, trying_out, SchemaPolicy::Migrate, entropy).await
}

/// Migrates the database, or makes a new one.
pub(crate) async fn migrate(settings: &Settings) -> Fallible<()> {
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    open_store(settings, &entropy).await?.close().await;
    Ok(())
}

/// Opens the database for a task. It fails if the database or the key file is missing, or if the
/// database of several servers is to be migrated first.
pub(crate) async fn open_existing(settings: &Settings) -> Fallible<DatabaseStore> {
    if let DatabaseLocation::Sqlite(file) = &settings.database
        && !file.is_file()
    {
        return Err(format!("there is no database at {}", file.display()).into());
    }
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let store = open(settings, false, SchemaPolicy::Expect, &entropy).await?;
    Ok(store.with_publication(KeyPublication::of(settings))?)
}

async fn open(
    settings: &Settings,
    makes_key_file: bool,
    schema: SchemaPolicy,
    entropy: &Arc<dyn Entropy>,
) -> Fallible<DatabaseStore> {
    let ring = Keyring::open(&settings.key_file, makes_key_file, &**entropy)?;
    let (ring, entropy) = (Arc::new(ring), Arc::clone(entropy));
    Ok(match &settings.database {
        DatabaseLocation::Sqlite(file) => DatabaseStore::open(file, ring, entropy).await?,
        DatabaseLocation::Postgres(location) => {
            DatabaseStore::connect(location, schema, ring, entropy).await?
        }
    })
}
