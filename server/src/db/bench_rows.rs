//! Rows as they would be written, for whoever writes very many of them: the
//! bench.

use super::{
    SqliteStore, keys,
    list_preview::ListPreview,
    rows::{self, RowError},
    search::SearchField,
};
use crate::crypto::{KeyId, SealError, Vault};
use kyc::application::Application;

/// What an application's rows hold closed.
pub struct SealedRows {
    /// Which key of the key file sealed the person's.
    pub key_id: Vec<u8>,
    /// The person's key.
    pub key: Vec<u8>,
    /// The draft.
    pub draft: Vec<u8>,
    /// The state.
    pub state: Vec<u8>,
    /// What the list shows of them.
    pub preview: Vec<u8>,
    /// What they are found by: kind and token.
    pub tokens: Vec<(&'static str, [u8; 16])>,
}

/// Whoever seals them.
pub(crate) struct Rows {
    vault: Vault,
    under: KeyId,
}

impl SqliteStore {
    /// Whoever seals rows for this database.
    pub(crate) async fn rows(&self) -> Result<Rows, RowError> {
        let under = keys::current(&mut *self.write.acquire().await?).await?;
        Ok(Rows {
            vault: self.vault.clone(),
            under: under.ok_or(SealError)?,
        })
    }
}

impl Rows {
    /// Seals an application's rows, with a key of its own.
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
            preview: ListPreview::of(a).seal(&key)?,
            tokens: SearchField::ALL.into_iter().filter_map(token).collect(),
        })
    }
}
