//! Columns of a row.

use crate::db::driver::{ColumnReader, RowError};
use sqlx::{Column as _, Row as _, TypeInfo as _, postgres::PgRow};

/// A row. Integers are read from any integer type, and from a condition as 0 or 1.
pub(super) struct PostgresRow<'r>(pub(super) &'r PgRow);

impl ColumnReader for PostgresRow<'_> {
    fn number(&self, column: &str) -> Result<Option<i64>, RowError> {
        let kind = self.0.try_column(column)?.type_info().name();
        Ok(match kind {
            "INT4" => self.0.try_get::<Option<i32>, _>(column)?.map(i64::from),
            "BOOL" => self.0.try_get::<Option<bool>, _>(column)?.map(i64::from),
            _ => self.0.try_get(column)?,
        })
    }

    fn text(&self, column: &str) -> Result<Option<&str>, RowError> {
        Ok(self.0.try_get(column)?)
    }

    fn bytes(&self, column: &str) -> Result<Option<&[u8]>, RowError> {
        Ok(self.0.try_get(column)?)
    }
}
