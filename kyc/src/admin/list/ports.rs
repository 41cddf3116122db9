//! The ports of the list.

use super::{
    Assignee, CaseRow, Columns, Counts, Cursor, ListFilter, PagePosition, SearchId, SearchTerm,
    TimeKey,
};
use crate::{admin::ReviewerId, ports::StoreError};
use async_trait::async_trait;
use time::OffsetDateTime;

/// How many rows a page has.
pub const PAGE: u32 = 50;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    /// The rows.
    pub rows: Vec<CaseRow>,
    /// The cursor of the previous page, if there is one.
    pub before: Option<Cursor>,
    /// The cursor of the next page, if there is one.
    pub after: Option<Cursor>,
}

impl ListPage {
    /// Makes a page from the rows that were read: one row more than fits means that more follow.
    ///
    /// Rows that were read backwards are reversed.
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
            // A page after a cursor always has a previous page.
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

/// The store of the list.
#[async_trait]
pub trait CaseList: Send + Sync {
    /// A page of masked rows.
    async fn page(
        &self,
        query: &ListFilter,
        holder: Assignee,
        place: &PagePosition,
        size: u32,
        now: OffsetDateTime,
    ) -> Result<ListPage, StoreError>;

    /// A page of rows with the columns of an export: names and email addresses in full, or none.
    async fn export_page(
        &self,
        query: &ListFilter,
        holder: Assignee,
        place: &PagePosition,
        size: u32,
        columns: Columns,
        now: OffsetDateTime,
    ) -> Result<ListPage, StoreError>;

    /// The counts of each state. They are stored, not counted by the query.
    async fn counts(&self, holder: Assignee) -> Result<Counts, StoreError>;

    /// How many rows a filter with an age matches, up to a limit. Without an age, the stored counts
    /// say it.
    async fn count_matches(
        &self,
        query: &ListFilter,
        holder: Assignee,
        most: u32,
        now: OffsetDateTime,
    ) -> Result<u32, StoreError>;

    /// How many rows come before a key in a list by time, up to a limit.
    async fn count_before(
        &self,
        query: &ListFilter,
        holder: Assignee,
        of: TimeKey,
        most: u32,
        now: OffsetDateTime,
    ) -> Result<u32, StoreError>;

    /// A page of the search's results, the latest opened first.
    async fn search_page(
        &self,
        term: &SearchTerm,
        place: &PagePosition,
    ) -> Result<ListPage, StoreError>;

    /// The stored search of this owner, if it has not expired.
    async fn saved_search(
        &self,
        id: SearchId,
        owner: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SearchTerm>, StoreError>;
}
