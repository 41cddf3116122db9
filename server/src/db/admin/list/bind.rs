//! Turns a list filter and a page position into a statement and its parameters.

use super::{
    ALL, BoundStatement,
    query::{ListQuery, Segments, SortColumn},
    sql::RowColumns,
};
use kyc::{
    admin::list::{
        Assignee, Cursor, Direction, ERASED, JOURNEY, ListFilter, PagePosition, Sort, TimeKey,
    },
    state::StateKind,
};
use time::OffsetDateTime;

/// The assignee column of the cases; `None` for any assignee.
fn held(holder: Assignee) -> Option<Vec<u8>> {
    match holder {
        Assignee::Anyone => None,
        Assignee::Unassigned => Some(Vec::new()),
        Assignee::Of(reviewer) => Some(reviewer.as_bytes().to_vec()),
    }
}

/// The key of an assignee's counters.
pub(super) fn counted(holder: Assignee) -> Vec<u8> {
    held(holder).unwrap_or_else(|| ALL.to_vec())
}

/// A bound of a segment: its start (exclusive) or its end.
#[derive(Clone)]
enum TimeBound {
    Time(TimeKey),
    /// References are unique, so the direction replaces the case number.
    Text(String, Direction),
}

impl TimeBound {
    fn bind(self, bound: BoundStatement) -> BoundStatement {
        match self {
            Self::Time(TimeKey { at, number }) => bound.bind(at).bind(number),
            Self::Text(text, Direction::Asc) => bound.bind(text).bind(i64::MAX),
            Self::Text(text, Direction::Desc) => bound.bind(text).bind(i64::MIN),
        }
    }

    fn bind_end(self, bound: BoundStatement) -> BoundStatement {
        match self {
            Self::Time(key) => bound.bind(key.at),
            Self::Text(text, _) => bound.bind(text),
        }
    }
}

/// The default start and the end of a segment. They are the list's time range, or bounds outside
/// all references.
fn edges(
    query: &ListFilter,
    sort_column: SortColumn,
    direction: Direction,
    now: OffsetDateTime,
) -> (TimeBound, TimeBound) {
    let (first, last) = query.time_range(now);
    let (first, last) = match sort_column {
        SortColumn::Event | SortColumn::Age => (
            TimeBound::Time(TimeKey {
                at: first,
                ..TimeKey::FIRST
            }),
            TimeBound::Time(TimeKey {
                at: last,
                ..TimeKey::LAST
            }),
        ),
        SortColumn::Reference => (
            TimeBound::Text(String::new(), direction),
            TimeBound::Text("~".to_owned(), direction),
        ),
    };
    match direction {
        Direction::Desc => (last, first),
        Direction::Asc => (first, last),
    }
}

/// The cursor's position, or the edge if that comes later in the direction. A list with a time
/// range never begins before its range.
fn begin(cursor: &Cursor, edge: &TimeBound, direction: Direction) -> TimeBound {
    match (cursor, edge) {
        (Cursor::Reference(reference), _) => {
            TimeBound::Text(reference.as_str().to_owned(), direction)
        }
        (
            Cursor::Time(key) | Cursor::State(_, key) | Cursor::Holder(_, key),
            TimeBound::Time(edge),
        ) => TimeBound::Time(match direction {
            Direction::Desc => *key.min(edge),
            Direction::Asc => *key.max(edge),
        }),
        (Cursor::Time(_) | Cursor::State(..) | Cursor::Holder(..), TimeBound::Text(..)) => {
            edge.clone()
        }
    }
}

/// The states of a list. Sorted by state, these are the states from the cursor's on. The flag says
/// whether the first one contains the cursor.
fn states(
    query: &ListFilter,
    cursor: Option<&Cursor>,
    direction: Direction,
) -> (Vec<StateKind>, bool) {
    let labels = query.state_kinds();
    if query.sort() != Sort::State {
        return (labels, true);
    }
    let mut journey = JOURNEY.to_vec();
    if direction == Direction::Desc {
        journey.reverse();
    }
    let mut from = 0;
    let mut within = true;
    if let Some(Cursor::State(of, _)) = cursor {
        from = journey.iter().position(|it| it == of).unwrap_or_default();
        within = labels.contains(of);
    }
    let left = journey.into_iter().skip(from);
    (left.filter(|it| labels.contains(it)).collect(), within)
}

/// The statement of a list page with its parameters; `None` if the result is certainly empty.
/// `merges_scans` is [`Driver::merges_scans`](crate::db::driver::Driver::merges_scans).
pub(super) fn bound(
    query: &ListFilter,
    holder: Assignee,
    place: &PagePosition,
    (columns, most, now): (RowColumns, u32, OffsetDateTime),
    merges_scans: bool,
) -> Option<BoundStatement> {
    let cursor = place.cursor();
    let turn = |direction: Direction| match place {
        PagePosition::Before(_) => direction.reversed(),
        PagePosition::Start | PagePosition::After(_) => direction,
    };
    let chain = turn(query.direction());
    let (sort_column, direction) = match query.sort() {
        Sort::Event => (SortColumn::Event, chain),
        Sort::Age => (SortColumn::Age, chain),
        Sort::Reference => (SortColumn::Reference, chain),
        // Within each state or assignee, the latest comes first.
        Sort::State | Sort::Assignee if query.is_sorted_by_age() => {
            (SortColumn::Age, turn(Direction::Desc))
        }
        Sort::State | Sort::Assignee => (SortColumn::Event, turn(Direction::Desc)),
    };
    let (labels, within) = states(query, cursor, chain);
    let mut labels: Vec<_> = labels.iter().map(|label| label.as_str()).collect();
    if query.shows_erased() {
        labels.push(ERASED);
    }
    if labels.is_empty() {
        return None;
    }
    let mut whose = held(holder);
    let segments = match (query.sort(), whose.is_some()) {
        (Sort::Event | Sort::Age | Sort::Reference, held) | (Sort::Assignee, held @ true) => {
            Segments::One { held }
        }
        (Sort::State, held) => Segments::States { held },
        (Sort::Assignee, false) => {
            let at = match cursor {
                Some(Cursor::Holder(at, _)) => Some(*at),
                _ => None,
            };
            whose = Some(match at.flatten() {
                Some(reviewer) => reviewer.as_bytes().to_vec(),
                None => Vec::new(),
            });
            match (chain, at) {
                (Direction::Asc, None) => Segments::Ascending { within: false },
                (Direction::Asc, Some(Some(_))) => Segments::Ascending { within: true },
                (Direction::Asc, Some(None)) => Segments::One { held: true },
                (Direction::Desc, _) => Segments::Descending,
            }
        }
    };
    let list_query = ListQuery {
        columns,
        sort_column,
        direction,
        states: labels.len(),
        segments,
        scan_limit: (!merges_scans).then_some(most),
    };
    let (edge, end) = edges(query, sort_column, direction, now);
    let from = match cursor.filter(|_| within) {
        Some(cursor) => begin(cursor, &edge, direction),
        None => edge.clone(),
    };
    let bound = from.bind(BoundStatement::new(list_query.sql()));
    let bound = edge.bind(end.bind_end(bound).bind(most));
    let bound = bound.bind(whose.unwrap_or_default());
    let labels = labels.into_iter();
    Some(labels.fold(bound, |bound, label| bound.bind(label.to_owned())))
}
