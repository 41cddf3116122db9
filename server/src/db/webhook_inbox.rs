//! Webhook inbox: deliveries from the provider, stored sealed, claimed under a lease and applied
//! once (security I7, I9).

mod unapplied;

pub(crate) use unapplied::UnappliedDelivery;

use super::{
    DatabaseStore,
    driver::{Tx, params},
    millis, moment,
    rows::{ColumnReader, RowError},
};
use crate::{
    crypto::AssociatedData,
    failpoint::{Point, reach},
};
use kyc::{application::Application, id::ExternalId, jobs::DeliveryLease};
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

kyc::word_table! {
    /// The stored and displayed name.
    DeliveryStatus: as_str {
        Stored => "stored",
        Waiting => "waiting",
        Applied => "applied",
        Unknown => "unknown",
        OtherFirm => "other_firm",
        Unreadable => "unreadable",
        Erased => "erased",
    }
}

impl DeliveryStatus {
    fn parse(word: &str) -> Result<Self, RowError> {
        let found = Self::ALL.iter().find(|one| one.as_str() == word);
        found.copied().ok_or(RowError::Id)
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
pub(super) fn holds_lease(tx: &mut Tx<'_>, receipt: DeliveryLease) -> Result<bool, RowError> {
    let sql = "SELECT 1 FROM deliveries WHERE number = ? AND fence = ? AND standing <> 'applied'";
    let held = tx.row(sql, params![receipt.number, receipt.fence], |_| Ok(()))?;
    Ok(held.is_some())
}

/// Marks a delivery as applied, in the transaction of the change that it causes.
pub(super) fn mark_applied(tx: &mut Tx<'_>, receipt: DeliveryLease) -> Result<(), RowError> {
    let sql = "UPDATE deliveries SET standing = 'applied', due_at = NULL, leased_until = 0 \
               WHERE number = ?";
    tx.execute(sql, params![receipt.number])?;
    Ok(())
}

/// Makes earlier deliveries due after an attempt has its response. They arrived before it, or
/// before the provider's id was known.
pub(super) fn wake(tx: &mut Tx<'_>, a: &Application) -> Result<(), RowError> {
    let sql = "UPDATE deliveries SET standing = 'waiting', due_at = ?, tries = 0 \
               WHERE about IN (?, ?) AND standing IN ('waiting', 'unknown')";
    let external_id = a.external_id.as_ref().map(ExternalId::as_str);
    tx.execute(
        sql,
        params![millis(a.updated_at), a.user_id.as_str(), external_id],
    )?;
    Ok(())
}

impl DatabaseStore {
    /// Stores a delivery, due at once. Returns false for a duplicate.
    pub(crate) async fn store_delivery(
        &self,
        incoming: NewDelivery<'_>,
        now: OffsetDateTime,
    ) -> Result<bool, RowError> {
        let sql = "INSERT INTO deliveries (webhook_id, event_id, kind, about, received_at, \
                   standing, due_at, tries, leased_until, fence, body_sealed) \
                   VALUES (?1, ?2, ?3, ?4, ?5, 'stored', ?5, 0, 0, 0, ?6) ON CONFLICT DO NOTHING";
        let NewDelivery {
            webhook_id,
            event_id,
            kind,
            about,
            body,
        } = incoming;
        let body = self.vault.seal_delivery(place(webhook_id), body);
        let webhook_id = webhook_id.to_owned();
        let about = about.map(|id| id.as_str().to_owned());
        let now = millis(now);
        let is_new = self.transact(move |tx| {
            let (event_id, about) = (event_id.as_deref(), about.as_deref());
            let bound = params![&webhook_id, event_id, &kind, about, now, &body];
            let is_new = tx.execute(sql, bound)? == 1;
            reach(Point::InDelivery);
            Ok::<_, RowError>(is_new)
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
        let (now, until) = (millis(now), millis(until));
        let sql = "SELECT 1 FROM deliveries WHERE due_at <= ?1 AND leased_until <= ?1 LIMIT 1";
        let due = self.scan(move |tx| tx.row(sql, params![now], |_| Ok(())));
        if due.await?.is_none() {
            return Ok(Vec::new());
        }
        let store = self.clone();
        self.transact(move |tx| {
            let skip = tx.skip_locked();
            let sql = format!(
                "WITH due AS MATERIALIZED (SELECT number FROM deliveries \
                 WHERE due_at <= ?2 AND leased_until <= ?2 ORDER BY due_at, number LIMIT +?3{skip}) \
                 UPDATE deliveries SET leased_until = ?1, fence = fence + 1, tries = tries + 1 \
                 WHERE number IN (SELECT number FROM due) \
                 RETURNING number, fence, tries, received_at, webhook_id, body_sealed"
            );
            tx.rows(&sql, params![until, now, most], |row| store.delivery(row))
        })
        .await
    }

    fn delivery(&self, row: &dyn ColumnReader) -> Result<Delivery, RowError> {
        let place = place(row.required_text("webhook_id")?);
        let sealed = row.required_bytes("body_sealed")?;
        Ok(Delivery {
            receipt: DeliveryLease {
                number: row.required_int("number")?,
                fence: row.required_int("fence")?,
            },
            received_at: moment(row.required_int("received_at")?),
            tries: u32::try_from(row.required_int("tries")?).unwrap_or(u32::MAX),
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
        let sql = "UPDATE deliveries SET standing = ?1, due_at = ?2, leased_until = 0, \
                   body_sealed = CASE WHEN ?1 = 'erased' THEN x'' ELSE body_sealed END \
                   WHERE number = ?3 AND fence = ?4 AND standing NOT IN ('applied', 'erased')";
        let (status, due_at) = (status.as_str(), due_at.map(millis));
        let DeliveryLease { number, fence } = receipt;
        let deferred =
            self.transact(move |tx| tx.execute(sql, params![status, due_at, number, fence]));
        Ok(deferred.await? == 1)
    }
}

#[cfg(test)]
impl DatabaseStore {
    pub(crate) async fn status_word(&self, number: i64) -> String {
        let sql = "SELECT standing FROM deliveries WHERE number = ?";
        let word = self.read(|tx| {
            tx.row(sql, params![number], |row| {
                Ok(row.required_text("standing")?.to_owned())
            })
        });
        word.expect("read").expect("a row")
    }

    pub(crate) async fn count_deliveries(&self) -> i64 {
        let sql = "SELECT COUNT(*) AS count FROM deliveries";
        let count = self.read(|tx| tx.row(sql, &[], |row| row.required_int("count")));
        count.expect("read").expect("a row")
    }

    /// Counts of an application's webhook events and of its contradictions.
    pub(crate) async fn count_heard(&self, id: kyc::id::ApplicationId) -> (i64, i64) {
        let sql = "SELECT COUNT(*) FILTER (WHERE detail LIKE '%\"via\":\"webhook\"%') AS heard, \
                   COUNT(*) FILTER (WHERE action = 'contradicted') AS contradicted \
                   FROM events WHERE application_id = ?";
        let counts = self.read(|tx| {
            tx.row(sql, params![id.as_bytes()], |row| {
                Ok((
                    row.required_int("heard")?,
                    row.required_int("contradicted")?,
                ))
            })
        });
        counts.expect("read").expect("a row")
    }
}
