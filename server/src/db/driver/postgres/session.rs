//! A connection or transaction whose statements the calling thread waits for.

use super::{io::Io, row::PostgresRow, translate::translate};
use crate::db::{
    driver::{NullOf, Param},
    rows::{ColumnReader, RowError},
};
use sqlx::{
    AssertSqlSafe, PgConnection, Postgres, Transaction,
    pool::PoolConnection,
    postgres::{PgArguments, PgRow},
    query::Query,
};
use std::{cell::RefCell, pin::Pin, sync::Arc};

enum SessionConnection {
    Connection(PoolConnection<Postgres>),
    /// Rolls back when it is dropped.
    Transaction(Transaction<'static, Postgres>),
}

impl SessionConnection {
    fn connection(&mut self) -> &mut PgConnection {
        match self {
            Self::Connection(connection) => connection,
            Self::Transaction(transaction) => transaction,
        }
    }
}

/// A connection or transaction of one thread.
pub(super) struct PostgresSession {
    /// `None` while a statement runs, and after its panic.
    held: RefCell<Option<SessionConnection>>,
    io: Arc<Io>,
}

impl PostgresSession {
    pub(super) fn connection(connection: PoolConnection<Postgres>, io: Arc<Io>) -> Self {
        Self {
            held: RefCell::new(Some(SessionConnection::Connection(connection))),
            io,
        }
    }

    pub(super) fn transaction(transaction: Transaction<'static, Postgres>, io: Arc<Io>) -> Self {
        Self {
            held: RefCell::new(Some(SessionConnection::Transaction(transaction))),
            io,
        }
    }

    pub(super) const fn tx(&self) -> PostgresTx<'_> {
        PostgresTx(self)
    }

    /// Commits the transaction.
    pub(super) fn commit(self) -> Result<(), RowError> {
        let held = self.held.borrow_mut().take().ok_or(RowError::Closed)?;
        match held {
            SessionConnection::Connection(_) => Ok(()),
            SessionConnection::Transaction(transaction) => {
                Ok(self.io.wait(async move { transaction.commit().await })??)
            }
        }
    }

    /// Runs a statement on the connection.
    fn run<T: Send + 'static>(
        &self,
        statement: impl for<'c> FnOnce(&'c mut PgConnection) -> StatementFuture<'c, T> + Send + 'static,
    ) -> Result<T, RowError> {
        let mut held = self.held.borrow_mut().take().ok_or(RowError::Closed)?;
        let (held, answer) = self.io.wait(async move {
            let answer = statement(held.connection()).await;
            (held, answer)
        })?;
        *self.held.borrow_mut() = Some(held);
        Ok(answer?)
    }
}

/// The answer to a statement, once it is there.
type StatementFuture<'c, T> = Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'c>>;

impl Drop for PostgresSession {
    fn drop(&mut self) {
        let _threads = self.io.enter();
        drop(self.held.take());
    }
}

/// Statements on a connection or within a transaction.
pub(in crate::db) struct PostgresTx<'c>(&'c PostgresSession);

impl PostgresTx<'_> {
    /// Reads the first row of a query; `None` if there is none.
    pub(in crate::db) fn row<T>(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
        read: impl FnOnce(&dyn ColumnReader) -> Result<T, RowError>,
    ) -> Result<Option<T>, RowError> {
        let query = query(sql, bound);
        let row = self
            .0
            .run(|connection| Box::pin(query.fetch_optional(connection)))?;
        row.map(|row| read(&PostgresRow(&row))).transpose()
    }

    /// Reads every row of a query.
    pub(in crate::db) fn rows<T>(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
        mut read: impl FnMut(&dyn ColumnReader) -> Result<T, RowError>,
    ) -> Result<Vec<T>, RowError> {
        let query = query(sql, bound);
        let rows: Vec<PgRow> = self
            .0
            .run(|connection| Box::pin(query.fetch_all(connection)))?;
        rows.iter().map(|row| read(&PostgresRow(row))).collect()
    }

    /// Executes a statement. Returns the count of changed rows.
    pub(in crate::db) fn execute(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
    ) -> Result<u64, RowError> {
        let query = query(sql, bound);
        let done = self
            .0
            .run(|connection| Box::pin(query.execute(connection)))?;
        Ok(done.rows_affected())
    }

    /// Takes an advisory lock that ends with the transaction. It works behind a pooler, too.
    pub(in crate::db) fn lock(&mut self, scope: &str, key: &[u8]) -> Result<(), RowError> {
        // Two keys with the same hash wait for each other, which is harmless.
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended(?, hashtext(encode(?, 'hex'))))";
        self.execute(sql, &[Param::Text(scope), Param::Blob(key)])?;
        Ok(())
    }

    /// Executes several statements without values.
    pub(super) fn execute_script(&mut self, sql: &str) -> Result<(), RowError> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        self.0
            .run(|connection| Box::pin(script.execute(connection)))?;
        Ok(())
    }

    /// Another handle for the same connection, for reads within the rows of a query.
    pub(in crate::db) const fn within(&self) -> Self {
        Self(self.0)
    }
}

/// A query with its values. Only statements of this program come here, and values are bound.
fn query(sql: &str, bound: &[Param<'_>]) -> Query<'static, Postgres, PgArguments> {
    let query = sqlx::query(AssertSqlSafe(translate(sql)));
    bound.iter().fold(query, |query, param| match *param {
        Param::Int(number) => query.bind(number),
        Param::Text(text) => query.bind(text.to_owned()),
        Param::Blob(bytes) => query.bind(bytes.to_vec()),
        // PostgreSQL gives each value a type, also an absent one.
        Param::Null(NullOf::Int) => query.bind(None::<i64>),
        Param::Null(NullOf::Text) => query.bind(None::<String>),
        Param::Null(NullOf::Blob) => query.bind(None::<Vec<u8>>),
    })
}
