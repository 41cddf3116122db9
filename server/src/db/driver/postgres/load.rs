//! Writes many rows at once with `COPY`, and sets the sequences after them.

use super::session::PostgresTx;
use crate::db::driver::{Param, RowError, params};

/// The start of PostgreSQL's binary format, with no flags and no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// The end of the format.
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

/// The length of an absent value.
const NULL: [u8; 4] = (-1_i32).to_be_bytes();

/// The columns whose numbers a sequence gives.
const IDENTITIES: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns \
    WHERE table_schema = current_schema() AND is_identity = 'YES'";

impl PostgresTx<'_> {
    /// Inserts rows. `cells` has those of each row, in the order of `columns`. Returns the count of
    /// inserted rows.
    ///
    /// # Errors
    /// [`RowError`] of the database, or for a value that exceeds the format.
    pub(in crate::db) fn load(
        &mut self,
        table: &str,
        columns: &[String],
        cells: &[Param<'_>],
    ) -> Result<u64, RowError> {
        let bytes = encode(columns.len(), cells).ok_or_else(|| too_long(table))?;
        let columns = columns.join("\", \"");
        let sql = format!("COPY \"{table}\" (\"{columns}\") FROM STDIN WITH (FORMAT binary)");
        // A statement of a transaction runs once.
        let mut taken = Some((sql, bytes));
        self.0.run(|connection| {
            let (sql, bytes) = taken.take().unwrap_or_default();
            Box::pin(async move {
                let mut copy = connection.copy_in_raw(&sql).await?;
                copy.send(bytes).await?;
                copy.finish().await
            })
        })
    }

    /// Gathers the planner's statistics of the tables. Lets each sequence continue after the rows that
    /// were inserted with a number, and that of the cases after `last_case`. A rollback leaves the
    /// sequences as they then are.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) fn end_load(
        &mut self,
        tables: &[&str],
        last_case: i64,
    ) -> Result<(), RowError> {
        for table in tables {
            self.execute_script(&format!("ANALYZE \"{table}\""))?;
        }
        let columns = self.rows(IDENTITIES, &[], |row| {
            let table = row.required_text("table_name")?.to_owned();
            Ok((table, row.required_text("column_name")?.to_owned()))
        })?;
        for (table, column) in columns {
            let sql = format!(
                "SELECT setval(pg_get_serial_sequence(?, ?), \
                 COALESCE((SELECT MAX(\"{column}\") FROM \"{table}\"), 0) + 1, false)"
            );
            self.execute(&sql, params![&table, &column])?;
        }
        let sql = "SELECT setval('case_numbers', ?, false)";
        self.execute(sql, params![last_case + 1])?;
        Ok(())
    }
}

/// Rows in the binary format; `None` if a value or a row is too long for it.
fn encode(columns: usize, cells: &[Param<'_>]) -> Option<Vec<u8>> {
    let mut bytes = HEADER.to_vec();
    for row in cells.chunks(columns) {
        bytes.extend(i16::try_from(row.len()).ok()?.to_be_bytes());
        for cell in row {
            let number;
            let value: &[u8] = match *cell {
                Param::Null(_) => {
                    bytes.extend(NULL);
                    continue;
                }
                Param::Int(it) => {
                    number = it.to_be_bytes();
                    &number
                }
                Param::Text(text) => text.as_bytes(),
                Param::Blob(blob) => blob,
            };
            bytes.extend(i32::try_from(value.len()).ok()?.to_be_bytes());
            bytes.extend(value);
        }
    }
    bytes.extend(TRAILER);
    Some(bytes)
}

fn too_long(table: &str) -> RowError {
    RowError::Unsound(format!("a row of {table} is too long for PostgreSQL"))
}
