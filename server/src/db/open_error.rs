//! The errors of opening the database.

use super::rows::RowError;
use sqlx::migrate::MigrateError;

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    #[error("the database cannot be opened")]
    Connect(#[source] sqlx::Error),
    #[error("the database cannot be read")]
    Pool(#[source] RowError),
    #[error("the database's schema cannot be brought up to date")]
    Migrate(#[source] MigrateError),
    #[error("a server of before has the database open: stop it, then start this one")]
    Others,
    #[error("what the list shows cannot be made")]
    ListPreviews(#[source] RowError),
    #[error("the lock beside the database cannot be had")]
    Lock(#[source] std::io::Error),
    #[error("the thread that writes cannot be started")]
    Writer(#[source] std::io::Error),
    #[error("the leases of those before us cannot be ended")]
    Leases(#[source] sqlx::Error),
    #[error("the installation's keys cannot be had")]
    Keys(#[source] RowError),
}
