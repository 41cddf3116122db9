//! What was searched for: sealed, for whoever did, and not for long.

use super::{
    super::{SqliteStore, millis, rows::RowError},
    Bound,
    sql::KEPT,
};
use crate::crypto::Place;
use kyc::desk::{
    ReviewerId,
    list::{Search, SearchId, Sought},
};
use sqlx::Row;
use time::OffsetDateTime;
use zeroize::Zeroizing;

const fn place(id: &SearchId) -> Place<'_> {
    Place {
        column: "desk_searches.sought",
        row: id.as_bytes(),
        version: 0,
    }
}

impl SqliteStore {
    /// The statement that keeps a search.
    pub(in crate::db) fn keep_search(&self, search: &Search) -> Result<Bound, RowError> {
        let plain = serde_json::to_vec(&search.sought).map_err(RowError::Shape)?;
        let plain = Zeroizing::new(plain);
        Ok(sqlx::query(
            "INSERT INTO desk_searches (id, reviewer_id, sought_sealed, expires_at) \
             VALUES (?, ?, ?, ?)",
        )
        .bind(search.id.as_bytes().to_vec())
        .bind(search.owner.as_bytes().to_vec())
        .bind(self.vault.seal_desk(place(&search.id), &plain))
        .bind(millis(search.expires_at)))
    }

    pub(super) async fn kept_search(
        &self,
        id: SearchId,
        owner: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<Sought>, RowError> {
        let query = sqlx::query(KEPT)
            .bind(id.as_bytes().to_vec())
            .bind(owner.as_bytes().to_vec())
            .bind(millis(now));
        let Some(row) = self.read.row(query).await? else {
            return Ok(None);
        };
        let plain = self.vault.open_desk(place(&id), row.try_get(0)?)?;
        Ok(Some(
            serde_json::from_slice(&plain).map_err(RowError::Shape)?,
        ))
    }
}
