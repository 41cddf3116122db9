//! The SQLite migrations, embedded in the program, and the runner that applies them.
//!
//! The runner keeps the table `_sqlx_migrations`, which earlier versions made through sqlx. It
//! applies each migration in one transaction, with what must be written through Rust: values that
//! need a key.

use super::SqliteTx;
#[cfg(debug_assertions)]
use super::failpoints;
use crate::db::driver::{
    MigrateError, RowError, Tx,
    migration::{self, Migration, files},
};
use rusqlite::{Connection, TransactionBehavior, params};

impl From<rusqlite::Error> for MigrateError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Row(error.into())
    }
}

/// Name and text of each file, oldest first. A test compares them with the folder.
const FILES: &[(&str, &str)] = files!(
    "sqlite",
    [
        "0001_applications.sql",
        "0002_sessions.sql",
        "0003_return_links.sql",
        "0004_jobs.sql",
        "0005_keys.sql",
        "0006_checkpoints.sql",
        "0007_erasure.sql",
        "0008_search.sql",
        "0009_chores.sql",
        "0010_webhooks.sql",
        "0011_desk.sql",
        "0013_cases.sql",
        "0014_case.sql",
        "0015_reveals.sql",
        "0016_overview.sql",
        "0017_glance.sql",
        "0018_tries.sql",
        "0019_references.sql",
        "0020_moved.sql",
        "0021_search_again.sql",
        "0022_staff_heads.sql",
        "0023_session_owners.sql",
        "0024_four_eyes.sql",
        "0025_daily_budget.sql",
        "0026_devices.sql",
        "0027_sign_in.sql",
        "0028_erased_cases.sql",
        "0029_kept_inputs.sql",
        "0030_row_macs.sql",
        "0031_open_secrets.sql",
        "0032_projections.sql",
        "0033_last_numbers.sql",
        "0034_event_positions.sql",
        "0035_provider_state.sql",
    ]
);

const TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
)";

/// The applied migrations: version and checksum. None if the database is new.
fn applied(connection: &Connection) -> Result<Vec<(i64, Vec<u8>)>, rusqlite::Error> {
    let table = "SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'";
    if !connection.prepare(table)?.exists([])? {
        return Ok(Vec::new());
    }
    let sql = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// Whether the schema is older than this program's.
pub(super) fn is_behind(connection: &Connection) -> Result<bool, MigrateError> {
    let last = applied(connection)?.last().map(|(version, _)| *version);
    Ok(last < migration::all(FILES).last().map(|it| it.version))
}

/// Brings a database up to date. `after` runs in the transaction of each migration, which it gets by
/// its version.
///
/// # Errors
/// [`MigrateError`] if a migration fails, or if another version has applied other migrations.
pub(super) fn run(
    connection: &mut Connection,
    after: impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError>,
) -> Result<(), MigrateError> {
    #[cfg(debug_assertions)]
    failpoints::migrations(connection)?;
    let applied = applied(connection)?;
    for migration in &migration::pending(FILES, &applied)? {
        apply(connection, migration, &after)?;
    }
    #[cfg(debug_assertions)]
    failpoints::remove_handlers(connection)?;
    Ok(())
}

/// Applies a migration and records it, in one transaction.
fn apply(
    connection: &mut Connection,
    migration: &Migration,
    after: impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError>,
) -> Result<(), MigrateError> {
    let started = std::time::Instant::now();
    let version = migration.version;
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let failed = |source| MigrateError::Failed { version, source };
    tx.execute_batch(TABLE)?;
    tx.execute_batch(migration.sql)
        .map_err(|error| failed(error.into()))?;
    after(version, &mut Tx::Sqlite(SqliteTx::of(&tx))).map_err(failed)?;
    let sql = "INSERT INTO _sqlx_migrations \
               (version, description, success, checksum, execution_time) VALUES (?, ?, 1, ?, ?)";
    let nanos = i64::try_from(started.elapsed().as_nanos()).unwrap_or(i64::MAX);
    let row = params![version, migration.description, migration.checksum(), nanos];
    tx.execute(sql, row)?;
    Ok(tx.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::migrate::Migrator;
    use std::path::Path;

    /// sqlx made the databases of earlier versions: both must read the folder alike.
    #[tokio::test]
    async fn embedded_migrations_equal_the_files_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/sqlite");
        let files = Migrator::new(folder).await.expect("a folder of migrations");
        let files = files.iter().map(|it| {
            let checksum = it.checksum.to_vec();
            (it.version, it.description.to_string(), checksum)
        });
        let embedded =
            migration::all(FILES).map(|it| (it.version, it.description.clone(), it.checksum()));
        assert_eq!(embedded.collect::<Vec<_>>(), files.collect::<Vec<_>>());
    }

    #[test]
    fn migration_of_another_version_is_refused() {
        let nothing = |_, _: &mut Tx<'_>| Ok(());
        let mut connection = Connection::open_in_memory().expect("opened");
        assert!(is_behind(&connection).expect("read"));
        run(&mut connection, nothing).expect("migrated");
        assert!(!is_behind(&connection).expect("read"));
        run(&mut connection, nothing).expect("nothing to do");
        connection
            .execute_batch("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 3")
            .expect("a changed one");
        assert!(matches!(
            run(&mut connection, nothing),
            Err(MigrateError::Changed(3))
        ));
        connection
            .execute_batch("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 3")
            .expect("a newer one");
        assert!(matches!(
            run(&mut connection, nothing),
            Err(MigrateError::Newer(9999))
        ));
    }
}
