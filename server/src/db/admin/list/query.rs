//! The statement of a page: a chain of legs, each walked only as far as those
//! before it left the page unfilled. A leg goes along an index that it names,
//! from a place; several states are several such walks, merged as they go.

use super::sql::{COLUMNS, IN_FULL, JOINS, RowColumns, direction};
use kyc::{admin::list::Direction, state::StateKind};

/// What a leg goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortColumn {
    /// When something last happened.
    Event,
    /// When they were opened.
    Age,
    /// What people call them.
    Reference,
}

impl SortColumn {
    const ALL: [Self; 3] = [Self::Event, Self::Age, Self::Reference];
    const TIMES: [Self; 2] = [Self::Event, Self::Age];

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

/// The legs of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segments {
    /// One, through all states; whether only somebody's, or nobody's.
    One { held: bool },
    /// One for each state.
    States { held: bool },
    /// From A on: what is left of one colleague's, if it begins within those;
    /// all later colleagues'; nobody's.
    Ascending { within: bool },
    /// From Z on: what is left of nobody's or of one colleague's; all earlier
    /// colleagues'.
    Descending,
}

/// Whose cases a branch is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AssigneeScope {
    Any,
    /// Those of whoever is bound.
    Held,
    Nobodys,
    /// Those of all colleagues beyond whoever is bound, by name.
    Beyond(Direction),
}

/// A list, whoever it is for. Bound are, in this order: the place, in what it goes
/// along and by number; the bound of the stretch; how many; the edge that a leg
/// begins at unless it is the first, as the place is; whose; and the states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListQuery {
    pub(super) wanted: RowColumns,
    pub(super) along: SortColumn,
    /// Which way a leg goes: against the order of the list for a page before.
    pub(super) way: Direction,
    /// How many states.
    pub(super) states: usize,
    pub(super) legs: Segments,
}

/// The number of the first state's parameter.
const FIRST_STATE: usize = 8;

impl ListQuery {
    /// Every list there can be.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let one = [false, true].map(|held| Segments::One { held });
        let chains = [
            Segments::States { held: false },
            Segments::States { held: true },
            Segments::Ascending { within: false },
            Segments::Ascending { within: true },
            Segments::Descending,
        ];
        let kinds = [
            (
                &[RowColumns::Rows, RowColumns::RowsInFull][..],
                &SortColumn::ALL[..],
                one.to_vec(),
            ),
            (&[RowColumns::Count], &SortColumn::TIMES, one.to_vec()),
            (
                &[RowColumns::Rows, RowColumns::RowsInFull],
                &SortColumn::TIMES,
                chains.to_vec(),
            ),
        ];
        let mut all = Vec::new();
        for (wanted, along, legs) in kinds {
            for wanted in wanted {
                for along in along {
                    for way in Direction::ALL {
                        for legs in &legs {
                            all.extend((1..=StateKind::ALL.len()).map(|states| Self {
                                wanted: *wanted,
                                along: *along,
                                way: *way,
                                states,
                                legs: *legs,
                            }));
                        }
                    }
                }
            }
        }
        all.into_iter()
    }

    /// The statement.
    pub(super) fn sql(self) -> String {
        // Several states are merged as places only: what a row is read from is not
        // carried through each merge.
        let page = |columns: &str, joins: &str| {
            format!(
                "WITH place AS MATERIALIZED ({}) SELECT {columns} \
                 FROM place CROSS JOIN cases c ON c.number = place.number {joins}",
                self.places()
            )
        };
        match self.wanted {
            RowColumns::Rows => page(&format!("c.number AS number, {COLUMNS}"), JOINS),
            RowColumns::RowsInFull => page(
                &format!("c.number AS number, {COLUMNS}, {IN_FULL}"),
                &format!("CROSS JOIN applications a ON a.id = c.application_id {JOINS}"),
            ),
            RowColumns::Count => format!("SELECT COUNT(*) AS cases FROM ({})", self.places()),
        }
    }

    /// The numbers of the rows, leg by leg.
    fn places(self) -> String {
        let every = 0..self.states;
        let legs = match self.legs {
            Segments::One { held } => vec![self.leg(every, fake_clock(held), true)],
            Segments::States { held } => every
                .map(|state| self.leg(state..state + 1, fake_clock(held), state == 0))
                .collect(),
            Segments::Ascending { within } => {
                let first = within.then(|| self.leg(every.clone(), AssigneeScope::Held, true));
                let others = self.leg(every.clone(), AssigneeScope::Beyond(Direction::Asc), false);
                let rest = self.leg(every, AssigneeScope::Nobodys, false);
                first.into_iter().chain([others, rest]).collect()
            }
            Segments::Descending => vec![
                self.leg(every.clone(), AssigneeScope::Held, true),
                self.leg(every, AssigneeScope::Beyond(Direction::Desc), false),
            ],
        };
        match legs.as_slice() {
            [leg] => leg.clone(),
            _ => {
                let legs: Vec<_> = legs
                    .iter()
                    .map(|leg| format!("SELECT number FROM ({leg})"))
                    .collect();
                format!("{} LIMIT +?4", legs.join(" UNION ALL "))
            }
        }
    }

    /// One leg: so many rows at most, in order.
    fn leg(self, states: std::ops::Range<usize>, fake_clock: AssigneeScope, first: bool) -> String {
        let branches: Vec<_> = states
            .map(|state| self.branch(FIRST_STATE + state, fake_clock, first))
            .collect();
        let by = match fake_clock {
            AssigneeScope::Beyond(names) => format!("name {}, ", direction(names)),
            AssigneeScope::Any | AssigneeScope::Held | AssigneeScope::Nobodys => String::new(),
        };
        let (branches, way) = (branches.join(" UNION ALL "), direction(self.way));
        format!("{branches} ORDER BY {by}at {way}, number {way} LIMIT +?4")
    }

    /// The walk through one state.
    fn branch(self, state: usize, fake_clock: AssigneeScope, first: bool) -> String {
        let (at, index) = (
            self.along.column(),
            self.along.index(fake_clock != AssigneeScope::Any),
        );
        let (beyond, within) = match self.way {
            Direction::Desc => ("<", ">="),
            Direction::Asc => (">", "<="),
        };
        let name = match fake_clock {
            AssigneeScope::Beyond(_) => "r.name AS name, ",
            AssigneeScope::Any | AssigneeScope::Held | AssigneeScope::Nobodys => "",
        };
        let from = match fake_clock {
            // By name, and each one's by time: nothing has to be sorted.
            AssigneeScope::Beyond(_) => "reviewers r CROSS JOIN cases c",
            AssigneeScope::Any | AssigneeScope::Held | AssigneeScope::Nobodys => "cases c",
        };
        let whose = match fake_clock {
            AssigneeScope::Any => String::new(),
            AssigneeScope::Held => "c.assignee = ?7 AND ".to_owned(),
            AssigneeScope::Nobodys => "c.assignee = x'' AND ".to_owned(),
            AssigneeScope::Beyond(names) => {
                // Before every text is the empty one, and behind them a blob.
                let (beyond, edge) = match names {
                    Direction::Asc => (">", "''"),
                    Direction::Desc => ("<", "x''"),
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

const fn fake_clock(held: bool) -> AssigneeScope {
    if held {
        AssigneeScope::Held
    } else {
        AssigneeScope::Any
    }
}
