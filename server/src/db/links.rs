//! Resume links: stored with hashed secrets, changed only together with their application (kyc's
//! `return_link`).

use super::{
    DatabaseStore,
    driver::{Tx, params},
    millis, moment,
    rows::{RowError, application_id},
};
use kyc::{
    device::{AccessKey, Device, LiveAccess},
    id::ApplicationId,
    ports::LinkChange,
    return_link::{AT_ONCE, LIFE, LinkHash, ReturnLink, TRIES},
};
use time::OffsetDateTime;

/// Adds a resume link, replaces a used one, or counts a failed attempt at one.
pub(super) fn change(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    change: LinkChange,
) -> Result<(), RowError> {
    match change {
        LinkChange::Keep => {}
        LinkChange::Make(hash, expires, device) => make(tx, id, hash, expires, device)?,
        LinkChange::Miss(hash) => {
            let sql = "UPDATE return_links SET tries_left = tries_left - 1 WHERE secret_hash = ?";
            tx.execute(sql, params![&hash.0])?;
        }
        LinkChange::Renew(used, fresh, expires, device) => {
            let sql = "DELETE FROM return_links WHERE secret_hash = ?";
            tx.execute(sql, params![&used.0])?;
            make(tx, id, fresh, expires, device)?;
            // A resume ends every session of the application. The request that resumes creates its
            // own afterwards.
            let sql = "DELETE FROM sessions WHERE application_id = ?";
            tx.execute(sql, params![id.as_bytes()])?;
        }
        LinkChange::End(keys) => {
            for key in &keys {
                end(tx, id, key)?;
            }
        }
    }
    Ok(())
}

/// Ends a session or a link, if it belongs to the application.
fn end(tx: &mut Tx<'_>, id: ApplicationId, key: &AccessKey) -> Result<(), RowError> {
    let (sql, hash) = match key {
        AccessKey::Session(hash) => (
            "DELETE FROM sessions WHERE id_hash = ? AND application_id = ?",
            hash,
        ),
        AccessKey::Link(LinkHash(hash)) => (
            "DELETE FROM return_links WHERE secret_hash = ? AND application_id = ?",
            hash,
        ),
    };
    tx.execute(sql, params![hash, id.as_bytes()])?;
    Ok(())
}

/// Adds a link and deletes the oldest ones beyond the limit.
fn make(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    hash: LinkHash,
    expires: OffsetDateTime,
    device: Device,
) -> Result<(), RowError> {
    let sql = "DELETE FROM return_links WHERE application_id = ?1 AND secret_hash NOT IN \
               (SELECT secret_hash FROM return_links WHERE application_id = ?1 \
               ORDER BY expires_at DESC, secret_hash LIMIT +?2)";
    tx.execute(sql, params![id.as_bytes(), AT_ONCE - 1])?;
    let sql = "INSERT INTO return_links (secret_hash, application_id, tries_left, expires_at, \
               device) VALUES (?, ?, ?, ?, ?)";
    let (expires, device) = (millis(expires), device.code());
    let row = params![&hash.0, id.as_bytes(), TRIES, expires, &device];
    tx.execute(sql, row)?;
    Ok(())
}

impl DatabaseStore {
    /// Reads the link with this hash.
    pub(super) fn find_link(&self, hash: LinkHash) -> Result<Option<ReturnLink>, RowError> {
        let sql = "SELECT application_id, tries_left, expires_at FROM return_links \
                   WHERE secret_hash = ?";
        self.read(|tx| {
            tx.row(sql, params![&hash.0], |row| {
                Ok(ReturnLink {
                    application: application_id(row.required_bytes("application_id")?)?,
                    tries_left: u8::try_from(row.required_int("tries_left")?).unwrap_or(0),
                    expires_at: moment(row.required_int("expires_at")?),
                })
            })
        })
    }

    /// Reads the valid links of an application, newest first.
    pub(crate) fn links_of(
        &self,
        id: ApplicationId,
        now: OffsetDateTime,
    ) -> Result<Vec<LiveAccess>, RowError> {
        let sql = "SELECT secret_hash, expires_at, device FROM return_links \
                   WHERE application_id = ? AND expires_at > ? AND tries_left > 0 \
                   ORDER BY expires_at DESC, secret_hash";
        self.read(|tx| {
            tx.rows(sql, params![id.as_bytes(), millis(now)], |row| {
                let hash = row.required_bytes("secret_hash")?;
                let until = moment(row.required_int("expires_at")?);
                Ok(LiveAccess {
                    key: AccessKey::Link(LinkHash(hash.try_into().map_err(|_| RowError::Id)?)),
                    device: Device::from_code(row.text("device")?.unwrap_or_default()),
                    since: until - LIFE,
                    until,
                    is_current: false,
                })
            })
        })
    }

    /// Deletes expired and exhausted links. Returns the row count.
    pub(crate) async fn sweep_links(&self, now: OffsetDateTime) -> Result<u64, RowError> {
        let sql = "DELETE FROM return_links WHERE expires_at <= ? OR tries_left <= 0";
        let now = millis(now);
        self.transact(move |tx| tx.execute(sql, params![now])).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        db::sessions::{self, Sessions},
        test_support::{TestInstallation, onboarding, people},
    };
    use tower_sessions_core::{
        SessionStore,
        session::{Id, Record},
    };

    #[tokio::test]
    async fn ended_session_is_deleted_only_with_its_own_application() {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let ids = people(&store, 2).await;
        let clock = onboarding(&store).clock;
        let now = clock.now();
        let kept = Sessions::new(store.clone(), clock);
        let mut hashes = Vec::new();
        for (number, owner) in [(1, ids[0]), (2, ids[0]), (3, ids[1])] {
            let data = serde_json::json!({ "application": owner });
            let mut record = Record {
                id: Id(number),
                data: [(sessions::DATA.to_owned(), data)].into(),
                expiry_date: now + LIFE,
            };
            kept.create(&mut record).await.expect("created");
            hashes.push(sessions::hash(&record.id));
        }
        let of = |id| {
            let found = store.sessions_of(id, now, |hash, _| Some(*hash));
            let mut found = found.expect("read");
            found.sort_unstable();
            found
        };
        assert_eq!(of(ids[0]).len(), 2);
        // The third one belongs to another application.
        let keys = [hashes[1], hashes[2]].map(AccessKey::Session).to_vec();
        let ended = onboarding(&store).end_access(ids[0], keys).await;
        ended.expect("ended");
        assert_eq!(of(ids[0]), [hashes[0]]);
        assert_eq!(of(ids[1]), [hashes[2]]);
        let late = store.sessions_of(ids[0], now + LIFE, |hash, _| Some(*hash));
        assert_eq!(late.expect("read").len(), 0, "expired");
    }
}
