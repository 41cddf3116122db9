//! Pagination of the list, forward and back.

use super::fixture::{ExpectedCase, ListFixture, NOW, STAFF, give, happens};
use crate::db::{driver::params, rows::RowError};
use kyc::{
    admin::{
        ReviewerId,
        list::{
            AgeFilter, Assignee, CaseList, Cursor, Decision, ListFilter, ListPage, PagePosition,
            Sort, SortOrder, TimeKey,
        },
    },
    state::StateKind,
};
use std::collections::HashSet;

const SIZE: u32 = 15;

fn references(page: &ListPage) -> impl Iterator<Item = String> {
    let rows = page.rows.iter();
    rows.map(|row| row.reference.as_str().to_owned())
}

impl ListFixture {
    async fn page(&self, query: &ListFilter, holder: Assignee, place: PagePosition) -> ListPage {
        let page = self.store.page(query, holder, &place, SIZE, NOW).await;
        page.expect("a page")
    }

    /// Reads every page from the first to the last.
    async fn forward(&self, query: &ListFilter, holder: Assignee) -> (Vec<String>, ListPage) {
        let (mut seen, mut place) = (Vec::new(), PagePosition::Start);
        loop {
            let page = self.page(query, holder, place.clone()).await;
            assert_eq!(page.before.is_none(), place == PagePosition::Start);
            seen.extend(references(&page));
            match page.after {
                Some(after) => place = PagePosition::After(after),
                None => return (seen, page),
            }
        }
    }

    /// Reads every earlier page, and this one.
    async fn backward(&self, query: &ListFilter, holder: Assignee, from: ListPage) -> Vec<String> {
        let mut seen: Vec<_> = references(&from).collect();
        let mut page = from;
        while let Some(before) = page.before {
            page = self.page(query, holder, PagePosition::Before(before)).await;
            assert!(page.after.is_some());
            let mut earlier: Vec<_> = references(&page).collect();
            earlier.append(&mut seen);
            seen = earlier;
        }
        seen
    }
}

/// Every filter, and some combinations.
fn queries() -> Vec<ListFilter> {
    let states: [&[StateKind]; 5] = [
        &[],
        &[StateKind::Parked],
        &[StateKind::Denied, StateKind::Approved],
        &[
            StateKind::Draft,
            StateKind::ManualReview,
            StateKind::Resubmit,
            StateKind::Expired,
        ],
        &StateKind::ALL[1..],
    ];
    let decisions = Decision::ALL.iter().copied().map(Some);
    let narrowed = decisions.chain([None]).flat_map(|decision| {
        states.iter().map(move |states| ListFilter {
            states: states.to_vec(),
            decision,
            ..ListFilter::default()
        })
    });
    let ages = AgeFilter::ALL.iter().copied().map(Some).chain([None]);
    let mut all = Vec::new();
    for (n, query) in narrowed.enumerate() {
        for (m, age) in ages.clone().enumerate() {
            // Each age with each order; combinations only in part.
            if n > 4 && (n + m) % 3 > 0 {
                continue;
            }
            for sorted_by in Sort::ALL {
                for order in SortOrder::ALL {
                    if n > 4 && !sorted_by.is_of_time() && (n + m) % 6 > 0 {
                        continue;
                    }
                    all.push(ListFilter {
                        age,
                        sorted_by: *sorted_by,
                        order: *order,
                        ..query.clone()
                    });
                }
            }
        }
    }
    all
}

#[tokio::test]
async fn every_list_paged_in_both_directions_equals_its_model() {
    let fixture = ListFixture::of(240).await;
    let queries = queries();
    assert!(queries.len() > 300, "{}", queries.len());
    let mut longest = 0;
    for (n, query) in queries.iter().enumerate() {
        let holders = [
            Assignee::Anyone,
            Assignee::Unassigned,
            Assignee::Of(STAFF[n % 2]),
        ];
        for holder in holders {
            let plainly = fixture.expected_references(query, holder);
            let (seen, last) = fixture.forward(query, holder).await;
            assert_eq!(seen, plainly, "{query:?} {holder:?}");
            let back = fixture.backward(query, holder, last).await;
            assert_eq!(back, plainly, "{query:?} {holder:?} backwards");
            longest = longest.max(plainly.len());
        }
    }
    assert_eq!(longest, 240, "one of them is all there is");
}

/// Appends an event to each of these cases.
async fn touch(fixture: &ListFixture, cases: Vec<ExpectedCase>, at: i64) {
    let changed = fixture.store.transact(move |tx| {
        for case in cases {
            let sql = "SELECT application_id FROM cases WHERE number = ?";
            let id = tx.row(sql, params![case.number], |row| {
                Ok(row.required_bytes("application_id")?.to_vec())
            })?;
            let id = id.ok_or(RowError::Missing)?;
            happens(tx, &id, case.state, at)?;
            give(tx, &id, STAFF[1])?;
        }
        Ok::<_, RowError>(())
    });
    changed.await.expect("changed");
}

#[tokio::test]
async fn change_between_two_pages_skips_and_repeats_no_row_by_age_or_reference() {
    let fixture = ListFixture::of(400).await;
    for (sorted_by, stable) in [
        (Sort::Age, true),
        (Sort::Reference, true),
        (Sort::Event, false),
    ] {
        let query = ListFilter {
            sorted_by,
            ..ListFilter::default()
        };
        let plainly = fixture.expected_references(&query, Assignee::Anyone);
        let (mut seen, mut place) = (Vec::new(), PagePosition::Start);
        for round in 0.. {
            let page = fixture.page(&query, Assignee::Anyone, place.clone()).await;
            seen.extend(references(&page));
            // One case from a page already shown, and one from the last page.
            let of = |n: usize| {
                let mut cases = fixture.cases.iter();
                let case = cases.find(|case| case.reference == plainly[n]);
                case.expect("a case").clone()
            };
            let later = crate::db::millis(NOW) + round;
            touch(&fixture, vec![of(3), of(plainly.len() - 2)], later).await;
            match page.after {
                Some(after) => place = PagePosition::After(after),
                None => break,
            }
        }
        if stable {
            assert_eq!(seen, plainly);
        } else {
            // A case that moved to the top does not appear again further down: no case appears
            // twice.
            let mut once = seen.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), seen.len());
            assert_eq!(seen.len(), plainly.len() - 1);
        }
    }
}

#[tokio::test]
async fn unmoved_row_appears_once_while_others_move() {
    let mut fixture = ListFixture::of(300).await;
    let sorts = [Sort::State, Sort::Assignee].into_iter();
    // Later than every event of the fixture.
    let mut now = crate::db::millis(NOW + time::Duration::days(9));
    for (sorted_by, order) in
        sorts.flat_map(|sort| SortOrder::ALL.iter().map(move |it| (sort, *it)))
    {
        let query = ListFilter {
            sorted_by,
            order,
            ..ListFilter::default()
        };
        let plainly = fixture.expected_references(&query, Assignee::Anyone);
        let (mut seen, mut moved, mut place) = (Vec::new(), Vec::new(), PagePosition::Start);
        for round in 0.. {
            let page = fixture.page(&query, Assignee::Anyone, place).await;
            let here: HashSet<_> = references(&page).collect();
            assert_eq!(here.len(), page.rows.len(), "none is twice on a page");
            seen.extend(references(&page));
            // One case already shown, and one still to come.
            let changed = |n: usize| {
                let of = &plainly[(n * 37) % plainly.len()];
                let case = fixture.cases.iter().find(|case| case.reference == *of);
                let state = StateKind::ALL[n % StateKind::ALL.len()];
                let case = case.expect("a case").clone();
                ExpectedCase { state, ..case }
            };
            let cases = vec![changed(2 * round), changed(2 * round + 1)];
            moved.extend(cases.iter().map(|case| case.reference.clone()));
            now += 1;
            touch(&fixture, cases, now).await;
            match page.after {
                Some(after) => place = PagePosition::After(after),
                None => break,
            }
        }
        let stayed = |all: &[String]| {
            let stayed = all.iter().filter(|it| !moved.contains(it));
            stayed.cloned().collect::<Vec<_>>()
        };
        assert_eq!(stayed(&seen), stayed(&plainly), "{query:?}");
        fixture.reload().await;
    }
}

#[tokio::test]
async fn cursor_outside_the_list_opens_its_first_page() {
    let fixture = ListFixture::of(120).await;
    let query = |sorted_by, states: &[StateKind]| ListFilter {
        sorted_by,
        states: states.to_vec(),
        ..ListFilter::default()
    };
    let two = [StateKind::Draft, StateKind::Denied];
    let denied = query(Sort::State, &two[1..]);
    let spot = TimeKey { at: 1, number: 1 };
    // A cursor between the two states, before them and after them.
    for (query, place, of) in [
        (
            query(Sort::State, &two),
            PagePosition::After(Cursor::State(StateKind::Approved, spot)),
            denied.clone(),
        ),
        (
            query(Sort::State, &two[1..]),
            PagePosition::After(Cursor::State(StateKind::Draft, spot)),
            denied.clone(),
        ),
        // A cursor of another order starts at the beginning.
        (
            denied.clone(),
            PagePosition::After(Cursor::Time(spot)),
            denied.clone(),
        ),
        (
            denied.clone(),
            PagePosition::Before(Cursor::Holder(None, spot)),
            denied,
        ),
        // A reviewer who does not exist.
        (
            query(Sort::Assignee, &two),
            PagePosition::After(Cursor::Holder(Some(ReviewerId::new([9; 16])), spot)),
            query(Sort::Assignee, &two),
        ),
    ] {
        let page = fixture.page(&query, Assignee::Anyone, place.clone()).await;
        let seen: Vec<_> = references(&page).collect();
        let plainly = fixture.expected_references(&of, Assignee::Anyone);
        let first = &plainly[..plainly.len().min(SIZE as usize)];
        assert_eq!(seen, first, "{place:?}");
    }
}

#[tokio::test]
async fn count_before_counts_the_rows_before_a_cursor() {
    let fixture = ListFixture::of(200).await;
    let query = ListFilter::default();
    let page = fixture
        .page(&query, Assignee::Anyone, PagePosition::Start)
        .await;
    let of = |row: usize| page.rows[row].last_event();
    for (row, most, ahead) in [(0, 100, 0), (7, 100, 7), (14, 10, 10)] {
        let count = fixture
            .store
            .count_before(&query, Assignee::Anyone, of(row), most, NOW);
        assert_eq!(count.await.expect("a count"), ahead);
    }
}
