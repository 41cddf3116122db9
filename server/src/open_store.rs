//! Opening of the database with the installation's key.

use crate::{
    Fallible,
    config::{Mode, Settings},
    crypto::Keyring,
    db::DatabaseStore,
    evidence::KeyPublication,
    system::SystemEntropy,
};
use kyc::ports::Entropy;
use std::sync::Arc;

/// Opens the database for a server. In development it creates missing database and key files.
pub(crate) async fn open_store(
    settings: &Settings,
    entropy: &Arc<dyn Entropy>,
) -> Fallible<DatabaseStore> {
    let trying_out = settings.mode == Mode::Development;
    for file in [&settings.database, &settings.key_file] {
        if let Some(folder) = file.parent().filter(|_| trying_out) {
            std::fs::create_dir_all(folder)?;
        }
    }
    let ring = Keyring::open(&settings.key_file, trying_out, &**entropy)?;
    Ok(DatabaseStore::open(&settings.database, Arc::new(ring), entropy.clone()).await?)
}

/// Opens the database for a task. It fails if the database or the key file is missing.
pub(crate) async fn open_existing(settings: &Settings) -> Fallible<DatabaseStore> {
    let database = &settings.database;
    if !database.is_file() {
        return Err(format!("there is no database at {}", database.display()).into());
    }
    let ring = Keyring::open(&settings.key_file, false, &SystemEntropy)?;
    let store = DatabaseStore::open(database, Arc::new(ring), Arc::new(SystemEntropy)).await?;
    Ok(store.with_publication(KeyPublication::of(settings))?)
}
