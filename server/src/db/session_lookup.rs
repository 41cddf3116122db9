//! Who asks: a session, and the application in it, in one reading of one moment.
//! Every request begins with it. Where the question is that of an open page, which
//! thousands ask, no more of the application is opened than has to be.

use super::{
    SqliteStore, millis,
    pool::row,
    rows::{self, ColumnReader, RowError},
    sessions,
};
use kyc::{
    application::{Application, ApplicationSummary},
    id::ApplicationId,
};
use rusqlite::Connection;
use time::OffsetDateTime;
use tower_sessions::session::Id;

/// The last line is the one in which the desk last wrote to the applicant.
const OUTLINE: &str = "SELECT a.version, a.state_sealed, a.external_id, a.attempts, a.asked_at, \
    k.key_id, k.key_sealed, \
    (SELECT t.seq FROM case_texts t WHERE t.application_id = a.id AND t.kind = 'message' \
     ORDER BY t.seq DESC LIMIT 1) AS newest \
    FROM applications a JOIN subject_keys k ON k.application_id = a.id WHERE a.id = ?";

/// How an application stands, for a page that asks.
pub(crate) struct PollView {
    /// How it stands.
    pub(crate) summary: ApplicationSummary,
    /// The line in which the desk last wrote to them, or 0.
    pub(crate) last_message: i64,
}

impl SqliteStore {
    /// Who asks, and their application. `whose` reads what the session holds, and
    /// says which application is to be read.
    ///
    /// # Errors
    /// [`RowError`].
    pub(crate) fn load_session<V>(
        &self,
        session: &Id,
        now: OffsetDateTime,
        whose: impl FnOnce(&[u8]) -> Option<(V, Option<ApplicationId>)>,
    ) -> Result<Option<(V, Option<Application>)>, RowError> {
        self.of_session(session, now, whose, |connection, id| {
            self.find_by(connection, id)
        })
    }

    /// The same of an open page.
    ///
    /// # Errors
    /// [`RowError`].
    pub(crate) fn load_session_and_application<V>(
        &self,
        session: &Id,
        now: OffsetDateTime,
        whose: impl FnOnce(&[u8]) -> Option<(V, Option<ApplicationId>)>,
    ) -> Result<Option<(V, Option<PollView>)>, RowError> {
        self.of_session(session, now, whose, |connection, id| {
            row(connection, OUTLINE, [id.as_bytes()], |row| {
                Ok(PollView {
                    summary: rows::outline(id, row, &self.key_of(id, row)?)?,
                    last_message: row.number("newest")?.unwrap_or_default(),
                })
            })
        })
    }

    fn of_session<V, A>(
        &self,
        session: &Id,
        now: OffsetDateTime,
        whose: impl FnOnce(&[u8]) -> Option<(V, Option<ApplicationId>)>,
        application: impl FnOnce(&Connection, ApplicationId) -> Result<Option<A>, RowError>,
    ) -> Result<Option<(V, Option<A>)>, RowError> {
        let (hash, now) = (sessions::hash(session), millis(now));
        self.near.read(|connection| {
            let found = row(connection, sessions::LIVE, (hash, now), |row| {
                let sealed = row.required_bytes("data_sealed")?;
                let plain = self.vault.open_session(sessions::place(&hash), sealed);
                let Some((visitor, id)) = plain.ok().and_then(|plain| whose(&plain)) else {
                    return Ok(None);
                };
                // Within the first answer: while that is not read to its end, SQLite
                // stays at its moment, and locks the file only once.
                let found = id.map(|id| application(connection, id)).transpose()?;
                Ok(Some((visitor, found.flatten())))
            });
            Ok(found?.flatten())
        })
    }
}
