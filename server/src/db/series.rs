//! Numbers that the database gives once each: positions in the trails, and case numbers.

use super::{
    driver::{Tx, params},
    rows::RowError,
};

/// A series of numbers from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Series {
    /// Positions in the audit trail.
    Events,
    /// Positions in the staff's audit trail.
    StaffEvents,
}

impl Series {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::StaffEvents => "desk_trail",
        }
    }

    /// Takes the next `count` numbers and returns the first of them. No other transaction takes a
    /// number until this one ends: numbers follow the order of the commits, and a number of a
    /// transaction that failed is given again.
    pub(super) fn take(self, tx: &mut Tx<'_>, count: usize) -> Result<i64, RowError> {
        let sql = "UPDATE last_numbers SET last = last + ? WHERE series = ? RETURNING last";
        let count = count as i64;
        let last = tx.row(sql, params![count, self.as_str()], |row| {
            row.required_int("last")
        });
        Ok(last?.ok_or(RowError::Missing)? - count + 1)
    }

    /// The last number that was given, or 0.
    pub(super) fn last(self, tx: &mut Tx<'_>) -> Result<i64, RowError> {
        let sql = "SELECT last FROM last_numbers WHERE series = ?";
        let last = tx.row(sql, params![self.as_str()], |row| row.required_int("last"));
        last?.ok_or(RowError::Missing)
    }
}

/// Takes the next case number. Cases are numbered in the order in which they were opened.
pub(super) fn next_case_number(tx: &mut Tx<'_>) -> Result<i64, RowError> {
    let sql = tx.next_case_number();
    let number = tx.row(sql, &[], |row| row.required_int("number"));
    number?.ok_or(RowError::Missing)
}
