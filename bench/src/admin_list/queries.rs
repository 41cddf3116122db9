//! The queries that the bench times: every filter, order and search of the list.

use super::sample_applications;
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

/// The number of consecutive pages that each measurement reads; the median counts.
pub(super) const PAGES: usize = 41;

/// A list or a search.
pub(super) enum TimedQuery {
    List(ListFilter, Assignee),
    Search(SearchTerm),
}

impl TimedQuery {
    pub(super) async fn page(
        &self,
        cases: &dyn CaseList,
        position: &PagePosition,
    ) -> Result<ListPage, StoreError> {
        match self {
            Self::List(query, assignee) => {
                let now = SystemClock.now();
                cases.page(query, *assignee, position, PAGE, now).await
            }
            Self::Search(term) => cases.search_page(term, position).await,
        }
    }

    /// The list's position behind a row of [`naive_list`].
    fn cursor(&self, row: &SqliteRow) -> Result<Cursor, Box<dyn Error>> {
        let time_key = TimeKey {
            at: row.get(0),
            number: row.get(1),
        };
        let sort = match self {
            Self::List(query, _) => query.sort(),
            Self::Search(_) => Sort::Age,
        };
        Ok(match sort {
            Sort::Event | Sort::Age => Cursor::Time(time_key),
            Sort::Reference => Cursor::Reference(Reference::from_stored(row.get(2))),
            Sort::State => Cursor::State(StateKind::parse(row.get(3)).ok_or("no state")?, time_key),
            Sort::Assignee => {
                let assignee: &[u8] = row.get(4);
                Cursor::Holder(assignee.try_into().ok().map(ReviewerId::new), time_key)
            }
        })
    }

    /// A distant page: the number of pages before it, and its position. In a shorter
    /// list it is the last page that still has [`PAGES`] pages after it.
    pub(super) async fn distant_page(
        &self,
        database: &mut SqliteConnection,
        last: u64,
    ) -> Result<(u64, PagePosition), Box<dyn Error>> {
        let (from, ends) = match self {
            Self::List(query, assignee) => naive_list(query, *assignee),
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

/// The unoptimised SQL of a list, which finds the position of a distant page.
fn naive_list(query: &ListFilter, assignee: Assignee) -> (String, String) {
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
    let assigned = match assignee {
        Assignee::Anyone => String::new(),
        Assignee::Unassigned => "AND assignee = x''".to_owned(),
        Assignee::Of(_) => "AND assignee = x'00000000000000000000000000000001'".to_owned(),
    };
    let direction = match query.direction() {
        Direction::Desc => "DESC",
        Direction::Asc => "ASC",
    };
    let by = match query.sort() {
        Sort::Event | Sort::Age => format!("at {direction}, number {direction}"),
        Sort::Reference => format!("reference {direction}"),
        Sort::State => {
            let journey = JOURNEY.iter().map(|it| format!("{} ", it.as_str()));
            let journey: String = journey.collect();
            format!("instr('{journey}', state || ' ') {direction}, at DESC, number DESC")
        }
        Sort::Assignee => format!(
            "assignee = x'' {direction}, (SELECT name FROM reviewers WHERE id = assignee) {direction}, \
             at DESC, number DESC"
        ),
    };
    (
        format!(
            "SELECT {at} AS at, number, reference, state, assignee FROM cases \
             WHERE state IN ({}) AND opened_at BETWEEN {first} AND {last} {assigned}",
            words.join(", ")
        ),
        format!("ORDER BY {by}"),
    )
}

/// Every list that is timed, with its name.
pub(super) fn lists() -> Vec<(String, TimedQuery)> {
    let plain = ListFilter::default();
    let of = |states: &[StateKind]| ListFilter {
        states: states.to_vec(),
        ..ListFilter::default()
    };
    let mut filtered = vec![
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
        filtered.push(("decision", query));
    }
    for age in AgeFilter::ALL {
        let query = ListFilter {
            age: Some(*age),
            ..plain.clone()
        };
        filtered.push(("age", query));
    }
    let old = |query: ListFilter| ListFilter {
        age: Some(AgeFilter::Older),
        ..query
    };
    filtered.push(("state and age", old(of(&StateKind::ALL[1..8]))));
    let decided = ListFilter {
        decision: Some(Decision::Approved),
        ..plain
    };
    filtered.push(("decision and age", old(decided)));
    let mut me = [0; 16];
    me[15] = 1;
    let assignees = [
        ("", Assignee::Anyone),
        (", mine", Assignee::Of(ReviewerId::new(me))),
        (", unassigned", Assignee::Unassigned),
    ];
    let mut lists = Vec::new();
    for (name, query) in filtered {
        for (suffix, assignee) in assignees {
            for sorted_by in Sort::ALL {
                // Skips duplicates: a decision filter is a set of states, and a list of
                // one assignee has no order by assignee.
                let duplicate = match sorted_by {
                    Sort::Event | Sort::Age => false,
                    Sort::Reference | Sort::State => name == "decision",
                    Sort::Assignee => name == "decision" || assignee != Assignee::Anyone,
                };
                if duplicate || !query.offers(*sorted_by) {
                    continue;
                }
                for order in SortOrder::ALL {
                    let query = ListFilter {
                        sorted_by: *sorted_by,
                        order: *order,
                        ..query.clone()
                    };
                    let name = format!("{name}{suffix}: {}", query.text());
                    lists.push((name, TimedQuery::List(query, assignee)));
                }
            }
        }
    }
    lists
}

/// Every search that is timed, with its name.
pub(super) fn searches(rows: u64) -> Vec<(String, TimedQuery)> {
    let number = rows / 3;
    let application = sample_applications::application(number, rows, OffsetDateTime::UNIX_EPOCH);
    let terms = [
        ("reference", application.reference.as_str().to_owned()),
        ("user id", application.user_id.as_str().to_owned()),
        ("provider id", format!("ext_{number:016x}")),
        ("email", format!("person.{number}@example.com")),
        ("a name shared by half of all", "John Doe".to_owned()),
    ];
    let searches = terms.into_iter().filter_map(|(name, term)| {
        let term = SearchTerm::read(&term)?;
        Some((format!("search by {name}"), TimedQuery::Search(term)))
    });
    searches.collect()
}
