//! A connection or transaction whose statements the calling thread waits for.

use super::{io::Io, pool::Pool, row::PostgresRow, translate::translate};
use crate::db::driver::{ColumnReader, NullOf, Param, RowError};
use sqlx::{
    AssertSqlSafe, PgConnection, Postgres,
    pool::PoolConnection,
    postgres::{PgArguments, PgRow},
    query::Query,
};
use std::{
    cell::{Cell, RefCell},
    io,
    pin::Pin,
    sync::Arc,
    time::Duration,
};
use tokio::time::timeout;

/// How long a statement may take on its way to the database server and back. The server itself ends
/// one earlier; this is for a network that no longer carries anything.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(90);

/// A transaction over many rows, or the wait for another server's, may take longer than a request.
const NO_TIMEOUTS: &str = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; \
    SET LOCAL idle_in_transaction_session_timeout = 0";

/// A connection of one thread. If its transaction is still open when it is dropped, it is closed, and
/// the database server rolls back.
pub(super) struct PostgresSession {
    /// `None` while a statement runs, and after its panic.
    connection: RefCell<Option<PoolConnection<Postgres>>>,
    is_in_transaction: bool,
    /// How long each statement may take.
    limit: Cell<Duration>,
    /// Whether prepared statements stay for later transactions.
    keeps_statements: bool,
    io: Arc<Io>,
}

/// The answer to a statement, once it is there.
pub(super) type StatementFuture<'c, T> =
    Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'c>>;

impl PostgresSession {
    /// A connection that commits each statement.
    pub(super) const fn of(
        connection: PoolConnection<Postgres>,
        keeps_statements: bool,
        io: Arc<Io>,
    ) -> Self {
        Self {
            connection: RefCell::new(Some(connection)),
            is_in_transaction: false,
            limit: Cell::new(STATEMENT_TIMEOUT),
            keeps_statements,
            io,
        }
    }

    pub(super) const fn tx(&self) -> PostgresTx<'_> {
        PostgresTx(self)
    }

    /// Commits the transaction.
    pub(super) fn commit(self) -> Result<(), RowError> {
        self.end("COMMIT")
    }

    /// Rolls the transaction back.
    pub(super) fn roll_back(self) -> Result<(), RowError> {
        self.end("ROLLBACK")
    }

    fn end(mut self, statement: &'static str) -> Result<(), RowError> {
        self.run(move |connection| Box::pin(sqlx::raw_sql(statement).execute(connection)))?;
        self.is_in_transaction = false;
        Ok(())
    }

    /// Runs a statement on the connection.
    pub(super) fn run<T: Send + 'static>(
        &self,
        statement: impl for<'c> FnOnce(&'c mut PgConnection) -> StatementFuture<'c, T> + Send + 'static,
    ) -> Result<T, RowError> {
        let taken = self.connection.borrow_mut().take();
        let (mut connection, limit) = (taken.ok_or(RowError::Closed)?, self.limit.get());
        let (connection, answer) = self.io.wait(async move {
            let answer = within(limit, statement(&mut connection)).await;
            if matches!(answer, Err(sqlx::Error::Io(_))) {
                connection.close_on_drop();
            }
            (connection, answer)
        })?;
        *self.connection.borrow_mut() = Some(connection);
        Ok(answer?)
    }
}

/// Begins a transaction with a statement, on the driver's threads. A host that has become a standby
/// refuses a transaction that writes: then another host is tried once.
pub(super) async fn begin(
    pool: Pool,
    io: Arc<Io>,
    statement: &'static str,
) -> Result<PostgresSession, RowError> {
    let connection = match begun(&pool, statement).await {
        Err(_) if pool.find_primary().await => begun(&pool, statement).await?,
        other => other?,
    };
    let mut session = PostgresSession::of(connection, pool.keeps_statements, io);
    session.is_in_transaction = true;
    Ok(session)
}

async fn begun(
    pool: &Pool,
    statement: &'static str,
) -> Result<PoolConnection<Postgres>, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    let begun = sqlx::raw_sql(statement).execute(&mut *connection);
    let begun = within(STATEMENT_TIMEOUT, begun).await;
    if let Err(error) = begun {
        connection.close_on_drop();
        return Err(error);
    }
    Ok(connection)
}

async fn within<T>(
    limit: Duration,
    statement: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    let answer = timeout(limit, statement).await;
    answer.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
}

impl Drop for PostgresSession {
    fn drop(&mut self) {
        let _threads = self.io.enter();
        if let Some(mut connection) = self.connection.take() {
            if self.is_in_transaction {
                connection.close_on_drop();
            }
            drop(connection);
        }
    }
}

/// Statements on a connection or within a transaction.
pub(in crate::db) struct PostgresTx<'c>(pub(super) &'c PostgresSession);

impl PostgresTx<'_> {
    /// Reads the first row of a query; `None` if there is none.
    pub(in crate::db) fn row<T>(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
        read: impl FnOnce(&dyn ColumnReader) -> Result<T, RowError>,
    ) -> Result<Option<T>, RowError> {
        let query = self.query(sql, bound);
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
        let query = self.query(sql, bound);
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
        let query = self.query(sql, bound);
        let done = self
            .0
            .run(|connection| Box::pin(query.execute(connection)))?;
        Ok(done.rows_affected())
    }

    /// A query with its values. Only statements of this program come here, and values are bound.
    fn query(&self, sql: &str, bound: &[Param<'_>]) -> Query<'static, Postgres, PgArguments> {
        let query = sqlx::query(AssertSqlSafe(translate(sql))).persistent(self.0.keeps_statements);
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

    /// Takes an advisory lock that ends with the transaction. It works behind a pooler, too.
    pub(in crate::db) fn lock(&mut self, scope: &str, key: &[u8]) -> Result<(), RowError> {
        // Two keys with the same hash wait for each other, which is harmless.
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended(?, hashtext(encode(?, 'hex'))))";
        self.execute(sql, &[Param::Text(scope), Param::Blob(key)])?;
        Ok(())
    }

    /// Lets this and all later statements of the transaction take as long as they need.
    pub(in crate::db) fn lift_timeouts(&mut self) -> Result<(), RowError> {
        self.0.limit.set(Duration::MAX);
        self.execute_script(NO_TIMEOUTS)
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
