//! Sessions: the id is hashed, the data sealed (ASVS 7.2.4, security §1 row 4).

use super::{
    DatabaseStore,
    driver::{Tx, params},
    millis,
    rows::RowError,
};
use crate::crypto::{AssociatedData, Vault};
use async_trait::async_trait;
use kyc::{id::ApplicationId, ports::Clock};
use sha2::{Digest, Sha256};
use std::{fmt, sync::Arc};
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// The session store.
#[derive(Clone)]
pub(crate) struct Sessions {
    store: DatabaseStore,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

/// A session's data by the hash of its id, unless it has expired.
pub(super) const LIVE: &str =
    "SELECT data_sealed FROM sessions WHERE id_hash = ? AND expires_at > ?";

/// The sessions of an application that have not expired, the newest first.
const OF_APPLICATION: &str = "SELECT id_hash, data_sealed FROM sessions \
     WHERE application_id = ? AND expires_at > ? ORDER BY expires_at DESC, id_hash";

/// Hash of a session id.
pub(crate) fn hash(id: &Id) -> [u8; 32] {
    Sha256::digest(id.0.to_be_bytes()).into()
}

pub(super) fn place(hash: &[u8]) -> AssociatedData<'_> {
    AssociatedData {
        column: "sessions.data",
        row: hash,
        version: 0,
    }
}

const fn form_data(value: &[u8; 16]) -> AssociatedData<'_> {
    AssociatedData {
        column: "form.data",
        row: value,
        version: 0,
    }
}

/// Opens and parses a session row. Returns `None` after a key change, or if another version wrote
/// the record.
pub(crate) fn open(vault: &Vault, hash: &[u8], sealed: &[u8]) -> Option<Record> {
    let plain = vault.open_session(place(hash), sealed).ok()?;
    read(&plain)
}

/// Parses an opened session record.
pub(crate) fn read(plain: &[u8]) -> Option<Record> {
    serde_json::from_slice(plain).ok()
}

/// Key of the session data in a session record.
pub(crate) const DATA: &str = "visitor";

/// Id of the application that the session has open.
fn application(record: &Record) -> Option<Vec<u8>> {
    let id = record.data.get(DATA)?.get("application")?.clone();
    let id: ApplicationId = serde_json::from_value(id).ok()?;
    Some(id.as_bytes().to_vec())
}

impl DatabaseStore {
    /// Reads the sessions of an application, as the hash of the id and what `read` makes of the data.
    pub(crate) fn sessions_of<T>(
        &self,
        id: ApplicationId,
        now: OffsetDateTime,
        read: impl Fn(&[u8; 32], &[u8]) -> Option<T>,
    ) -> std::result::Result<Vec<T>, RowError> {
        let found = self.read(|tx| {
            tx.rows(OF_APPLICATION, params![id.as_bytes(), millis(now)], |row| {
                let hash = row.required_bytes("id_hash")?;
                let hash: [u8; 32] = hash.try_into().map_err(|_| RowError::Id)?;
                let sealed = row.required_bytes("data_sealed")?;
                let plain = self.vault.open_session(place(&hash), sealed);
                Ok(plain.ok().and_then(|plain| read(&hash, &plain)))
            })
        });
        Ok(found?.into_iter().flatten().collect())
    }

    /// Authenticates a form token before a session: see [`Vault::form_token_mac`].
    pub(crate) fn form_token_mac(&self, area: &str, value: &[u8; 16], expiry: i64) -> [u8; 32] {
        self.vault.form_token_mac(area, value, expiry)
    }

    /// Seals what a page without a session carries for its form, bound to the pre-session.
    pub(crate) fn seal_form_data(&self, value: &[u8; 16], plain: &[u8]) -> Vec<u8> {
        self.vault.seal_session(form_data(value), plain)
    }

    /// Opens what a form without a session carried.
    pub(crate) fn open_form_data(&self, value: &[u8; 16], sealed: &[u8]) -> Option<Vec<u8>> {
        let plain = self.vault.open_session(form_data(value), sealed).ok()?;
        Some(plain.to_vec())
    }
}

fn backend(error: impl fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

impl Sessions {
    pub(crate) fn new(store: DatabaseStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn seal(&self, record: &Record) -> Result<([u8; 32], Vec<u8>, i64)> {
        let hash = hash(&record.id);
        let plain = serde_json::to_vec(record).map_err(|error| Error::Encode(error.to_string()))?;
        let sealed = self.store.vault.seal_session(place(&hash), &plain);
        Ok((hash, sealed, millis(record.expiry_date)))
    }

    async fn write(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> std::result::Result<u64, RowError> + Send + 'static,
    ) -> Result<u64> {
        self.store.transact(work).await.map_err(backend)
    }

    /// Deletes expired sessions. Returns the row count.
    pub(crate) async fn sweep(&self) -> Result<u64> {
        let now = millis(self.clock.now());
        let sql = "DELETE FROM sessions WHERE expires_at <= ?";
        self.write(move |tx| tx.execute(sql, params![now])).await
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // The id has 128 random bits. Two collisions in a row mean that the random source is
        // broken.
        for _ in 0..2 {
            let (hash, sealed, expires) = self.seal(record)?;
            let application = application(record);
            let created = self.write(move |tx| {
                let sql = "INSERT INTO sessions (id_hash, data_sealed, expires_at, \
                           application_id) VALUES (?, ?, ?, ?) ON CONFLICT (id_hash) DO NOTHING";
                let row = params![&hash, &sealed, expires, application.as_deref()];
                tx.execute(sql, row)
            });
            if created.await? == 1 {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id".to_owned()))
    }

    /// Updates only, never inserts: a session deleted meanwhile stays deleted (security case 11).
    async fn save(&self, record: &Record) -> Result<()> {
        let (hash, sealed, expires) = self.seal(record)?;
        let application = application(record);
        let saved = self.write(move |tx| {
            let sql = "UPDATE sessions SET data_sealed = ?, expires_at = ?, application_id = ? \
                       WHERE id_hash = ?";
            let row = params![&sealed, expires, application.as_deref(), &hash];
            tx.execute(sql, row)
        });
        saved.await.map(|_| ())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (hash, now) = (hash(id), millis(self.clock.now()));
        let found = self.store.read(|tx| {
            tx.row(LIVE, params![&hash, now], |row| {
                let sealed = row.required_bytes("data_sealed")?;
                Ok(open(&self.store.vault, &hash, sealed))
            })
        });
        Ok(found.map_err(backend)?.flatten())
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let hash = hash(id);
        let sql = "DELETE FROM sessions WHERE id_hash = ?";
        let deleted = self.write(move |tx| tx.execute(sql, params![&hash]));
        deleted.await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn unreadable_session_is_absent() {
        let sound = br#"{"id":7,"data":{},"expiry_date":"2026-11-23T10:00:00Z"}"#;
        for (stored, is_session) in [
            (
                &serde_json::to_vec(&read_sound()).expect("written")[..],
                true,
            ),
            (sound, false),
            (b"", false),
            (b"null", false),
            (br#"{"id":"7"}"#, false),
        ] {
            assert_eq!(read(stored).is_some(), is_session);
        }
    }

    fn read_sound() -> tower_sessions_core::session::Record {
        tower_sessions_core::session::Record {
            id: tower_sessions_core::session::Id(7),
            data: Default::default(),
            expiry_date: time::OffsetDateTime::UNIX_EPOCH,
        }
    }
}
