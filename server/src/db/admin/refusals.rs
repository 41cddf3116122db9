//! Refused sign-ins. The staff audit trail records the first refusal of an hour, an account and an
//! address at once. It records the count of the others after the hour: guessing does not fill the
//! trail.

use super::{
    super::{SqliteStore, commit::CommitError, millis, rows::RowError},
    login_attempts, rows, staff_audit,
};
use kyc::admin::audit::{StaffActor, StaffAuditEntry, StaffEvent};
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

const HOUR: i64 = 3_600_000;
/// Rows of one hour that name an address. Beyond them, all addresses share one row for an account.
const MOST_ROWS: i64 = 200;

/// Records a refused sign-in, and locks an account that failed too often in a row.
pub(super) async fn refuse(
    tx: &mut SqliteConnection,
    mut entry: StaffAuditEntry,
    now: OffsetDateTime,
) -> Result<(), CommitError> {
    let event = entry.event.as_str();
    let refusal = entry.event.refusal_mut();
    let origin = refusal.and_then(|refusal| refusal.origin.clone());
    tracing::warn!(event, origin, "a sign-in attempt was refused");
    let hour = millis(now).div_euclid(HOUR) * HOUR;
    if count(tx, hour, &entry, false).await? == 0 {
        let rows = sqlx::query("SELECT COUNT(*) FROM sign_in_refusals WHERE hour = ?")
            .bind(hour)
            .fetch_one(&mut *tx)
            .await?;
        if rows.try_get::<i64, _>(0)? >= MOST_ROWS
            && let Some(refusal) = entry.event.refusal_mut()
        {
            refusal.origin = None;
        }
        if count(tx, hour, &entry, true).await? == 1 {
            staff_audit::append(tx, &entry, now).await?;
        }
    }
    if let Some(about) = entry.about
        && login_attempts::lock(tx, about, now).await?
    {
        let entry = StaffAuditEntry {
            actor: StaffActor::System,
            about: Some(about),
            event: StaffEvent::Locked,
        };
        staff_audit::append(tx, &entry, now).await?;
    }
    Ok(())
}

/// Counts one more refusal and returns the count; 0 without a row, unless it is to be `inserted`.
async fn count(
    tx: &mut SqliteConnection,
    hour: i64,
    entry: &StaffAuditEntry,
    inserted: bool,
) -> Result<i64, CommitError> {
    let detail = serde_json::to_string(&entry.event).map_err(RowError::Shape)?;
    let about = entry.about.map_or_else(Vec::new, rows::bytes);
    let sql = if inserted {
        "INSERT INTO sign_in_refusals (hour, actor, about, detail, times) VALUES (?, ?, ?, ?, 1) \
         ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times"
    } else {
        "UPDATE sign_in_refusals SET times = times + 1 \
         WHERE hour = ? AND actor = ? AND about = ? AND detail = ? RETURNING times"
    };
    let row = sqlx::query(sql)
        .bind(hour)
        .bind(entry.actor.word())
        .bind(about)
        .bind(detail)
        .fetch_optional(tx)
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get(0))?)
}

impl SqliteStore {
    /// Appends the counts of past hours to the staff audit trail. Returns the count of deleted rows.
    pub(super) async fn sum_up_refusals(&self, now: OffsetDateTime) -> Result<u64, CommitError> {
        self.writer.run(move |tx| Box::pin(sum_up(tx, now))).await
    }
}

async fn sum_up(tx: &mut SqliteConnection, now: OffsetDateTime) -> Result<u64, CommitError> {
    let hour = millis(now).div_euclid(HOUR) * HOUR;
    let past = sqlx::query("SELECT * FROM sign_in_refusals WHERE hour < ? ORDER BY hour")
        .bind(hour)
        .fetch_all(&mut *tx)
        .await?;
    for row in &past {
        let more = row.try_get::<i64, _>("times")? - 1;
        if more == 0 {
            continue;
        }
        let detail = row.try_get("detail")?;
        let mut event: StaffEvent = serde_json::from_str(detail).map_err(RowError::Shape)?;
        if let Some(refusal) = event.refusal_mut() {
            refusal.times = Some(more.unsigned_abs());
        }
        let about: Vec<u8> = row.try_get("about")?;
        let entry = StaffAuditEntry {
            actor: StaffActor::parse(row.try_get("actor")?).ok_or(RowError::Id)?,
            about: (!about.is_empty()).then(|| rows::id(about)).transpose()?,
            event,
        };
        staff_audit::append(tx, &entry, now).await?;
    }
    let gone = sqlx::query("DELETE FROM sign_in_refusals WHERE hour < ?")
        .bind(hour)
        .execute(tx)
        .await?;
    Ok(gone.rows_affected())
}
