//! The baseline: the least that a paginated list needs. It reads times and numbers
//! along one index from a position.

use super::queries::PAGES;
use sqlx::{Connection, PgConnection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const SQLITE_QUERY: &str = "SELECT opened_at, number FROM cases INDEXED BY cases_by_age \
    WHERE state = 'approved' AND (opened_at, number) < (?1, ?2) \
    ORDER BY opened_at DESC, number DESC LIMIT 51";

const POSTGRES_QUERY: &str = "SELECT opened_at, number FROM cases \
    WHERE state = 'approved' AND (opened_at, number) < ($1, $2) \
    ORDER BY opened_at DESC, number DESC LIMIT 51";

/// A connection of the baseline query's own.
pub(super) enum Baseline {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Baseline {
    /// On a file of SQLite.
    ///
    /// # Errors
    /// Any error of the database.
    pub(super) async fn sqlite(file: &Path) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        SqliteConnection::connect_with(&options)
            .await
            .map(Self::Sqlite)
    }

    /// On a database of PostgreSQL.
    ///
    /// # Errors
    /// Any error of the database.
    pub(super) async fn postgres(address: &str) -> Result<Self, sqlx::Error> {
        PgConnection::connect(address).await.map(Self::Postgres)
    }

    /// Times consecutive pages. This runs between the measured pages, so the machine's load affects both
    /// alike. The median covers the whole run: a few samples of so short a time are noise.
    pub(super) async fn time(&mut self) -> Result<Vec<Duration>, sqlx::Error> {
        let (mut from, mut times) = ((i64::MAX, i64::MAX), Vec::new());
        for _ in 0..PAGES {
            let begun = Instant::now();
            let last = self.page(from).await?;
            times.push(begun.elapsed());
            from = last.unwrap_or(from);
        }
        Ok(times)
    }

    /// Reads a page. Returns the time and number of its last row.
    async fn page(&mut self, (at, number): (i64, i64)) -> Result<Option<(i64, i64)>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(database) => {
                let rows = sqlx::query(SQLITE_QUERY).bind(at).bind(number);
                let rows = rows.fetch_all(database).await?;
                rows.last().map(|row| (row.get(0), row.get(1)))
            }
            Self::Postgres(database) => {
                let rows = sqlx::query(POSTGRES_QUERY).bind(at).bind(number);
                let rows = rows.fetch_all(database).await?;
                rows.last().map(|row| (row.get(0), row.get(1)))
            }
        })
    }

    /// Closes the connection.
    pub(super) async fn close(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(database) => database.close().await,
            Self::Postgres(database) => database.close().await,
        }
    }
}
