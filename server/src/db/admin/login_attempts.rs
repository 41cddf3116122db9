//! Login attempts: checked and counted in one transaction, so that concurrent attempts cannot
//! bypass the throttle.

use super::{
    super::{commit::CommitError, millis, moment},
    rows::{SqlStatement, bytes},
};
use kyc::admin::{
    ReviewerId,
    ports::{Admission, LoginAttempt, ThrottleKey},
    session::{SecretHash, TRIES},
    throttle::{AttemptCount, MOST_IN_A_ROW, ThrottleScope},
};
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

/// Counts a login attempt, unless one of its throttle scopes is exhausted. The attempt at a locked
/// account counts in the throttle, too: an attacker sees no difference.
pub(super) async fn record_attempt(
    tx: &mut SqliteConnection,
    one: LoginAttempt,
    now: OffsetDateTime,
) -> Result<Admission, CommitError> {
    let known = is_known(one.known, now).fetch_optional(&mut *tx).await?;
    let known = known.is_some();
    let (mut counts, mut wait) = (Vec::new(), None);
    for (scope, key) in one.keys {
        // From an address where the account has signed in, only the pair's counter delays.
        // Otherwise an attacker elsewhere could lock the reviewer out.
        let is_exempt = known && scope != ThrottleScope::Pair;
        if scope == ThrottleScope::Account && known {
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
        if !is_exempt {
            wait = wait.max(count.left(scope, now));
        }
        counts.push((key, count.with_another(now)));
    }
    if let Some(wait) = wait {
        return Ok(Admission::Wait(wait));
    }
    let tries = match one.session {
        Some(session) => count_try(tx, session).await?,
        None => Some(0),
    };
    let Some(tries) = tries else {
        return Ok(Admission::Over);
    };
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
    let may = match one.reviewer {
        Some(reviewer) => count_failure(tx, reviewer).await?,
        None => true,
    };
    Ok(if may {
        Admission::Admitted { known, tries }
    } else {
        Admission::Locked
    })
}

/// The statement that finds a trusted address.
pub(super) fn is_known(key: ThrottleKey, now: OffsetDateTime) -> SqlStatement {
    sqlx::query("SELECT 1 FROM desk_known WHERE key = ? AND expires_at > ?")
        .bind(key.0.to_vec())
        .bind(millis(now))
}

/// Counts a try of a session and returns its number; `None` if none is left or the session ended.
async fn count_try(
    tx: &mut SqliteConnection,
    session: SecretHash,
) -> Result<Option<u32>, CommitError> {
    let row = sqlx::query(
        "UPDATE desk_sessions SET tries = tries + 1 WHERE id_hash = ? AND tries < ? \
         RETURNING tries",
    )
    .bind(session.0.to_vec())
    .bind(i64::from(TRIES))
    .fetch_optional(tx)
    .await?;
    let tries = row.map(|row| row.try_get::<i64, _>(0)).transpose()?;
    Ok(tries.map(|tries| u32::try_from(tries).unwrap_or(u32::MAX)))
}

/// Counts a failure of the account until its success takes it back. Returns false if the account is
/// locked.
async fn count_failure(
    tx: &mut SqliteConnection,
    reviewer: ReviewerId,
) -> Result<bool, CommitError> {
    let counted = sqlx::query(
        "INSERT INTO sign_in_failures (reviewer_id, in_a_row) VALUES (?, 1) \
         ON CONFLICT DO UPDATE SET in_a_row = in_a_row + 1 WHERE in_a_row < ?",
    )
    .bind(bytes(reviewer))
    .bind(i64::from(MOST_IN_A_ROW))
    .execute(tx)
    .await?;
    Ok(counted.rows_affected() == 1)
}

/// The statement that takes the last failure back.
pub(super) fn undo_failure(reviewer: ReviewerId) -> SqlStatement {
    sqlx::query(
        "UPDATE sign_in_failures SET in_a_row = in_a_row - 1 \
         WHERE reviewer_id = ? AND in_a_row > 0 AND locked_at IS NULL",
    )
    .bind(bytes(reviewer))
}

/// The statement that ends the failures in a row of an account that is not locked.
pub(super) fn end_failures(reviewer: ReviewerId) -> SqlStatement {
    sqlx::query("DELETE FROM sign_in_failures WHERE reviewer_id = ? AND locked_at IS NULL")
        .bind(bytes(reviewer))
}

/// The statement that unlocks an account.
pub(super) fn unlock(reviewer: ReviewerId) -> SqlStatement {
    sqlx::query("DELETE FROM sign_in_failures WHERE reviewer_id = ?").bind(bytes(reviewer))
}

/// Locks an account that failed too often in a row. Returns whether it was not locked before.
pub(super) async fn lock(
    tx: &mut SqliteConnection,
    reviewer: ReviewerId,
    now: OffsetDateTime,
) -> Result<bool, CommitError> {
    let locked = sqlx::query(
        "UPDATE sign_in_failures SET locked_at = ? \
         WHERE reviewer_id = ? AND in_a_row >= ? AND locked_at IS NULL",
    )
    .bind(millis(now))
    .bind(bytes(reviewer))
    .bind(i64::from(MOST_IN_A_ROW))
    .execute(tx)
    .await?;
    Ok(locked.rows_affected() == 1)
}
