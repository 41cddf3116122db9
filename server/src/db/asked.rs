//! What the question of an open page finds: a session, and how the application in
//! it stands. Thousands of pages ask, so that it is one reading of two rows, of
//! which no more is opened than has to be.

use super::{
    SqliteStore, millis,
    near::{Found, row},
    rows::{self, Cells, RowError},
    sessions,
};
use kyc::{application::Outline, id::ApplicationId};
use time::OffsetDateTime;
use tower_sessions::session::Id;

/// The last line is the one in which the desk last wrote to the applicant.
const OUTLINE: &str = "SELECT a.version, a.state_sealed, a.external_id, a.attempts, a.asked_at, \
    k.key_id, k.key_sealed, \
    (SELECT t.seq FROM case_texts t WHERE t.application_id = a.id AND t.kind = 'message' \
     ORDER BY t.seq DESC LIMIT 1) AS newest \
    FROM applications a JOIN subject_keys k ON k.application_id = a.id WHERE a.id = ?";

/// What was found.
pub(crate) struct Asked<V> {
    /// Whose session it is.
    pub(crate) visitor: V,
    /// How their application stands.
    pub(crate) outline: Outline,
    /// The line in which the desk last wrote to them, or 0.
    pub(crate) newest: i64,
}

impl SqliteStore {
    /// Finds them. `whose` reads what the session holds, and says which application
    /// is theirs.
    ///
    /// # Errors
    /// [`RowError`].
    pub(crate) fn asked<V>(
        &self,
        session: &Id,
        now: OffsetDateTime,
        whose: impl FnOnce(&[u8]) -> Option<(V, ApplicationId)>,
    ) -> Result<Option<Asked<V>>, RowError> {
        let hash = sessions::hash(session);
        self.near.at_once(|connection| {
            let theirs = row(connection, sessions::LIVE, (hash, millis(now)), |row| {
                let sealed = row.the_bytes("data_sealed")?;
                let plain = self.vault.open_session(sessions::place(&hash), sealed);
                Ok(plain.ok().and_then(|plain| whose(&plain)))
            });
            let Some((visitor, id)) = theirs?.flatten() else {
                return Ok(None);
            };
            let found = row(connection, OUTLINE, [id.as_bytes()], |row| {
                let newest = row.number("newest")?.unwrap_or_default();
                Ok((self.outline(id, row)?, newest))
            });
            Ok(found?.map(|(outline, newest)| Asked {
                visitor,
                outline,
                newest,
            }))
        })
    }

    fn outline(&self, id: ApplicationId, row: &Found<'_>) -> Result<Outline, RowError> {
        rows::outline(id, row, &self.key_of(id, row)?)
    }
}
