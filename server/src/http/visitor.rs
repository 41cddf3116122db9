//! The visitor of a request: known by their session, seen again, or anew. The
//! session's row is read here, with what hangs on it; where it is written it is the
//! library's, which most requests have no need of.

use super::{
    Hall,
    session::{self, Terms, Visitor},
};
use app::request::SessionError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kyc::{application::Application, port::StoreError, service::ServiceError};
use time::{Duration, OffsetDateTime};
use tower_sessions::Session;

/// The session is written down as in use at most this often.
const TOUCH: Duration = Duration::minutes(1);

/// Random bytes as text that fits a header, a form and a page.
pub(super) fn random_token<const BYTES: usize>(hall: &Hall) -> String {
    let mut token = [0; BYTES];
    hall.onboarding.entropy.fill(&mut token);
    URL_SAFE_NO_PAD.encode(token)
}

/// Whoever a session says it is, and the application of one that lives.
pub(super) fn known(
    hall: &Hall,
    session: &Session,
    terms: Terms,
    now: OffsetDateTime,
) -> Result<Option<(Visitor, Option<Application>)>, ServiceError> {
    let Some(id) = session.id() else {
        return Ok(None);
    };
    let known = hall.store.who(&id, now, |stored| {
        let visitor = session::stored(stored)?;
        let lives = terms.left(&visitor, now).is_some();
        let application = visitor.application.filter(|_| lives);
        Some((visitor, application))
    });
    Ok(known.map_err(StoreError::from)?)
}

/// A live session's visitor, written down as seen if somebody is there.
pub(super) async fn seen(
    session: &Session,
    visitor: Visitor,
    now: OffsetDateTime,
    alive: bool,
) -> Result<Visitor, SessionError> {
    if !alive || visitor.seen + TOUCH > now {
        return Ok(visitor);
    }
    let visitor = Visitor {
        seen: now,
        ..visitor
    };
    session::write(session, &visitor).await?;
    Ok(visitor)
}

/// A new visitor, under a new id where the old session is over.
pub(super) async fn anew(
    hall: &Hall,
    session: &Session,
    now: OffsetDateTime,
    over: Option<Visitor>,
) -> Result<Visitor, SessionError> {
    if over.is_some() {
        // Its time is over: the row goes, a new id comes. (`flush` would make
        // the new row under the old id.)
        session.clear().await;
        session.cycle_id().await.map_err(|_| SessionError)?;
    }
    let visitor = Visitor {
        began: now,
        seen: now,
        csrf: random_token::<32>(hall),
        lang: over.and_then(|visitor| visitor.lang),
        application: None,
        external_id: None,
    };
    session::write(session, &visitor).await?;
    Ok(visitor)
}
