//! Reads of the rows that follow from the trails, for `audit verify`.

use super::super::{driver::Tx, rows::RowError};
use crate::audit::{
    CaseRows,
    derived::{reviewer, shown},
};

/// The cases whose state is not the application's, and those with an assignee. An erased
/// application's case has a state of its own.
const CASES: &str = "SELECT a.id, a.reference, \
     CASE WHEN a.erased_at IS NULL THEN a.state ELSE 'erased' END AS due, c.state, c.assignee \
     FROM applications a LEFT JOIN cases c ON c.application_id = a.id \
     WHERE c.state IS DISTINCT FROM CASE WHEN a.erased_at IS NULL THEN a.state ELSE 'erased' END \
     OR c.assignee <> x'' ORDER BY a.id";
const REVEALS: &str = "SELECT application_id, seq, reviewer_id, field, at FROM reveals \
     ORDER BY application_id, seq";
const OVERRIDES: &str = "SELECT application_id, asked_seq, outcome, decision, asked_by, asked_at, \
     standing, answered_by, answered_at, answered_seq FROM overrules \
     ORDER BY application_id, number";

/// Compares the stored rows with those that the events have made.
pub(super) fn compare(tx: &mut Tx<'_>, rows: &mut CaseRows) -> Result<(), RowError> {
    tx.rows(CASES, &[], |row| {
        let (id, reference) = (row.required_bytes("id")?, row.required_text("reference")?);
        rows.state(reference, row.required_text("due")?, row.text("state")?);
        let assignee = row.bytes("assignee")?;
        if let Some(assignee) = assignee.filter(|id| !id.is_empty()) {
            rows.assignee(id, reference, assignee);
        }
        Ok(())
    })?;
    tx.rows(REVEALS, &[], |row| {
        let columns = [
            ("reviewer_id", reviewer(row.bytes("reviewer_id")?)),
            ("field", row.required_text("field")?.to_owned()),
            ("at", row.required_int("at")?.to_string()),
        ];
        let id = row.required_bytes("application_id")?;
        rows.reveal(id, row.required_int("seq")?, &columns);
        Ok(())
    })?;
    tx.rows(OVERRIDES, &[], |row| {
        let columns = [
            ("outcome", row.required_text("outcome")?.to_owned()),
            ("decision", row.required_text("decision")?.to_owned()),
            ("asked_by", reviewer(row.bytes("asked_by")?)),
            ("asked_at", row.required_int("asked_at")?.to_string()),
            ("standing", row.required_text("standing")?.to_owned()),
            ("answered_by", reviewer(row.bytes("answered_by")?)),
            ("answered_at", shown(row.number("answered_at")?)),
            ("answered_seq", shown(row.number("answered_seq")?)),
        ];
        let id = row.required_bytes("application_id")?;
        rows.override_row(id, row.required_int("asked_seq")?, &columns);
        Ok(())
    })?;
    Ok(())
}
