//! Saved searches: sealed, bound to their owner and short-lived.

use super::{
    super::super::{
        DatabaseStore,
        commit::{CommitError, change_one},
        driver::{Tx, params},
        millis,
        rows::RowError,
    },
    sql::SAVED_SEARCH,
};
use crate::crypto::AssociatedData;
use kyc::admin::{
    ReviewerId,
    list::{SavedSearch, SearchId, SearchTerm},
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

const fn place(id: &SearchId) -> AssociatedData<'_> {
    AssociatedData {
        column: "desk_searches.sought",
        row: id.as_bytes(),
        version: 0,
    }
}

impl DatabaseStore {
    /// Saves a search.
    pub(in crate::db::admin) fn keep_search(
        &self,
        tx: &mut Tx<'_>,
        search: &SavedSearch,
    ) -> Result<(), CommitError> {
        let plain = serde_json::to_vec(&search.term).map_err(RowError::Shape)?;
        let plain = Zeroizing::new(plain);
        change_one(
            tx,
            "INSERT INTO desk_searches (id, reviewer_id, sought_sealed, expires_at) \
             VALUES (?, ?, ?, ?)",
            params![
                search.id.as_bytes(),
                search.owner.as_bytes(),
                &self.vault.seal_admin(place(&search.id), &plain),
                millis(search.expires_at),
            ],
        )
    }

    pub(super) fn read_saved_search(
        &self,
        id: SearchId,
        owner: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SearchTerm>, RowError> {
        let bound = params![id.as_bytes(), owner.as_bytes(), millis(now)];
        self.read(|tx| {
            tx.row(SAVED_SEARCH, bound, |row| {
                let sealed = row.required_bytes("sought_sealed")?;
                let plain = self.vault.open_admin(place(&id), sealed)?;
                serde_json::from_slice(&plain).map_err(RowError::Shape)
            })
        })
    }
}
