//! Failpoints within SQLite: while it executes instructions, or when it commits.

use crate::failpoint::{Point, is_armed, reach};
use rusqlite::Connection;

/// SQLite instructions between two calls of the progress handler.
const STEP: i32 = 50;

/// Makes a connection reach the point at every progress step, if the point is armed.
pub(super) fn while_working(connection: &Connection, point: Point) -> rusqlite::Result<()> {
    if is_armed(point) {
        let goes_on = move || {
            reach(point);
            false
        };
        connection.progress_handler(STEP, Some(goes_on))?;
    }
    Ok(())
}

/// Makes a connection reach the points of migrations: at every progress step and at every commit.
pub(super) fn migrations(connection: &Connection) -> rusqlite::Result<()> {
    let goes_on = |point| {
        move || {
            reach(point);
            false
        }
    };
    if is_armed(Point::InMigration) {
        connection.progress_handler(STEP, Some(goes_on(Point::InMigration)))?;
    }
    if is_armed(Point::AtMigrationCommit) {
        connection.commit_hook(Some(goes_on(Point::AtMigrationCommit)))?;
    }
    Ok(())
}

/// Removes the handlers from a connection.
pub(super) fn remove_handlers(connection: &Connection) -> rusqlite::Result<()> {
    connection.progress_handler(0, None::<fn() -> bool>)?;
    connection.commit_hook(None::<fn() -> bool>)
}
