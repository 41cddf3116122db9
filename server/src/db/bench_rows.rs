//! Sealed rows for the bench, which inserts very many applications directly.

use super::{
    DatabaseStore,
    admin::AccountSchema,
    driver::{PostgresDriver, SchemaPolicy, Tx, sqlite::change_file},
    list_preview, open,
    rows::{self, RowError},
    search::SearchField,
};
use crate::{
    Fallible,
    config::DatabaseLocation,
    crypto::{KeyId, Keyring, SealError, Vault},
};
use kyc::application::Application;
use std::sync::Arc;

/// The sealed columns of one application.
pub struct SealedRows {
    /// Id of the key file's key that seals the subject key.
    pub key_id: Vec<u8>,
    /// The sealed subject key.
    pub key: Vec<u8>,
    /// The sealed draft.
    pub draft: Vec<u8>,
    /// The sealed state.
    pub state: Vec<u8>,
    /// The sealed list preview.
    pub preview: Vec<u8>,
    /// The blind index tokens: kind and token.
    pub tokens: Vec<(&'static str, [u8; 16])>,
}

/// Seals rows for the bench.
pub(crate) struct Rows {
    vault: Vault,
    under: KeyId,
}

impl DatabaseStore {
    /// Returns the row sealer of this database.
    pub(crate) async fn rows(&self) -> Result<Rows, RowError> {
        let under = self.sealing_key().await?;
        Ok(Rows {
            vault: self.vault.clone(),
            under: under.ok_or(SealError)?,
        })
    }
}

/// Seals the admin's rows anew, after a test has changed them through SQL.
pub(crate) async fn seal_staff_rows(
    database: &DatabaseLocation,
    ring: Arc<Keyring>,
) -> Fallible<()> {
    let seal = move |tx: &mut Tx<'_>| open::seal_staff_rows(tx, &ring, AccountSchema::Latest);
    match database {
        DatabaseLocation::Sqlite(file) => change_file(file, seal)?,
        DatabaseLocation::Postgres(location) => {
            let driver = PostgresDriver::open(location, SchemaPolicy::Expect, |_, _| Ok(()));
            let driver = driver.await?;
            driver.transact_then(None, seal, || {}).await?;
            driver.close().await;
        }
    }
    Ok(())
}

impl Rows {
    /// Seals one application's columns with a new subject key.
    pub(crate) fn seal(&self, a: &Application) -> Result<SealedRows, RowError> {
        let (key, wrapped) = self.vault.make_subject_key(a.id, self.under)?;
        let sealed = rows::seal(&key, a, a.version)?;
        let token = |by: SearchField| {
            let text = by.of(&a.draft)?;
            Some((by.as_str(), self.vault.blind_index(by.as_str(), &text)))
        };
        Ok(SealedRows {
            key_id: self.under.as_bytes().to_vec(),
            key: wrapped,
            draft: sealed.draft,
            state: sealed.state,
            preview: list_preview::sealed(&key, a)?,
            tokens: SearchField::ALL.into_iter().filter_map(token).collect(),
        })
    }
}
