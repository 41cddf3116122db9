//! Deletion of expired rows of the admin.

use super::super::{DatabaseStore, driver::params, millis, rows::RowError};
use kyc::{admin::throttle::FORGOTTEN_AFTER, ports::StoreError};
use time::{Duration, OffsetDateTime};

/// Idle limit of an anonymous session, which only holds a form's CSRF token.
const STRANGERS: Duration = Duration::HOUR;

impl DatabaseStore {
    /// Deletes expired sessions, links and counters, and sums up refused sign-ins. Returns the row
    /// count.
    pub(crate) async fn sweep_admin(&self, now: OffsetDateTime) -> Result<u64, StoreError> {
        let summed_up = self.sum_up_refusals(now).await?;
        let expired = self.transact(move |tx| {
            let mut gone = 0;
            for (sql, before) in [
                ("DELETE FROM desk_sessions WHERE ends_at <= ?", now),
                (
                    "DELETE FROM desk_sessions WHERE reviewer_id IS NULL AND seen_at <= ?",
                    now - STRANGERS,
                ),
                ("DELETE FROM desk_links WHERE expires_at <= ?", now),
                (
                    "DELETE FROM desk_tries WHERE last_at <= ?",
                    now - FORGOTTEN_AFTER,
                ),
                ("DELETE FROM desk_searches WHERE expires_at <= ?", now),
                ("DELETE FROM kept_inputs WHERE expires_at <= ?", now),
                ("DELETE FROM desk_known WHERE expires_at <= ?", now),
            ] {
                gone += tx.execute(sql, params![millis(before)])?;
            }
            Ok::<_, RowError>(gone)
        });
        Ok(summed_up + expired.await?)
    }
}
