//! Operations on stored deliveries: replay, listing and deletion by age.

use super::{DeliveryStatus, SqliteStore};
use crate::db::{millis, moment, rows::RowError};
use sqlx::{Row, sqlite::SqliteRow};
use time::OffsetDateTime;

/// A listed delivery.
#[derive(Debug)]
pub(crate) struct UnappliedDelivery {
    pub(crate) number: i64,
    pub(crate) received_at: OffsetDateTime,
    pub(crate) status: DeliveryStatus,
    pub(crate) kind: String,
    pub(crate) about: Option<String>,
    pub(crate) webhook_id: String,
}

impl SqliteStore {
    /// Makes unapplied deliveries due again: one, or all. Returns their count.
    pub(crate) async fn replay_deliveries(
        &self,
        number: Option<i64>,
        now: OffsetDateTime,
    ) -> Result<u64, sqlx::Error> {
        let query = sqlx::query(
            "UPDATE deliveries SET due_at = ?1, tries = 0 WHERE (number = ?2 OR ?2 IS NULL) \
             AND standing IN ('stored', 'waiting', 'unknown', 'unreadable', 'other_firm')",
        );
        self.writer
            .execute(query.bind(millis(now)).bind(number))
            .await
    }

    /// Unapplied deliveries, oldest first.
    pub(crate) async fn unapplied_deliveries(&self) -> Result<Vec<UnappliedDelivery>, RowError> {
        let query = sqlx::query(
            "SELECT number, received_at, standing, kind, about, webhook_id FROM deliveries \
             WHERE standing NOT IN ('applied', 'erased') ORDER BY number",
        );
        let rows = query.fetch_all(&self.write).await?;
        rows.iter().map(unapplied_delivery).collect()
    }

    /// The status of a delivery; `None` while it is due or being processed.
    pub(crate) async fn delivery_status(
        &self,
        number: i64,
        now: OffsetDateTime,
    ) -> Result<Option<DeliveryStatus>, RowError> {
        let query = sqlx::query(
            "SELECT standing FROM deliveries WHERE number = ? AND COALESCE(due_at > ?, TRUE)",
        );
        let row = self.read.row(query.bind(number).bind(millis(now))).await?;
        row.map(|row| DeliveryStatus::parse(row.try_get(0)?))
            .transpose()
    }

    /// Deletes deliveries received before a time that are not due. Returns the row count.
    pub(crate) async fn sweep_deliveries(&self, before: OffsetDateTime) -> Result<u64, RowError> {
        let query = sqlx::query("DELETE FROM deliveries WHERE received_at <= ? AND due_at IS NULL");
        Ok(self.writer.execute(query.bind(millis(before))).await?)
    }
}

fn unapplied_delivery(row: &SqliteRow) -> Result<UnappliedDelivery, RowError> {
    Ok(UnappliedDelivery {
        number: row.try_get("number")?,
        received_at: moment(row.try_get("received_at")?),
        status: DeliveryStatus::parse(row.try_get("standing")?)?,
        kind: row.try_get("kind")?,
        about: row.try_get("about")?,
        webhook_id: row.try_get("webhook_id")?,
    })
}
