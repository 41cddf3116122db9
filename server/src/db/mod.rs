//! The database: the only place that knows SQL.

mod asked;
mod audit;
mod basis;
mod batch;
mod casebook;
mod cases;
mod changes;
mod chores;
mod commit;
mod copy;
mod deliveries;
mod desk;
mod erase;
mod glance;
#[cfg(debug_assertions)]
mod hooked;
mod jobs;
mod keys;
mod links;
mod lock;
mod lookup;
mod made;
mod near;
mod open;
mod open_error;
mod overview;
mod pages;
mod readers;
mod rows;
mod search;
pub(crate) mod sessions;
mod sound;
mod sqlite;
mod stage;
mod writer;

pub(crate) use cases::{every_statement, is_full_scan};
pub(crate) use chores::RETENTION;
pub(crate) use copy::{checkpoint_wal, integrity_check};
pub(crate) use deliveries::{Delivery, DeliveryStatus, NewDelivery, UnappliedDelivery};
pub(crate) use erase::{Erasure, ErasureReason};
pub(crate) use lock::InstanceLock;
pub(crate) use made::Rows;
pub use made::SealedRows;
pub(crate) use open_error::OpenError;
pub(crate) use rows::RowError;
pub(crate) use search::SearchField;
pub(crate) use sessions::Sessions;
pub(crate) use sqlite::SqliteStore;

use time::OffsetDateTime;

/// A time as it is stored: milliseconds since 1970, UTC.
fn millis(at: OffsetDateTime) -> i64 {
    // Fits until the year 292 million.
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// A stored time.
fn moment(millis: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
