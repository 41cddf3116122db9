//! Text that a staff member typed before the session ended by inactivity: sealed, and given back
//! once after the next sign-in.

use super::super::super::{DatabaseStore, driver::params, millis, rows::RowError};
use crate::crypto::AssociatedData;
use kyc::{
    admin::{ReviewerId, case::UnsavedInput, session::SecretHash},
    id::Reference,
};
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

impl DatabaseStore {
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
        let sealed = self.vault.seal_admin(place(&owner), &plain);
        let of = input.of.clone();
        let kept = self.transact(move |tx| {
            tx.execute(
                "INSERT INTO kept_inputs \
                 (reviewer_id, session, reference, input_sealed, expires_at) \
                 VALUES (?, ?, ?, ?, ?) \
                 ON CONFLICT (reviewer_id) DO UPDATE SET session = excluded.session, \
                 reference = excluded.reference, input_sealed = excluded.input_sealed, \
                 expires_at = excluded.expires_at",
                params![
                    owner.as_bytes(),
                    &session.0,
                    of.as_str(),
                    &sealed,
                    millis(now + KEPT_FOR),
                ],
            )
        });
        kept.await?;
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
        let bound = params![owner.as_bytes(), &session.0, of.as_str(), millis(now)];
        self.read(|tx| {
            tx.row(KEPT, bound, |row| {
                let sealed = row.required_bytes("input_sealed")?;
                let plain = self.vault.open_admin(place(&owner), sealed)?;
                serde_json::from_slice(&plain).map_err(RowError::Shape)
            })
        })
    }

    /// Deletes the owner's text.
    pub(super) async fn forget_typed(&self, owner: ReviewerId) -> Result<(), RowError> {
        let sql = "DELETE FROM kept_inputs WHERE reviewer_id = ?";
        let gone = self.transact(move |tx| tx.execute(sql, params![owner.as_bytes()]));
        gone.await?;
        Ok(())
    }
}
