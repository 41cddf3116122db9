//! Errors of a database library.

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
