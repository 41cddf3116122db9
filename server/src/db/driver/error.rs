//! Errors of a database library.

/// Why a database library did not do what a statement asked for.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct DatabaseError(#[from] rusqlite::Error);
