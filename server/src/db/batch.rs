//! Batches of SQL statements that are written together or not at all.

use rusqlite::{
    Connection, ToSql, params_from_iter,
    types::{ToSqlOutput, Value},
};
use sqlx::{Arguments, AssertSqlSafe, Error, Result, SqliteConnection, sqlite::SqliteArguments};

const BEGIN: &str = "SAVEPOINT batch;";
const END: &str = "RELEASE batch";
const UNDO: &str = "ROLLBACK TO batch; RELEASE batch";

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

    /// Executes the statements on this thread, within the caller's transaction. Returns the row
    /// count of the last statement. On an error the caller must roll back.
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

    /// Executes the statements in one round trip to the connection's thread, within the caller's
    /// transaction. On an error the savepoint is rolled back: none of the statements has an effect.
    pub(super) async fn write(self, tx: &mut SqliteConnection) -> Result<()> {
        if let Some(fault) = self.fault {
            return Err(Error::Encode(fault.into()));
        }
        let (mut sql, mut arguments) = (BEGIN.to_owned(), SqliteArguments::default());
        for (statement, bound) in self.statements {
            sql += statement;
            sql += ";";
            for value in bound {
                let added = match value {
                    Value::Null => arguments.add(None::<i64>),
                    Value::Integer(number) => arguments.add(number),
                    Value::Real(number) => arguments.add(number),
                    Value::Text(text) => arguments.add(text),
                    Value::Blob(bytes) => arguments.add(bytes),
                };
                added.map_err(Error::Encode)?;
            }
        }
        sql += END;
        // `AssertSqlSafe` is sound: the SQL consists of this program's own string literals only.
        // SQLite prepares each combination of statements once.
        let all = sqlx::query_with(AssertSqlSafe(sql), arguments);
        if let Err(error) = all.execute(&mut *tx).await {
            // If the rollback fails too, SQLite has already ended the whole transaction.
            let _ = sqlx::query(UNDO).execute(tx).await;
            return Err(error);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{Connection, Row};

    #[tokio::test]
    async fn failed_batch_is_rolled_back_and_the_transaction_continues() {
        let connected = SqliteConnection::connect("sqlite::memory:").await;
        let mut database = connected.expect("a database");
        let mut tx = database.begin().await.expect("begun");
        let mut table = Batch::new();
        table.add("CREATE TABLE t (n INTEGER PRIMARY KEY, twice INTEGER)");
        table.write(&mut tx).await.expect("a table");
        for (numbers, sound) in [([1, 2], true), ([3, 1], false), ([3, 4], true)] {
            let mut batch = Batch::new();
            for n in numbers {
                let row = batch.add("INSERT INTO t (n, twice) VALUES (?, ?)");
                row.bind(n).bind(2 * n);
            }
            assert_eq!(batch.write(&mut tx).await.is_ok(), sound, "{numbers:?}");
        }
        let sums = sqlx::query("SELECT SUM(n), SUM(twice) FROM t");
        let sums = sums.fetch_one(&mut *tx).await.expect("two sums");
        assert_eq!((sums.get(0), sums.get(1)), (10_i64, 20_i64));
        tx.commit().await.expect("still a transaction");
    }
}
