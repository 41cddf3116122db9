//! The PostgreSQL migrations, embedded in the program, and the runner that applies them.

use super::session::PostgresSession;
use crate::db::driver::{
    MigrateError, RowError, SchemaPolicy, Tx,
    migration::{self, Migration, files},
    params,
};

/// Name and text of each file, oldest first. The first one has the number of SQLite's migration up to
/// which it brings the schema.
const FILES: &[(&str, &str)] = files!(
    "postgres",
    [
        "0033_schema.sql",
        "0034_event_positions.sql",
        "0035_provider_state.sql"
    ]
);

/// Two servers that start at once migrate one after the other. The lock ends with the transaction, so
/// that it also works behind a pooler.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7020093114523)";

const TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
)";

/// Brings a database up to date within a transaction. `after` runs after each migration, which it
/// gets by its version.
///
/// # Errors
/// [`MigrateError`] if a migration fails or is not wanted, or if another version has applied other
/// migrations.
pub(super) fn run(
    session: &PostgresSession,
    schema: SchemaPolicy,
    after: impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError>,
) -> Result<(), MigrateError> {
    let mut tx = session.tx();
    tx.lift_timeouts()?;
    tx.execute_script(LOCK)?;
    tx.execute_script(TABLE)?;
    let sql = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
    let applied = tx.rows(sql, &[], |row| {
        let checksum = row.required_bytes("checksum")?.to_vec();
        Ok((row.required_int("version")?, checksum))
    })?;
    let pending = migration::pending(FILES, &applied)?;
    if schema == SchemaPolicy::Expect && !pending.is_empty() {
        return Err(MigrateError::Older);
    }
    for migration in pending {
        let Migration { version, sql, .. } = migration;
        let failed = |source| MigrateError::Failed { version, source };
        tx.execute_script(sql).map_err(failed)?;
        after(version, &mut Tx::Postgres(session.tx())).map_err(failed)?;
        let sql = "INSERT INTO _sqlx_migrations \
                   (version, description, success, checksum, execution_time) \
                   VALUES (?, ?, TRUE, ?, 0)";
        let checksum = migration.checksum();
        tx.execute(sql, params![version, &migration.description, &checksum])?;
    }
    Ok(())
}
