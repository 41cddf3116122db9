//! Errors of a database library.

use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};

/// Why a database library did not do what a statement asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    /// SQLite's.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL's, or of the way to it.
    #[error(transparent)]
    Postgres(#[from] sqlx::Error),
}

impl DatabaseError {
    /// Whether another row has a value that must be unique. Two transactions of PostgreSQL that write
    /// one value at once get here; SQLite has one writer.
    pub(crate) fn is_unique_violation(&self) -> bool {
        match self {
            Self::Sqlite(error) => error.sqlite_error().is_some_and(|error| {
                [SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY]
                    .contains(&error.extended_code)
            }),
            Self::Postgres(error) => error
                .as_database_error()
                .is_some_and(sqlx::error::DatabaseError::is_unique_violation),
        }
    }
}
