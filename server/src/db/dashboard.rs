//! The dashboard's figures. Each change keeps counters (`projections.rs`), which this module adds up.
//! A view reads a few rows per day, independent of the number of applications.

#[cfg(test)]
mod tests;

use super::{
    DatabaseStore,
    driver::{Tx, params},
    moment,
    rows::{ColumnReader, RowError, label},
};
use async_trait::async_trait;
use kyc::{
    admin::dashboard::{AgeBucket, Dashboard, DateRange, Stats},
    ports::StoreError,
};
use time::OffsetDateTime;

/// Cases opened since a day, by state and day.
const OPENED: &str = "SELECT state, day, CAST(SUM(cases) AS BIGINT) AS cases FROM day_counts \
     WHERE state IN (SELECT state FROM case_counts WHERE whose = x'00') AND day >= ?1 \
     GROUP BY state, day";

/// Cases opened before a day that still wait, by state. SQLite scans one row per state and day.
const WAITING: &str = "SELECT state, CAST(SUM(cases) AS BIGINT) AS cases FROM day_counts \
     WHERE state IN (SELECT state FROM case_counts WHERE whose = x'00' \
     AND state NOT IN ('draft', 'approved', 'denied')) AND day < ?1 GROUP BY state";

/// Applications opened since a day, counted by the steps they reached.
const REACHED: &str = "SELECT place, CAST(SUM(cases) AS BIGINT) AS cases FROM step_counts \
     WHERE day >= ?1 GROUP BY place";

/// Time to decision of the applications decided since a day, as bucket counts.
const DECIDED: &str = "SELECT day, bucket, CAST(SUM(cases) AS BIGINT) AS cases \
     FROM decision_counts WHERE day >= ?1 GROUP BY day, bucket";

/// Count of all cases.
const EVER: &str =
    "SELECT CAST(SUM(cases) AS BIGINT) AS figure FROM case_counts WHERE whose = x'00'";

/// Time of the last webhook delivery.
const LAST_WEBHOOK: &str = "SELECT MAX(received_at) AS figure FROM deliveries";

/// Days since 1970-01-01 in UTC.
fn day(at: OffsetDateTime) -> i64 {
    at.unix_timestamp().div_euclid(86_400)
}

/// The count of a row.
fn count(row: &dyn ColumnReader) -> Result<u64, RowError> {
    // No change lets the sum of the shards go below zero.
    Ok(u64::try_from(row.required_int("cases")?).unwrap_or_default())
}

/// A step or bucket index.
fn place(row: &dyn ColumnReader, column: &str) -> Result<usize, RowError> {
    usize::try_from(row.required_int(column)?).map_err(|_| RowError::Id)
}

fn add_up(tx: &mut Tx<'_>, span: DateRange, now: OffsetDateTime) -> Result<Stats, RowError> {
    let (today, mut stats) = (day(now), Stats::new(span, now.date()));
    let first = today + 1 - i64::from(span.days());
    // Waiting cases are read per day up to the oldest age bucket. Older cases all fall into that
    // bucket.
    let young = first.min(today + 1 - i64::from(AgeBucket::OLD));
    tx.rows(OPENED, params![young], |row| {
        let (ago, cases) = (today - row.required_int("day")?, count(row)?);
        stats.opened(label(row.required_text("state")?)?, ago, cases);
        Ok(())
    })?;
    tx.rows(WAITING, params![young], |row| {
        let (state, ago) = (label(row.required_text("state")?)?, today - young + 1);
        stats.opened(state, ago, count(row)?);
        Ok(())
    })?;
    tx.rows(REACHED, params![first], |row| {
        stats.reached(place(row, "place")?, count(row)?);
        Ok(())
    })?;
    tx.rows(DECIDED, params![first], |row| {
        let ago = today - row.required_int("day")?;
        stats.decided(ago, place(row, "bucket")?, count(row)?);
        Ok(())
    })?;
    let ever = one(tx, EVER)?.unwrap_or_default();
    stats.total = u64::try_from(ever).unwrap_or_default();
    stats.last_webhook_at = one(tx, LAST_WEBHOOK)?.map(moment);
    Ok(stats)
}

/// The single figure of a statement, or `None`.
fn one(tx: &mut Tx<'_>, sql: &str) -> Result<Option<i64>, RowError> {
    Ok(tx.row(sql, &[], |row| row.number("figure"))?.flatten())
}

#[async_trait]
impl Dashboard for DatabaseStore {
    async fn stats(&self, span: DateRange, now: OffsetDateTime) -> Result<Stats, StoreError> {
        Ok(self.scan(move |tx| add_up(tx, span, now)).await?)
    }
}
