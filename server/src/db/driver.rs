//! The seam between the statements of [`db`](super) and a database library. Everything that reads or
//! writes gets a [`Tx`] and names no library.

mod error;
mod param;
pub(super) mod sqlite;

pub(in crate::db) use error::DatabaseError;
pub(in crate::db) use param::Param;
pub(in crate::db) use sqlite::{SqliteDriver as Driver, SqliteTx as Tx};

/// The values of a statement's placeholders, in order.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::driver::Param::from($value)),*] };
}
pub(super) use params;
