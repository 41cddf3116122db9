//! The statement of a list page.
//!
//! The statement is a chain of segments. The database enters a segment only if the ones before it
//! did not fill the page. A segment scans a named index from a position. For several states it
//! merges one scan per state. SQLite merges ordered scans and reads each no further than the page needs.
//! PostgreSQL sorts what they return, so there each scan has an order and a limit of its own.

use super::sql::{APPLICATION, COLUMNS, EXPORT, IN_FULL, JOINS, RowColumns, direction_sql};
use kyc::admin::list::Direction;

/// The column a segment is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortColumn {
    /// Time of the last event.
    Event,
    /// Time of creation.
    Age,
    /// The reference.
    Reference,
}

impl SortColumn {
    const fn column(self) -> &'static str {
        match self {
            Self::Event => "event_at",
            Self::Age => "opened_at",
            Self::Reference => "reference",
        }
    }

    const fn index(self, held: bool) -> &'static str {
        match (self, held) {
            (Self::Event, false) => "cases_by_event",
            (Self::Event, true) => "cases_of_by_event",
            (Self::Age, false) => "cases_by_age",
            (Self::Age, true) => "cases_of_by_age",
            (Self::Reference, false) => "cases_by_reference",
            (Self::Reference, true) => "cases_of_by_reference",
        }
    }
}

/// The segments of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segments {
    /// One segment through all states, for any assignee or for the bound one.
    One { held: bool },
    /// One segment per state, for any assignee or for the bound one.
    States { held: bool },
    /// Assignees from A to Z: the rest of the bound assignee if `within`, all later assignees, then
    /// unassigned cases.
    Ascending { within: bool },
    /// Assignees from Z to A: the rest of the bound assignee or of the unassigned cases, then all
    /// earlier assignees.
    Descending,
}

/// The assignees of a segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AssigneeScope {
    Any,
    /// The bound assignee; empty for unassigned cases.
    One,
    Unassigned,
    /// All assignees after the bound one, by name in this direction.
    After(Direction),
}

/// The shape of a list statement, independent of its parameters. The parameters, in order:
///
/// 1. start position of the first segment: sort column,
/// 2. start position of the first segment: case number,
/// 3. the time range's end,
/// 4. the page size,
/// 5. start position of the later segments: sort column,
/// 6. start position of the later segments: case number,
/// 7. the assignee,
/// 8. the states, from here on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListQuery {
    pub(super) columns: RowColumns,
    pub(super) sort_column: SortColumn,
    /// Direction of a segment's scan; reversed for a previous page.
    pub(super) direction: Direction,
    /// Count of states.
    pub(super) states: usize,
    pub(super) segments: Segments,
    /// The limit of each scan, for an engine that does not merge them. It is no parameter: the planner
    /// expects a tenth of the table behind one.
    pub(super) scan_limit: Option<u32>,
}

/// Number of the first state's parameter.
const FIRST_STATE: usize = 8;

impl ListQuery {
    /// The SQL of the statement.
    pub(super) fn sql(self) -> String {
        // The merge of several states carries positions only. The row's columns are joined
        // afterwards.
        let page = |columns: &str, joins: &str| {
            format!(
                "WITH place AS MATERIALIZED ({}) SELECT {columns} \
                 FROM place CROSS JOIN cases c ON c.number = place.number {joins}",
                self.places()
            )
        };
        match self.columns {
            RowColumns::Rows => page(&format!("c.number AS number, {COLUMNS}"), JOINS),
            RowColumns::Export => page(
                &format!("c.number AS number, {COLUMNS}, {EXPORT}"),
                &format!("{APPLICATION} {JOINS}"),
            ),
            RowColumns::ExportInFull => page(
                &format!("c.number AS number, {COLUMNS}, {EXPORT}, {IN_FULL}"),
                &format!("{APPLICATION} {JOINS}"),
            ),
            RowColumns::Count => format!(
                "SELECT COUNT(*) AS cases FROM ({}) AS segment",
                self.places()
            ),
        }
    }

    /// The case numbers of the page, segment by segment.
    fn places(self) -> String {
        let every = 0..self.states;
        let segments = match self.segments {
            Segments::One { held } => vec![self.segment(every, scope(held), true)],
            Segments::States { held } => every
                .map(|state| self.segment(state..state + 1, scope(held), state == 0))
                .collect(),
            Segments::Ascending { within } => {
                let first = within.then(|| self.segment(every.clone(), AssigneeScope::One, true));
                let others =
                    self.segment(every.clone(), AssigneeScope::After(Direction::Asc), false);
                let rest = self.segment(every, AssigneeScope::Unassigned, false);
                first.into_iter().chain([others, rest]).collect()
            }
            Segments::Descending => vec![
                self.segment(every.clone(), AssigneeScope::One, true),
                self.segment(every, AssigneeScope::After(Direction::Desc), false),
            ],
        };
        match segments.as_slice() {
            [segment] => segment.clone(),
            _ => {
                let segments: Vec<_> = segments
                    .iter()
                    .map(|segment| format!("SELECT number FROM ({segment}) AS segment"))
                    .collect();
                format!("{} LIMIT +?4", segments.join(" UNION ALL "))
            }
        }
    }

    /// One segment: at most a page of rows, in order.
    fn segment(self, states: std::ops::Range<usize>, scope: AssigneeScope, first: bool) -> String {
        let direction = direction_sql(self.direction);
        let order = match scope {
            AssigneeScope::After(names) => {
                let names = direction_sql(names);
                format!("ORDER BY name {names}, at {direction}, number {direction}")
            }
            AssigneeScope::Any | AssigneeScope::One | AssigneeScope::Unassigned => {
                format!("ORDER BY at {direction}, number {direction}")
            }
        };
        let branches = states.map(|state| {
            let branch = self.branch(FIRST_STATE + state, scope, first);
            match self.scan_limit {
                None => branch,
                Some(most) => format!("SELECT * FROM ({branch} {order} LIMIT {most}) AS scan"),
            }
        });
        let branches: Vec<_> = branches.collect();
        format!("{} {order} LIMIT +?4", branches.join(" UNION ALL "))
    }

    /// The scan of one state.
    fn branch(self, state: usize, scope: AssigneeScope, first: bool) -> String {
        let (at, index) = (
            self.sort_column.column(),
            self.sort_column.index(scope != AssigneeScope::Any),
        );
        let (beyond, within) = match self.direction {
            Direction::Desc => ("<", ">="),
            Direction::Asc => (">", "<="),
        };
        let name = match scope {
            AssigneeScope::After(_) => "r.name AS name, ",
            AssigneeScope::Any | AssigneeScope::One | AssigneeScope::Unassigned => "",
        };
        let from = match scope {
            // Reviewers in order of name, then each one's cases by index: no sort step is needed.
            AssigneeScope::After(_) => "reviewers r CROSS JOIN cases c",
            AssigneeScope::Any | AssigneeScope::One | AssigneeScope::Unassigned => "cases c",
        };
        let whose = match scope {
            AssigneeScope::Any => String::new(),
            AssigneeScope::One => "c.assignee = ?7 AND ".to_owned(),
            AssigneeScope::Unassigned => "c.assignee = x'' AND ".to_owned(),
            AssigneeScope::After(names) => {
                // The empty text precedes every name, and the last character follows each.
                let (beyond, edge) = match names {
                    Direction::Asc => (">", "''"),
                    Direction::Desc => ("<", "'\u{10FFFF}'"),
                };
                format!(
                    "r.name {beyond} COALESCE((SELECT name FROM reviewers WHERE id = ?7), {edge}) \
                     AND c.assignee = r.id AND "
                )
            }
        };
        let place = if first { "(?1, ?2)" } else { "(?5, ?6)" };
        format!(
            "SELECT {name}c.{at} AS at, c.number AS number FROM {from} INDEXED BY {index} \
             WHERE {whose}c.state = ?{state} AND (c.{at}, c.number) {beyond} {place} \
             AND c.{at} {within} ?3"
        )
    }
}

const fn scope(held: bool) -> AssigneeScope {
    if held {
        AssigneeScope::One
    } else {
        AssigneeScope::Any
    }
}
