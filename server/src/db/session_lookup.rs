//! Session lookup: a session and its application, on SQLite from one snapshot.
//!
//! Every request begins with it. Thousands of open pages poll the status, so that variant opens
//! only the application's state.

use super::{
    DatabaseStore,
    driver::{Tx, params},
    millis,
    rows::{self, RowError},
    sessions,
};
use kyc::{
    application::{Application, ApplicationSummary},
    id::ApplicationId,
};
use time::OffsetDateTime;
use tower_sessions_core::session::Id;

/// `newest` is the sequence number of the last message to the applicant.
const OUTLINE: &str = "SELECT a.version, a.state_sealed, a.external_id, a.attempts, a.asked_at, \
    k.key_id, k.key_sealed, \
    (SELECT t.seq FROM case_texts t WHERE t.application_id = a.id AND t.kind = 'message' \
     ORDER BY t.seq DESC LIMIT 1) AS newest \
    FROM applications a JOIN subject_keys k ON k.application_id = a.id WHERE a.id = ?";

/// An application's state for the status poll.
pub(crate) struct PollView {
    /// The application's summary.
    pub(crate) summary: ApplicationSummary,
    /// Sequence number of the last message to the applicant, or 0.
    pub(crate) last_message: i64,
}

impl DatabaseStore {
    /// Loads a session and its application. `whose` reads the session data and returns the id of
    /// the application.
    ///
    /// # Errors
    /// [`RowError`] if a row cannot be read or opened.
    pub(crate) fn load_session<V>(
        &self,
        session: &Id,
        now: OffsetDateTime,
        whose: impl FnOnce(&[u8]) -> Option<(V, Option<ApplicationId>)>,
    ) -> Result<Option<(V, Option<Application>)>, RowError> {
        self.of_session(session, now, whose, |tx, id| self.find_by(tx, id))
    }

    /// Loads a session and the [`PollView`] of its application.
    ///
    /// # Errors
    /// [`RowError`] if a row cannot be read or opened.
    pub(crate) fn load_session_and_application<V>(
        &self,
        session: &Id,
        now: OffsetDateTime,
        whose: impl FnOnce(&[u8]) -> Option<(V, Option<ApplicationId>)>,
    ) -> Result<Option<(V, Option<PollView>)>, RowError> {
        self.of_session(session, now, whose, |tx, id| {
            tx.row(OUTLINE, params![id.as_bytes()], |row| {
                Ok(PollView {
                    summary: rows::summary(id, row, &self.key_of(id, row)?)?,
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
        application: impl FnOnce(&mut Tx<'_>, ApplicationId) -> Result<Option<A>, RowError>,
    ) -> Result<Option<(V, Option<A>)>, RowError> {
        let (hash, now) = (sessions::hash(session), millis(now));
        self.read(|tx| {
            let mut within = tx.within();
            let found = tx.row(sessions::LIVE, params![&hash, now], |row| {
                let sealed = row.required_bytes("data_sealed")?;
                let plain = self.vault.open_session(sessions::place(&hash), sealed);
                let Some((visitor, id)) = plain.ok().and_then(|plain| whose(&plain)) else {
                    return Ok(None);
                };
                // This runs within the first query. Until that query is read to its end, SQLite
                // keeps its snapshot and locks the file only once.
                let found = id.map(|id| application(&mut within, id)).transpose()?;
                Ok(Some((visitor, found.flatten())))
            });
            Ok(found?.flatten())
        })
    }
}
