//! SQLite itself reaching a failpoint: while it works, or as it commits.

use crate::failpoint::{Point, is_armed, reach};
use sqlx::{Result, SqliteConnection, SqlitePool};

/// So many of SQLite's own instructions are a step.
const STEP: i32 = 50;

/// Has a connection reach the point with every step it works, if it is armed.
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

/// Has the one connection of a pool reach the points of migrations: with every
/// step, and with every commit before that counts.
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

/// Has the one connection of a pool reach nothing any more.
pub(super) async fn nothing_any_more(pool: &SqlitePool) -> Result<()> {
    let mut connection = pool.acquire().await?;
    let mut handle = connection.lock_handle().await?;
    handle.remove_progress_handler();
    handle.remove_commit_hook();
    Ok(())
}
