//! Lookup of applications by other columns than their id.

use super::{
    SqliteStore, moment, pool,
    rows::{ColumnReader, RowError, application_id},
};
use kyc::{application::Application, id::ApplicationId, ports::ProviderRef};
use rusqlite::Connection;
use sqlx::{Row, sqlite::SqliteRow};

/// Whether a change gives an application a provider id that another one has. The commit asks this
/// in its own transaction, so that of two starts with one id only one takes it.
pub(super) fn takes_held_id(tx: &Connection, changed: &Application) -> Result<bool, RowError> {
    let Some(external_id) = &changed.external_id else {
        return Ok(false);
    };
    let sql = "SELECT 1 FROM applications AS own JOIN applications AS holder \
               ON holder.external_id = ?2 AND holder.id <> own.id AND holder.erased_at IS NULL \
               WHERE own.id = ?1 AND own.external_id IS NOT ?2";
    let bound = (changed.id.as_bytes(), external_id.as_str());
    Ok(pool::row(tx, sql, bound, |_| Ok(()))?.is_some())
}

impl SqliteStore {
    /// The parked applications, the longest waiting first.
    pub(super) async fn parked_ids(&self) -> Result<Vec<ApplicationId>, RowError> {
        let sql = "SELECT id FROM applications WHERE state = 'parked' AND erased_at IS NULL \
                   ORDER BY since";
        ids(&sqlx::query(sql).fetch_all(&self.write).await?)
    }

    /// The application with this reference.
    pub(super) async fn id_by_reference(
        &self,
        reference: &str,
    ) -> Result<Option<ApplicationId>, RowError> {
        let query = sqlx::query("SELECT id FROM applications WHERE reference = ?").bind(reference);
        Ok(ids(&query.fetch_all(&self.write).await?)?.first().copied())
    }

    /// The applications with this id of the provider's. An erased application keeps its id, and no
    /// answer is applied to it.
    pub(super) fn ids_by_external_id(&self, id: &str) -> Result<Vec<ApplicationId>, RowError> {
        let sql = "SELECT id FROM applications WHERE external_id = ? AND erased_at IS NULL";
        self.pool.read(|connection| {
            pool::rows(connection, sql, [id], |row| {
                application_id(row.required_bytes("id")?)
            })
        })
    }

    /// The single application with this provider id or user id. `None` if no application or several
    /// match. An erased application keeps its ids, and is found only if no other one has them.
    pub(super) async fn find_by_provider_id(
        &self,
        id: String,
    ) -> Result<Option<ProviderRef>, RowError> {
        let query = sqlx::query(
            "SELECT COUNT(*), MIN(id), MAX(asked_at), erased_at IS NOT NULL AS gone \
             FROM applications WHERE external_id = ?1 OR user_id = ?1 \
             GROUP BY gone ORDER BY gone LIMIT 1",
        )
        .bind(id);
        let Some(row) = self.read.row(query).await? else {
            return Ok(None);
        };
        let (count, is_erased): (i64, bool) = (row.try_get(0)?, row.try_get(3)?);
        if count != 1 && !is_erased {
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

/// The ids in the rows of a query.
fn ids(rows: &[SqliteRow]) -> Result<Vec<ApplicationId>, RowError> {
    let id = |row: &SqliteRow| {
        let id: Vec<u8> = row.try_get("id")?;
        let id = id.try_into().map_err(|_| RowError::Id)?;
        Ok(ApplicationId::new(id))
    };
    rows.iter().map(id).collect()
}
