//! Reads of the rows that follow from the trails, for `audit verify`.

use crate::audit::{
    CaseRows,
    derived::{reviewer, shown},
};
use sqlx::{Row, SqliteConnection};

/// The cases whose state is not the application's, and those with an assignee. An erased
/// application's case has a state of its own.
const CASES: &str = "SELECT a.id, a.reference, \
     CASE WHEN a.erased_at IS NULL THEN a.state ELSE 'erased' END AS due, c.state, c.assignee \
     FROM applications a LEFT JOIN cases c ON c.application_id = a.id \
     WHERE c.state IS NOT due OR c.assignee <> x'' ORDER BY a.id";
const REVEALS: &str = "SELECT application_id, seq, reviewer_id, field, at FROM reveals \
     ORDER BY application_id, seq";
const OVERRIDES: &str = "SELECT application_id, asked_seq, outcome, decision, asked_by, asked_at, \
     standing, answered_by, answered_at, answered_seq FROM overrules \
     ORDER BY application_id, number";

/// Compares the stored rows with those that the events have made.
pub(super) async fn compare(
    tx: &mut SqliteConnection,
    rows: &mut CaseRows,
) -> Result<(), sqlx::Error> {
    for row in sqlx::query(CASES).fetch_all(&mut *tx).await? {
        let (id, reference): (&[u8], &str) = (row.try_get(0)?, row.try_get(1)?);
        rows.state(reference, row.try_get(2)?, row.try_get(3)?);
        let assignee: Option<&[u8]> = row.try_get(4)?;
        if let Some(assignee) = assignee.filter(|id| !id.is_empty()) {
            rows.assignee(id, reference, assignee);
        }
    }
    for row in sqlx::query(REVEALS).fetch_all(&mut *tx).await? {
        let columns = vec![
            ("reviewer_id", reviewer(row.try_get(2)?)),
            ("field", row.try_get(3)?),
            ("at", row.try_get::<i64, _>(4)?.to_string()),
        ];
        rows.reveal(row.try_get(0)?, row.try_get(1)?, &columns);
    }
    for row in sqlx::query(OVERRIDES).fetch_all(&mut *tx).await? {
        let columns = vec![
            ("outcome", row.try_get(2)?),
            ("decision", row.try_get(3)?),
            ("asked_by", reviewer(row.try_get(4)?)),
            ("asked_at", row.try_get::<i64, _>(5)?.to_string()),
            ("standing", row.try_get(6)?),
            ("answered_by", reviewer(row.try_get(7)?)),
            ("answered_at", shown(row.try_get::<Option<i64>, _>(8)?)),
            ("answered_seq", shown(row.try_get::<Option<i64>, _>(9)?)),
        ];
        rows.override_row(row.try_get(0)?, row.try_get(1)?, &columns);
    }
    Ok(())
}
