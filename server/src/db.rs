//! The database. Only this module contains SQL.

mod access;
mod admin;
mod audit;
mod backup;
#[cfg(feature = "test-api")]
mod bench_rows;
mod commit;
mod commit_failpoints;
mod commit_parts;
mod dashboard;
mod driver;
mod erase;
mod head;
mod jobs;
mod keys;
mod links;
mod list_preview;
mod lookup;
mod named_leases;
mod open;
mod open_error;
mod paid_calls;
mod projections;
mod provider_state;
mod rows;
mod search;
mod series;
mod session_lookup;
pub(crate) mod sessions;
mod store;
mod transfer;
mod webhook_inbox;

#[cfg(feature = "test-api")]
pub(crate) use admin::list::{every_statement, is_full_scan};
#[cfg(feature = "test-api")]
pub use bench_rows::SealedRows;
#[cfg(feature = "test-api")]
pub(crate) use bench_rows::{Rows, seal_staff_rows};
pub(crate) use driver::sqlite::{InstanceLock, checkpoint_wal, integrity_check};
pub(crate) use driver::{RowError, SchemaPolicy};
pub(crate) use erase::{Erasure, ErasureReason};
pub(crate) use named_leases::RETENTION;
pub(crate) use open_error::OpenError;
pub(crate) use search::SearchField;
pub(crate) use sessions::Sessions;
pub(crate) use store::DatabaseStore;
#[cfg(feature = "test-api")]
pub(crate) use transfer::copy_rows;
pub(crate) use transfer::{TransferError, Transferred, transfer};
pub(crate) use webhook_inbox::{Delivery, DeliveryStatus, NewDelivery, UnappliedDelivery};

use time::OffsetDateTime;

/// A time as stored: milliseconds since 1970, UTC.
fn millis(at: OffsetDateTime) -> i64 {
    // An `i64` of milliseconds lasts until the year 292 million.
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// A stored time; the Unix epoch if it is out of range.
fn moment(millis: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;
