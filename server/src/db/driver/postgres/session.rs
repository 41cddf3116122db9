//! A connection or transaction whose statements the calling thread waits for.

use super::{
    hosts::is_away,
    pool::{Pool, Pooled},
    row::PostgresRow,
    translate::translate,
    wait,
};
use crate::{
    crypto::hex,
    db::driver::{ColumnReader, LockScope, NullOf, Param, RowError},
};
use sqlx::{
    AssertSqlSafe, PgConnection, Postgres,
    postgres::{PgArguments, PgRow},
    query::Query,
};
use std::{
    cell::{Cell, RefCell},
    io,
    pin::Pin,
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
    connection: RefCell<Pooled>,
    pool: Pool,
    is_in_transaction: bool,
    /// The application whose lock the transaction began with.
    application: Option<[u8; 16]>,
    /// How long each statement may take.
    limit: Cell<Duration>,
}

/// The answer to a statement, once it is there.
pub(super) type StatementFuture<'c, T> =
    Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'c>>;

impl PostgresSession {
    /// A connection that commits each statement, for reads.
    pub(super) fn reader(pool: &Pool) -> Result<Self, RowError> {
        Ok(Self {
            connection: RefCell::new(pool.acquire()?),
            pool: pool.clone(),
            is_in_transaction: false,
            application: None,
            limit: Cell::new(STATEMENT_TIMEOUT),
        })
    }

    /// Begins a transaction with a statement. A host that has become a standby refuses a transaction that
    /// writes: then another host is tried once.
    pub(super) fn begin(pool: &Pool, statement: &str) -> Result<Self, RowError> {
        let mut session = Self::reader(pool)?;
        if let Err(error) = session.run_plain(statement) {
            let other = wait::runtime().map_err(sqlx::Error::from)?;
            if !wait::wait(&other, pool.hosts().find_primary()) {
                return Err(error);
            }
            session.connection = RefCell::new(pool.acquire()?);
            session.run_plain(statement)?;
        }
        session.is_in_transaction = true;
        Ok(session)
    }

    /// Begins a transaction and takes the lock of an application, in one trip.
    pub(super) fn begin_with_lock(
        pool: &Pool,
        statement: &str,
        application: &[u8; 16],
    ) -> Result<Self, RowError> {
        let (scope, key) = (LockScope::Application.as_str(), hex(application));
        let lock = format!("pg_advisory_xact_lock(hashtextextended('{scope}', hashtext('{key}')))");
        let mut session = Self::begin(pool, &format!("{statement}; SELECT {lock}"))?;
        session.application = Some(*application);
        Ok(session)
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
        self.run_plain(statement)?;
        self.is_in_transaction = false;
        Ok(())
    }

    /// Runs a statement without values.
    fn run_plain(&self, statement: &str) -> Result<(), RowError> {
        self.run(|connection| {
            let statement = AssertSqlSafe(statement.to_owned());
            Box::pin(sqlx::raw_sql(statement).execute(connection))
        })?;
        Ok(())
    }

    /// Runs a statement on the connection. Outside a transaction it runs once more if the database server
    /// had closed an idle connection: such a statement only reads or begins.
    pub(super) fn run<T: Send>(
        &self,
        mut statement: impl for<'c> FnMut(&'c mut PgConnection) -> StatementFuture<'c, T>,
    ) -> Result<T, RowError> {
        let mut pooled = self.connection.borrow_mut();
        loop {
            let (runtime, connection) = pooled.parts().ok_or(RowError::Closed)?;
            let answer = wait::wait(runtime, within(self.limit.get(), statement(connection)));
            let Err(error) = answer else {
                pooled.is_reused = false;
                return Ok(answer?);
            };
            let is_away = is_away(&error);
            if is_away || matches!(error, sqlx::Error::Io(_)) {
                pooled.discard();
            }
            if !(is_away && pooled.is_reused && !self.is_in_transaction) {
                return Err(error.into());
            }
            *pooled = self.pool.acquire()?;
        }
    }
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
        if self.is_in_transaction {
            self.connection.borrow_mut().discard();
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
        let row = self.0.run(|connection| {
            let query = self.query(sql, bound);
            Box::pin(query.fetch_optional(connection))
        })?;
        row.map(|row| read(&PostgresRow(&row))).transpose()
    }

    /// Reads every row of a query.
    pub(in crate::db) fn rows<T>(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
        mut read: impl FnMut(&dyn ColumnReader) -> Result<T, RowError>,
    ) -> Result<Vec<T>, RowError> {
        let rows: Vec<PgRow> = self.0.run(|connection| {
            let query = self.query(sql, bound);
            Box::pin(query.fetch_all(connection))
        })?;
        rows.iter().map(|row| read(&PostgresRow(row))).collect()
    }

    /// Executes a statement. Returns the count of changed rows.
    pub(in crate::db) fn execute(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
    ) -> Result<u64, RowError> {
        let done = self.0.run(|connection| {
            let query = self.query(sql, bound);
            Box::pin(query.execute(connection))
        })?;
        Ok(done.rows_affected())
    }

    /// A query with its values. Only statements of this program come here, and values are bound.
    fn query(&self, sql: &str, bound: &[Param<'_>]) -> Query<'static, Postgres, PgArguments> {
        let keeps_statements = self.0.pool.hosts().keeps_statements;
        let query = sqlx::query(AssertSqlSafe(translate(sql))).persistent(keeps_statements);
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
    pub(in crate::db) fn lock(&mut self, scope: LockScope, key: &[u8]) -> Result<(), RowError> {
        let begun_with = self.0.application.as_ref().map(<[u8; 16]>::as_slice);
        if scope == LockScope::Application && begun_with == Some(key) {
            return Ok(());
        }
        let sql = lock_statement("pg_advisory_xact_lock");
        self.execute(&sql, &[Param::Text(scope.as_str()), Param::Blob(key)])?;
        Ok(())
    }

    /// The same lock, which other transactions may share.
    pub(in crate::db) fn lock_shared(
        &mut self,
        scope: LockScope,
        key: &[u8],
    ) -> Result<(), RowError> {
        let sql = lock_statement("pg_advisory_xact_lock_shared");
        self.execute(&sql, &[Param::Text(scope.as_str()), Param::Blob(key)])?;
        Ok(())
    }

    /// Lets this and all later statements of the transaction take as long as they need.
    pub(in crate::db) fn lift_timeouts(&mut self) -> Result<(), RowError> {
        self.0.limit.set(Duration::MAX);
        self.execute_script(NO_TIMEOUTS)
    }

    /// Executes several statements without values.
    pub(super) fn execute_script(&mut self, sql: &str) -> Result<(), RowError> {
        self.0.run_plain(sql)
    }

    /// Another handle for the same connection, for reads within the rows of a query.
    pub(in crate::db) const fn within(&self) -> Self {
        Self(self.0)
    }
}

/// A statement that takes a lock by its scope and key. Two keys with the same hash wait for each other,
/// which is harmless.
fn lock_statement(function: &str) -> String {
    format!("SELECT {function}(hashtextextended(?, hashtext(encode(?, 'hex'))))")
}
