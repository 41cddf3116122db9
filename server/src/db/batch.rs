//! Statements that are written in one go, all of them or none. Between one
//! statement and the next lie two trips between threads, which cost more than
//! most statements do.

use sqlx::{
    Arguments, AssertSqlSafe, Encode, Error, Result, Sqlite, SqliteConnection, Type,
    error::BoxDynError, sqlite::SqliteArguments,
};

const BEGIN: &str = "SAVEPOINT batch;";
const END: &str = "RELEASE batch";
const UNDO: &str = "ROLLBACK TO batch; RELEASE batch";

/// Statements, and what is bound to their `?` in the order in which they come.
pub(super) struct Batch {
    sql: String,
    arguments: SqliteArguments,
    fault: Option<BoxDynError>,
}

impl Batch {
    pub(super) fn new() -> Self {
        Self {
            sql: BEGIN.to_owned(),
            arguments: SqliteArguments::default(),
            fault: None,
        }
    }

    /// One more statement.
    pub(super) fn add(&mut self, sql: &'static str) -> &mut Self {
        self.sql += sql;
        self.sql += ";";
        self
    }

    /// What its next `?` stands for.
    pub(super) fn bind<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Sqlite> + Type<Sqlite>,
    {
        if let Err(fault) = self.arguments.add(value) {
            self.fault.get_or_insert(fault);
        }
        self
    }

    /// Writes them, within a transaction. Of what fails nothing is left.
    pub(super) async fn write(self, tx: &mut SqliteConnection) -> Result<()> {
        let Self {
            mut sql,
            arguments,
            fault,
        } = self;
        if let Some(fault) = fault {
            return Err(Error::Encode(fault));
        }
        sql += END;
        // Put together from this program's own statements; each shape of a
        // change is prepared once.
        let all = sqlx::query_with(AssertSqlSafe(sql), arguments);
        if let Err(error) = all.execute(&mut *tx).await {
            // Where this fails, too, SQLite has ended the whole transaction.
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
    async fn of_what_fails_nothing_is_left_and_the_transaction_goes_on() {
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
