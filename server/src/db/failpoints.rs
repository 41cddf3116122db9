//! Failpoints within SQLite: while it executes instructions, or when it commits.

use crate::failpoint::{Point, is_armed, reach};
use sqlx::{Result, SqliteConnection, SqlitePool};

/// SQLite instructions between two calls of the progress handler.
const STEP: i32 = 50;

/// Makes a connection reach the point at every progress step, if the point is armed.
pub(super) async fn while_working(connection: &mut SqliteConnection, point: Point) -> Result<()> {
    if is_armed(point) {
        let mut handle = connection.lock_handle().await?;
        handle.set_progress_handler(STEP, move || {
            reach(point);
            true
        });
    }
    Ok(())
}

/// Makes the pool's single connection reach the points of migrations: at every progress step and at
/// every commit.
pub(super) async fn migrations(pool: &SqlitePool) -> Result<()> {
    let mut connection = pool.acquire().await?;
    while_working(&mut connection, Point::InMigration).await?;
    let point = Point::AtMigrationCommit;
    if is_armed(point) {
        connection.lock_handle().await?.set_commit_hook(move || {
            reach(point);
            true
        });
    }
    Ok(())
}

/// Removes the handlers from the pool's single connection.
pub(super) async fn remove_handlers(pool: &SqlitePool) -> Result<()> {
    let mut connection = pool.acquire().await?;
    let mut handle = connection.lock_handle().await?;
    handle.remove_progress_handler();
    handle.remove_commit_hook();
    Ok(())
}
