//! Batches of SQL statements that are written together or not at all.

use rusqlite::{
    Connection, ToSql, params_from_iter,
    types::{ToSqlOutput, Value},
};

/// SQL statements, each with the values of its `?` placeholders in order.
pub(super) struct Batch {
    statements: Vec<(&'static str, Vec<Value>)>,
    fault: Option<rusqlite::Error>,
}

impl Batch {
    pub(super) fn new() -> Self {
        Self {
            statements: Vec::new(),
            fault: None,
        }
    }

    /// Adds a statement.
    pub(super) fn add(&mut self, sql: &'static str) -> &mut Self {
        self.statements.push((sql, Vec::new()));
        self
    }

    /// Binds a value to the next `?` of the last statement.
    pub(super) fn bind(&mut self, value: impl ToSql) -> &mut Self {
        let value = match value.to_sql() {
            Ok(ToSqlOutput::Owned(value)) => Ok(value),
            Ok(ToSqlOutput::Borrowed(value)) => value.try_into().map_err(rusqlite::Error::from),
            // Other values are meant for virtual tables and cannot be stored.
            Ok(_) => Err(rusqlite::Error::InvalidQuery),
            Err(fault) => Err(fault),
        };
        match (value, self.statements.last_mut()) {
            (Ok(value), Some((_, bound))) => bound.push(value),
            (Ok(_), None) => {
                self.fault.get_or_insert(rusqlite::Error::InvalidQuery);
            }
            (Err(fault), _) => {
                self.fault.get_or_insert(fault);
            }
        }
        self
    }

    /// Executes the statements within the caller's transaction. Returns the row count of the last
    /// statement. On an error the caller must roll back.
    pub(super) fn write_pooled(self, tx: &Connection) -> rusqlite::Result<usize> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let mut changed = 0;
        for (sql, bound) in self.statements {
            changed = tx.prepare_cached(sql)?.execute(params_from_iter(bound))?;
        }
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_get_their_own_values_and_the_last_one_is_counted() {
        let database = Connection::open_in_memory().expect("a database");
        let mut batch = Batch::new();
        batch.add("CREATE TABLE t (n INTEGER PRIMARY KEY, twice INTEGER)");
        for n in [1, 2] {
            let row = batch.add("INSERT INTO t (n, twice) VALUES (?, ?)");
            row.bind(n).bind(2 * n);
        }
        batch.add("UPDATE t SET twice = twice + ?").bind(1);
        assert_eq!(batch.write_pooled(&database).expect("written"), 2);
        let sql = "SELECT SUM(n), SUM(twice) FROM t";
        let sums: (i64, i64) = database
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("two sums");
        assert_eq!(sums, (3, 8));
    }

    #[test]
    fn batch_with_a_value_before_its_first_statement_writes_nothing() {
        let database = Connection::open_in_memory().expect("a database");
        let mut batch = Batch::new();
        batch.bind(1).add("CREATE TABLE t (n INTEGER PRIMARY KEY)");
        batch.write_pooled(&database).expect_err("a stray value");
        let sql = "SELECT COUNT(*) FROM sqlite_schema";
        let tables: i64 = database
            .query_row(sql, [], |row| row.get(0))
            .expect("a count");
        assert_eq!(tables, 0);
    }
}
