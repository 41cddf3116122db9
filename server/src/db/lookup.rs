//! Lookup of applications by other columns than their id.

use super::{SqliteStore, moment, rows::RowError};
use kyc::{id::ApplicationId, ports::ProviderRef};
use sqlx::Row;

/// The lookup's criterion.
pub(super) enum Lookup {
    /// All parked applications, the longest waiting first.
    Parked,
    /// The reference that applicants and staff use.
    Reference(String),
    /// The provider's id.
    ExternalId(String),
}

impl SqliteStore {
    /// The ids of the matching applications.
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

    /// The single application with this provider id or user id. `None` if no application or several
    /// match.
    pub(super) async fn find_by_provider_id(
        &self,
        id: String,
    ) -> Result<Option<ProviderRef>, RowError> {
        let query = sqlx::query(
            "SELECT COUNT(*), MIN(id), MAX(asked_at) FROM applications \
             WHERE external_id = ?1 OR user_id = ?1",
        )
        .bind(id);
        let Some(row) = self.read.row(query).await? else {
            return Ok(None);
        };
        if row.try_get::<i64, _>(0)? != 1 {
            return Ok(None);
        }
        let id: Vec<u8> = row.try_get(1)?;
        let id = id.try_into().map_err(|_| RowError::Id)?;
        Ok(Some(ProviderRef {
            id: ApplicationId::new(id),
            polled_at: row.try_get::<Option<i64>, _>(2)?.map(moment),
        }))
    }
}
