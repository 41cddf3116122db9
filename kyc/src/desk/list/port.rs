//! What the list needs from the world.

use super::{Counts, Cursor, Holder, Place, Query, Row, SearchId, Sought, Spot};
use crate::{
    desk::ReviewerId,
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

/// How many rows a page has.
pub const PAGE: u32 = 50;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Where the page before ends, if there is one.
    pub before: Option<Cursor>,
    /// Where the next one begins, if there is one.
    pub after: Option<Cursor>,
}

impl Page {
    /// The page of what was read: one row more than fits says that it goes on.
    /// What was read backwards from a place is turned round.
    #[must_use]
    pub fn of(
        mut rows: Vec<Row>,
        size: usize,
        place: &Place,
        cursor: impl Fn(&Row) -> Cursor,
    ) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        if matches!(place, Place::Before(_)) {
            rows.reverse();
        }
        let (first, last) = (rows.first().map(&cursor), rows.last().map(&cursor));
        let (before, after) = match place {
            Place::Start => (None, last.filter(|_| more)),
            // Whoever came from somewhere can go back there.
            Place::After(_) => (first, last.filter(|_| more)),
            Place::Before(_) => (first.filter(|_| more), last),
        };
        Self {
            rows,
            before,
            after,
        }
    }
}

/// The list, and what it keeps.
pub trait Cases: Send + Sync {
    /// A page of so many rows, each masked.
    fn page<'a>(
        &'a self,
        query: &'a Query,
        holder: Holder,
        place: &'a Place,
        size: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Page, StoreError>>;

    /// The same, with all that people typed of name and address of mail: for an
    /// export that may say so.
    fn page_in_full<'a>(
        &'a self,
        query: &'a Query,
        holder: Holder,
        place: &'a Place,
        size: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Page, StoreError>>;

    /// How many there are in each state: kept, not counted.
    fn counts(&self, holder: Holder) -> Fut<'_, Result<Counts, StoreError>>;

    /// How many rows stand before a place of a list by time, up to so many.
    fn ahead<'a>(
        &'a self,
        query: &'a Query,
        holder: Holder,
        of: Spot,
        most: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<u32, StoreError>>;

    /// A page of what a search finds, the latest opened first.
    fn found<'a>(
        &'a self,
        sought: &'a Sought,
        place: &'a Place,
    ) -> Fut<'a, Result<Page, StoreError>>;

    /// A search that its owner made and that is not over.
    fn kept(
        &self,
        id: SearchId,
        owner: ReviewerId,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Option<Sought>, StoreError>>;
}
