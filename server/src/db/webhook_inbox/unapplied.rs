//! Operations on stored deliveries: replay, listing and deletion by age.

use super::{DatabaseStore, DeliveryStatus};
use crate::db::{
    driver::params,
    millis, moment,
    rows::{ColumnReader, RowError},
};
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

impl DatabaseStore {
    /// Makes unapplied deliveries due again: one, or all. Returns their count.
    pub(crate) async fn replay_deliveries(
        &self,
        number: Option<i64>,
        now: OffsetDateTime,
    ) -> Result<u64, RowError> {
        let sql = "UPDATE deliveries SET due_at = ?1, tries = 0 \
                   WHERE (number = ?2 OR ?2 IS NULL) AND standing IN \
                   ('stored', 'waiting', 'unknown', 'unreadable', 'other_firm')";
        let now = millis(now);
        self.transact(move |tx| tx.execute(sql, params![now, number]))
            .await
    }

    /// Unapplied deliveries, oldest first.
    pub(crate) async fn unapplied_deliveries(&self) -> Result<Vec<UnappliedDelivery>, RowError> {
        let sql = "SELECT number, received_at, standing, kind, about, webhook_id FROM deliveries \
                   WHERE standing NOT IN ('applied', 'erased') ORDER BY number";
        self.scan(move |tx| tx.rows(sql, &[], unapplied_delivery))
            .await
    }

    /// The status of a delivery; `None` while it is due or being processed.
    pub(crate) async fn delivery_status(
        &self,
        number: i64,
        now: OffsetDateTime,
    ) -> Result<Option<DeliveryStatus>, RowError> {
        let sql = "SELECT standing FROM deliveries WHERE number = ? AND COALESCE(due_at > ?, TRUE)";
        let now = millis(now);
        self.scan(move |tx| {
            tx.row(sql, params![number, now], |row| {
                DeliveryStatus::parse(row.required_text("standing")?)
            })
        })
        .await
    }

    /// Deletes deliveries received before a time that are not due. Returns the row count.
    pub(crate) async fn sweep_deliveries(&self, before: OffsetDateTime) -> Result<u64, RowError> {
        let sql = "DELETE FROM deliveries WHERE received_at <= ? AND due_at IS NULL";
        let before = millis(before);
        self.transact(move |tx| tx.execute(sql, params![before]))
            .await
    }
}

fn unapplied_delivery(row: &dyn ColumnReader) -> Result<UnappliedDelivery, RowError> {
    Ok(UnappliedDelivery {
        number: row.required_int("number")?,
        received_at: moment(row.required_int("received_at")?),
        status: DeliveryStatus::parse(row.required_text("standing")?)?,
        kind: row.required_text("kind")?.to_owned(),
        about: row.text("about")?.map(str::to_owned),
        webhook_id: row.required_text("webhook_id")?.to_owned(),
    })
}
