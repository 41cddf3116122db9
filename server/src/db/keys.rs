//! The keys in the database. A key of the key file seals each of them.

use super::{
    SqliteStore,
    batch::Batch,
    pool,
    rows::{ColumnReader, RowError},
};
use crate::{
    crypto::{
        InstallationKeys, KeyId, Keyring, SealError, Secret, SubjectKey, Vault,
        make_installation_keys, open_installation_keys,
    },
    failpoint::{Point, reach},
};
use kyc::{id::ApplicationId, ports::Entropy};
use sqlx::{Row, SqliteConnection, SqlitePool};

/// Subject keys resealed per transaction. Other writers get their turn between two batches.
const BATCH: i64 = 500;

const CURRENT: &str = "SELECT key_id FROM installation_keys LIMIT 1";

const INSTALLATION_KEY: &str = "SELECT key_id, key_sealed FROM installation_keys WHERE name = ?1";

const SESSIONS: &str = "sessions";
const AUDIT: &str = "audit";
const SEARCH: &str = "search";
const ADMIN: &str = "desk";
const DELIVERIES: &str = "deliveries";

/// The installation keys. Missing ones are generated and stored.
pub(super) async fn installation_keys(
    write: &SqlitePool,
    ring: &Keyring,
    entropy: &dyn Entropy,
) -> Result<InstallationKeys, RowError> {
    let mut tx = write.begin_with("BEGIN IMMEDIATE").await?;
    let keys = InstallationKeys {
        sessions: installation_key(&mut tx, ring, SESSIONS, entropy).await?,
        audit: installation_key(&mut tx, ring, AUDIT, entropy).await?,
        search: installation_key(&mut tx, ring, SEARCH, entropy).await?,
        admin: installation_key(&mut tx, ring, ADMIN, entropy).await?,
        deliveries: installation_key(&mut tx, ring, DELIVERIES, entropy).await?,
    };
    tx.commit().await?;
    Ok(keys)
}

async fn installation_key(
    tx: &mut SqliteConnection,
    ring: &Keyring,
    name: &str,
    entropy: &dyn Entropy,
) -> Result<Secret, RowError> {
    let row = sqlx::query(INSTALLATION_KEY)
        .bind(name)
        .fetch_optional(&mut *tx)
        .await?;
    if let Some(row) = row {
        return Ok(open_installation_keys(
            ring,
            name,
            row.try_get(0)?,
            row.try_get(1)?,
        )?);
    }
    let under = match current(tx).await? {
        Some(id) => id,
        None => *ring.ids().first().ok_or(SealError)?,
    };
    let (key, sealed) = make_installation_keys(ring, name, under, entropy)?;
    sqlx::query("INSERT INTO installation_keys (name, key_id, key_sealed) VALUES (?, ?, ?)")
        .bind(name)
        .bind(&under.as_bytes()[..])
        .bind(sealed)
        .execute(tx)
        .await?;
    Ok(key)
}

/// The admin's installation key; `None` in a new database.
pub(super) fn admin_key(
    tx: &rusqlite::Connection,
    ring: &Keyring,
) -> Result<Option<Secret>, RowError> {
    pool::row(tx, INSTALLATION_KEY, [ADMIN], |row| {
        let (under, sealed) = (
            row.required_bytes("key_id")?,
            row.required_bytes("key_sealed")?,
        );
        Ok(open_installation_keys(ring, ADMIN, under, sealed)?)
    })
}

/// The id of the key file's key that seals new keys.
pub(super) async fn current(tx: &mut SqliteConnection) -> Result<Option<KeyId>, RowError> {
    let row = sqlx::query(CURRENT).fetch_optional(tx).await?;
    row.map(|row| KeyId::stored(row.try_get(0)?).ok_or(RowError::Id))
        .transpose()
}

/// Generates an application's subject key and adds its row to the batch.
pub(super) fn make(
    tx: &rusqlite::Connection,
    batch: &mut Batch,
    vault: &Vault,
    id: ApplicationId,
) -> Result<SubjectKey, RowError> {
    let mut current = tx.prepare_cached(CURRENT)?;
    let under = current.query_row([], |row| row.get::<_, Vec<u8>>(0))?;
    let under = KeyId::stored(&under).ok_or(RowError::Id)?;
    let (key, sealed) = vault.make_subject_key(id, under)?;
    batch
        .add("INSERT INTO subject_keys (application_id, key_id, key_sealed) VALUES (?, ?, ?)")
        .bind(&id.as_bytes()[..])
        .bind(&under.as_bytes()[..])
        .bind(sealed);
    Ok(key)
}

impl SqliteStore {
    /// The id of the key file's key that seals new keys.
    pub(crate) async fn sealing_key(&self) -> Result<Option<KeyId>, RowError> {
        current(&mut *self.write.acquire().await?).await
    }

    /// Reseals the installation keys under another key in one transaction. That key seals all new
    /// keys from then on.
    pub(crate) async fn rewrap_installation_keys(&self, anew: KeyId) -> Result<(), RowError> {
        let _guard = self.write_lock.lock().await;
        let mut tx = self.write.begin_with("BEGIN IMMEDIATE").await?;
        let rows = sqlx::query("SELECT name, key_id, key_sealed FROM installation_keys")
            .fetch_all(&mut *tx)
            .await?;
        for row in rows {
            let name: &str = row.try_get(0)?;
            let (under, sealed) = (row.try_get(1)?, row.try_get(2)?);
            let sealed = self
                .vault
                .rewrap_installation_keys(name, under, sealed, anew)?;
            sqlx::query("UPDATE installation_keys SET key_id = ?, key_sealed = ? WHERE name = ?")
                .bind(&anew.as_bytes()[..])
                .bind(sealed)
                .bind(name)
                .execute(&mut *tx)
                .await?;
        }
        reach(Point::InOwnKeys);
        tx.commit().await?;
        Ok(())
    }

    /// Reseals the next batch of subject keys that another key seals, ordered by id after `after`.
    /// Returns their count and the last id.
    pub(crate) async fn rewrap_subject_keys(
        &self,
        anew: KeyId,
        after: Option<ApplicationId>,
        most: Option<i64>,
    ) -> Result<(usize, Option<ApplicationId>), RowError> {
        let _guard = self.write_lock.lock().await;
        let mut tx = self.write.begin_with("BEGIN IMMEDIATE").await?;
        let after = after.map_or_else(Vec::new, |id| id.as_bytes().to_vec());
        let rows = sqlx::query(
            "SELECT application_id, key_id, key_sealed FROM subject_keys \
             WHERE application_id > ? AND key_id IS NOT ? ORDER BY application_id LIMIT +?",
        )
        .bind(after)
        .bind(&anew.as_bytes()[..])
        .bind(most.unwrap_or(BATCH))
        .fetch_all(&mut *tx)
        .await?;
        let mut last = None;
        for row in &rows {
            let id: Vec<u8> = row.try_get(0)?;
            let id = ApplicationId::new(id.try_into().map_err(|_| RowError::Id)?);
            let (under, sealed) = (row.try_get(1)?, row.try_get(2)?);
            let sealed = self.vault.rewrap_subject_key(id, under, sealed, anew)?;
            sqlx::query(
                "UPDATE subject_keys SET key_id = ?, key_sealed = ? WHERE application_id = ?",
            )
            .bind(&anew.as_bytes()[..])
            .bind(sealed)
            .bind(&id.as_bytes()[..])
            .execute(&mut *tx)
            .await?;
            reach(Point::InPeoplesKeys);
            last = Some(id);
        }
        tx.commit().await?;
        Ok((rows.len(), last))
    }

    /// Checkpoints the write-ahead log into the file and truncates it, so that no overwritten value
    /// remains in the log. Returns false while another connection still reads from it.
    pub(crate) async fn truncate_wal(&self) -> Result<bool, sqlx::Error> {
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&self.write)
            .await?;
        Ok(row.try_get::<i64, _>(0)? == 0)
    }
}

#[cfg(test)]
impl SqliteStore {
    pub(crate) const fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Removes the key ids from `count` rows, as in databases older than key ids.
    pub(crate) async fn forget_key_ids(&self, count: i64) {
        let sql = "UPDATE subject_keys SET key_id = NULL WHERE application_id IN \
                   (SELECT application_id FROM subject_keys LIMIT +?)";
        let done = sqlx::query(sql).bind(count).execute(&self.write).await;
        done.expect("forgotten");
    }
}
