//! Login attempts: checked and counted in one transaction, so that concurrent attempts cannot
//! bypass the throttle.

use super::super::{
    commit::CommitError,
    driver::{LockScope, Tx, params},
    millis, moment,
    rows::RowError,
};
use kyc::admin::{
    ReviewerId,
    ports::{Admission, LoginAttempt, ThrottleKey},
    session::{SecretHash, TRIES},
    throttle::{AttemptCount, MOST_IN_A_ROW, ThrottleScope},
};
use time::OffsetDateTime;

/// Counts a login attempt, unless one of its throttle scopes is exhausted. The attempt at a locked
/// account counts in the throttle, too: an attacker sees no difference.
pub(super) fn record_attempt(
    tx: &mut Tx<'_>,
    one: LoginAttempt,
    now: OffsetDateTime,
) -> Result<Admission, CommitError> {
    let known = is_known(tx, one.known, now)?;
    let (mut counts, mut wait) = (Vec::new(), None);
    for (scope, key) in one.keys {
        // From an address where the account has signed in, only the pair's counter delays.
        // Otherwise an attacker elsewhere could lock the reviewer out.
        let is_exempt = known && scope != ThrottleScope::Pair;
        if scope == ThrottleScope::Account && known {
            continue;
        }
        tx.lock(LockScope::SignIns, &key.0)?;
        let count = attempt_count(tx, key)?.unwrap_or_else(|| AttemptCount::none(now));
        if !is_exempt {
            wait = wait.max(count.left(scope, now));
        }
        counts.push((key, count.with_another(now)));
    }
    if let Some(wait) = wait {
        return Ok(Admission::Wait(wait));
    }
    let tries = match one.session {
        Some(session) => count_try(tx, session)?,
        None => Some(0),
    };
    let Some(tries) = tries else {
        return Ok(Admission::Over);
    };
    for (key, count) in counts {
        tx.execute(
            "INSERT INTO desk_tries (key, failures, last_at) VALUES (?, ?, ?) \
             ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, \
             before_at = desk_tries.last_at, last_at = excluded.last_at",
            params![&key.0, count.failures, millis(count.last)],
        )?;
    }
    let may = match one.reviewer {
        Some(reviewer) => count_failure(tx, reviewer)?,
        None => true,
    };
    Ok(if may {
        Admission::Admitted { known, tries }
    } else {
        Admission::Locked
    })
}

fn attempt_count(tx: &mut Tx<'_>, key: ThrottleKey) -> Result<Option<AttemptCount>, RowError> {
    let sql = "SELECT failures, last_at FROM desk_tries WHERE key = ?";
    tx.row(sql, params![&key.0], |row| {
        let failures = row.required_int("failures")?;
        Ok(AttemptCount {
            failures: u32::try_from(failures).unwrap_or(u32::MAX),
            last: moment(row.required_int("last_at")?),
        })
    })
}

/// Whether an address is trusted.
pub(super) fn is_known(
    tx: &mut Tx<'_>,
    key: ThrottleKey,
    now: OffsetDateTime,
) -> Result<bool, RowError> {
    let sql = "SELECT 1 FROM desk_known WHERE key = ? AND expires_at > ?";
    let found = tx.row(sql, params![&key.0, millis(now)], |_| Ok(()))?;
    Ok(found.is_some())
}

/// Counts a try of a session and returns its number; `None` if none is left or the session ended.
fn count_try(tx: &mut Tx<'_>, session: SecretHash) -> Result<Option<u32>, RowError> {
    let sql = "UPDATE desk_sessions SET tries = tries + 1 WHERE id_hash = ? AND tries < ? \
               RETURNING tries";
    tx.row(sql, params![&session.0, TRIES], |row| {
        let tries = row.required_int("tries")?;
        Ok(u32::try_from(tries).unwrap_or(u32::MAX))
    })
}

/// Counts a failure of the account until its success takes it back. Returns false if the account is
/// locked.
fn count_failure(tx: &mut Tx<'_>, reviewer: ReviewerId) -> Result<bool, RowError> {
    let sql = "INSERT INTO sign_in_failures (reviewer_id, in_a_row) VALUES (?, 1) \
               ON CONFLICT (reviewer_id) DO UPDATE SET in_a_row = sign_in_failures.in_a_row + 1 \
               WHERE sign_in_failures.in_a_row < ?";
    let counted = tx.execute(sql, params![reviewer.as_bytes(), MOST_IN_A_ROW])?;
    Ok(counted == 1)
}

/// Takes the last failure back.
pub(super) fn undo_failure(tx: &mut Tx<'_>, reviewer: ReviewerId) -> Result<u64, RowError> {
    let sql = "UPDATE sign_in_failures SET in_a_row = in_a_row - 1 \
               WHERE reviewer_id = ? AND in_a_row > 0 AND locked_at IS NULL";
    tx.execute(sql, params![reviewer.as_bytes()])
}

/// Ends the failures in a row of an account that is not locked.
pub(super) fn end_failures(tx: &mut Tx<'_>, reviewer: ReviewerId) -> Result<u64, RowError> {
    let sql = "DELETE FROM sign_in_failures WHERE reviewer_id = ? AND locked_at IS NULL";
    tx.execute(sql, params![reviewer.as_bytes()])
}

/// Unlocks an account.
pub(super) fn unlock(tx: &mut Tx<'_>, reviewer: ReviewerId) -> Result<u64, RowError> {
    let sql = "DELETE FROM sign_in_failures WHERE reviewer_id = ?";
    tx.execute(sql, params![reviewer.as_bytes()])
}

/// Locks an account that failed too often in a row. Returns whether it was not locked before.
pub(super) fn lock(
    tx: &mut Tx<'_>,
    reviewer: ReviewerId,
    now: OffsetDateTime,
) -> Result<bool, RowError> {
    let sql = "UPDATE sign_in_failures SET locked_at = ? \
               WHERE reviewer_id = ? AND in_a_row >= ? AND locked_at IS NULL";
    let bound = params![millis(now), reviewer.as_bytes(), MOST_IN_A_ROW];
    Ok(tx.execute(sql, bound)? == 1)
}
