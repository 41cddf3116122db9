//! Lookup of applications by other columns than their id.

use super::{
    DatabaseStore,
    driver::{LockScope, Tx, params},
    moment,
    rows::{RowError, id},
};
use kyc::{application::Application, ports::ProviderRef};

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
