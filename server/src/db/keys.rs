//! The keys in the database. A key of the key file seals each of them.

use super::{
    DatabaseStore,
    driver::{LockScope, Tx, params},
    rows::{RowError, application_id},
};
use crate::{
    crypto::{
        InstallationKeys, KeyId, Keyring, SealError, Secret, SubjectKey, Vault,
        make_installation_keys, open_installation_keys,
    },
    failpoint::{Point, reach},
};
use kyc::{id::ApplicationId, ports::Entropy};

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
pub(super) fn installation_keys(
    tx: &mut Tx<'_>,
    ring: &Keyring,
    entropy: &dyn Entropy,
) -> Result<InstallationKeys, RowError> {
    tx.lock(LockScope::Keys, &[])?;
    Ok(InstallationKeys {
        sessions: installation_key(tx, ring, SESSIONS, entropy)?,
        audit: installation_key(tx, ring, AUDIT, entropy)?,
        search: installation_key(tx, ring, SEARCH, entropy)?,
        admin: installation_key(tx, ring, ADMIN, entropy)?,
        deliveries: installation_key(tx, ring, DELIVERIES, entropy)?,
    })
}

fn installation_key(
    tx: &mut Tx<'_>,
    ring: &Keyring,
    name: &str,
    entropy: &dyn Entropy,
) -> Result<Secret, RowError> {
    if let Some(key) = stored_key(tx, ring, name)? {
        return Ok(key);
    }
    let under = match current(tx)? {
        Some(id) => id,
        None => *ring.ids().first().ok_or(SealError)?,
    };
    let (key, sealed) = make_installation_keys(ring, name, under, entropy)?;
    tx.execute(
        "INSERT INTO installation_keys (name, key_id, key_sealed) VALUES (?, ?, ?)",
        params![name, under.as_bytes(), &sealed],
    )?;
    Ok(key)
}

/// A stored installation key; `None` if it was never made.
fn stored_key(tx: &mut Tx<'_>, ring: &Keyring, name: &str) -> Result<Option<Secret>, RowError> {
    tx.row(INSTALLATION_KEY, params![name], |row| {
        let under = row.required_bytes("key_id")?;
        let sealed = row.required_bytes("key_sealed")?;
        Ok(open_installation_keys(ring, name, under, sealed)?)
    })
}

/// The admin's installation key; `None` in a new database.
pub(super) fn admin_key(tx: &mut Tx<'_>, ring: &Keyring) -> Result<Option<Secret>, RowError> {
    stored_key(tx, ring, ADMIN)
}

/// The id of the key file's key that seals new keys.
pub(super) fn current(tx: &mut Tx<'_>) -> Result<Option<KeyId>, RowError> {
    tx.row(CURRENT, &[], |row| {
        KeyId::stored(row.required_bytes("key_id")?).ok_or(RowError::Id)
    })
}

/// Generates and stores an application's subject key.
pub(super) fn make(
    tx: &mut Tx<'_>,
    vault: &Vault,
    id: ApplicationId,
) -> Result<SubjectKey, RowError> {
    // A rotation waits for new applications, and they do not wait for each other.
    tx.lock_shared(LockScope::Keys, &[])?;
    let under = current(tx)?.ok_or(RowError::Missing)?;
    let (key, sealed) = vault.make_subject_key(id, under)?;
    let sql = "INSERT INTO subject_keys (application_id, key_id, key_sealed) VALUES (?, ?, ?)";
    tx.execute(sql, params![id.as_bytes(), under.as_bytes(), &sealed])?;
    Ok(key)
}

impl DatabaseStore {
    /// The id of the key file's key that seals new keys.
    pub(crate) async fn sealing_key(&self) -> Result<Option<KeyId>, RowError> {
        self.scan(current).await
    }

    /// Reseals the installation keys under another key in one transaction. That key seals all new
    /// keys from then on.
    pub(crate) async fn rewrap_installation_keys(&self, anew: KeyId) -> Result<(), RowError> {
        let vault = self.vault.clone();
        self.transact(move |tx| {
            tx.lock(LockScope::Keys, &[])?;
            let sql = "SELECT name, key_id, key_sealed FROM installation_keys ORDER BY name";
            let rewrapped = tx.rows(sql, &[], |row| {
                let name = row.required_text("name")?;
                let under = row.required_bytes("key_id")?;
                let sealed = row.required_bytes("key_sealed")?;
                let sealed = vault.rewrap_installation_keys(name, under, sealed, anew)?;
                Ok((name.to_owned(), sealed))
            })?;
            for (name, sealed) in &rewrapped {
                tx.execute(
                    "UPDATE installation_keys SET key_id = ?, key_sealed = ? WHERE name = ?",
                    params![anew.as_bytes(), sealed, name],
                )?;
            }
            reach(Point::InOwnKeys);
            Ok(())
        })
        .await
    }

    /// Reseals the next batch of subject keys that another key seals, ordered by id after `after`.
    /// Returns their count and the last id.
    pub(crate) async fn rewrap_subject_keys(
        &self,
        anew: KeyId,
        after: Option<ApplicationId>,
        most: Option<i64>,
    ) -> Result<(usize, Option<ApplicationId>), RowError> {
        let vault = self.vault.clone();
        self.transact(move |tx| {
            let sql = "SELECT application_id, key_id, key_sealed FROM subject_keys \
                       WHERE application_id > ? AND key_id IS DISTINCT FROM ? \
                       ORDER BY application_id LIMIT +?";
            let after = after.as_ref().map_or(&[][..], |id| &id.as_bytes()[..]);
            let bound = params![after, anew.as_bytes(), most.unwrap_or(BATCH)];
            let rewrapped = tx.rows(sql, bound, |row| {
                let id = application_id(row.required_bytes("application_id")?)?;
                let (under, sealed) = (row.bytes("key_id")?, row.required_bytes("key_sealed")?);
                Ok((id, vault.rewrap_subject_key(id, under, sealed, anew)?))
            })?;
            for (id, sealed) in &rewrapped {
                tx.execute(
                    "UPDATE subject_keys SET key_id = ?, key_sealed = ? WHERE application_id = ?",
                    params![anew.as_bytes(), sealed, id.as_bytes()],
                )?;
                reach(Point::InPeoplesKeys);
            }
            Ok((rewrapped.len(), rewrapped.last().map(|(id, _)| *id)))
        })
        .await
    }

    /// Checkpoints the write-ahead log into the file and truncates it, so that no overwritten value
    /// remains in the log. Returns false while another connection still reads from it.
    pub(crate) async fn truncate_wal(&self) -> Result<bool, RowError> {
        self.driver.truncate_wal().await
    }
}

#[cfg(test)]
impl DatabaseStore {
    pub(crate) const fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Removes the key ids from `count` rows, as in databases older than key ids.
    pub(crate) async fn forget_key_ids(&self, count: i64) {
        let sql = "UPDATE subject_keys SET key_id = NULL WHERE application_id IN \
                   (SELECT application_id FROM subject_keys LIMIT +?)";
        let done: Result<u64, RowError> = self
            .transact(move |tx| tx.execute(sql, params![count]))
            .await;
        done.expect("forgotten");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::{TestInstallation, people};

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs a cluster: make test STAGE=postgres"]
    async fn new_applications_do_not_wait_for_each_other() {
        let installation = TestInstallation::new();
        let (one, other) = (installation.open().await, installation.open().await);
        let (vault, runtime) = (one.vault.clone(), tokio::runtime::Handle::current());
        let others = one.transact(move |tx| {
            make(tx, &vault, ApplicationId::new([7; 16])).map(drop)?;
            // This transaction is still open.
            let inserted = runtime.block_on(people(&other, 2));
            Ok::<_, RowError>(inserted.len())
        });
        // The transaction fails at its commit: its key is of no application.
        assert!(matches!(others.await, Ok(2) | Err(RowError::Database(_))));
        assert_eq!(count_of_applications(&one).await, 2);
    }

    async fn count_of_applications(store: &DatabaseStore) -> i64 {
        let sql = "SELECT count(*) AS n FROM applications";
        let count = store.scan(move |tx| tx.row(sql, &[], |row| row.required_int("n")));
        count.await.expect("read").unwrap_or_default()
    }
}
