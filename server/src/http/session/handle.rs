//! Session interface of the server functions.

use super::{LiveSession, SessionData, cookie, devices, read, unavailable, write};
use crate::http::{AppState, form_token::PreSession, resume_cookie};
use app::server::{Session as Port, SessionError};
use async_trait::async_trait;
use axum::http::HeaderValue;
use kyc::{
    application::Application,
    device::{Device, LiveAccess},
    id::ApplicationId,
    lang::Lang,
    return_link::ReturnSecret,
};
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

#[async_trait]
impl Port for SessionHandle {
    async fn bind(&self, application: &Application) -> Result<(), SessionError> {
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
    }

    async fn remember_external_id(&self, application: &Application) -> Result<(), SessionError> {
        self.change(|data| data.external_id.clone_from(&application.external_id))
            .await
    }

    async fn set_language(&self, lang: Lang) -> Result<Option<HeaderValue>, SessionError> {
        let Some(mut data) = read(&self.session).await? else {
            let secure = self.app_state.settings.is_secure();
            return Ok(Some(self.pre_session.speaking(lang).cookie(secure)));
        };
        data.lang = Some(lang);
        write(&self.session, &data).await?;
        Ok(None)
    }

    async fn remaining(&self, stay: bool) -> Result<Option<Duration>, SessionError> {
        let now = self.app_state.onboarding.clock.now();
        let live = |data| LiveSession::new(data, self.app_state.timeouts, now);
        let mut found = read(&self.session).await?.and_then(live);
        if let Some(LiveSession { data, .. }) = found.as_mut().filter(|_| stay) {
            data.seen = now;
            write(&self.session, data).await?;
            found = live(data.clone());
        }
        Ok(found.map(|live| live.remaining))
    }

    async fn end(&self, forget: bool) -> Result<Vec<HeaderValue>, SessionError> {
        let lang = read(&self.session).await?.and_then(|data| data.lang);
        self.session.flush().await.map_err(unavailable)?;
        let secure = self.app_state.settings.is_secure();
        let mut removed = vec![cookie::removed(secure)];
        // The next page is in the language of the session.
        removed.extend(lang.map(|lang| self.pre_session.speaking(lang).cookie(secure)));
        removed.push(resume_cookie::followed_removed(secure));
        removed.extend(forget.then(|| resume_cookie::removed(secure)));
        Ok(removed)
    }

    async fn accesses(&self, application: ApplicationId) -> Result<Vec<LiveAccess>, SessionError> {
        let link = self.link.as_ref();
        devices::list(&self.app_state, application, self.session.id(), link)
    }

    fn resume_cookies(&self, secret: &ReturnSecret) -> [HeaderValue; 2] {
        let secure = self.app_state.settings.is_secure();
        let followed = resume_cookie::followed_removed(secure);
        [resume_cookie::cookie(secret, secure), followed]
    }
}
