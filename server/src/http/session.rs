//! Applicant session: a random id in the cookie, all data in the database.

use super::{cookie::cookie, resume_cookie};
use crate::{config::Settings, db::Sessions};
use app::server::{Session as Port, SessionError};
use axum::http::{HeaderMap, HeaderValue};
use kyc::{
    application::Application,
    id::{ApplicationId, ExternalId},
    lang::Lang,
    ports::{Clock, Fut},
    return_link::ReturnSecret,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store,
};

/// Key of the session's data in the session record.
const KEY: &str = "visitor";

/// Data of a session. It holds no personal data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SessionData {
    /// Start time: the session ends a fixed time later, even if it is in use (ASVS 7.3.2).
    #[serde(with = "time::serde::timestamp")]
    pub(super) began: OffsetDateTime,
    /// Time of the last recorded activity.
    #[serde(with = "time::serde::timestamp")]
    pub(super) seen: OffsetDateTime,
    /// CSRF token of its forms.
    pub(super) csrf: String,
    /// Chosen language.
    pub(super) lang: Option<Lang>,
    /// Application that the session has open.
    pub(super) application: Option<ApplicationId>,
    /// The provider's id, once known (seed: "Store externalId").
    pub(super) external_id: Option<ExternalId>,
}

/// Session layer. `SameSite=Lax`, because applicants return from the capture page by a cross-site
/// link (ASVS 3.3.2).
pub(super) fn layer(settings: &Settings, sessions: Sessions) -> SessionManagerLayer<Sessions> {
    let secure = settings.is_secure();
    // The row outlives the idle timeout, so that a late request gets the message "signed out".
    // `SessionTimeouts` decides when the session ends.
    let absolute = Duration::try_from(settings.session_absolute).unwrap_or(Duration::DAY);
    SessionManagerLayer::new(sessions)
        .with_name(name(secure))
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(absolute))
}

/// Name of the cookie. `__Host-` requires `Secure`; over plain HTTP the name is plain (ASVS 3.3.1).
const fn name(secure: bool) -> &'static str {
    if secure {
        "__Host-vestibule-session"
    } else {
        "vestibule-session"
    }
}

/// Session id from the request's cookie, if it parses. The session may have ended.
pub(super) fn id(headers: &HeaderMap, secure: bool) -> Option<Id> {
    cookie(headers, name(secure))?.parse().ok()
}

/// Whether the request has a session cookie. The session may have ended.
pub(super) fn was_here(headers: &HeaderMap, secure: bool) -> bool {
    cookie(headers, name(secure)).is_some()
}

/// Session timeouts (ASVS 7.1.1, 7.3.1, 7.3.2).
#[derive(Clone, Copy)]
pub(super) struct SessionTimeouts {
    idle: Duration,
    absolute: Duration,
}

impl SessionTimeouts {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            idle: Duration::try_from(settings.session_idle).unwrap_or(Duration::HOUR),
            absolute: Duration::try_from(settings.session_absolute).unwrap_or(Duration::DAY),
        }
    }

    /// Time until the session ends without further activity; `None` once it has ended.
    pub(super) fn remaining(
        self,
        session_data: &SessionData,
        now: OffsetDateTime,
    ) -> Option<Duration> {
        let over = (session_data.seen + self.idle).min(session_data.began + self.absolute);
        (over > now).then(|| over - now)
    }
}

/// Reads the session's data.
pub(super) async fn read(session: &Session) -> Result<Option<SessionData>, SessionError> {
    let value = session.get_value(KEY).await.map_err(logged)?;
    Ok(value.and_then(parse_data))
}

/// Parses session data. A value of another shape comes from another version; it is treated as
/// absent.
fn parse_data(value: serde_json::Value) -> Option<SessionData> {
    serde_json::from_value(value).ok()
}

/// Whether a stored session holds session data.
pub(crate) fn has_session_data(mut record: Record) -> bool {
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

/// Parses the data of a stored session.
pub(super) fn decode_stored(plain: &[u8]) -> Option<SessionData> {
    let stored: Stored = serde_json::from_slice(plain).ok()?;
    Some(stored.data.session_data)
}

/// Reads the data of a session by id, outside its own request.
pub(super) async fn look_up(
    sessions: &Sessions,
    id: Id,
) -> Result<Option<SessionData>, session_store::Error> {
    let record = sessions.load(&id).await?;
    let value = record.and_then(|mut record| record.data.remove(KEY));
    Ok(value.and_then(parse_data))
}

/// Writes the session's data.
pub(super) async fn write(
    session: &Session,
    session_data: &SessionData,
) -> Result<(), SessionError> {
    session.insert(KEY, session_data).await.map_err(logged)
}

fn logged(error: tower_sessions::session::Error) -> SessionError {
    tracing::error!(%error, "the session store failed");
    SessionError
}

/// Session interface of the server functions.
pub(super) struct SessionHandle {
    pub(super) session: Session,
    pub(super) terms: SessionTimeouts,
    pub(super) secure: bool,
    pub(super) clock: Arc<dyn Clock>,
}

impl SessionHandle {
    async fn change(
        &self,
        change: impl FnOnce(&mut SessionData) + Send,
    ) -> Result<(), SessionError> {
        let mut session_data = read(&self.session).await?.ok_or(SessionError)?;
        change(&mut session_data);
        write(&self.session, &session_data).await
    }
}

impl Port for SessionHandle {
    fn bind<'a>(&'a self, application: &'a Application) -> Fut<'a, Result<(), SessionError>> {
        Box::pin(async move {
            // Privilege change: a new id makes a planted session id useless (ASVS 7.2.4).
            self.session.cycle_id().await.map_err(logged)?;
            self.change(|session_data| session_data.application = Some(application.id))
                .await
        })
    }

    fn remember_external_id<'a>(
        &'a self,
        application: &'a Application,
    ) -> Fut<'a, Result<(), SessionError>> {
        Box::pin(self.change(|session_data| {
            session_data
                .external_id
                .clone_from(&application.external_id)
        }))
    }

    fn set_language(&self, lang: Lang) -> Fut<'_, Result<(), SessionError>> {
        Box::pin(self.change(move |session_data| session_data.lang = Some(lang)))
    }

    fn remaining(&self, stay: bool) -> Fut<'_, Result<Option<std::time::Duration>, SessionError>> {
        Box::pin(async move {
            let now = self.clock.now();
            let Some(mut session_data) = read(&self.session).await? else {
                return Ok(None);
            };
            if stay && self.terms.remaining(&session_data, now).is_some() {
                session_data.seen = now;
                write(&self.session, &session_data).await?;
            }
            let left = self.terms.remaining(&session_data, now);
            Ok(left
                .filter(|_| session_data.application.is_some())
                .and_then(|left| left.try_into().ok()))
        })
    }

    fn resume_cookie(&self, secret: &ReturnSecret) -> HeaderValue {
        resume_cookie::cookie(secret, self.secure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_is_found_where_the_library_stores_it() {
        let session_data = SessionData {
            began: OffsetDateTime::UNIX_EPOCH,
            seen: OffsetDateTime::UNIX_EPOCH + Duration::HOUR,
            csrf: "a token".to_owned(),
            lang: Some(Lang::Es),
            application: Some(ApplicationId::new([7; 16])),
            external_id: ExternalId::parse("ext_1").ok(),
        };
        let value = serde_json::to_value(&session_data).expect("written");
        let record = Record {
            id: Id(7),
            data: [(KEY.to_owned(), value)].into(),
            expiry_date: OffsetDateTime::UNIX_EPOCH,
        };
        let plain = serde_json::to_vec(&record).expect("written");
        let read = decode_stored(&plain).expect("a visitor");
        assert_eq!(format!("{read:?}"), format!("{session_data:?}"));
        assert!(decode_stored(b"{}").is_none() && decode_stored(b"").is_none());
    }
}
