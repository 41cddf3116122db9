//! Named leases: jobs of the whole installation, leased and fenced like an application's jobs
//! (security I9).

use super::{DatabaseStore, driver::params, millis, rows::RowError};
use time::OffsetDateTime;

/// A lease on a named job, with its fencing token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NamedLease {
    name: &'static str,
    fence: i64,
}

/// Name of the job that erases applications past their retention time.
pub(crate) const RETENTION: &str = "retention";

impl DatabaseStore {
    /// Claims a named job that is due and has no lease.
    pub(crate) async fn claim_named_lease(
        &self,
        name: &'static str,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Option<NamedLease>, RowError> {
        let sql = "UPDATE chores SET leased_until = ?1, fence = fence + 1 \
                   WHERE name = ?2 AND due_at <= ?3 AND leased_until <= ?3 RETURNING fence";
        let (now, until) = (millis(now), millis(until));
        let claimed = self.transact(move |tx| {
            tx.rows(sql, params![until, name, now], |row| {
                let fence = row.required_int("fence")?;
                Ok(NamedLease { name, fence })
            })
        });
        Ok(claimed.await?.pop())
    }

    /// Extends the lease. Returns false if another server has claimed the job.
    pub(crate) async fn extend_named_lease(
        &self,
        chore: NamedLease,
        until: OffsetDateTime,
    ) -> Result<bool, RowError> {
        let sql = "UPDATE chores SET leased_until = ? WHERE name = ? AND fence = ?";
        let NamedLease { name, fence } = chore;
        let until = millis(until);
        let extended = self.transact(move |tx| tx.execute(sql, params![until, name, fence]));
        Ok(extended.await? == 1)
    }

    /// Releases the job until it is due again. Returns false if the lease is outdated.
    pub(crate) async fn release_named_lease(
        &self,
        chore: NamedLease,
        due_at: OffsetDateTime,
    ) -> Result<bool, RowError> {
        let sql = "UPDATE chores SET leased_until = 0, due_at = ? WHERE name = ? AND fence = ?";
        let NamedLease { name, fence } = chore;
        let due_at = millis(due_at);
        let released = self.transact(move |tx| tx.execute(sql, params![due_at, name, fence]));
        Ok(released.await? == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::TestInstallation;
    use time::{Duration, macros::datetime};

    #[tokio::test]
    async fn named_lease_belongs_to_one_server_until_released_or_expired() {
        let installation = TestInstallation::new();
        let (one, other) = (installation.open().await, installation.open().await);
        let now = datetime!(2026-11-23 10:00 UTC);
        let later = |minutes| now + Duration::minutes(minutes);
        let claim = async |store: &DatabaseStore, at: i64| {
            let claimed = store
                .claim_named_lease(RETENTION, later(at), later(at + 1))
                .await;
            claimed.expect("an answer")
        };
        let slow = claim(&one, 0).await.expect("due from the first day");
        assert_eq!(claim(&other, 0).await, None);
        let quick = claim(&other, 2).await.expect("abandoned");
        assert!(
            !one.extend_named_lease(slow, later(9))
                .await
                .expect("an answer")
        );
        assert!(
            !one.release_named_lease(slow, later(9))
                .await
                .expect("an answer")
        );
        assert!(
            other
                .extend_named_lease(quick, later(4))
                .await
                .expect("an answer")
        );
        assert_eq!(claim(&one, 3).await, None, "it is kept");
        assert!(
            other
                .release_named_lease(quick, later(10))
                .await
                .expect("an answer")
        );
        assert_eq!(claim(&one, 9).await, None, "not due");
        assert!(claim(&one, 10).await.is_some());
    }
}
