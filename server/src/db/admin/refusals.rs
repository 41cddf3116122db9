//! Refused sign-ins. The staff audit trail records the first refusal of an hour, an account and an
//! address at once. It records the count of the others after the hour: guessing does not fill the
//! trail.

use super::{
    super::{
        DatabaseStore,
        commit::CommitError,
        driver::{Tx, params},
        millis,
        rows::RowError,
    },
    login_attempts, rows, staff_audit,
};
use kyc::admin::audit::{StaffActor, StaffAuditEntry, StaffEvent};
use time::OffsetDateTime;

const HOUR: i64 = 3_600_000;
/// Rows of one hour that name an address. Beyond them, all addresses share one row for an account.
const MOST_ROWS: i64 = 200;

/// Records a refused sign-in, and locks an account that failed too often in a row.
pub(super) fn refuse(
    tx: &mut Tx<'_>,
    mut entry: StaffAuditEntry,
    now: OffsetDateTime,
) -> Result<(), CommitError> {
    let event = entry.event.as_str();
    let refusal = entry.event.refusal_mut();
    let origin = refusal.and_then(|refusal| refusal.origin.clone());
    tracing::warn!(event, origin, "a sign-in attempt was refused");
    let hour = millis(now).div_euclid(HOUR) * HOUR;
    if count(tx, hour, &entry, false)? == 0 {
        let sql = "SELECT COUNT(*) AS rows FROM sign_in_refusals WHERE hour = ?";
        let rows = tx.row(sql, params![hour], |row| row.required_int("rows"))?;
        if rows.is_some_and(|rows| rows >= MOST_ROWS)
            && let Some(refusal) = entry.event.refusal_mut()
        {
            refusal.origin = None;
        }
        if count(tx, hour, &entry, true)? == 1 {
            staff_audit::append(tx, &entry, now)?;
        }
    }
    if let Some(about) = entry.about
        && login_attempts::lock(tx, about, now)?
    {
        let entry = StaffAuditEntry {
            actor: StaffActor::System,
            about: Some(about),
            event: StaffEvent::Locked,
        };
        staff_audit::append(tx, &entry, now)?;
    }
    Ok(())
}

/// Counts one more refusal and returns the count; 0 without a row, unless it is to be `inserted`.
fn count(
    tx: &mut Tx<'_>,
    hour: i64,
    entry: &StaffAuditEntry,
    inserted: bool,
) -> Result<i64, RowError> {
    let detail = serde_json::to_string(&entry.event).map_err(RowError::Shape)?;
    let about = entry
        .about
        .map_or_else(Vec::new, |id| id.as_bytes().to_vec());
    let sql = if inserted {
        "INSERT INTO sign_in_refusals (hour, actor, about, detail, times) VALUES (?, ?, ?, ?, 1) \
         ON CONFLICT (hour, actor, about, detail) \
         DO UPDATE SET times = sign_in_refusals.times + 1 RETURNING times"
    } else {
        "UPDATE sign_in_refusals SET times = times + 1 \
         WHERE hour = ? AND actor = ? AND about = ? AND detail = ? RETURNING times"
    };
    let actor = entry.actor.word();
    let bound = params![hour, &actor, &about, &detail];
    let times = tx.row(sql, bound, |row| row.required_int("times"))?;
    Ok(times.unwrap_or(0))
}

impl DatabaseStore {
    /// Appends the counts of past hours to the staff audit trail. Returns the count of deleted rows.
    pub(super) async fn sum_up_refusals(&self, now: OffsetDateTime) -> Result<u64, CommitError> {
        self.transact(move |tx| sum_up(tx, now)).await
    }
}

fn sum_up(tx: &mut Tx<'_>, now: OffsetDateTime) -> Result<u64, CommitError> {
    let hour = millis(now).div_euclid(HOUR) * HOUR;
    let sql = "DELETE FROM sign_in_refusals WHERE hour < ? \
               RETURNING hour, actor, about, detail, times";
    let mut past = tx.rows(sql, params![hour], |row| {
        let (hour, more) = (row.required_int("hour")?, row.required_int("times")? - 1);
        let (actor, about) = (row.required_text("actor")?, row.required_bytes("about")?);
        let detail = row.required_text("detail")?;
        let key = (hour, actor.to_owned(), about.to_vec(), detail.to_owned());
        if more == 0 {
            return Ok((key, None));
        }
        let mut event: StaffEvent = serde_json::from_str(detail).map_err(RowError::Shape)?;
        if let Some(refusal) = event.refusal_mut() {
            refusal.times = Some(more.unsigned_abs());
        }
        let entry = StaffAuditEntry {
            actor: StaffActor::parse(actor).ok_or(RowError::Id)?,
            about: (!about.is_empty()).then(|| rows::id(about)).transpose()?,
            event,
        };
        Ok((key, Some(entry)))
    })?;
    past.sort_by(|(one, _), (other, _)| one.cmp(other));
    let deleted = past.len() as u64;
    for entry in past.into_iter().filter_map(|(_, entry)| entry) {
        staff_audit::append(tx, &entry, now)?;
    }
    Ok(deleted)
}
