//! What the bench asks of the list: every filter, order and search.

use super::measure::PAGES;
use kyc::{
    admin::{
        ReviewerId,
        list::{
            AgeFilter, Assignee, CaseList, Cursor, Decision, Direction, JOURNEY, ListFilter,
            ListPage, PAGE, PagePosition, SearchTerm, Sort, SortOrder, TimeKey,
        },
    },
    id::Reference,
    ports::{Clock, StoreError},
    state::StateKind,
};
use server::system::SystemClock;
use sqlx::{AssertSqlSafe, Row, SqliteConnection, sqlite::SqliteRow};
use std::error::Error;
use time::OffsetDateTime;

/// What is asked.
pub(super) enum Asked {
    List(ListFilter, Assignee),
    Search(SearchTerm),
}

impl Asked {
    pub(super) async fn page(
        &self,
        cases: &dyn CaseList,
        place: &PagePosition,
    ) -> Result<ListPage, StoreError> {
        match self {
            Self::List(query, holder) => {
                let now = SystemClock.now();
                cases.page(query, *holder, place, PAGE, now).await
            }
            Self::Search(sought) => cases.search_page(sought, place).await,
        }
    }

    /// The place of a row that was found without care.
    fn cursor(&self, row: &SqliteRow) -> Result<Cursor, Box<dyn Error>> {
        let spot = TimeKey {
            at: row.get(0),
            number: row.get(1),
        };
        let sort = match self {
            Self::List(query, _) => query.sort(),
            Self::Search(_) => Sort::Age,
        };
        Ok(match sort {
            Sort::Event | Sort::Age => Cursor::Time(spot),
            Sort::Reference => Cursor::Reference(Reference::from_stored(row.get(2))),
            Sort::State => Cursor::State(StateKind::parse(row.get(3)).ok_or("no state")?, spot),
            Sort::Assignee => {
                let holder: &[u8] = row.get(4);
                Cursor::Holder(holder.try_into().ok().map(ReviewerId::new), spot)
            }
        })
    }

    /// The place of the page so far down, or of the last but some where the
    /// list is shorter: pages before it, and the place.
    pub(super) async fn far(
        &self,
        database: &mut SqliteConnection,
        last: u64,
    ) -> Result<(u64, PagePosition), Box<dyn Error>> {
        let (from, ends) = match self {
            Self::List(query, holder) => listed(query, *holder),
            Self::Search(_) => (
                "SELECT 0 AS at, number, '' AS reference, '' AS state, x'' AS assignee \
                 FROM blind_indexes WHERE kind = 'name' AND token = \
                 (SELECT token FROM blind_indexes WHERE kind = 'name' \
                 GROUP BY token ORDER BY COUNT(*) DESC LIMIT 1)"
                    .to_owned(),
                "ORDER BY number DESC".to_owned(),
            ),
        };
        let count = format!("SELECT COUNT(*) FROM ({from})");
        let row = sqlx::query(AssertSqlSafe(count))
            .fetch_one(&mut *database)
            .await?;
        let pages = row.get::<i64, _>(0).unsigned_abs() / u64::from(PAGE);
        let pages = pages.saturating_sub(PAGES as u64 + 1).min(last);
        let skip = pages * u64::from(PAGE);
        let sql = format!("{from} {ends} LIMIT 1 OFFSET {}", skip.saturating_sub(1));
        let row = sqlx::query(AssertSqlSafe(sql))
            .fetch_optional(database)
            .await?;
        Ok(match row {
            Some(row) if skip > 0 => (pages, PagePosition::After(self.cursor(&row)?)),
            _ => (0, PagePosition::Start),
        })
    }
}

/// A list as one would ask for it without care, to find a place far down.
fn listed(query: &ListFilter, holder: Assignee) -> (String, String) {
    let now = SystemClock.now();
    let (first, last) = query.time_range(now);
    let words: Vec<_> = query
        .state_kinds()
        .iter()
        .map(|it| format!("'{}'", it.as_str()))
        .collect();
    let at = if query.is_sorted_by_age() {
        "opened_at"
    } else {
        "event_at"
    };
    let held = match holder {
        Assignee::Anyone => String::new(),
        Assignee::Nobody => "AND assignee = x''".to_owned(),
        Assignee::Of(_) => "AND assignee = x'00000000000000000000000000000001'".to_owned(),
    };
    let way = match query.direction() {
        Direction::Desc => "DESC",
        Direction::Asc => "ASC",
    };
    let by = match query.sort() {
        Sort::Event | Sort::Age => format!("at {way}, number {way}"),
        Sort::Reference => format!("reference {way}"),
        Sort::State => {
            let journey = JOURNEY.iter().map(|it| format!("{} ", it.as_str()));
            let journey: String = journey.collect();
            format!("instr('{journey}', state || ' ') {way}, at DESC, number DESC")
        }
        Sort::Assignee => format!(
            "assignee = x'' {way}, (SELECT name FROM reviewers WHERE id = assignee) {way}, \
             at DESC, number DESC"
        ),
    };
    (
        format!(
            "SELECT {at} AS at, number, reference, state, assignee FROM cases \
             WHERE state IN ({}) AND opened_at BETWEEN {first} AND {last} {held}",
            words.join(", ")
        ),
        format!("ORDER BY {by}"),
    )
}

/// Every list that is timed, with its name.
pub(super) fn lists() -> Vec<(String, Asked)> {
    let plain = ListFilter::default();
    let of = |states: &[StateKind]| ListFilter {
        states: states.to_vec(),
        ..ListFilter::default()
    };
    let mut narrowed = vec![
        ("all", plain.clone()),
        ("one state", of(&[StateKind::Approved])),
        ("parked", of(&[StateKind::Parked])),
        ("seven states", of(&StateKind::ALL[1..8])),
        ("all but drafts", of(&StateKind::ALL[1..])),
    ];
    for decision in Decision::ALL {
        let query = ListFilter {
            decision: Some(*decision),
            ..plain.clone()
        };
        narrowed.push(("decision", query));
    }
    for age in AgeFilter::ALL {
        let query = ListFilter {
            age: Some(*age),
            ..plain.clone()
        };
        narrowed.push(("age", query));
    }
    let old = |query: ListFilter| ListFilter {
        age: Some(AgeFilter::Older),
        ..query
    };
    narrowed.push(("state and age", old(of(&StateKind::ALL[1..8]))));
    let decided = ListFilter {
        decision: Some(Decision::Approved),
        ..plain
    };
    narrowed.push(("decision and age", old(decided)));
    let mut me = [0; 16];
    me[15] = 1;
    let holders = [
        ("", Assignee::Anyone),
        (", mine", Assignee::Of(ReviewerId::new(me))),
        (", nobody's", Assignee::Nobody),
    ];
    let mut lists = Vec::new();
    for (name, query) in narrowed {
        for (whose, holder) in holders {
            for sorted_by in Sort::ALL {
                // What is the same list under another name is timed once: an age is
                // shown by age, somebody's own are in no order of assignees, and a
                // decision comes to states.
                let again = match sorted_by {
                    Sort::Event | Sort::Age => false,
                    Sort::Reference | Sort::State => name == "decision",
                    Sort::Assignee => name == "decision" || holder != Assignee::Anyone,
                };
                if again || !query.offers(*sorted_by) {
                    continue;
                }
                for order in SortOrder::ALL {
                    let query = ListFilter {
                        sorted_by: *sorted_by,
                        order: *order,
                        ..query.clone()
                    };
                    let name = format!("{name}{whose}: {}", query.text());
                    lists.push((name, Asked::List(query, holder)));
                }
            }
        }
    }
    lists
}

pub(super) fn searches(rows: u64) -> Vec<(String, Asked)> {
    let some = rows / 3;
    let id = super::people::application(some, rows, OffsetDateTime::UNIX_EPOCH);
    let typed = [
        ("reference", id.reference.as_str().to_owned()),
        ("our id", id.user_id.as_str().to_owned()),
        ("the upstream's id", format!("ext_{some:016x}")),
        ("e-mail", format!("person.{some}@example.com")),
        ("a name that half of all have", "John Doe".to_owned()),
    ];
    let read = typed.into_iter().filter_map(|(name, typed)| {
        let sought = SearchTerm::read(&typed)?;
        Some((format!("search by {name}"), Asked::Search(sought)))
    });
    read.collect()
}
