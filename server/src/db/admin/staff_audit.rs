//! The staff audit trail. Each row's hash covers the previous row's hash.

use super::{
    super::{
        DatabaseStore, audit,
        commit::CommitError,
        driver::{Tx, params},
        millis,
        rows::RowError,
        series::Series,
    },
    row_macs::account_fault,
    rows::REVIEWER,
};
use crate::{
    audit::{AccountRows, HashedStaffEvent, StaffTrailReport, StaffTrailVerifier},
    crypto::RowKey,
};
use kyc::admin::audit::StaffAuditEntry;
use time::OffsetDateTime;

/// Appends an audit event.
pub(super) fn append(
    tx: &mut Tx<'_>,
    line: &StaffAuditEntry,
    now: OffsetDateTime,
) -> Result<(), CommitError> {
    let detail = serde_json::to_string(&line.event).map_err(RowError::Shape)?;
    let actor = line.actor.word();
    let about = line.about.as_ref().map(|id| &id.as_bytes()[..]);
    let pos = Series::StaffEvents.take(tx, 1)?;
    let sql = "SELECT hash FROM desk_trail ORDER BY pos DESC LIMIT 1";
    let before = tx.row(sql, &[], |row| Ok(row.required_bytes("hash")?.to_vec()))?;
    let sql = "SELECT version FROM reviewers WHERE id = ?";
    let version = tx.row(sql, params![about], |row| row.required_int("version"))?;
    let row = HashedStaffEvent {
        pos,
        at: millis(now),
        actor: &actor,
        about: about.unwrap_or_default(),
        event: line.event.as_str(),
        detail: &detail,
        account_version: version,
    };
    let hash = row.hash(&before.unwrap_or_default());
    tx.execute(
        "INSERT INTO desk_trail (pos, at, actor, about, deed, detail, hash, account_version) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            pos,
            row.at,
            row.actor,
            about,
            row.event,
            row.detail,
            &hash,
            row.account_version
        ],
    )?;
    Ok(())
}

/// Verifies the whole staff audit trail. This includes the checkpoints that cover its head and the
/// accounts that follow from it.
pub(in crate::db) fn verify(tx: &mut Tx<'_>, key: &RowKey) -> Result<StaffTrailReport, RowError> {
    let given = Series::StaffEvents.last(tx)?;
    let mut verifier = StaffTrailVerifier::new(audit::all_checkpoints(tx)?);
    let mut accounts = AccountRows::new();
    tx.rows("SELECT * FROM desk_trail ORDER BY pos", &[], |row| {
        let event = HashedStaffEvent {
            pos: row.required_int("pos")?,
            at: row.required_int("at")?,
            actor: row.required_text("actor")?,
            about: row.bytes("about")?.unwrap_or_default(),
            event: row.required_text("deed")?,
            detail: row.required_text("detail")?,
            account_version: row.number("account_version")?,
        };
        accounts.event(event.about, event.event, event.detail);
        verifier.row(&event, row.required_bytes("hash")?);
        Ok(())
    })?;
    let sql = format!("{REVIEWER} ORDER BY r.created_at, r.id");
    tx.rows(&sql, &[], |row| {
        let is_disabled = row.number("disabled_at")?.is_some();
        let role = (row.required_text("role")?, is_disabled);
        let (id, name) = (row.required_bytes("id")?, row.required_text("name")?);
        accounts.stored(id, name, role, account_fault(key, row)?);
        Ok(())
    })?;
    Ok(StaffTrailReport {
        accounts: accounts.end(),
        ..verifier.end(given)
    })
}

impl DatabaseStore {
    /// Verifies the whole staff audit trail in one read transaction.
    pub(crate) async fn verify_staff_trail(&self) -> Result<StaffTrailReport, RowError> {
        let key = self.vault.row_key();
        self.scan(move |tx| verify(tx, &key)).await
    }
}
