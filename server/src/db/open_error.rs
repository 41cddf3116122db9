//! The errors of opening the database.

use super::{driver::MigrateError, rows::RowError};

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    #[error("the database cannot be opened")]
    Connect(#[source] RowError),
    #[error("the database cannot be read")]
    Pool(#[source] RowError),
    #[error("the database cannot be migrated")]
    Migrate(#[source] MigrateError),
    #[error("an older server has the database open: stop it, then start this one")]
    Others,
    #[error("a server or another task has the database open: stop it first")]
    InUse,
    #[error("the list previews cannot be made")]
    ListPreviews(#[source] RowError),
    #[error("the lock file beside the database cannot be acquired")]
    Lock(#[source] std::io::Error),
    #[error("the writer thread cannot be started")]
    Writer(#[source] std::io::Error),
    #[error("leases of earlier servers cannot be ended")]
    Leases(#[source] RowError),
    #[error("the installation's keys cannot be loaded")]
    Keys(#[source] RowError),
}
