//! Text that a staff member typed before the session ended by inactivity: sealed, and given back
//! once after the next sign-in.

use super::super::super::{
    SqliteStore, millis,
    rows::{ColumnReader, RowError},
};
use crate::crypto::AssociatedData;
use kyc::{
    admin::{ReviewerId, case::UnsavedInput, session::SecretHash},
    id::Reference,
};
use rusqlite::params;
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

/// How long a text is kept: a working day.
const KEPT_FOR: Duration = Duration::hours(12);

const KEPT: &str = "SELECT input_sealed FROM kept_inputs \
    WHERE reviewer_id = ?1 AND session <> ?2 AND reference = ?3 AND expires_at > ?4";

const fn place(owner: &ReviewerId) -> AssociatedData<'_> {
    AssociatedData {
        column: "kept_inputs.input",
        row: owner.as_bytes(),
        version: 0,
    }
}

impl SqliteStore {
    /// Keeps a text in place of the owner's last one.
    pub(super) async fn keep_typed(
        &self,
        owner: ReviewerId,
        session: SecretHash,
        input: &UnsavedInput,
        now: OffsetDateTime,
    ) -> Result<(), RowError> {
        let plain = serde_json::to_vec(input).map_err(RowError::Shape)?;
        let plain = Zeroizing::new(plain);
        let insert = sqlx::query(
            "INSERT INTO kept_inputs (reviewer_id, session, reference, input_sealed, expires_at) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET session = excluded.session, \
             reference = excluded.reference, input_sealed = excluded.input_sealed, \
             expires_at = excluded.expires_at",
        )
        .bind(owner.as_bytes().to_vec())
        .bind(session.0.to_vec())
        .bind(input.of.as_str().to_owned())
        .bind(self.vault.seal_admin(place(&owner), &plain))
        .bind(millis(now + KEPT_FOR));
        self.writer.execute(insert).await?;
        Ok(())
    }

    /// The text that an earlier session typed about this case.
    pub(super) fn typed_before(
        &self,
        owner: ReviewerId,
        session: SecretHash,
        of: &Reference,
        now: OffsetDateTime,
    ) -> Result<Option<UnsavedInput>, RowError> {
        let bound = params![owner.as_bytes(), session.0, of.as_str(), millis(now)];
        self.pool.row(KEPT, bound, |row| {
            let sealed = row.required_bytes("input_sealed")?;
            let plain = self.vault.open_admin(place(&owner), sealed)?;
            serde_json::from_slice(&plain).map_err(RowError::Shape)
        })
    }

    /// Deletes the owner's text.
    pub(super) async fn forget_typed(&self, owner: ReviewerId) -> Result<(), RowError> {
        let delete = sqlx::query("DELETE FROM kept_inputs WHERE reviewer_id = ?")
            .bind(owner.as_bytes().to_vec());
        self.writer.execute(delete).await?;
        Ok(())
    }
}
