//! Session interface of the server functions.

use super::{LiveSession, SessionData, cookie, devices, read, unavailable, write};
use crate::http::{AppState, form_token::PreSession, resume_cookie};
use app::server::{Session as Port, SessionError};
use axum::http::HeaderValue;
use kyc::{
    application::Application,
    device::{Device, LiveAccess},
    id::ApplicationId,
    lang::Lang,
    ports::Fut,
    return_link::ReturnSecret,
};
use std::future::ready;
use time::Duration;
use tower_sessions_core::Session;

/// Session of a request, with the state that it needs.
pub(in crate::http) struct SessionHandle {
    pub(in crate::http) app_state: AppState,
    pub(in crate::http) session: Session,
    pub(in crate::http) pre_session: PreSession,
    pub(in crate::http) device: Device,
    /// Secret of this device's resume link.
    pub(in crate::http) link: Option<ReturnSecret>,
}

impl SessionHandle {
    async fn change(
        &self,
        change: impl FnOnce(&mut SessionData) + Send,
    ) -> Result<(), SessionError> {
        let mut data = read(&self.session).await?.ok_or(SessionError)?;
        change(&mut data);
        write(&self.session, &data).await
    }
}

impl Port for SessionHandle {
    fn bind<'a>(&'a self, application: &'a Application) -> Fut<'a, Result<(), SessionError>> {
        Box::pin(async move {
            let before = read(&self.session).await?;
            let now = self.app_state.onboarding.clock.now();
            let data = SessionData {
                began: now,
                seen: now,
                csrf: self.app_state.random_token::<32>(),
                lang: before
                    .and_then(|before| before.lang)
                    .or(self.pre_session.lang),
                application: application.id,
                external_id: application.external_id.clone(),
                device: self.device.code(),
            };
            // Privilege change: a new id makes a planted session id useless (ASVS 7.2.4).
            self.session.cycle_id().await.map_err(unavailable)?;
            write(&self.session, &data).await
        })
    }

    fn remember_external_id<'a>(
        &'a self,
        application: &'a Application,
    ) -> Fut<'a, Result<(), SessionError>> {
        Box::pin(self.change(|data| data.external_id.clone_from(&application.external_id)))
    }

    fn set_language(&self, lang: Lang) -> Fut<'_, Result<Option<HeaderValue>, SessionError>> {
        Box::pin(async move {
            let Some(mut data) = read(&self.session).await? else {
                let secure = self.app_state.settings.is_secure();
                return Ok(Some(self.pre_session.speaking(lang).cookie(secure)));
            };
            data.lang = Some(lang);
            write(&self.session, &data).await?;
            Ok(None)
        })
    }

    fn remaining(&self, stay: bool) -> Fut<'_, Result<Option<Duration>, SessionError>> {
        Box::pin(async move {
            let now = self.app_state.onboarding.clock.now();
            let live = |data| LiveSession::new(data, self.app_state.timeouts, now);
            let mut found = read(&self.session).await?.and_then(live);
            if let Some(LiveSession { data, .. }) = found.as_mut().filter(|_| stay) {
                data.seen = now;
                write(&self.session, data).await?;
                found = live(data.clone());
            }
            Ok(found.map(|live| live.remaining))
        })
    }

    fn end(&self, forget: bool) -> Fut<'_, Result<Vec<HeaderValue>, SessionError>> {
        Box::pin(async move {
            let lang = read(&self.session).await?.and_then(|data| data.lang);
            self.session.flush().await.map_err(unavailable)?;
            let secure = self.app_state.settings.is_secure();
            let mut removed = vec![cookie::removed(secure)];
            // The next page is in the language of the session.
            removed.extend(lang.map(|lang| self.pre_session.speaking(lang).cookie(secure)));
            removed.push(resume_cookie::followed_removed(secure));
            removed.extend(forget.then(|| resume_cookie::removed(secure)));
            Ok(removed)
        })
    }

    fn accesses(
        &self,
        application: ApplicationId,
    ) -> Fut<'_, Result<Vec<LiveAccess>, SessionError>> {
        let link = self.link.as_ref();
        let found = devices::list(&self.app_state, application, self.session.id(), link);
        Box::pin(ready(found))
    }

    fn resume_cookies(&self, secret: &ReturnSecret) -> [HeaderValue; 2] {
        let secure = self.app_state.settings.is_secure();
        let followed = resume_cookie::followed_removed(secure);
        [resume_cookie::cookie(secret, secure), followed]
    }
}
