//! Counts of provider calls that cost money. They are stored, so that a restart does not renew the
//! budget.

use super::{
    driver::{LockScope, Tx, params},
    rows::RowError,
};
use crate::crypto::Vault;
use kyc::budget::{DailyLimits, PaidCall, alarm_at};
use time::OffsetDateTime;

/// One count with its limit.
#[derive(Clone, Copy)]
pub(super) struct Counter {
    /// Name in the log.
    what: &'static str,
    key: [u8; 16],
    limit: u32,
}

/// The counters of a call. SSN and phone are stored as keyed hashes only.
pub(super) fn counters(vault: &Vault, call: PaidCall<'_>, limits: &DailyLimits) -> Vec<Counter> {
    let counter = |what, parts: &[&str], limit: Option<u32>| {
        let key = vault.admin_key(parts);
        limit.map(|limit| Counter { what, key, limit })
    };
    let counters = match call {
        PaidCall::Start(ssn) => {
            let digits = ssn.digits();
            let of_ssn = ["paid", "ssn", digits.as_str()];
            [
                counter("starts of one SSN", &of_ssn, limits.starts_of_ssn),
                counter("starts", &["paid", "start"], limits.starts),
            ]
        }
        PaidCall::Code(phone) => {
            let of_phone = ["paid", "phone", phone.e164()];
            [
                counter("codes of one phone", &of_phone, limits.codes_of_phone),
                counter("codes", &["paid", "code"], limits.codes),
            ]
        }
    };
    counters.into_iter().flatten().collect()
}

/// Counts a call in each counter. Returns false, and counts nothing, if one is used up.
pub(super) fn reserve(
    tx: &mut Tx<'_>,
    counters: &[Counter],
    now: OffsetDateTime,
) -> Result<bool, RowError> {
    let day = now.unix_timestamp().div_euclid(86_400);
    let mut used = Vec::new();
    for counter in counters {
        tx.lock(LockScope::PaidCalls, &counter.key)?;
        let sql = "SELECT used FROM paid_calls WHERE day = ? AND key = ?";
        let count = tx.row(sql, params![day, &counter.key], |row| {
            row.required_int("used")
        })?;
        let count = count.unwrap_or(0);
        if count >= i64::from(counter.limit) {
            let Counter { what, limit, .. } = counter;
            tracing::warn!(what, limit, "the daily budget of provider calls is used up");
            return Ok(false);
        }
        used.push(count + 1);
    }
    tx.execute("DELETE FROM paid_calls WHERE day < ?", params![day])?;
    for (counter, used) in counters.iter().zip(used) {
        let sql = "INSERT INTO paid_calls (day, key, used) VALUES (?, ?, ?) \
                   ON CONFLICT (day, key) DO UPDATE SET used = excluded.used";
        tx.execute(sql, params![day, &counter.key, used])?;
        if used == i64::from(alarm_at(counter.limit)) {
            let Counter { what, limit, .. } = counter;
            tracing::warn!(
                what,
                used,
                limit,
                "the daily budget of provider calls runs out soon"
            );
        }
    }
    Ok(true)
}
