//! Every statement that the list can ask: pages of it (see [`Walk`]), searches,
//! and what is kept. A test has SQLite explain all of them.

use super::super::super::search::SearchField;
use kyc::admin::list::Direction;

/// What a row is read from, behind the place where it was found.
pub(super) const COLUMNS: &str = "c.application_id, c.reference, c.state, c.opened_at, c.event, \
     c.event_at, c.assignee, c.glance_sealed, k.key_id, k.key_sealed, r.name, o.decision AS contested";

/// What it is read from besides, where all that was typed is asked for.
pub(super) const IN_FULL: &str = "a.version, a.draft_sealed, a.state_sealed";

/// The rest of a row: each by its key.
pub(super) const JOINS: &str = "LEFT JOIN subject_keys k ON k.application_id = c.application_id \
     LEFT JOIN reviewers r ON r.id = c.assignee \
     LEFT JOIN overrules o ON o.application_id = c.application_id AND o.standing = 'open'";

/// What of a row is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowColumns {
    /// All that the list shows.
    Rows,
    /// The same with all that was typed.
    RowsInFull,
    /// How many there are.
    Count,
}

pub(super) const fn direction(way: Direction) -> &'static str {
    match way {
        Direction::Desc => "DESC",
        Direction::Asc => "ASC",
    }
}

/// What a search asks. Bound are what is sought, the number from which it goes
/// on, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SearchBy {
    /// By reference.
    Reference,
    /// By the upstream's id, or ours of the applicant.
    Id,
    /// By a blind index.
    Blind(SearchField),
}

impl SearchBy {
    /// Every search there can be.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let blind = SearchField::ALL.into_iter().map(Self::Blind);
        [Self::Reference, Self::Id].into_iter().chain(blind)
    }

    /// The statement, for either way.
    pub(super) fn sql(self, way: Direction) -> String {
        let beyond = match way {
            Direction::Desc => "<",
            Direction::Asc => ">",
        };
        let end = format!("ORDER BY number {} LIMIT +?3", direction(way));
        let by = |column: &str, but: &str| {
            format!(
                "SELECT c.number AS number, {COLUMNS} FROM applications a \
                 CROSS JOIN cases c ON c.application_id = a.id {JOINS} \
                 WHERE a.{column} = ?1 {but} AND c.number {beyond} ?2"
            )
        };
        match self {
            Self::Reference => format!("{} {end}", by("reference", "")),
            // In two dialects they are the same: nobody is found twice.
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

/// The counts of somebody's, of nobody's, or of all.
pub(super) const COUNTS: &str = "SELECT state, cases FROM case_counts WHERE whose = ?1";

/// A search that was kept.
pub(super) const KEPT: &str = "SELECT sought_sealed FROM desk_searches \
     WHERE id = ?1 AND reviewer_id = ?2 AND expires_at > ?3";

/// Whether a step of a statement's plan looks through a table, or sorts. The
/// places of a page and a subquery in brackets go to their end, a limit; the few that
/// share an id of the upstream's are sorted.
pub(crate) fn is_full_scan(step: &str, sql: &str) -> bool {
    let limited = step == "SCAN place" || step.starts_with("SCAN (subquery");
    let looks = step.starts_with("SCAN ") && !limited;
    let sorts = step.contains("TEMP B-TREE") && !sql.contains("external_id");
    looks || sorts
}
