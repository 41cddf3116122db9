//! Every statement of the list: pages (see [`ListQuery`]), searches, counts and saved searches. A
//! test checks SQLite's query plan of each.

use super::super::super::search::SearchField;
use kyc::admin::list::Direction;

/// The columns of a row, joined by the case number.
pub(super) const COLUMNS: &str = "c.application_id, c.reference, CASE c.state WHEN 'erased' THEN \
     (SELECT e.state FROM applications e WHERE e.id = c.application_id) ELSE c.state END AS state, \
     c.opened_at, c.event, c.event_at, c.assignee, c.glance_sealed, k.key_id, k.key_sealed, r.name, o.decision AS contested";

/// Additional columns of an export.
pub(super) const EXPORT: &str = "a.submitted_at, a.since, a.external_id, a.erased_at, \
     (SELECT v.outcome || ' ' || v.standing FROM overrules v \
     WHERE v.application_id = c.application_id ORDER BY v.number DESC LIMIT 1) AS override_request";

/// Additional columns for unmasked rows.
pub(super) const IN_FULL: &str = "a.version, a.draft_sealed, a.state_sealed";

/// The joins of a row, each by primary key or unique index.
pub(super) const JOINS: &str = "LEFT JOIN subject_keys k ON k.application_id = c.application_id \
     LEFT JOIN reviewers r ON r.id = c.assignee \
     LEFT JOIN overrules o ON o.application_id = c.application_id AND o.standing = 'open'";

/// The join of the application, for an export.
pub(super) const APPLICATION: &str = "CROSS JOIN applications a ON a.id = c.application_id";

/// The columns a statement returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowColumns {
    /// All columns of a masked row.
    Rows,
    /// All columns of an exported row.
    Export,
    /// All columns of an exported, unmasked row.
    ExportInFull,
    /// The count of rows.
    Count,
}

pub(super) const fn direction_sql(direction: Direction) -> &'static str {
    match direction {
        Direction::Desc => "DESC",
        Direction::Asc => "ASC",
    }
}

/// The statement of a search. Its parameters are the searched value, the case number to continue
/// after, and the page size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SearchBy {
    /// By reference.
    Reference,
    /// By the provider's id or by our user id.
    Id,
    /// By a blind index.
    Blind(SearchField),
}

impl SearchBy {
    /// The SQL for this direction.
    pub(super) fn sql(self, direction: Direction) -> String {
        let beyond = match direction {
            Direction::Desc => "<",
            Direction::Asc => ">",
        };
        let end = format!("ORDER BY number {} LIMIT +?3", direction_sql(direction));
        let by = |column: &str, but: &str| {
            format!(
                "SELECT c.number AS number, {COLUMNS} FROM applications a \
                 CROSS JOIN cases c ON c.application_id = a.id {JOINS} \
                 WHERE a.{column} = ?1 {but} AND c.number {beyond} ?2"
            )
        };
        match self {
            Self::Reference => format!("{} {end}", by("reference", "")),
            // In two dialects both ids are equal. The condition keeps such a case from appearing
            // twice.
            Self::Id => {
                let theirs = by("external_id", "AND a.user_id <> ?1");
                format!("{} UNION ALL {theirs} {end}", by("user_id", ""))
            }
            Self::Blind(kind) => format!(
                "SELECT b.number AS number, {COLUMNS} \
                 FROM blind_indexes b INDEXED BY blind_indexes_by_token \
                 CROSS JOIN cases c ON c.number = b.number {JOINS} \
                 WHERE b.kind = '{}' AND b.token = ?1 AND b.number {beyond} ?2 {end}",
                kind.as_str()
            ),
        }
    }
}

/// Counts by state, erased as its own: of one assignee, of unassigned cases, or of all.
pub(super) const COUNTS: &str = "SELECT state, CAST(SUM(cases) AS BIGINT) AS cases \
     FROM case_counts WHERE whose = ?1 GROUP BY state";

/// A saved search that has not expired.
pub(super) const SAVED_SEARCH: &str = "SELECT sought_sealed FROM desk_searches \
     WHERE id = ?1 AND reviewer_id = ?2 AND expires_at > ?3";
