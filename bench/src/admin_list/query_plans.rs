//! SQLite's query plan for each statement of the list, over a full database.

use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{error::Error, path::Path};

/// Checks the plan of every statement and returns their number.
///
/// # Errors
/// On the first plan that scans a table.
pub(super) async fn check(file: &Path) -> Result<usize, Box<dyn Error>> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut database = SqliteConnection::connect_with(&options).await?;
    let statements = server::bench_api::statements();
    for sql in &statements {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows = sqlx::query(explain).fetch_all(&mut database).await?;
        for row in &rows {
            let step: String = row.get("detail");
            if server::bench_api::is_full_scan(&step, sql) {
                return Err(format!("{step}: {sql}").into());
            }
        }
    }
    database.close().await?;
    Ok(statements.len())
}
