//! Reads of the admin.

use super::{
    super::{DatabaseStore, driver::params, millis, rows::RowError},
    row_macs,
    rows::{REVIEWER, SESSION, id},
};
use kyc::admin::{
    AccountName, Reviewer, ReviewerId,
    reviewer::Passkey,
    session::{SecretHash, StaffSession},
};
use time::OffsetDateTime;

/// A valid link, with the open secrets of its account.
const LINK: &str = "SELECT l.reviewer_id, l.expires_at, l.mac, r.open_secrets FROM desk_links l \
     JOIN reviewers r ON r.id = l.reviewer_id WHERE l.secret_hash = ? AND l.expires_at > ?";

impl DatabaseStore {
    pub(super) fn reviewer_row(&self, id: ReviewerId) -> Result<Option<Reviewer>, RowError> {
        self.read(|tx| self.reviewer_in(tx, id))
    }

    pub(super) fn reviewer_named(&self, name: &AccountName) -> Result<Option<Reviewer>, RowError> {
        let sql = format!("{REVIEWER} WHERE r.name = ?");
        self.read(|tx| tx.row(&sql, params![name.as_str()], |row| self.reviewer_of(row)))
    }

    pub(super) async fn all_reviewers(&self) -> Result<Vec<Reviewer>, RowError> {
        let store = self.clone();
        self.scan(move |tx| {
            let sql = format!("{REVIEWER} ORDER BY r.name");
            tx.rows(&sql, &[], |row| store.reviewer_of(row))
        })
        .await
    }

    pub(super) fn passkeys_of(&self, of: ReviewerId) -> Result<Vec<Passkey>, RowError> {
        let sql = "SELECT * FROM desk_passkeys WHERE reviewer_id = ? \
                   ORDER BY created_at, credential";
        self.read(|tx| tx.rows(sql, params![of.as_bytes()], |row| self.passkey_of(row)))
    }

    pub(super) fn link_for(
        &self,
        hash: SecretHash,
        now: OffsetDateTime,
    ) -> Result<Option<ReviewerId>, RowError> {
        let owner = self.read(|tx| {
            tx.row(LINK, params![&hash.0, millis(now)], |row| {
                let owner = row.required_bytes("reviewer_id")?;
                let (key, expires_at) = (self.vault.row_key(), row.required_int("expires_at")?);
                let mac = row_macs::link_mac(&key, owner, &hash.0, expires_at);
                let owner = id(owner)?;
                let (stored, open, name) = (
                    row.bytes("mac")?,
                    row.text("open_secrets")?,
                    owner.to_string(),
                );
                let is_valid = row_macs::is_genuine(mac, stored, "desk_links", &name)
                    && row_macs::is_open(open, hash, "desk_links", &name);
                Ok(is_valid.then_some(owner))
            })
        });
        Ok(owner?.flatten())
    }

    pub(super) fn admin_session(
        &self,
        hash: SecretHash,
    ) -> Result<Option<(StaffSession, Option<Reviewer>)>, RowError> {
        self.read(|tx| {
            let sql = format!("{SESSION} WHERE s.id_hash = ?");
            let session = tx.row(&sql, params![&hash.0], |row| self.session_of(row))?;
            let Some(session) = session.flatten() else {
                return Ok(None);
            };
            let reviewer = match session.stage.reviewer() {
                Some(who) => self.reviewer_in(tx, who)?,
                None => None,
            };
            Ok(Some((session, reviewer)))
        })
    }

    pub(super) fn admin_sessions_of(&self, of: ReviewerId) -> Result<Vec<StaffSession>, RowError> {
        let sql = format!(
            "{SESSION} WHERE s.reviewer_id = ? AND s.stage = 'in' ORDER BY s.began_at DESC"
        );
        let sessions =
            self.read(|tx| tx.rows(&sql, params![of.as_bytes()], |row| self.session_of(row)));
        Ok(sessions?.into_iter().flatten().collect())
    }
}
