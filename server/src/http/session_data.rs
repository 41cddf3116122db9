//! The visitor of a request: known by their session, seen again, or anew. Where
//! nothing can come to be written, which is where a page is loaded, the session's
//! row is read past the library, in one reading with the application.

use super::{
    AppState,
    session::{self, SessionData, SessionTimeouts},
    session_unavailable::SessionUnavailable,
};
use app::server::SessionError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kyc::{application::Application, ports::StoreError, service::ServiceError};
use time::{Duration, OffsetDateTime};
use tower_sessions::Session;

/// The session is written down as in use at most this often.
const TOUCH: Duration = Duration::minutes(1);

/// Random bytes as text that fits a header, a form and a page.
pub(super) fn random_token<const BYTES: usize>(app_state: &AppState) -> String {
    let mut token = [0; BYTES];
    app_state.onboarding.entropy.fill(&mut token);
    URL_SAFE_NO_PAD.encode(token)
}

/// Whoever a session says it is, and the application of one that lives.
///
/// A session that may be written to is loaded by the library, before anything else
/// is waited for: what is deleted meanwhile then stays deleted (security case 11),
/// where one that is loaded only to be written to would be made anew.
pub(super) async fn load(
    app_state: &AppState,
    session: &Session,
    now: OffsetDateTime,
    may_write: bool,
) -> Result<Option<(SessionData, Option<Application>)>, SessionUnavailable> {
    let terms = SessionTimeouts::new(&app_state.settings);
    let lives = |session_data: &SessionData| terms.remaining(session_data, now).is_some();
    let Some(id) = session.id() else {
        return Ok(None);
    };
    if !may_write {
        let known = app_state.store.load_session(&id, now, |stored| {
            let session_data = session::decode_stored(stored)?;
            let application = session_data.application.filter(|_| lives(&session_data));
            Some((session_data, application))
        });
        return Ok(known.map_err(|error| ServiceError::from(StoreError::from(error)))?);
    }
    let Some(session_data) = session::read(session).await? else {
        return Ok(None);
    };
    let Some(application) = session_data.application.filter(|_| lives(&session_data)) else {
        return Ok(Some((session_data, None)));
    };
    match app_state.onboarding.store.find(application).await {
        Ok(found) => Ok(Some((session_data, found))),
        Err(error) => Err(ServiceError::from(error).into()),
    }
}

/// A live session's visitor, written down as seen if somebody is there; `None` where
/// the session is no more.
pub(super) async fn touch(
    session: &Session,
    session_data: SessionData,
    now: OffsetDateTime,
    alive: bool,
) -> Result<Option<SessionData>, SessionError> {
    if !alive || session_data.seen + TOUCH > now {
        return Ok(Some(session_data));
    }
    // By the library, and before it is written to: see `known`.
    let Some(session_data) = session::read(session).await? else {
        return Ok(None);
    };
    let session_data = SessionData {
        seen: now,
        ..session_data
    };
    session::write(session, &session_data).await?;
    Ok(Some(session_data))
}

/// A new visitor, under a new id where the old session is over.
pub(super) async fn reset(
    app_state: &AppState,
    session: &Session,
    now: OffsetDateTime,
    over: Option<SessionData>,
) -> Result<SessionData, SessionError> {
    if over.is_some() {
        // Its time is over: the row goes, a new id comes. (`flush` would make
        // the new row under the old id.)
        session.clear().await;
        session.cycle_id().await.map_err(|_| SessionError)?;
    }
    let session_data = SessionData {
        began: now,
        seen: now,
        csrf: random_token::<32>(app_state),
        lang: over.and_then(|session_data| session_data.lang),
        application: None,
        external_id: None,
    };
    session::write(session, &session_data).await?;
    Ok(session_data)
}
