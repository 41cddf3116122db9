//! The dashboard's figures. Triggers keep counters (`migrations/sqlite/0016_overview.sql`), which
//! this module adds up. A view reads a few rows per day, independent of the number of applications.

#[cfg(test)]
mod tests;

use super::{
    SqliteStore, moment,
    rows::{RowError, label},
};
use kyc::{
    admin::dashboard::{AgeBucket, Dashboard, DateRange, Stats},
    ports::{Fut, StoreError},
};
use sqlx::{Row, sqlite::SqliteRow};
use time::OffsetDateTime;

/// Cases opened since a day, by state and day.
const OPENED: &str = "SELECT state, day, cases FROM day_counts \
     WHERE state IN (SELECT state FROM case_counts WHERE whose = x'00') AND day >= ?1";

/// Cases opened before a day that still wait, by state. SQLite scans one row per state and day.
const WAITING: &str = "SELECT state, SUM(cases) FROM day_counts \
     WHERE state IN (SELECT state FROM case_counts WHERE whose = x'00' \
     AND state NOT IN ('draft', 'approved', 'denied')) AND day < ?1 GROUP BY state";

/// Applications opened since a day, counted by the steps they reached.
const REACHED: &str = "SELECT place, cases FROM step_counts WHERE day >= ?1";

/// Time to decision of the applications decided since a day, as bucket counts.
const DECIDED: &str = "SELECT day, bucket, cases FROM decision_counts WHERE day >= ?1";

/// Count of all cases.
const EVER: &str = "SELECT SUM(cases) FROM case_counts WHERE whose = x'00'";

/// Time of the last webhook delivery.
const LAST_WEBHOOK: &str = "SELECT MAX(received_at) FROM deliveries";

/// Days since 1970-01-01 in UTC.
fn day(at: OffsetDateTime) -> i64 {
    at.unix_timestamp().div_euclid(86_400)
}

fn count(row: &SqliteRow, column: usize) -> Result<u64, RowError> {
    // The triggers never let a counter go below zero.
    Ok(u64::try_from(row.try_get::<i64, _>(column)?).unwrap_or_default())
}

/// A step or bucket index.
fn place(row: &SqliteRow, column: usize) -> Result<usize, RowError> {
    usize::try_from(row.try_get::<i64, _>(column)?).map_err(|_| RowError::Id)
}

impl SqliteStore {
    async fn rows_since(&self, sql: &'static str, day: i64) -> Result<Vec<SqliteRow>, RowError> {
        Ok(self.read.rows(sqlx::query(sql).bind(day)).await?)
    }

    async fn add_up(&self, span: DateRange, now: OffsetDateTime) -> Result<Stats, RowError> {
        let (today, mut stats) = (day(now), Stats::new(span, now.date()));
        let first = today + 1 - i64::from(span.days());
        // Waiting cases are read per day up to the oldest age bucket. Older cases all fall into
        // that bucket.
        let young = first.min(today + 1 - i64::from(AgeBucket::OLD));
        for row in self.rows_since(OPENED, young).await? {
            let (ago, cases) = (today - row.try_get::<i64, _>(1)?, count(&row, 2)?);
            stats.opened(label(row.try_get(0)?)?, ago, cases);
        }
        for row in self.rows_since(WAITING, young).await? {
            let (state, ago) = (label(row.try_get(0)?)?, today - young + 1);
            stats.opened(state, ago, count(&row, 1)?);
        }
        for row in self.rows_since(REACHED, first).await? {
            stats.reached(place(&row, 0)?, count(&row, 1)?);
        }
        for row in self.rows_since(DECIDED, first).await? {
            let ago = today - row.try_get::<i64, _>(0)?;
            stats.decided(ago, place(&row, 1)?, count(&row, 2)?);
        }
        let ever = self.one(EVER).await?.unwrap_or_default();
        stats.total = u64::try_from(ever).unwrap_or_default();
        stats.last_webhook_at = self.one(LAST_WEBHOOK).await?.map(moment);
        Ok(stats)
    }

    /// The single integer of a statement, or `None`.
    async fn one(&self, sql: &'static str) -> Result<Option<i64>, RowError> {
        let row = self.read.row(sqlx::query(sql)).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.flatten())
    }
}

impl Dashboard for SqliteStore {
    fn stats(&self, span: DateRange, now: OffsetDateTime) -> Fut<'_, Result<Stats, StoreError>> {
        Box::pin(async move { Ok(self.add_up(span, now).await?) })
    }
}
