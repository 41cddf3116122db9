//! Applicant session: a random id in the cookie, all data in the database.
//!
//! Only [`LiveSession`] yields the id of an application. It exists only within the idle and absolute
//! timeouts, so an expired session opens no application.

mod cookie;
mod devices;
mod handle;
mod timeouts;

pub(super) use cookie::{id, open, removed, save, was_here};
pub(super) use handle::SessionHandle;
pub(super) use timeouts::SessionTimeouts;

use super::AppState;
use crate::db::sessions::DATA as KEY;
use app::server::SessionError;
use kyc::{
    application::Application,
    id::{ApplicationId, ExternalId},
    lang::Lang,
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use tower_sessions_core::{Session, session::Id};

/// Shortest interval between two records of activity.
const TOUCH: Duration = Duration::minutes(1);

/// Data of a session. It holds no personal data.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct SessionData {
    /// Start time: the session ends a fixed time later, even if it is in use (ASVS 7.3.2).
    #[serde(with = "time::serde::timestamp")]
    began: OffsetDateTime,
    /// Time of the last recorded activity.
    #[serde(with = "time::serde::timestamp")]
    seen: OffsetDateTime,
    /// CSRF token of its forms.
    csrf: String,
    /// Chosen language.
    lang: Option<Lang>,
    /// Application that the session has open. A session begins with it.
    application: ApplicationId,
    /// The provider's id, once known (seed: "Store externalId").
    external_id: Option<ExternalId>,
    /// The code of the [`Device`](kyc::device::Device), for the applicant's list.
    #[serde(default)]
    device: String,
}

/// A session within its timeouts.
pub(super) struct LiveSession {
    data: SessionData,
    /// Time until the session ends without further activity.
    pub(super) remaining: Duration,
}

impl LiveSession {
    /// Session with this data; `None` once a timeout has ended it. No other function makes one, so
    /// that no session escapes the timeouts.
    fn new(data: SessionData, timeouts: SessionTimeouts, now: OffsetDateTime) -> Option<Self> {
        let remaining = timeouts.remaining(data.began, data.seen, now)?;
        Some(Self { data, remaining })
    }

    /// Session of a stored record, for reads that write nothing back.
    pub(super) fn from_stored(
        plain: &[u8],
        timeouts: SessionTimeouts,
        now: OffsetDateTime,
    ) -> Option<Self> {
        Self::new(parse_stored(plain)?, timeouts, now)
    }

    /// Loads the session of a request and its application. It deletes a session that a timeout has
    /// ended (ASVS 7.4.1).
    ///
    /// If the request may write, the library loads the session before any other await. A session
    /// that is deleted meanwhile then stays deleted (security case 11). A later load would create
    /// it again. Other requests read both rows at once, which saves a query.
    pub(super) async fn load(
        app_state: &AppState,
        session: &Session,
        now: OffsetDateTime,
        may_write: bool,
    ) -> Result<Loaded, SessionError> {
        let Some(id) = session.id() else {
            return Ok(Loaded::Nothing);
        };
        let judge = |data: SessionData| {
            let lang = data.lang;
            Self::new(data, app_state.timeouts, now).ok_or(lang)
        };
        let (live, application) = if may_write {
            let live = read(session).await?.map(judge);
            let application = match &live {
                Some(Ok(live)) => app_state.onboarding.store.find(live.application()).await,
                _ => Ok(None),
            };
            (live, application.map_err(unavailable)?)
        } else {
            let found = app_state.store.load_session(&id, now, |stored| {
                let live = judge(parse_stored(stored)?);
                let application = live.as_ref().ok().map(Self::application);
                Some((live, application))
            });
            match found.map_err(unavailable)? {
                Some((live, application)) => (Some(live), application),
                None => (None, None),
            }
        };
        match live {
            Some(Ok(live)) => Ok(Loaded::Live(live, application.map(Box::new))),
            Some(Err(lang)) => {
                session.flush().await.map_err(unavailable)?;
                Ok(Loaded::Ended(lang))
            }
            None => Ok(Loaded::Nothing),
        }
    }

    /// Loads a session by its id, outside its own request.
    pub(super) fn by_id(
        app_state: &AppState,
        id: &Id,
        now: OffsetDateTime,
    ) -> Result<Option<Self>, SessionError> {
        let found = app_state.store.load_session(id, now, |stored| {
            Some((Self::from_stored(stored, app_state.timeouts, now)?, None))
        });
        Ok(found.map_err(unavailable)?.map(|(live, _)| live))
    }

    /// Records activity. Returns `None` if the session was deleted meanwhile.
    pub(super) async fn touch(
        self,
        app_state: &AppState,
        session: &Session,
        now: OffsetDateTime,
    ) -> Result<Option<Self>, SessionError> {
        if self.data.seen + TOUCH > now {
            return Ok(Some(self));
        }
        // The library must load the session before the write: see [`Self::load`].
        let Some(data) = read(session).await? else {
            return Ok(None);
        };
        let data = SessionData { seen: now, ..data };
        write(session, &data).await?;
        Ok(Self::new(data, app_state.timeouts, now))
    }

    /// Copies the provider's id into the session: a background job may have stored it.
    pub(super) async fn copy_external_id(
        self,
        session: &Session,
        application: &Application,
    ) -> Result<(), SessionError> {
        if self.knows(application.external_id.as_ref()) || read(session).await?.is_none() {
            return Ok(());
        }
        let external_id = application.external_id.clone();
        let data = SessionData {
            external_id,
            ..self.data
        };
        write(session, &data).await
    }

    /// Application that the session has open.
    pub(super) const fn application(&self) -> ApplicationId {
        self.data.application
    }

    /// Whether the session holds this id of the provider.
    pub(super) fn knows(&self, external_id: Option<&ExternalId>) -> bool {
        self.data.external_id.as_ref() == external_id
    }

    /// CSRF token of its forms.
    pub(super) fn csrf(&self) -> &str {
        &self.data.csrf
    }

    /// Chosen language.
    pub(super) const fn lang(&self) -> Option<Lang> {
        self.data.lang
    }
}

/// Session of a request.
pub(super) enum Loaded {
    /// A live session, and its application unless that was erased.
    Live(LiveSession, Option<Box<Application>>),
    /// A timeout has ended the session. It had this language.
    Ended(Option<Lang>),
    /// No session.
    Nothing,
}

/// Parses the session data of a stored record.
fn parse_stored(plain: &[u8]) -> Option<SessionData> {
    let stored: Stored = serde_json::from_slice(plain).ok()?;
    Some(stored.data.session_data)
}

/// Reads the session's data.
async fn read(session: &Session) -> Result<Option<SessionData>, SessionError> {
    let value = session.get_value(KEY).await.map_err(unavailable)?;
    Ok(value.and_then(parse_data))
}

/// Writes the session's data.
async fn write(session: &Session, data: &SessionData) -> Result<(), SessionError> {
    session.insert(KEY, data).await.map_err(unavailable)
}

/// Parses session data. A value of another shape comes from another version; it is treated as
/// absent.
fn parse_data(value: serde_json::Value) -> Option<SessionData> {
    serde_json::from_value(value).ok()
}

#[cfg(feature = "test-api")]
/// Whether a stored session holds session data.
pub(crate) fn has_session_data(mut record: tower_sessions_core::session::Record) -> bool {
    record.data.remove(KEY).and_then(parse_data).is_some()
}

/// Stored session, for reads that write nothing back.
#[derive(Deserialize)]
struct Stored {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    /// Stored under [`KEY`].
    #[serde(rename = "visitor")]
    session_data: SessionData,
}

/// Logs why a session or its application cannot be read or written.
pub(super) fn unavailable(error: impl std::error::Error + 'static) -> SessionError {
    let error = &error as &dyn std::error::Error;
    tracing::error!(error, "a session or its application is not available");
    SessionError
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_sessions_core::session::Record;

    fn data(application: ApplicationId) -> SessionData {
        SessionData {
            began: OffsetDateTime::UNIX_EPOCH,
            seen: OffsetDateTime::UNIX_EPOCH,
            csrf: "a token".to_owned(),
            lang: Some(Lang::Es),
            application,
            external_id: ExternalId::parse("ext_1").ok(),
            device: "Firefox/Windows".to_owned(),
        }
    }

    fn timeouts() -> SessionTimeouts {
        SessionTimeouts::new(&crate::config::read(&|_| None).expect("sound settings"))
    }

    #[test]
    fn stored_session_is_read_where_the_library_writes_it() {
        let data = data(ApplicationId::new([7; 16]));
        let value = serde_json::to_value(&data).expect("written");
        let record = Record {
            id: Id(7),
            data: [(KEY.to_owned(), value)].into(),
            expiry_date: OffsetDateTime::UNIX_EPOCH,
        };
        let plain = serde_json::to_vec(&record).expect("written");
        let read = |plain: &[u8]| LiveSession::from_stored(plain, timeouts(), data.began);
        let live = read(&plain).expect("a session");
        assert_eq!(format!("{:?}", live.data), format!("{data:?}"));
        assert!(read(b"{}").is_none() && read(b"").is_none());
    }

    #[test]
    fn session_yields_its_application_until_a_timeout() {
        let id = ApplicationId::new([1; 16]);
        let live = |seen, now| {
            let at = |minutes| OffsetDateTime::UNIX_EPOCH + Duration::minutes(minutes);
            let seen = SessionData {
                seen: at(seen),
                ..data(id)
            };
            LiveSession::new(seen, timeouts(), at(now))
        };
        for (seen, now, left) in [(0, 0, Some(15)), (0, 14, Some(1)), (0, 15, None)] {
            let live = live(seen, now);
            assert_eq!(
                live.as_ref().map(LiveSession::application),
                left.map(|_| id)
            );
            let left = left.map(Duration::minutes);
            assert_eq!(live.map(|live| live.remaining), left, "{seen} {now}");
        }
        // Activity does not move the absolute timeout.
        let absolute = timeouts().absolute.whole_minutes();
        assert!(live(absolute - 1, absolute - 1).is_some());
        assert!(live(absolute - 1, absolute).is_none());
    }
}
