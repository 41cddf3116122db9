//! The staff audit trail. Each row's hash covers the previous row's hash.

use super::super::{SqliteStore, audit, commit::CommitError, millis, rows::RowError};
use crate::audit::{AccountRows, HashedStaffEvent, StaffTrailReport, StaffTrailVerifier};
use kyc::admin::audit::StaffAuditEntry;
use sqlx::{Connection, Row, SqliteConnection};
use time::OffsetDateTime;

const ACCOUNTS: &str =
    "SELECT id, name, role, disabled_at IS NOT NULL FROM reviewers ORDER BY created_at, id";

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
    let row = HashedStaffEvent {
        pos,
        at: millis(now),
        actor: &actor,
        about: about.as_deref().unwrap_or_default(),
        event: line.event.as_str(),
        detail: &detail,
    };
    let hash = row.hash(&before).to_vec();
    sqlx::query(
        "INSERT INTO desk_trail (pos, at, actor, about, deed, detail, hash) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(pos)
    .bind(row.at)
    .bind(row.actor)
    .bind(&about)
    .bind(row.event)
    .bind(row.detail)
    .bind(hash)
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
        let stored = sqlx::query(ACCOUNTS).fetch_all(&mut *tx).await?;
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
            };
            accounts.event(event.about, event.event, event.detail);
            verifier.row(&event, row.try_get("hash")?);
        }
        let stored = stored.iter().map(|row| {
            Ok((
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
            ))
        });
        let stored = stored.collect::<Result<Vec<_>, sqlx::Error>>()?;
        Ok(StaffTrailReport {
            accounts: accounts.end(stored),
            ..verifier.end(given)
        })
    }
}
