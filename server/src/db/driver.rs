//! The seam between the statements of [`db`](super) and a database library. Everything that reads or
//! writes gets a [`Tx`] and names no library.

mod param;
mod sqlite;

pub(super) use param::Param;
pub(super) use sqlite::{Tx, reads};

/// The values of a statement's placeholders, in order.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::driver::Param::from($value)),*] };
}
pub(super) use params;
