//! A row's columns by name, and why a row cannot be read or written.

use super::DatabaseError;
use crate::crypto::SealError;

/// Why a row cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RowError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("{0}")]
    Unsound(String),
    #[error("this is for SQLite only: docs/database.md says what to use on PostgreSQL")]
    OnlySqlite,
    #[error("the database is closed")]
    Closed,
    #[error("the change was not written: {0}")]
    NotWritten(String),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("a stored value has a shape that this version cannot read")]
    Shape(#[source] serde_json::Error),
    #[error("the stored ids are malformed")]
    Id,
    #[error("a stored value is missing")]
    Missing,
}

/// Reads columns by name from a row.
pub(in crate::db) trait ColumnReader {
    /// An integer column; `None` for NULL.
    fn number(&self, column: &str) -> Result<Option<i64>, RowError>;
    /// A text column; `None` for NULL.
    fn text(&self, column: &str) -> Result<Option<&str>, RowError>;
    /// A blob column; `None` for NULL.
    fn bytes(&self, column: &str) -> Result<Option<&[u8]>, RowError>;

    /// An integer column; NULL is an error.
    fn required_int(&self, column: &str) -> Result<i64, RowError> {
        self.number(column)?.ok_or(RowError::Missing)
    }

    /// A text column; NULL is an error.
    fn required_text(&self, column: &str) -> Result<&str, RowError> {
        self.text(column)?.ok_or(RowError::Missing)
    }

    /// A blob column; NULL is an error.
    fn required_bytes(&self, column: &str) -> Result<&[u8], RowError> {
        self.bytes(column)?.ok_or(RowError::Missing)
    }
}
