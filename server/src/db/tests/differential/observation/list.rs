//! Readings of the list, its searches and counts, and of the dashboard.

use super::{EngineFixture, Readings, cases::person};
use crate::db::SearchField;
use kyc::{
    admin::{
        dashboard::{Dashboard, DateRange},
        list::{
            AgeFilter, Assignee, CaseList, CaseRow, Columns, Decision, ListFilter, ListPage,
            PagePosition, SearchTerm, Sort, SortOrder, csv,
        },
    },
    ports::StoreError,
    state::StateKind,
};

/// So small that a few applications fill several pages.
const SIZE: u32 = 3;

/// More pages than a list can have: a cursor that leads nowhere ends there.
const MOST_PAGES: usize = 20;

/// The filters of which each list has one.
fn filters() -> Vec<ListFilter> {
    let default = ListFilter::default;
    let mut filters = vec![
        default(),
        ListFilter {
            states: StateKind::ALL.to_vec(),
            erased: true,
            ..default()
        },
        ListFilter {
            erased: true,
            ..default()
        },
        ListFilter {
            states: vec![StateKind::Draft, StateKind::Processing],
            ..default()
        },
    ];
    let decisions = Decision::ALL.iter().copied();
    filters.extend(decisions.map(|decision| ListFilter {
        decision: Some(decision),
        ..default()
    }));
    let ages = AgeFilter::ALL.iter().copied();
    filters.extend(ages.map(|age| ListFilter {
        age: Some(age),
        ..default()
    }));
    filters
}

fn row(row: &CaseRow) -> String {
    format!("{row:?} {}", person(&row.person))
}

fn page(page: &ListPage) -> (Vec<String>, String) {
    let rows = page.rows.iter().map(row);
    (
        rows.collect(),
        format!("{:?} {:?}", page.before, page.after),
    )
}

impl EngineFixture {
    pub(super) async fn read_lists(&self, readings: &mut Readings, variant: usize) {
        let filters = filters();
        let sorts = Sort::ALL.iter();
        let sorts = sorts.flat_map(|sort| SortOrder::ALL.iter().map(move |order| (*sort, *order)));
        for (n, (sorted_by, order)) in sorts.enumerate() {
            // All assignees for half of the lists: they are the longest.
            let members = self.known.members.len();
            let whose = match (variant + n) % 4 {
                0 | 1 => Assignee::Anyone,
                2 => Assignee::Unassigned,
                _ if members == 0 => Assignee::Unassigned,
                _ => Assignee::Of(self.known.members[variant % members].id),
            };
            let filter = filters[(variant + n) % filters.len()].clone();
            let filter = ListFilter {
                sorted_by,
                order,
                ..filter
            };
            let title = format!("list {} of {whose:?}", filter.segment());
            readings.add(title.clone(), self.pages(&filter, whose).await);
            readings.add(
                format!("export of {title}"),
                self.export(&filter, whose).await,
            );
            let matches = self.store.count_matches(&filter, whose, 100, self.now());
            readings.add(format!("count of {title}"), matches.await);
        }
        self.read_figures(readings).await;
    }

    /// All pages of a list, forward to its end and back.
    async fn pages(
        &self,
        filter: &ListFilter,
        whose: Assignee,
    ) -> Result<Vec<(Vec<String>, String)>, StoreError> {
        let (mut pages, mut place, mut is_back) = (Vec::new(), PagePosition::Start, false);
        while pages.len() < MOST_PAGES {
            let read = self
                .store
                .page(filter, whose, &place, SIZE, self.now())
                .await?;
            pages.push(page(&read));
            is_back |= read.after.is_none();
            let next = if is_back {
                read.before.map(PagePosition::Before)
            } else {
                read.after.map(PagePosition::After)
            };
            match next {
                Some(next) => place = next,
                None => break,
            }
        }
        Ok(pages)
    }

    /// The lines of an export, with and without personal data.
    async fn export(
        &self,
        filter: &ListFilter,
        whose: Assignee,
    ) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        for columns in [Columns::Plain, Columns::Personal] {
            let start = PagePosition::Start;
            let read = self
                .store
                .export_page(filter, whose, &start, 50, columns, self.now());
            lines.extend(read.await?.rows.iter().map(|row| csv(row, columns)));
        }
        Ok(lines)
    }

    /// Reads counts and the dashboard.
    async fn read_figures(&self, readings: &mut Readings) {
        let members = self.known.members.iter().map(|them| Assignee::Of(them.id));
        for whose in [Assignee::Anyone, Assignee::Unassigned]
            .into_iter()
            .chain(members)
        {
            let counts = self.store.counts(whose).await.map(|counts| {
                let of = StateKind::ALL.iter().map(|state| counts.of(*state));
                (of.collect::<Vec<_>>(), counts.erased())
            });
            readings.add(format!("counts of {whose:?}"), counts);
        }
        for range in DateRange::ALL {
            let stats = self.store.stats(range, self.now()).await;
            readings.add(format!("dashboard of {range:?}"), stats);
        }
        let all = ListFilter::default();
        let first = self
            .store
            .page(&all, Assignee::Anyone, &PagePosition::Start, 50, self.now());
        let Ok(first) = first.await else { return };
        if let Some(last) = first.rows.last() {
            let key = last.last_event();
            let before = self
                .store
                .count_before(&all, Assignee::Anyone, key, 100, self.now());
            readings.add("count before the last row", before.await);
        }
    }

    pub(super) async fn read_searches(&self, readings: &mut Readings) {
        let typed = [
            "john.doe@example.com",
            "JOSE@example.org",
            "John Doe",
            "Jose O'Neil",
            "Doe, John Quincy",
            "+1 555 123 4561",
            "ext_shared",
            "ext_supplied",
        ];
        let ids = self.known.applications.iter();
        let ids = ids.flat_map(|it| [it.reference.as_str(), it.user_id.as_str()]);
        for typed in typed.into_iter().chain(ids) {
            let term = SearchTerm::read(typed).expect("a term");
            let found = self.store.search_page(&term, &PagePosition::Start).await;
            readings.add(
                format!("search for {typed}"),
                found.map(|found| page(&found)),
            );
        }
        for field in SearchField::ALL {
            let typed = match field {
                SearchField::Email => "john.doe@example.com",
                SearchField::Name => "John Doe",
                SearchField::Phone => "+15551234560",
            };
            let text = field.normalize(typed).expect("a normal form");
            let found = self.store.search(field, &text).await.map(|found| {
                let rows = found.into_iter();
                rows.map(|row| (row.reference, row.state, row.updated_at))
                    .collect::<Vec<_>>()
            });
            readings.add(format!("operator's search for {typed}"), found);
        }
        for (n, (id, owner)) in self.known.searches.iter().enumerate() {
            let saved = self.store.saved_search(*id, *owner, self.now()).await;
            let saved = saved.map(|term| term.map(|term| term.expose().to_owned()));
            readings.add(format!("saved search {n}"), saved);
        }
    }
}
