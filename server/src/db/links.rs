//! Resume links: stored with hashed secrets, changed only together with their application (kyc's
//! `return_link`).

use super::{
    SqliteStore,
    batch::Batch,
    millis, moment,
    rows::{ColumnReader, RowError, application_id},
};
use kyc::{
    id::ApplicationId,
    ports::LinkChange,
    return_link::{AT_ONCE, LinkHash, ReturnLink, TRIES},
};
use time::OffsetDateTime;

/// Adds a resume link, replaces a used one, or counts a failed attempt at one.
pub(super) fn change(batch: &mut Batch, id: ApplicationId, change: LinkChange) {
    match change {
        LinkChange::Keep => {}
        LinkChange::Make(hash, expires) => make(batch, id, hash, expires),
        LinkChange::Miss(hash) => {
            batch
                .add("UPDATE return_links SET tries_left = tries_left - 1 WHERE secret_hash = ?")
                .bind(&hash.0[..]);
        }
        LinkChange::Renew(used, fresh, expires) => {
            batch
                .add("DELETE FROM return_links WHERE secret_hash = ?")
                .bind(&used.0[..]);
            make(batch, id, fresh, expires);
            // A resume ends every session of the application. The request that resumes creates its
            // own afterwards.
            batch
                .add("DELETE FROM sessions WHERE application_id = ?")
                .bind(&id.as_bytes()[..]);
        }
    }
}

/// Adds a link and deletes the oldest ones beyond the limit.
fn make(batch: &mut Batch, id: ApplicationId, hash: LinkHash, expires: OffsetDateTime) {
    batch
        .add(
            "DELETE FROM return_links WHERE secret_hash IN (SELECT secret_hash FROM return_links \
             WHERE application_id = ? ORDER BY expires_at DESC LIMIT -1 OFFSET ?)",
        )
        .bind(&id.as_bytes()[..])
        .bind(i64::from(AT_ONCE) - 1);
    batch
        .add(
            "INSERT INTO return_links (secret_hash, application_id, tries_left, expires_at) \
             VALUES (?, ?, ?, ?)",
        )
        .bind(&hash.0[..])
        .bind(&id.as_bytes()[..])
        .bind(i64::from(TRIES))
        .bind(millis(expires));
}

impl SqliteStore {
    /// Reads the link with this hash.
    pub(super) fn find_link(&self, hash: LinkHash) -> Result<Option<ReturnLink>, RowError> {
        let sql = "SELECT application_id, tries_left, expires_at FROM return_links \
                   WHERE secret_hash = ?";
        self.pool.row(sql, [&hash.0], |row| {
            Ok(ReturnLink {
                application: application_id(row.required_bytes("application_id")?)?,
                tries_left: u8::try_from(row.required_int("tries_left")?).unwrap_or(0),
                expires_at: moment(row.required_int("expires_at")?),
            })
        })
    }

    /// Deletes expired and exhausted links. Returns the row count.
    pub(crate) async fn sweep_links(&self, now: OffsetDateTime) -> Result<u64, sqlx::Error> {
        let query =
            sqlx::query("DELETE FROM return_links WHERE expires_at <= ? OR tries_left <= 0");
        self.writer.execute(query.bind(millis(now))).await
    }
}
