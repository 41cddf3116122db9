//! Where the applications are stored.

use std::{
    fmt,
    path::{Path, PathBuf},
};

/// The database.
#[derive(Clone, Debug)]
pub enum DatabaseLocation {
    /// A file of SQLite, the embedded default.
    Sqlite(PathBuf),
    /// A database of PostgreSQL.
    Postgres(PostgresUrl),
}

/// The address of a PostgreSQL database. It may have a password, so it does not print.
#[derive(Clone)]
pub struct PostgresUrl(String);

impl PostgresUrl {
    pub(super) const fn new(url: String) -> Self {
        Self(url)
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://…")
    }
}

/// The command works on a file of SQLite.
#[derive(Debug, thiserror::Error)]
#[error("this command is for SQLite: docs/database.md says what to use on PostgreSQL")]
pub struct NotSqlite;

impl DatabaseLocation {
    /// The file of SQLite.
    ///
    /// # Errors
    /// [`NotSqlite`] for a database of PostgreSQL.
    pub fn sqlite_file(&self) -> Result<&Path, NotSqlite> {
        match self {
            Self::Sqlite(file) => Ok(file),
            Self::Postgres(_) => Err(NotSqlite),
        }
    }
}
