//! The case list: its pages, its counts and the saved searches.

mod bind;
#[cfg(feature = "test-api")]
mod plan_check;
mod query;
mod rows;
mod searches;
mod sql;
#[cfg(test)]
mod tests;

#[cfg(feature = "test-api")]
pub(crate) use plan_check::{every_statement, is_full_scan};

use self::{
    bind::bound,
    rows::Masking,
    sql::{COUNTS, RowColumns, SearchBy},
};
use crate::db::{
    DatabaseStore,
    driver::{Param, params},
    rows::{RowError, label},
    search::SearchField,
};
use async_trait::async_trait;
use kyc::{
    admin::{
        ReviewerId,
        list::{
            Assignee, CaseList, CaseRow, Columns, Counts, Cursor, Direction, ERASED, ListFilter,
            ListPage, PAGE, PagePosition, SearchId, SearchTerm, Sort, TimeKey,
        },
    },
    pii::Pii,
    ports::StoreError,
};
use time::OffsetDateTime;

/// The key of the counters over all cases.
const ALL: &[u8] = &[0];

/// A parameter of a generated statement.
enum BoundValue {
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl From<i64> for BoundValue {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for BoundValue {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<String> for BoundValue {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<u8>> for BoundValue {
    fn from(value: Vec<u8>) -> Self {
        Self::Blob(value)
    }
}

/// A generated SQL statement with its parameters. It contains this program's own strings only.
struct BoundStatement {
    sql: String,
    values: Vec<BoundValue>,
}

impl BoundStatement {
    const fn new(sql: String) -> Self {
        Self {
            sql,
            values: Vec::new(),
        }
    }

    fn bind(mut self, value: impl Into<BoundValue>) -> Self {
        self.values.push(value.into());
        self
    }

    fn params(&self) -> Vec<Param<'_>> {
        let params = self.values.iter().map(|value| match value {
            BoundValue::Int(number) => Param::Int(*number),
            BoundValue::Text(text) => Param::Text(text),
            BoundValue::Blob(bytes) => Param::Blob(bytes),
        });
        params.collect()
    }
}

impl DatabaseStore {
    async fn list(
        &self,
        query: &ListFilter,
        holder: Assignee,
        place: &PagePosition,
        (size, now, seen): (u32, OffsetDateTime, Masking),
    ) -> Result<ListPage, RowError> {
        let place = query.valid_position(place.clone());
        let how = (seen.columns(), size + 1, now);
        let bound = bound(query, holder, &place, how, self.driver.merges_scans());
        let mut rows = self.cases_of(bound, seen).await?;
        // The join to the materialized positions need not keep their order.
        rows.sort_by(|one, two| query.compare(one, two));
        if matches!(place, PagePosition::Before(_)) {
            rows.reverse();
        }
        Ok(ListPage::of(rows, size as usize, &place, |row| {
            query.cursor(row)
        }))
    }

    async fn cases_of(
        &self,
        bound: Option<BoundStatement>,
        seen: Masking,
    ) -> Result<Vec<CaseRow>, RowError> {
        let Some(bound) = bound else {
            return Ok(Vec::new());
        };
        let store = self.clone();
        let read = self
            .scan(move |tx| tx.rows(&bound.sql, &bound.params(), |row| store.case_of(row, seen)));
        read.await
    }

    /// The page of the first normal form that finds anything.
    async fn find(&self, term: &SearchTerm, place: &PagePosition) -> Result<ListPage, RowError> {
        let (direction, from, place) = match place {
            PagePosition::After(Cursor::Time(key)) => (Direction::Desc, key.number, place.clone()),
            PagePosition::Before(Cursor::Time(key)) => (Direction::Asc, key.number, place.clone()),
            // Other positions belong to the list and not to a search result.
            PagePosition::Start | PagePosition::After(_) | PagePosition::Before(_) => {
                (Direction::Desc, i64::MAX, PagePosition::Start)
            }
        };
        let mut rows = Vec::new();
        for bound in self.search_statements(term, direction) {
            let bound = bound.bind(from).bind(PAGE + 1);
            rows = self.cases_of(Some(bound), Masking::Masked).await?;
            if !rows.is_empty() {
                break;
            }
        }
        rows.sort_by_key(|row| row.number);
        if direction == Direction::Desc {
            rows.reverse();
        }
        let cursor = |row: &CaseRow| Cursor::Time(row.opened());
        Ok(ListPage::of(rows, PAGE as usize, &place, cursor))
    }

    /// The statements of a search, the most exact first.
    fn search_statements(&self, term: &SearchTerm, direction: Direction) -> Vec<BoundStatement> {
        let blind = |by: SearchField, typed: &Pii<String>| {
            let candidates = by.candidates(typed.expose());
            let tokens = candidates
                .iter()
                .map(|text| self.vault.blind_index(by.as_str(), text));
            let sql = SearchBy::Blind(by).sql(direction);
            tokens
                .map(|token| BoundStatement::new(sql.clone()).bind(token.to_vec()))
                .collect()
        };
        match term {
            SearchTerm::Reference(reference) => vec![
                BoundStatement::new(SearchBy::Reference.sql(direction))
                    .bind(reference.as_str().to_owned()),
            ],
            SearchTerm::Id(id) => {
                vec![BoundStatement::new(SearchBy::Id.sql(direction)).bind(id.clone())]
            }
            SearchTerm::Email(text) => blind(SearchField::Email, text),
            SearchTerm::Name(text) => blind(SearchField::Name, text),
            SearchTerm::Phone(text) => blind(SearchField::Phone, text),
        }
    }

    async fn count_rows_before(&self, bound: Option<BoundStatement>) -> Result<u32, RowError> {
        let Some(bound) = bound else {
            return Ok(0);
        };
        let count = self
            .scan(move |tx| tx.row(&bound.sql, &bound.params(), |row| row.required_int("cases")));
        Ok(count
            .await?
            .map_or(0, |count| u32::try_from(count).unwrap_or(u32::MAX)))
    }

    fn counted(&self, holder: Assignee) -> Result<Counts, RowError> {
        let (whose, mut erased) = (bind::counted(holder), 0);
        let counts = self.read(|tx| {
            tx.rows(COUNTS, params![&whose], |row| {
                let (state, count) = (row.required_text("state")?, row.required_int("cases")?);
                if state == ERASED {
                    erased = count.unsigned_abs();
                    return Ok(None);
                }
                Ok(Some((label(state)?, count.unsigned_abs())))
            })
        });
        let counts = counts?.into_iter().flatten().collect();
        Ok(Counts::new(counts).with_erased(erased))
    }
}

#[async_trait]
impl CaseList for DatabaseStore {
    async fn page(
        &self,
        query: &ListFilter,
        holder: Assignee,
        place: &PagePosition,
        size: u32,
        now: OffsetDateTime,
    ) -> Result<ListPage, StoreError> {
        let how = (size, now, Masking::Masked);
        Ok(self.list(query, holder, place, how).await?)
    }

    async fn export_page(
        &self,
        query: &ListFilter,
        holder: Assignee,
        place: &PagePosition,
        size: u32,
        columns: Columns,
        now: OffsetDateTime,
    ) -> Result<ListPage, StoreError> {
        let seen = match columns {
            Columns::Plain => Masking::Export,
            Columns::Personal => Masking::Full,
        };
        let how = (size, now, seen);
        Ok(self.list(query, holder, place, how).await?)
    }

    async fn counts(&self, holder: Assignee) -> Result<Counts, StoreError> {
        Ok(self.counted(holder)?)
    }

    async fn count_matches(
        &self,
        query: &ListFilter,
        holder: Assignee,
        most: u32,
        now: OffsetDateTime,
    ) -> Result<u32, StoreError> {
        let by_age = ListFilter {
            sorted_by: Sort::Age,
            ..query.clone()
        };
        let how = (RowColumns::Count, most, now);
        let merges_scans = self.driver.merges_scans();
        let bound = bound(&by_age, holder, &PagePosition::Start, how, merges_scans);
        Ok(self.count_rows_before(bound).await?)
    }

    async fn count_before(
        &self,
        query: &ListFilter,
        holder: Assignee,
        of: TimeKey,
        most: u32,
        now: OffsetDateTime,
    ) -> Result<u32, StoreError> {
        let by_time = query.sort().is_of_time();
        let place = PagePosition::Before(Cursor::Time(of));
        let how = (RowColumns::Count, most, now);
        let merges_scans = self.driver.merges_scans();
        let bound = by_time.then(|| bound(query, holder, &place, how, merges_scans));
        let bound = bound.flatten();
        Ok(self.count_rows_before(bound).await?)
    }

    async fn search_page(
        &self,
        term: &SearchTerm,
        place: &PagePosition,
    ) -> Result<ListPage, StoreError> {
        Ok(self.find(term, place).await?)
    }

    async fn saved_search(
        &self,
        id: SearchId,
        owner: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SearchTerm>, StoreError> {
        Ok(self.read_saved_search(id, owner, now)?)
    }
}
