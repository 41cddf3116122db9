//! The reviewers' list: pages of it, its counts, and what was searched for.

mod rows;
mod searches;
mod sql;
#[cfg(test)]
mod tests;

pub(crate) use sql::{every_statement, is_dear};

use self::{
    rows::Seen,
    sql::{COUNTS, Hunt, Walk, Wanted},
};
use super::{
    SqliteStore,
    rows::{RowError, label},
    search::By,
};
use kyc::{
    desk::{
        ReviewerId,
        list::{
            Cases, Counts, Cursor, Holder, Order, PAGE, Page, Place, Query, Row, SearchId, Sort,
            Sought,
        },
    },
    port::{Fut, StoreError},
};
use sqlx::{
    AssertSqlSafe, Row as _, Sqlite,
    sqlite::{SqliteArguments, SqliteRow},
};
use time::OffsetDateTime;

/// The key of all counts.
const ALL: &[u8] = &[0];

/// A statement of ours, with its parameters.
type Bound = sqlx::query::Query<'static, Sqlite, SqliteArguments>;

fn statement(sql: String) -> Bound {
    // Put together from our own words; whatever is asked is bound.
    sqlx::query(AssertSqlSafe(sql))
}

/// Which cases are somebody's; `None` for all.
fn held(holder: Holder) -> Option<Vec<u8>> {
    match holder {
        Holder::Anyone => None,
        Holder::Nobody => Some(Vec::new()),
        Holder::Of(reviewer) => Some(reviewer.as_bytes().to_vec()),
    }
}

/// One walk along the list: from where, which way, how far.
#[derive(Clone, Copy)]
struct Stretch {
    from: Cursor,
    way: Order,
    /// The time beyond which nothing fits.
    end: i64,
}

/// The walk from a place. A list of a stretch of time begins where that does.
fn stretch(query: &Query, place: Place, now: OffsetDateTime) -> Stretch {
    let (first, last) = query.stretch(now);
    let (from, way) = match place {
        Place::Start => (None, query.order),
        Place::After(cursor) => (Some(cursor), query.order),
        Place::Before(cursor) => (Some(cursor), query.order.other()),
    };
    match way {
        Order::Newest => {
            let edge = Cursor {
                at: last,
                ..Cursor::LAST
            };
            Stretch {
                from: from.map_or(edge, |from| from.min(edge)),
                way,
                end: first,
            }
        }
        Order::Oldest => {
            let edge = Cursor {
                at: first,
                ..Cursor::FIRST
            };
            Stretch {
                from: from.map_or(edge, |from| from.max(edge)),
                way,
                end: last,
            }
        }
    }
}

/// The rows in the order of the walk that found them: SQLite does not promise
/// it for what it put together in between, though it keeps it.
fn in_order<K: Ord>(mut rows: Vec<Row>, way: Order, key: impl Fn(&Row) -> K) -> Vec<Row> {
    rows.sort_by(|a, b| match way {
        Order::Newest => key(b).cmp(&key(a)),
        Order::Oldest => key(a).cmp(&key(b)),
    });
    rows
}

/// The statement of a list with its parameters; `None` where no state fits.
fn bound(query: &Query, holder: Holder, walk: Stretch, wanted: Wanted, most: u32) -> Option<Bound> {
    let labels = query.labels();
    if labels.is_empty() {
        return None;
    }
    let held = held(holder);
    let sql = Walk {
        wanted,
        sort: query.sort(),
        way: walk.way,
        states: labels.len(),
        held: held.is_some(),
    };
    let mut bound = statement(sql.sql())
        .bind(walk.from.at)
        .bind(walk.from.number)
        .bind(walk.end)
        .bind(most);
    for label in labels {
        bound = bound.bind(label.as_str());
    }
    Some(match held {
        Some(held) => bound.bind(held),
        None => bound,
    })
}

impl SqliteStore {
    async fn rows_of(&self, bound: Option<Bound>) -> Result<Vec<SqliteRow>, RowError> {
        match bound {
            Some(bound) => Ok(self.read.rows(bound).await?),
            None => Ok(Vec::new()),
        }
    }

    async fn list(
        &self,
        query: &Query,
        holder: Holder,
        place: Place,
        (size, now, seen): (u32, OffsetDateTime, Seen),
    ) -> Result<Page, RowError> {
        let walk = stretch(query, place, now);
        let bound = bound(query, holder, walk, seen.wanted(), size + 1);
        let rows = self.rows_of(bound).await?;
        let rows: Result<Vec<_>, _> = rows.iter().map(|row| self.case_of(row, seen)).collect();
        let rows = in_order(rows?, walk.way, |row| row.cursor(query.sort()));
        Ok(Page::of(rows, size as usize, place, query.sort()))
    }

    async fn find(&self, sought: &Sought, place: Place) -> Result<Page, RowError> {
        let blind = |by: By, typed: &str| {
            let token = by
                .typed(typed)
                .map(|text| self.vault.blind(by.as_str(), &text));
            (Hunt::Blind(by), token)
        };
        let (way, from) = match place {
            Place::Start => (Order::Newest, i64::MAX),
            Place::After(cursor) => (Order::Newest, cursor.number),
            Place::Before(cursor) => (Order::Oldest, cursor.number),
        };
        let bound = match sought {
            Sought::Reference(reference) => {
                Some(statement(Hunt::Reference.sql(way)).bind(reference.as_str().to_owned()))
            }
            Sought::Id(id) => Some(statement(Hunt::Id.sql(way)).bind(id.clone())),
            Sought::Email(text) => tokened(blind(By::Email, text.expose()), way),
            Sought::Name(text) => tokened(blind(By::Name, text.expose()), way),
        };
        let bound = bound.map(|bound| bound.bind(from).bind(PAGE + 1));
        let rows = self.rows_of(bound).await?;
        let rows: Result<Vec<_>, _> = rows
            .iter()
            .map(|row| self.case_of(row, Seen::Masked))
            .collect();
        let rows = in_order(rows?, way, |row| row.number);
        Ok(Page::of(rows, PAGE as usize, place, Sort::Age))
    }

    async fn ahead_of(&self, bound: Option<Bound>) -> Result<u32, RowError> {
        let rows = self.rows_of(bound).await?;
        let count = rows.first().map_or(Ok(0), |row| row.try_get::<i64, _>(0))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn counted(&self, holder: Holder) -> Result<Counts, RowError> {
        let whose = held(holder).unwrap_or_else(|| ALL.to_vec());
        let rows = self.read.rows(sqlx::query(COUNTS).bind(whose)).await?;
        let counts = rows.iter().map(|row| {
            let count: i64 = row.try_get(1)?;
            Ok((label(row.try_get(0)?)?, count.unsigned_abs()))
        });
        Ok(Counts::new(counts.collect::<Result<_, RowError>>()?))
    }
}

/// The statement of a blind index, if what was typed has one.
fn tokened((hunt, token): (Hunt, Option<[u8; 16]>), way: Order) -> Option<Bound> {
    token.map(|token| statement(hunt.sql(way)).bind(token.to_vec()))
}

impl Cases for SqliteStore {
    fn page<'a>(
        &'a self,
        query: &'a Query,
        holder: Holder,
        place: Place,
        size: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Page, StoreError>> {
        let how = (size, now, Seen::Masked);
        Box::pin(async move { Ok(self.list(query, holder, place, how).await?) })
    }

    fn page_in_full<'a>(
        &'a self,
        query: &'a Query,
        holder: Holder,
        place: Place,
        size: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Page, StoreError>> {
        let how = (size, now, Seen::Full);
        Box::pin(async move { Ok(self.list(query, holder, place, how).await?) })
    }

    fn counts(&self, holder: Holder) -> Fut<'_, Result<Counts, StoreError>> {
        Box::pin(async move { Ok(self.counted(holder).await?) })
    }

    fn ahead<'a>(
        &'a self,
        query: &'a Query,
        holder: Holder,
        of: Cursor,
        most: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<u32, StoreError>> {
        let walk = stretch(query, Place::Before(of), now);
        let bound = bound(query, holder, walk, Wanted::Count, most);
        Box::pin(async move { Ok(self.ahead_of(bound).await?) })
    }

    fn found<'a>(&'a self, sought: &'a Sought, place: Place) -> Fut<'a, Result<Page, StoreError>> {
        Box::pin(async move { Ok(self.find(sought, place).await?) })
    }

    fn kept(
        &self,
        id: SearchId,
        owner: ReviewerId,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Option<Sought>, StoreError>> {
        Box::pin(async move { Ok(self.kept_search(id, owner, now).await?) })
    }
}
