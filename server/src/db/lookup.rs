//! Finding applications by something else than their key.

use super::{SqliteStore, rows::RowError};
use kyc::id::ApplicationId;
use sqlx::Row;

/// What to find them by.
pub(super) enum Lookup {
    /// All that need a person, the longest waiting first.
    Parked,
    /// The name that people have for it.
    Reference(String),
    /// The upstream's id.
    ExternalId(String),
}

impl SqliteStore {
    /// The keys of the applications that fit.
    pub(super) async fn ids_of(&self, lookup: Lookup) -> Result<Vec<ApplicationId>, RowError> {
        let query = match lookup {
            Lookup::Parked => sqlx::query(
                "SELECT id FROM applications WHERE state = 'parked' AND erased_at IS NULL \
                 ORDER BY since",
            ),
            Lookup::Reference(reference) => {
                sqlx::query("SELECT id FROM applications WHERE reference = ?").bind(reference)
            }
            Lookup::ExternalId(id) => {
                sqlx::query("SELECT id FROM applications WHERE external_id = ?").bind(id)
            }
        };
        let rows = query.fetch_all(&self.write).await?;
        rows.iter()
            .map(|row| {
                let id: Vec<u8> = row.try_get("id")?;
                let id = id.try_into().map_err(|_| RowError::Id)?;
                Ok(ApplicationId::new(id))
            })
            .collect()
    }
}
