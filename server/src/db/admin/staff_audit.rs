//! The staff audit trail. Each row's hash covers the previous row's hash.

use super::super::{SqliteStore, commit::CommitError, millis, rows::RowError};
use kyc::admin::audit::StaffAuditEntry;
use sha2::{Digest, Sha256};
use sqlx::{Connection, Row, SqliteConnection};
use time::OffsetDateTime;

/// The result of a verification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StaffTrail {
    /// Count of rows.
    pub(crate) rows: u64,
    /// The first position where the chain is broken.
    pub(crate) broken: Option<i64>,
}

/// The hashed columns of a row.
struct Hashed<'a> {
    pos: i64,
    at: i64,
    actor: &'a str,
    about: &'a [u8],
    event: &'a str,
    detail: &'a str,
}

impl Hashed<'_> {
    /// The hash over the previous hash and every column, each length-prefixed.
    fn hash(&self, before: &[u8]) -> [u8; 32] {
        let (pos, at) = (self.pos.to_be_bytes(), self.at.to_be_bytes());
        let parts: [&[u8]; 8] = [
            b"vestibule staff/1",
            before,
            &pos,
            &at,
            self.actor.as_bytes(),
            self.about,
            self.event.as_bytes(),
            self.detail.as_bytes(),
        ];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

async fn last_given(tx: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    let row = sqlx::query("SELECT seq FROM sqlite_sequence WHERE name = 'desk_trail'")
        .fetch_optional(tx)
        .await?;
    row.map_or(Ok(0), |row| row.try_get(0))
}

/// Appends an audit event.
pub(super) async fn append(
    tx: &mut SqliteConnection,
    line: &StaffAuditEntry,
    now: OffsetDateTime,
) -> Result<(), CommitError> {
    let detail = serde_json::to_string(&line.event).map_err(RowError::Shape)?;
    let actor = line.actor.word();
    let about = line.about.map(|id| id.as_bytes().to_vec());
    let pos = last_given(tx).await? + 1;
    let last = sqlx::query("SELECT hash FROM desk_trail ORDER BY pos DESC LIMIT 1")
        .fetch_optional(&mut *tx)
        .await?;
    let before: Vec<u8> = last.map_or(Ok(Vec::new()), |row| row.try_get(0))?;
    let row = Hashed {
        pos,
        at: millis(now),
        actor: &actor,
        about: about.as_deref().unwrap_or_default(),
        event: line.event.as_str(),
        detail: &detail,
    };
    let hash = row.hash(&before).to_vec();
    sqlx::query(
        "INSERT INTO desk_trail (pos, at, actor, about, deed, detail, hash) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(pos)
    .bind(row.at)
    .bind(row.actor)
    .bind(&about)
    .bind(row.event)
    .bind(row.detail)
    .bind(hash)
    .execute(tx)
    .await?;
    Ok(())
}

impl SqliteStore {
    /// Verifies the whole staff audit trail in one read transaction.
    pub(crate) async fn verify_staff_trail(&self) -> Result<StaffTrail, RowError> {
        let mut connection = self.read.connection().await?;
        let mut tx = connection.begin().await?;
        let rows = sqlx::query("SELECT * FROM desk_trail ORDER BY pos")
            .fetch_all(&mut *tx)
            .await?;
        let given = last_given(&mut tx).await?;
        drop(tx);
        connection.close().await?;
        let (mut found, mut before, mut next) = (StaffTrail::default(), Vec::new(), 1);
        for row in &rows {
            let hash: Vec<u8> = row.try_get("hash")?;
            let about: Option<&[u8]> = row.try_get("about")?;
            let hashed = Hashed {
                pos: row.try_get("pos")?,
                at: row.try_get("at")?,
                actor: row.try_get("actor")?,
                about: about.unwrap_or_default(),
                event: row.try_get("deed")?,
                detail: row.try_get("detail")?,
            };
            if hashed.pos != next || hashed.hash(&before)[..] != hash {
                found.broken = found.broken.or(Some(next));
            }
            found.rows += 1;
            next = hashed.pos + 1;
            before = hash;
        }
        if given >= next {
            // SQLite's sequence shows that later rows existed: they were deleted.
            found.broken = found.broken.or(Some(next));
        }
        Ok(found)
    }
}
