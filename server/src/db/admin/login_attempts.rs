//! Login attempts: checked and counted in one transaction, so that concurrent attempts cannot
//! bypass the throttle.

use super::super::{commit::CommitError, millis, moment};
use kyc::admin::{
    ports::LoginAttempt,
    throttle::{AttemptCount, ThrottleScope},
};
use sqlx::{Row, SqliteConnection};
use time::{Duration, OffsetDateTime};

/// Counts a login attempt. Returns the remaining wait if one of its throttle scopes is exhausted.
pub(super) async fn record_attempt(
    tx: &mut SqliteConnection,
    one: LoginAttempt,
    now: OffsetDateTime,
) -> Result<Option<Duration>, CommitError> {
    let known = sqlx::query("SELECT 1 FROM desk_known WHERE key = ? AND expires_at > ?")
        .bind(one.known.0.to_vec())
        .bind(millis(now))
        .fetch_optional(&mut *tx)
        .await?
        .is_some();
    let (mut counts, mut wait) = (Vec::new(), None);
    for (axis, key) in one.keys {
        if axis == ThrottleScope::Account && known {
            continue;
        }
        let row = sqlx::query("SELECT failures, last_at FROM desk_tries WHERE key = ?")
            .bind(key.0.to_vec())
            .fetch_optional(&mut *tx)
            .await?;
        let count = match row {
            Some(row) => AttemptCount {
                failures: u32::try_from(row.try_get::<i64, _>(0)?).unwrap_or(u32::MAX),
                last: moment(row.try_get(1)?),
            },
            None => AttemptCount::none(now),
        };
        // From an address where the account has signed in, only the pair's counter delays.
        // Otherwise an attacker elsewhere could lock the reviewer out.
        if axis == ThrottleScope::Pair || !known {
            wait = wait.max(count.left(axis, now));
        }
        counts.push((key, count.with_another(now)));
    }
    if wait.is_some() {
        return Ok(wait);
    }
    for (key, count) in counts {
        sqlx::query(
            "INSERT INTO desk_tries (key, failures, last_at) VALUES (?, ?, ?) \
             ON CONFLICT DO UPDATE SET failures = excluded.failures, before_at = last_at, \
             last_at = excluded.last_at",
        )
        .bind(key.0.to_vec())
        .bind(i64::from(count.failures))
        .bind(millis(count.last))
        .execute(&mut *tx)
        .await?;
    }
    Ok(None)
}
