//! Live sessions and valid resume links of an application, for its applicant.

use super::{LiveSession, unavailable};
use crate::{db::sessions, http::AppState};
use app::server::SessionError;
use kyc::{
    device::{AccessKey, Device, LiveAccess},
    id::ApplicationId,
    return_link::ReturnSecret,
};
use tower_sessions_core::session::Id;

/// Sessions first, then links; the newest of each first. Those of this device are marked.
pub(super) fn list(
    app_state: &AppState,
    application: ApplicationId,
    session: Option<Id>,
    link: Option<&ReturnSecret>,
) -> Result<Vec<LiveAccess>, SessionError> {
    let now = app_state.onboarding.clock.now();
    let store = &app_state.store;
    let own = session.as_ref().map(sessions::hash);
    let mut all = store
        .sessions_of(application, now, |hash, stored| {
            let LiveSession { data, .. } =
                LiveSession::from_stored(stored, app_state.timeouts, now)?;
            Some(LiveAccess {
                key: AccessKey::Session(*hash),
                device: Device::from_code(&data.device),
                since: data.began,
                until: data.seen,
                is_current: own.as_ref() == Some(hash),
            })
        })
        .map_err(unavailable)?;
    all.sort_by_key(|access| std::cmp::Reverse(access.since));
    let own = link.map(|secret| AccessKey::Link(secret.hash()));
    let links = store.links_of(application, now).map_err(unavailable)?;
    all.extend(links.into_iter().map(|link| LiveAccess {
        is_current: own == Some(link.key),
        ..link
    }));
    Ok(all)
}
