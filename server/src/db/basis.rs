//! What the next change of an application builds on, in one question.

use super::rows::{RowError, label};
use crate::crypto::{SubjectKey, Vault};
use kyc::{id::ApplicationId, state::Label};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

/// An application as it stands within a transaction: nobody else writes until
/// that ends.
pub(super) struct Basis {
    id: ApplicationId,
    row: SqliteRow,
}

const BASIS: &str = "SELECT a.version, a.state, k.key_id, k.key_sealed, j.fence, e.seq, e.hash, \
    (SELECT seq FROM sqlite_sequence WHERE name = 'events') AS pos, \
    (SELECT token FROM blind_indexes WHERE application_id = a.id AND kind = 'email') AS email, \
    (SELECT token FROM blind_indexes WHERE application_id = a.id AND kind = 'name') AS name, \
    (SELECT glance_sealed FROM cases WHERE application_id = a.id) AS glance \
    FROM applications a \
    LEFT JOIN subject_keys k ON k.application_id = a.id \
    LEFT JOIN jobs j ON j.application_id = a.id \
    LEFT JOIN events e ON e.application_id = a.id \
    AND e.seq = (SELECT MAX(seq) FROM events WHERE application_id = a.id) \
    WHERE a.id = ?";

impl Basis {
    /// Reads it, if there is such an application.
    pub(super) async fn of(
        tx: &mut SqliteConnection,
        id: ApplicationId,
    ) -> Result<Option<Self>, sqlx::Error> {
        let query = sqlx::query(BASIS).bind(id.as_bytes().to_vec());
        let row = query.fetch_optional(tx).await?;
        Ok(row.map(|row| Self { id, row }))
    }

    /// The person's key, unless they were erased.
    pub(super) fn key(&self, vault: &Vault) -> Result<Option<SubjectKey>, RowError> {
        let sealed: Option<&[u8]> = self.row.try_get("key_sealed")?;
        let under = self.row.try_get("key_id")?;
        let key = sealed.map(|sealed| vault.open_subject_key(self.id, under, sealed));
        Ok(key.transpose()?)
    }

    pub(super) fn version(&self) -> Result<u64, sqlx::Error> {
        Ok(self.row.try_get::<i64, _>("version")?.unsigned_abs())
    }

    /// Where it stands.
    pub(super) fn state(&self) -> Result<Label, RowError> {
        label(self.row.try_get("state")?)
    }

    /// Under which fence its job is done, if it has one.
    pub(super) fn fence(&self) -> Result<Option<i64>, sqlx::Error> {
        self.row.try_get("fence")
    }

    /// A token that it is found by.
    pub(super) fn token(&self, kind: &str) -> Result<Option<&[u8]>, sqlx::Error> {
        self.row.try_get(kind)
    }

    /// What the list shows of them, sealed.
    pub(super) fn glance(&self) -> Result<Option<&[u8]>, sqlx::Error> {
        self.row.try_get("glance")
    }

    /// Where its trail ends.
    pub(super) fn end(&self) -> Result<End, sqlx::Error> {
        Ok(End {
            pos: self.row.try_get::<Option<i64>, _>("pos")?.unwrap_or(0),
            seq: self.row.try_get::<Option<i64>, _>("seq")?.unwrap_or(0),
            hash: self
                .row
                .try_get::<Option<_>, _>("hash")?
                .unwrap_or_default(),
        })
    }
}

/// The end of an application's trail.
pub(super) struct End {
    /// The last position given to any row.
    pub(super) pos: i64,
    /// The number and the hash of the application's last row.
    pub(super) seq: i64,
    pub(super) hash: Vec<u8>,
}

impl End {
    /// Of one that has no trail yet.
    pub(super) const fn before_anything(pos: i64) -> Self {
        Self {
            pos,
            seq: 0,
            hash: Vec::new(),
        }
    }
}
