//! Webhook inbox: deliveries from the provider, stored sealed, claimed under a lease and applied
//! once (security I7, I9).

mod unapplied;

pub(crate) use unapplied::UnappliedDelivery;

use super::{SqliteStore, batch::Batch, millis, moment, rows::RowError};
use crate::{
    crypto::AssociatedData,
    failpoint::{Point, reach},
};
use kyc::{application::Application, id::ExternalId, jobs::DeliveryLease};
use rusqlite::Connection;
use sqlx::{Row, sqlite::SqliteRow};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// The status of a stored delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeliveryStatus {
    /// Stored and not yet processed.
    Stored,
    /// It arrived before the response to the attempt it is about.
    Waiting,
    /// Applied; this status is final.
    Applied,
    /// No application has its id.
    Unknown,
    /// It is about a customer of another firm and is never applied.
    OtherFirm,
    /// The signature is valid, but the body cannot be parsed.
    Unreadable,
    /// Its application was erased.
    Erased,
}

impl DeliveryStatus {
    const ALL: [Self; 7] = [
        Self::Stored,
        Self::Waiting,
        Self::Applied,
        Self::Unknown,
        Self::OtherFirm,
        Self::Unreadable,
        Self::Erased,
    ];

    /// The stored and displayed name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Waiting => "waiting",
            Self::Applied => "applied",
            Self::Unknown => "unknown",
            Self::OtherFirm => "other_firm",
            Self::Unreadable => "unreadable",
            Self::Erased => "erased",
        }
    }

    fn parse(word: &str) -> Result<Self, RowError> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == word);
        found.ok_or(RowError::Id)
    }
}

/// A delivery as received.
pub(crate) struct NewDelivery<'a> {
    pub(crate) webhook_id: &'a str,
    pub(crate) event_id: Option<String>,
    pub(crate) kind: String,
    pub(crate) about: Option<&'a ExternalId>,
    pub(crate) body: &'a [u8],
}

/// A claimed delivery.
pub(crate) struct Delivery {
    pub(crate) receipt: DeliveryLease,
    pub(crate) received_at: OffsetDateTime,
    /// Count of claims, this one included.
    pub(crate) tries: u32,
    /// The opened body; `None` if it cannot be opened.
    pub(crate) body: Option<Zeroizing<Vec<u8>>>,
}

fn place(webhook_id: &str) -> AssociatedData<'_> {
    AssociatedData {
        column: "deliveries.body",
        row: webhook_id.as_bytes(),
        version: 0,
    }
}

/// Whether this lease is still valid and the delivery is not applied.
pub(super) fn holds_lease(tx: &Connection, receipt: DeliveryLease) -> rusqlite::Result<bool> {
    let mut held = tx.prepare_cached(
        "SELECT 1 FROM deliveries WHERE number = ? AND fence = ? AND standing <> 'applied'",
    )?;
    held.exists((receipt.number, receipt.fence))
}

/// Marks a delivery as applied, in the same batch as the change it causes.
pub(super) fn mark_applied(batch: &mut Batch, receipt: DeliveryLease) {
    batch
        .add(
            "UPDATE deliveries SET standing = 'applied', due_at = NULL, leased_until = 0 \
             WHERE number = ?",
        )
        .bind(receipt.number);
}

/// Makes earlier deliveries due after an attempt has its response. They arrived before it, or
/// before the provider's id was known.
pub(super) fn wake(batch: &mut Batch, a: &Application) {
    batch
        .add(
            "UPDATE deliveries SET standing = 'waiting', due_at = ?, tries = 0 \
             WHERE about IN (?, ?) AND standing IN ('waiting', 'unknown')",
        )
        .bind(millis(a.updated_at))
        .bind(a.user_id.as_str().to_owned())
        .bind(a.external_id.as_ref().map(|id| id.as_str().to_owned()));
}

impl SqliteStore {
    /// Stores a delivery, due at once. Returns false for a duplicate.
    pub(crate) async fn store_delivery(
        &self,
        incoming: NewDelivery<'_>,
        now: OffsetDateTime,
    ) -> Result<bool, RowError> {
        let place = place(incoming.webhook_id);
        let body = self.vault.seal_delivery(place, incoming.body);
        let query = sqlx::query(
            "INSERT INTO deliveries (webhook_id, event_id, kind, about, received_at, standing, \
             due_at, tries, leased_until, fence, body_sealed) \
             VALUES (?1, ?2, ?3, ?4, ?5, 'stored', ?5, 0, 0, 0, ?6) ON CONFLICT DO NOTHING",
        )
        .bind(incoming.webhook_id.to_owned())
        .bind(incoming.event_id)
        .bind(incoming.kind)
        .bind(incoming.about.map(|id| id.as_str().to_owned()))
        .bind(millis(now))
        .bind(body);
        let is_new = self.writer.run(move |tx| {
            Box::pin(async move {
                let is_new = query.execute(tx).await?.rows_affected() == 1;
                reach(Point::InDelivery);
                Ok::<_, sqlx::Error>(is_new)
            })
        });
        let is_new = is_new.await?;
        reach(Point::AfterDelivery);
        Ok(is_new)
    }

    /// Claims due deliveries without a lease.
    pub(crate) async fn claim_deliveries(
        &self,
        most: u32,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Vec<Delivery>, RowError> {
        let look = sqlx::query(
            "SELECT 1 FROM deliveries WHERE due_at <= ?1 AND leased_until <= ?1 LIMIT 1",
        );
        if self.read.row(look.bind(millis(now))).await?.is_none() {
            return Ok(Vec::new());
        }
        let query = sqlx::query(
            "UPDATE deliveries SET leased_until = ?1, fence = fence + 1, tries = tries + 1 \
             WHERE number IN (SELECT number FROM deliveries \
             WHERE due_at <= ?2 AND leased_until <= ?2 ORDER BY due_at, number LIMIT +?3) \
             RETURNING number, fence, tries, received_at, webhook_id, body_sealed",
        )
        .bind(millis(until))
        .bind(millis(now))
        .bind(i64::from(most));
        let rows = self.writer.rows(query).await?;
        rows.iter().map(|row| self.delivery(row)).collect()
    }

    fn delivery(&self, row: &SqliteRow) -> Result<Delivery, RowError> {
        let place = place(row.try_get("webhook_id")?);
        let sealed = row.try_get("body_sealed")?;
        Ok(Delivery {
            receipt: DeliveryLease {
                number: row.try_get("number")?,
                fence: row.try_get("fence")?,
            },
            received_at: moment(row.try_get("received_at")?),
            tries: u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX),
            body: self.vault.open_delivery(place, sealed).ok(),
        })
    }

    /// Sets a delivery's status and its next due time, if any. Returns false if the lease is
    /// outdated.
    pub(crate) async fn defer_delivery(
        &self,
        receipt: DeliveryLease,
        status: DeliveryStatus,
        due_at: Option<OffsetDateTime>,
    ) -> Result<bool, RowError> {
        let query = sqlx::query(
            "UPDATE deliveries SET standing = ?1, due_at = ?2, leased_until = 0, \
             body_sealed = CASE WHEN ?1 = 'erased' THEN x'' ELSE body_sealed END \
             WHERE number = ?3 AND fence = ?4 AND standing NOT IN ('applied', 'erased')",
        )
        .bind(status.as_str())
        .bind(due_at.map(millis))
        .bind(receipt.number)
        .bind(receipt.fence);
        Ok(self.writer.execute(query).await? == 1)
    }
}

#[cfg(test)]
impl SqliteStore {
    pub(crate) async fn status_word(&self, number: i64) -> String {
        let query = sqlx::query("SELECT standing FROM deliveries WHERE number = ?").bind(number);
        let row = query.fetch_one(&self.write).await;
        row.expect("a row").get(0)
    }

    pub(crate) async fn count_deliveries(&self) -> i64 {
        let row = sqlx::query("SELECT COUNT(*) FROM deliveries").fetch_one(&self.write);
        row.await.expect("a row").get(0)
    }

    /// Counts of an application's webhook events and of its contradictions.
    pub(crate) async fn count_heard(&self, id: kyc::id::ApplicationId) -> (i64, i64) {
        let query = sqlx::query(
            "SELECT COUNT(*) FILTER (WHERE detail LIKE '%\"via\":\"webhook\"%'), \
             COUNT(*) FILTER (WHERE action = 'contradicted') FROM events WHERE application_id = ?",
        );
        let row = query.bind(id.as_bytes().to_vec()).fetch_one(&self.write);
        let row = row.await.expect("a row");
        (row.get(0), row.get(1))
    }
}
