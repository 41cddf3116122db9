//! The reviewers' list: pages of it, its counts, and what was searched for.

mod course;
mod rows;
mod searches;
mod sql;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use sql::{every_statement, is_dear};

use self::{
    course::bound,
    rows::Seen,
    sql::{COUNTS, Hunt, Wanted},
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
            Cases, Counts, Cursor, Holder, PAGE, Page, Place, Query, Row, SearchId, Sought, Spot,
            Way,
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
        place: &Place,
        (size, now, seen): (u32, OffsetDateTime, Seen),
    ) -> Result<Page, RowError> {
        let place = query.place(place.clone());
        let bound = bound(query, holder, &place, (seen.wanted(), size + 1, now));
        let mut rows = self.cases_of(bound, seen).await?;
        // SQLite does not promise the order of what it put together in between,
        // though it keeps it.
        rows.sort_by(|one, two| query.compare(one, two));
        if matches!(place, Place::Before(_)) {
            rows.reverse();
        }
        Ok(Page::of(rows, size as usize, &place, |row| {
            query.cursor(row)
        }))
    }

    async fn cases_of(&self, bound: Option<Bound>, seen: Seen) -> Result<Vec<Row>, RowError> {
        let rows = self.rows_of(bound).await?;
        rows.iter().map(|row| self.case_of(row, seen)).collect()
    }

    async fn find(&self, sought: &Sought, place: &Place) -> Result<Page, RowError> {
        let blind = |by: By, typed: &str| {
            let token = by
                .typed(typed)
                .map(|text| self.vault.blind(by.as_str(), &text));
            (Hunt::Blind(by), token)
        };
        let (way, from, place) = match place {
            Place::After(Cursor::Time(spot)) => (Way::Down, spot.number, place.clone()),
            Place::Before(Cursor::Time(spot)) => (Way::Up, spot.number, place.clone()),
            // The others are places of a list, and none of what was found.
            Place::Start | Place::After(_) | Place::Before(_) => {
                (Way::Down, i64::MAX, Place::Start)
            }
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
        let mut rows = self.cases_of(bound, Seen::Masked).await?;
        rows.sort_by_key(|row| row.number);
        if way == Way::Down {
            rows.reverse();
        }
        let cursor = |row: &Row| Cursor::Time(row.opened());
        Ok(Page::of(rows, PAGE as usize, &place, cursor))
    }

    async fn ahead_of(&self, bound: Option<Bound>) -> Result<u32, RowError> {
        let rows = self.rows_of(bound).await?;
        let count = rows.first().map_or(Ok(0), |row| row.try_get::<i64, _>(0))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn counted(&self, holder: Holder) -> Result<Counts, RowError> {
        let whose = course::counted(holder);
        let rows = self.read.rows(sqlx::query(COUNTS).bind(whose)).await?;
        let counts = rows.iter().map(|row| {
            let count: i64 = row.try_get(1)?;
            Ok((label(row.try_get(0)?)?, count.unsigned_abs()))
        });
        Ok(Counts::new(counts.collect::<Result<_, RowError>>()?))
    }
}

/// The statement of a blind index, if what was typed has one.
fn tokened((hunt, token): (Hunt, Option<[u8; 16]>), way: Way) -> Option<Bound> {
    token.map(|token| statement(hunt.sql(way)).bind(token.to_vec()))
}

impl Cases for SqliteStore {
    fn page<'a>(
        &'a self,
        query: &'a Query,
        holder: Holder,
        place: &'a Place,
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
        place: &'a Place,
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
        of: Spot,
        most: u32,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<u32, StoreError>> {
        let by_time = query.sort().is_of_time();
        let place = Place::Before(Cursor::Time(of));
        let how = (Wanted::Count, most, now);
        let bound = by_time.then(|| bound(query, holder, &place, how)).flatten();
        Box::pin(async move { Ok(self.ahead_of(bound).await?) })
    }

    fn found<'a>(
        &'a self,
        sought: &'a Sought,
        place: &'a Place,
    ) -> Fut<'a, Result<Page, StoreError>> {
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
