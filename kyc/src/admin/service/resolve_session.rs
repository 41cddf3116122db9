//! Resolving the session: each request of the admin begins here.

use super::{AdminError, AdminService, Principal};
use crate::{
    admin::{
        ports::StaffCommand,
        reviewer::Reviewer,
        session::{AuthStage, SessionSecret, StaffSession, StaffSessionData},
    },
    lang::Lang,
};
use time::Duration;

/// The store records activity in a session at most this often.
const TOUCH: Duration = Duration::MINUTE;

/// The authentication context of a request.
#[derive(Clone, Debug)]
pub struct AuthContext {
    /// The session; an anonymous one that is not stored if there was none.
    pub session: StaffSession,
    /// The account of the session.
    pub reviewer: Option<Reviewer>,
    /// The secret of a session that is not stored, for the cookie once it is.
    pub secret: Option<SessionSecret>,
    /// Whether the request's session has expired or was ended.
    pub ended: bool,
}

impl AuthContext {
    /// The principal, if the session is signed in.
    #[must_use]
    pub fn principal(&self) -> Option<Principal> {
        match (self.session.stage, &self.reviewer) {
            (AuthStage::SignedIn(_), Some(reviewer)) => Some(Principal {
                session: self.session.clone(),
                reviewer: reviewer.clone(),
            }),
            _ => None,
        }
    }
}

impl AdminService {
    /// Returns the session of this secret, or an anonymous one. The latter is not stored: a request
    /// without a session writes no row.
    ///
    /// `alive` is true if the request counts as user activity. A new session gets `device` and
    /// `lang`.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn resolve_session(
        &self,
        secret: Option<&SessionSecret>,
        alive: bool,
        device: &str,
        lang: Option<Lang>,
    ) -> Result<AuthContext, AdminError> {
        let now = self.clock.now();
        let mut steps = Vec::new();
        let mut data = StaffSessionData {
            csrf: self.csrf_token(),
            device: device.to_owned(),
            lang,
            ..StaffSessionData::default()
        };
        if let Some(secret) = secret
            && let Some((mut session, reviewer)) = self.store.session(secret.hash()).await?
        {
            let live = session.remaining(self.timeouts, now).is_some();
            let welcome = match session.stage.reviewer() {
                None => true,
                Some(_) => reviewer.as_ref().is_some_and(Reviewer::is_enabled),
            };
            if live && welcome {
                if alive && session.seen_at + TOUCH <= now {
                    session.seen_at = now;
                    self.apply(vec![StaffCommand::Touch(session.hash, now)])
                        .await?;
                }
                return Ok(AuthContext {
                    session,
                    reviewer,
                    secret: None,
                    ended: false,
                });
            }
            data.lang = session.data.lang.or(lang);
            steps.push(StaffCommand::Expire(session.hash));
        }
        let fresh = SessionSecret::from_entropy(self.random());
        let session =
            StaffSession::begin(fresh.hash(), AuthStage::Anonymous, data, self.timeouts, now);
        if !steps.is_empty() {
            self.apply(steps).await?;
        }
        Ok(AuthContext {
            session,
            reviewer: None,
            secret: Some(fresh),
            ended: secret.is_some(),
        })
    }

    /// The remaining time of a session without activity. With `stay`, this request counts as
    /// activity.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn session_remaining(
        &self,
        principal: &Principal,
        stay: bool,
    ) -> Result<Duration, AdminError> {
        let now = self.clock.now();
        let mut session = principal.session.clone();
        if stay {
            session.seen_at = now;
            self.apply(vec![StaffCommand::Touch(session.hash, now)])
                .await?;
        }
        Ok(session
            .remaining(self.timeouts, now)
            .unwrap_or(Duration::ZERO))
    }

    /// Stores the language in the session.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn set_language(&self, session: &StaffSession, lang: Lang) -> Result<(), AdminError> {
        let mut session = session.clone();
        session.data.lang = Some(lang);
        Ok(self.apply(vec![StaffCommand::Save(session)]).await?)
    }
}
