//! Reads of the admin.

use super::{
    super::{SqliteStore, millis, rows::RowError},
    row_macs,
    rows::{REVIEWER, SESSION, id, reviewer_by_id},
};
use kyc::admin::{
    AccountName, Reviewer, ReviewerId,
    reviewer::Passkey,
    session::{SecretHash, StaffSession},
};
use sqlx::{AssertSqlSafe, Row};
use time::OffsetDateTime;

impl SqliteStore {
    pub(super) async fn reviewer_row(&self, id: ReviewerId) -> Result<Option<Reviewer>, RowError> {
        let row = self.read.row(reviewer_by_id(id)).await?;
        row.map(|row| self.reviewer_of(&row)).transpose()
    }

    pub(super) async fn reviewer_named(
        &self,
        name: &AccountName,
    ) -> Result<Option<Reviewer>, RowError> {
        let sql = AssertSqlSafe(format!("{REVIEWER} WHERE r.name = ?"));
        let query = sqlx::query(sql).bind(name.as_str().to_owned());
        let row = self.read.row(query).await?;
        row.map(|row| self.reviewer_of(&row)).transpose()
    }

    pub(super) async fn all_reviewers(&self) -> Result<Vec<Reviewer>, RowError> {
        let sql = AssertSqlSafe(format!("{REVIEWER} ORDER BY r.name"));
        let rows = self.read.rows(sqlx::query(sql)).await?;
        rows.iter().map(|row| self.reviewer_of(row)).collect()
    }

    pub(super) async fn passkeys_of(&self, of: ReviewerId) -> Result<Vec<Passkey>, RowError> {
        let query = sqlx::query(
            "SELECT * FROM desk_passkeys WHERE reviewer_id = ? ORDER BY created_at, credential",
        )
        .bind(of.as_bytes().to_vec());
        let rows = self.read.rows(query).await?;
        rows.iter().map(|row| self.passkey_of(row)).collect()
    }

    pub(super) async fn link_for(
        &self,
        hash: SecretHash,
        now: OffsetDateTime,
    ) -> Result<Option<ReviewerId>, RowError> {
        let query = sqlx::query(
            "SELECT l.*, r.open_secrets FROM desk_links l JOIN reviewers r ON r.id = l.reviewer_id \
             WHERE l.secret_hash = ? AND l.expires_at > ?",
        )
        .bind(hash.0.to_vec())
        .bind(millis(now));
        let Some(row) = self.read.row(query).await? else {
            return Ok(None);
        };
        let owner: Vec<u8> = row.try_get("reviewer_id")?;
        let (key, expires_at) = (self.vault.row_key(), row.try_get("expires_at")?);
        let mac = row_macs::link_mac(&key, &owner, &hash.0, expires_at);
        let owner = id(owner)?;
        let (stored, name) = (row.try_get("mac")?, owner.to_string());
        let is_valid = row_macs::is_genuine(mac, stored, "desk_links", &name)
            && row_macs::is_open(row.try_get("open_secrets")?, hash, "desk_links", &name);
        Ok(is_valid.then_some(owner))
    }

    pub(super) async fn admin_session(
        &self,
        hash: SecretHash,
    ) -> Result<Option<(StaffSession, Option<Reviewer>)>, RowError> {
        let query = sqlx::query(AssertSqlSafe(format!("{SESSION} WHERE s.id_hash = ?")));
        let query = query.bind(hash.0.to_vec());
        let Some(row) = self.read.row(query).await? else {
            return Ok(None);
        };
        let Some(session) = self.session_of(&row)? else {
            return Ok(None);
        };
        let reviewer = match session.stage.reviewer() {
            Some(who) => self.reviewer_row(who).await?,
            None => None,
        };
        Ok(Some((session, reviewer)))
    }

    pub(super) async fn admin_sessions_of(
        &self,
        of: ReviewerId,
    ) -> Result<Vec<StaffSession>, RowError> {
        let sql = AssertSqlSafe(format!(
            "{SESSION} WHERE s.reviewer_id = ? AND s.stage = 'in' ORDER BY s.began_at DESC"
        ));
        let query = sqlx::query(sql).bind(of.as_bytes().to_vec());
        let rows = self.read.rows(query).await?;
        let sessions = rows.iter().map(|row| self.session_of(row));
        sessions.filter_map(Result::transpose).collect()
    }
}
