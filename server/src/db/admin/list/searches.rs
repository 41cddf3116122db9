//! Saved searches: sealed, bound to their owner and short-lived.

use super::{
    super::super::{
        SqliteStore, millis,
        rows::{ColumnReader, RowError},
    },
    sql::SAVED_SEARCH,
};
use crate::crypto::AssociatedData;
use kyc::admin::{
    ReviewerId,
    list::{SavedSearch, SearchId, SearchTerm},
};
use rusqlite::params;
use sqlx::{Sqlite, query::Query, sqlite::SqliteArguments};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// The statement that saves a search.
type Insert = Query<'static, Sqlite, SqliteArguments>;

const fn place(id: &SearchId) -> AssociatedData<'_> {
    AssociatedData {
        column: "desk_searches.sought",
        row: id.as_bytes(),
        version: 0,
    }
}

impl SqliteStore {
    /// Builds the statement that saves a search.
    pub(in crate::db) fn keep_search(&self, search: &SavedSearch) -> Result<Insert, RowError> {
        let plain = serde_json::to_vec(&search.term).map_err(RowError::Shape)?;
        let plain = Zeroizing::new(plain);
        Ok(sqlx::query(
            "INSERT INTO desk_searches (id, reviewer_id, sought_sealed, expires_at) \
             VALUES (?, ?, ?, ?)",
        )
        .bind(search.id.as_bytes().to_vec())
        .bind(search.owner.as_bytes().to_vec())
        .bind(self.vault.seal_admin(place(&search.id), &plain))
        .bind(millis(search.expires_at)))
    }

    pub(super) fn read_saved_search(
        &self,
        id: SearchId,
        owner: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SearchTerm>, RowError> {
        let bound = params![id.as_bytes(), owner.as_bytes(), millis(now)];
        self.pool.row(SAVED_SEARCH, bound, |row| {
            let plain = self
                .vault
                .open_admin(place(&id), row.required_bytes("sought_sealed")?)?;
            serde_json::from_slice(&plain).map_err(RowError::Shape)
        })
    }
}
