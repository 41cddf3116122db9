//! Lookup of applications by other columns than their id.

use super::{
    DatabaseStore,
    driver::{LockScope, Tx, params},
    moment,
    rows::{ColumnReader, RowError, application_id},
};
use kyc::{application::Application, id::ApplicationId, ports::ProviderRef};

/// Whether a change gives an application a provider id that another one has. The commit asks this
/// in its own transaction, so that of two starts with one id only one takes it.
pub(super) fn takes_held_id(tx: &mut Tx<'_>, changed: &Application) -> Result<bool, RowError> {
    let Some(external_id) = &changed.external_id else {
        return Ok(false);
    };
    let sql = "SELECT 1 FROM applications AS own JOIN applications AS holder \
               ON holder.external_id = ?2 AND holder.id <> own.id AND holder.erased_at IS NULL \
               WHERE own.id = ?1 AND own.external_id IS DISTINCT FROM ?2";
    tx.lock(LockScope::ProviderId, external_id.as_str().as_bytes())?;
    let bound = params![changed.id.as_bytes(), external_id.as_str()];
    Ok(tx.row(sql, bound, |_| Ok(()))?.is_some())
}

impl DatabaseStore {
    /// The parked applications, the longest waiting first.
    pub(super) async fn parked_ids(&self) -> Result<Vec<ApplicationId>, RowError> {
        let sql = "SELECT id FROM applications WHERE state = 'parked' AND erased_at IS NULL \
                   ORDER BY since";
        self.scan(move |tx| tx.rows(sql, &[], id)).await
    }

    /// The application with this reference.
    pub(super) fn id_by_reference(
        &self,
        reference: &str,
    ) -> Result<Option<ApplicationId>, RowError> {
        let sql = "SELECT id FROM applications WHERE reference = ?";
        self.read(|tx| tx.row(sql, params![reference], id))
    }

    /// The applications with this id of the provider's. An erased application keeps its id, and no
    /// answer is applied to it.
    pub(super) fn ids_by_external_id(
        &self,
        external_id: &str,
    ) -> Result<Vec<ApplicationId>, RowError> {
        let sql = "SELECT id FROM applications WHERE external_id = ? AND erased_at IS NULL";
        self.read(|tx| tx.rows(sql, params![external_id], id))
    }

    /// The single application with this provider id or user id. `None` if no application or several
    /// match. An erased application keeps its ids, and is found only if no other one has them.
    pub(super) async fn find_by_provider_id(
        &self,
        provider_id: String,
    ) -> Result<Option<ProviderRef>, RowError> {
        let sql = "SELECT id, asked_at, erased_at FROM applications \
                   WHERE external_id = ?1 OR user_id = ?1 ORDER BY id";
        let found = self.scan(move |tx| {
            tx.rows(sql, params![&provider_id], |row| {
                let is_erased = row.number("erased_at")?.is_some();
                let found = ProviderRef {
                    id: id(row)?,
                    polled_at: row.number("asked_at")?.map(moment),
                };
                Ok((is_erased, found))
            })
        });
        let found = found.await?.into_iter();
        let (mut erased, mut readable): (Vec<_>, Vec<_>) = found.partition(|(erased, _)| *erased);
        if readable.is_empty() {
            readable = erased.drain(..).take(1).collect();
        }
        let (first, others) = (readable.pop(), readable);
        Ok(first.filter(|_| others.is_empty()).map(|(_, found)| found))
    }
}

fn id(row: &dyn ColumnReader) -> Result<ApplicationId, RowError> {
    application_id(row.required_bytes("id")?)
}
