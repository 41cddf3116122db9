//! Session data of a request: load, record activity, reset. A page load that cannot write reads the
//! session row directly, together with the application. That bypasses the session library and saves
//! a query.

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

/// Shortest interval between two records of activity.
const TOUCH: Duration = Duration::minutes(1);

/// Random bytes as base64 text, safe in headers, forms and pages.
pub(super) fn random_token<const BYTES: usize>(app_state: &AppState) -> String {
    let mut token = [0; BYTES];
    app_state.onboarding.entropy.fill(&mut token);
    URL_SAFE_NO_PAD.encode(token)
}

/// Data of the request's session and, if the session is active, its application.
///
/// If the request may write, the library loads the session before any other await. A session that
/// is deleted meanwhile then stays deleted (security case 11). A later load would create it again.
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

/// Records activity of an active session if `alive` is set. Returns `None` if the session was
/// deleted meanwhile.
pub(super) async fn touch(
    session: &Session,
    session_data: SessionData,
    now: OffsetDateTime,
    alive: bool,
) -> Result<Option<SessionData>, SessionError> {
    if !alive || session_data.seen + TOUCH > now {
        return Ok(Some(session_data));
    }
    // The library must load the session before the write: see [`load`].
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

/// Creates new session data, under a new id if the old session has ended.
pub(super) async fn reset(
    app_state: &AppState,
    session: &Session,
    now: OffsetDateTime,
    over: Option<SessionData>,
) -> Result<SessionData, SessionError> {
    if over.is_some() {
        // The session has ended: delete its row and change the id. `flush` would create the new row
        // under the old id.
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
