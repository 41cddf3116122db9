//! A cluster of PostgreSQL, in which each measurement has a database of its own.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use std::error::Error;

/// The database that each new cluster has, as it stands in an address.
const FIRST_DATABASE: &str = "/postgres?";

/// A running cluster.
#[derive(Clone, Copy)]
pub(crate) struct Cluster<'a> {
    /// The address of its first database, as `tools/postgres.sh` gives it.
    pub(crate) address: &'a str,
}

impl Cluster<'_> {
    /// Makes a database, and returns its address.
    ///
    /// # Errors
    /// Any error of the database, or an address of another form.
    pub(crate) async fn new_database(self, name: &str) -> Result<String, Box<dyn Error>> {
        if !self.address.contains(FIRST_DATABASE) {
            return Err(format!("the address has no {FIRST_DATABASE}").into());
        }
        let mut first = PgConnection::connect(self.address).await?;
        let statement = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(statement).execute(&mut first).await?;
        first.close().await?;
        let path = format!("/{name}?");
        Ok(self.address.replacen(FIRST_DATABASE, &path, 1))
    }

    /// The number of rows of the list's tables that scans have read until now, as far as closed connections
    /// have reported. A statement that finds its rows by an index adds none.
    ///
    /// # Errors
    /// Any error of the database.
    pub(crate) async fn scanned_rows(self) -> Result<i64, Box<dyn Error>> {
        let scanned = "SELECT sum(seq_tup_read)::bigint FROM pg_stat_user_tables \
                       WHERE relname IN ('applications', 'blind_indexes', 'cases', 'events')";
        let mut database = PgConnection::connect(self.address).await?;
        let row = sqlx::query(scanned).fetch_one(&mut database).await?;
        database.close().await?;
        Ok(row.get(0))
    }

    /// What the cluster has written until now.
    ///
    /// # Errors
    /// Any error of the database.
    pub(crate) async fn written(self) -> Result<Written, Box<dyn Error>> {
        let sql = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, \
                   (pg_current_wal_insert_lsn() - '0/0')::bigint, \
                   pg_database_size(current_database())";
        let mut database = PgConnection::connect(self.address).await?;
        let row = sqlx::query(sql).fetch_one(&mut database).await?;
        database.close().await?;
        Ok(Written {
            transactions: row.get(0),
            log_bytes: row.get(1),
            database_bytes: row.get(2),
        })
    }
}

/// What a cluster has written.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    /// Transactions that have written, in all databases.
    pub(crate) transactions: i64,
    /// Bytes of the write-ahead log, of all databases.
    pub(crate) log_bytes: i64,
    /// Size of the address's database in bytes.
    pub(crate) database_bytes: i64,
}

impl Written {
    /// What was written since an earlier look.
    pub(crate) const fn since(self, earlier: Self) -> Self {
        Self {
            transactions: self.transactions - earlier.transactions,
            log_bytes: self.log_bytes - earlier.log_bytes,
            database_bytes: self.database_bytes - earlier.database_bytes,
        }
    }
}
