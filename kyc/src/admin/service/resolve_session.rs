//! Who is at the door: each request begins here.

use super::{AdminError, AdminService, Principal};
use crate::{
    admin::{
        ports::StaffCommand,
        reviewer::Reviewer,
        session::{AuthStage, Session, SessionData, SessionSecret},
    },
    lang::Lang,
};
use time::Duration;

/// A session is written down as in use at most this often.
const TOUCH: Duration = Duration::MINUTE;

/// Somebody at the door.
#[derive(Clone, Debug)]
pub struct AuthContext {
    /// Their session; a stranger's where there was none.
    pub session: Session,
    /// Whom it is about.
    pub reviewer: Option<Reviewer>,
    /// The secret of a new session, for the cookie.
    pub secret: Option<SessionSecret>,
    /// Whether a session has just been found to be over.
    pub ended: bool,
}

impl AuthContext {
    /// Their seat, if they are in.
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
    /// Recognises whoever has this secret, or makes a stranger's session.
    /// `alive` says whether somebody must be there for the request to come.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn resolve_session(
        &self,
        secret: Option<&SessionSecret>,
        alive: bool,
        device: &str,
    ) -> Result<AuthContext, AdminError> {
        let now = self.clock.now();
        let mut steps = Vec::new();
        let mut data = SessionData {
            csrf: self.csrf_token(),
            device: device.to_owned(),
            ..SessionData::default()
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
            data.lang = session.data.lang;
            steps.push(StaffCommand::End(session.hash));
        }
        let fresh = SessionSecret::from_entropy(self.random());
        let session = Session::begin(fresh.hash(), AuthStage::Anonymous, data, self.timeouts, now);
        steps.push(StaffCommand::Open(session.clone()));
        self.apply(steps).await?;
        Ok(AuthContext {
            session,
            reviewer: None,
            secret: Some(fresh),
            ended: secret.is_some(),
        })
    }

    /// How long a session still lives without a sign of life; with `stay` this
    /// is one.
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

    /// Remembers the language.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn set_language(&self, session: &Session, lang: Lang) -> Result<(), AdminError> {
        let mut session = session.clone();
        session.data.lang = Some(lang);
        Ok(self.apply(vec![StaffCommand::Save(session)]).await?)
    }
}
