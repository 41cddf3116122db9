//! Migrations of either engine: a file of the program, and the table that says which were applied.
//!
//! The table is `_sqlx_migrations`, which earlier versions made through sqlx.

use crate::db::driver::RowError;
use sha2::{Digest, Sha384};

/// Why a database cannot be migrated.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MigrateError {
    #[error(transparent)]
    Row(#[from] RowError),
    #[error("migration {version}: {source}")]
    Failed { version: i64, source: RowError },
    #[error("migration {0} is in the database, but not in this version: it is of a newer one")]
    Newer(i64),
    #[error("it is of an older version: run `vestibule migrate` first")]
    Older,
    #[error("migration {0} was changed since the database was migrated")]
    Changed(i64),
}

/// What to do with a database of several servers that an older version made. A file of SQLite is
/// migrated by each program that opens it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaPolicy {
    /// Migrate it.
    Migrate,
    /// Refuse it: servers of the older version may run.
    Expect,
}

/// Name and text of the files of an engine's folder below `migrations`.
macro_rules! files {
    ($engine:literal, [$($name:literal),+ $(,)?]) => {
        &[$((
            $name,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/", $engine, "/", $name)),
        )),+]
    };
}
pub(super) use files;

/// A migration of this program.
pub(super) struct Migration {
    pub(super) version: i64,
    pub(super) description: String,
    pub(super) sql: &'static str,
}

impl Migration {
    pub(super) fn checksum(&self) -> Vec<u8> {
        Sha384::digest(self.sql).to_vec()
    }
}

/// The migrations of these files, oldest first.
pub(super) fn all(
    files: &'static [(&'static str, &'static str)],
) -> impl Iterator<Item = Migration> {
    files.iter().copied().filter_map(parse)
}

/// Parses `0003_return_links.sql` as version 3, "return links".
fn parse((name, sql): (&'static str, &'static str)) -> Option<Migration> {
    let (version, description) = name.strip_suffix(".sql")?.split_once('_')?;
    Some(Migration {
        version: version.parse().ok()?,
        description: description.replace('_', " "),
        sql,
    })
}

/// The migrations of these files that are not applied yet, oldest first. `applied` has version and
/// checksum.
///
/// # Errors
/// [`MigrateError`] if another version of this program has applied other migrations.
pub(super) fn pending(
    files: &'static [(&'static str, &'static str)],
    applied: &[(i64, Vec<u8>)],
) -> Result<Vec<Migration>, MigrateError> {
    let mut known: Vec<Migration> = all(files).collect();
    for (version, checksum) in applied {
        let migration = known.iter().find(|it| it.version == *version);
        let migration = migration.ok_or(MigrateError::Newer(*version))?;
        if migration.checksum() != *checksum {
            return Err(MigrateError::Changed(*version));
        }
    }
    known.retain(|it| applied.iter().all(|(version, _)| *version != it.version));
    Ok(known)
}
