//! The staff audit trail. Each row's hash covers the previous row's hash.

use super::{
    super::{SqliteStore, audit, commit::CommitError, millis, rows::RowError},
    row_macs::account_fault,
    rows::REVIEWER,
};
use crate::audit::{AccountRows, HashedStaffEvent, StaffTrailReport, StaffTrailVerifier};
use kyc::admin::audit::StaffAuditEntry;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};
use time::OffsetDateTime;

async fn last_given(tx: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    let row = sqlx::query("SELECT seq FROM sqlite_sequence WHERE name = 'desk_trail'")
        .fetch_optional(tx)
        .await?;
    row.map_or(Ok(0), |row| row.try_get(0))
}

/// Appends an audit event.
pub(super) async fn append(
    tx: &mut SqliteConnection,
    line: &StaffAuditEntry,
    now: OffsetDateTime,
) -> Result<(), CommitError> {
    let detail = serde_json::to_string(&line.event).map_err(RowError::Shape)?;
    let actor = line.actor.word();
    let about = line.about.map(|id| id.as_bytes().to_vec());
    let pos = last_given(tx).await? + 1;
    let last = sqlx::query("SELECT hash FROM desk_trail ORDER BY pos DESC LIMIT 1")
        .fetch_optional(&mut *tx)
        .await?;
    let before: Vec<u8> = last.map_or(Ok(Vec::new()), |row| row.try_get(0))?;
    let version = sqlx::query("SELECT version FROM reviewers WHERE id = ?").bind(&about);
    let version = version.fetch_optional(&mut *tx).await?;
    let row = HashedStaffEvent {
        pos,
        at: millis(now),
        actor: &actor,
        about: about.as_deref().unwrap_or_default(),
        event: line.event.as_str(),
        detail: &detail,
        account_version: version.map(|row| row.try_get(0)).transpose()?,
    };
    let hash = row.hash(&before).to_vec();
    sqlx::query(
        "INSERT INTO desk_trail (pos, at, actor, about, deed, detail, hash, account_version) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(pos)
    .bind(row.at)
    .bind(row.actor)
    .bind(&about)
    .bind(row.event)
    .bind(row.detail)
    .bind(hash)
    .bind(row.account_version)
    .execute(tx)
    .await?;
    Ok(())
}

impl SqliteStore {
    /// Verifies the whole staff audit trail in one read transaction. This includes the checkpoints
    /// that cover its head and the accounts that follow from it.
    pub(crate) async fn verify_staff_trail(&self) -> Result<StaffTrailReport, RowError> {
        let mut connection = self.read.connection().await?;
        let mut tx = connection.begin().await?;
        let rows = sqlx::query("SELECT * FROM desk_trail ORDER BY pos")
            .fetch_all(&mut *tx)
            .await?;
        let given = last_given(&mut tx).await?;
        let checkpoints = audit::all_checkpoints(&mut tx).await?;
        let stored = AssertSqlSafe(format!("{REVIEWER} ORDER BY r.created_at, r.id"));
        let stored = sqlx::query(stored).fetch_all(&mut *tx).await?;
        drop(tx);
        connection.close().await?;
        let mut verifier = StaffTrailVerifier::new(checkpoints);
        let mut accounts = AccountRows::new();
        for row in &rows {
            let about: Option<&[u8]> = row.try_get("about")?;
            let event = HashedStaffEvent {
                pos: row.try_get("pos")?,
                at: row.try_get("at")?,
                actor: row.try_get("actor")?,
                about: about.unwrap_or_default(),
                event: row.try_get("deed")?,
                detail: row.try_get("detail")?,
                account_version: row.try_get("account_version")?,
            };
            accounts.event(event.about, event.event, event.detail);
            verifier.row(&event, row.try_get("hash")?);
        }
        let key = self.vault.row_key();
        for row in &stored {
            let is_disabled = row.try_get::<Option<i64>, _>("disabled_at")?.is_some();
            let role = (row.try_get("role")?, is_disabled);
            let fault = account_fault(&key, row)?;
            accounts.stored(row.try_get("id")?, row.try_get("name")?, role, fault);
        }
        Ok(StaffTrailReport {
            accounts: accounts.end(),
            ..verifier.end(given)
        })
    }
}
