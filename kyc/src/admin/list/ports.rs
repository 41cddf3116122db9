//! What the list needs from the world.

use super::{
    Assignee, CaseRow, Counts, Cursor, ListFilter, PagePosition, SearchId, SearchTerm, TimeKey,
};
use crate::{
    admin::ReviewerId,
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

/// How many rows a page has.
pub const PAGE: u32 = 50;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    /// Its rows.
    pub rows: Vec<CaseRow>,
    /// Where the page before ends, if there is one.
    pub before: Option<Cursor>,
    /// Where the next one begins, if there is one.
    pub after: Option<Cursor>,
}

impl ListPage {
    /// The page of what was read: one row more than fits says that it goes on.
    /// What was read backwards from a place is turned round.
    #[must_use]
    pub fn of(
        mut rows: Vec<CaseRow>,
        size: usize,
        place: &PagePosition,
        cursor: impl Fn(&CaseRow) -> Cursor,
    ) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        if matches!(place, PagePosition::Before(_)) {
            rows.reverse();
        }
        let (first, last) = (rows.first().map(&cursor), rows.last().map(&cursor));
        let (before, after) = match place {
            PagePosition::Start => (None, last.filter(|_| more)),
            // Whoever came from somewhere can go back there.
            PagePosition::After(_) => (first, last.filter(|_| more)),
            PagePosition::Before(_) => (first.filter(|_| more), last),
        };
        Self {
            rows,
            before,
            after,
        }
    }
}

/// The list, and what it keeps.
pub trait CaseList: Send + Sync {
    /// A page of so many rows, each masked.
    fn page<'a>(
        &'a self,
        query: &'a ListFilter,
        holder: Assignee,
        place: &'a PagePosition,
        size: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<ListPage, StoreError>>;

    /// The same, with all that people typed of name and address of mail: for an
    /// export that may say so.
    fn page_unmasked<'a>(
        &'a self,
        query: &'a ListFilter,
        holder: Assignee,
        place: &'a PagePosition,
        size: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<ListPage, StoreError>>;

    /// How many there are in each state: kept, not counted.
    fn counts(&self, holder: Assignee) -> Fut<'_, Result<Counts, StoreError>>;

    /// How many rows stand before a place of a list by time, up to so many.
    fn count_before<'a>(
        &'a self,
        query: &'a ListFilter,
        holder: Assignee,
        of: TimeKey,
        most: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<u32, StoreError>>;

    /// A page of what a search finds, the latest opened first.
    fn search_page<'a>(
        &'a self,
        sought: &'a SearchTerm,
        place: &'a PagePosition,
    ) -> Fut<'a, Result<ListPage, StoreError>>;

    /// A search that its owner made and that is not over.
    fn saved_search(
        &self,
        id: SearchId,
        owner: ReviewerId,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Option<SearchTerm>, StoreError>>;
}
