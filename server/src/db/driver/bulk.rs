//! What the move of a whole database asks of an engine: its tables, and many rows at once.

use super::{Param, RowError, Tx};

/// SQLite's tables with their columns. [`POSTGRES_COLUMNS`] gives the same names and types.
const SQLITE_COLUMNS: &str = "SELECT t.name AS table_name, c.name AS column_name, c.type AS kind \
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND substr(t.name, 1, 7) NOT IN ('sqlite_', '_sqlx_m') \
    ORDER BY t.name, c.cid";

const POSTGRES_COLUMNS: &str = "SELECT table_name::text, column_name::text, CASE data_type::text \
    WHEN 'bigint' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' WHEN 'bytea' THEN 'BLOB' \
    ELSE data_type::text END AS kind \
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) \
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' \
    AND table_name <> '_sqlx_migrations' ORDER BY table_name, ordinal_position";

const SQLITE_PARENTS: &str = "SELECT t.name AS child, f.\"table\" AS parent \
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";

const POSTGRES_PARENTS: &str = "SELECT child.relname::text AS child, parent.relname::text AS parent \
    FROM pg_constraint f JOIN pg_class child ON child.oid = f.conrelid \
    JOIN pg_class parent ON parent.oid = f.confrelid \
    JOIN pg_namespace n ON n.oid = child.relnamespace \
    WHERE f.contype = 'f' AND n.nspname = current_schema()";

impl Tx<'_> {
    /// The statement that lists `table_name`, `column_name` and `kind` of every column, but those of
    /// the table of migrations. A kind is `INTEGER`, `TEXT` or `BLOB`.
    pub(in crate::db) const fn list_columns(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => SQLITE_COLUMNS,
            Self::Postgres(_) => POSTGRES_COLUMNS,
        }
    }

    /// The statement that lists the foreign keys: the tables `child` and `parent` of each.
    pub(in crate::db) const fn list_foreign_keys(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => SQLITE_PARENTS,
            Self::Postgres(_) => POSTGRES_PARENTS,
        }
    }

    /// Lets the statements of this transaction take as long as they need.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) fn lift_timeouts(&mut self) -> Result<(), RowError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(tx) => tx.lift_timeouts(),
        }
    }

    /// Inserts rows. `cells` has those of each row, in the order of `columns`. Returns the count of
    /// inserted rows.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) fn load(
        &mut self,
        table: &str,
        columns: &[String],
        cells: &[Param<'_>],
    ) -> Result<u64, RowError> {
        let tx = match self {
            Self::Postgres(tx) => return tx.load(table, columns, cells),
            Self::Sqlite(tx) => tx,
        };
        let (names, marks) = (columns.join("\", \""), vec!["?"; columns.len()].join(", "));
        let sql = format!("INSERT INTO \"{table}\" (\"{names}\") VALUES ({marks})");
        let mut rows = cells.chunks(columns.len());
        rows.try_fold(0, |count, row| Ok(count + tx.execute(&sql, row)?))
    }

    /// Ends the insertion of rows into `tables`. On PostgreSQL it gathers the planner's statistics, and
    /// lets the sequences continue after the rows, that of the cases after `last_case`.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) fn end_load(
        &mut self,
        tables: &[&str],
        last_case: i64,
    ) -> Result<(), RowError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(tx) => tx.end_load(tables, last_case),
        }
    }
}
