//! Completed applications on SQLite, beside SQLite's own commits.

use super::complete;
use crate::{applications::in_process, cost};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    error::Error,
    io::Write,
    num::NonZeroUsize,
    path::Path,
    time::{Duration, Instant},
};

/// The duration of the measurement of SQLite alone.
const SQLITE_DURATION: Duration = Duration::from_secs(3);

/// Completes `times` applications, a few dozen concurrently, and prints:
///
/// 1. approved applications per second,
/// 2. commits of two statements per second by SQLite alone, equally durable,
/// 3. CPU milliseconds per application,
/// 4. commits per application.
///
/// # Errors
/// On the first application that is not approved, and if no commit was counted.
pub(crate) async fn run(times: NonZeroUsize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let sqlite_rate = sqlite_commit_rate(&folder.path().join("alone.db")).await?;
    let router = in_process::router(folder.path(), None).await;
    let router = router.map_err(|error| error.to_string())?;
    cost::count_commits()?;
    let completed = complete(&[router], times).await?;
    let commits = cost::commits() / times.get() as f64;
    if commits == 0.0 {
        return Err("no commit was counted: the server logs them under another target".into());
    }
    writeln!(
        std::io::stdout(),
        "{:.0} {sqlite_rate:.0} {:.2} {commits:.2}",
        completed.per_second,
        completed.own_millis
    )?;
    Ok(())
}

/// Transactions of two statements per second, each on disk before the next.
async fn sqlite_commit_rate(file: &Path) -> Result<f64, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut database = SqliteConnection::connect_with(&options).await?;
    for sql in [
        "CREATE TABLE a (n INTEGER PRIMARY KEY, b BLOB)",
        "CREATE TABLE b (n INTEGER PRIMARY KEY, b BLOB)",
    ] {
        sqlx::query(sql).execute(&mut database).await?;
    }
    let (begun, mut done) = (Instant::now(), 0.0);
    while begun.elapsed() < SQLITE_DURATION {
        let mut tx = database.begin_with("BEGIN IMMEDIATE").await?;
        for sql in [
            "INSERT INTO a (b) VALUES (zeroblob(1000))",
            "INSERT INTO b (b) VALUES (zeroblob(200))",
        ] {
            sqlx::query(sql).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        done += 1.0;
    }
    Ok(done / begun.elapsed().as_secs_f64())
}
