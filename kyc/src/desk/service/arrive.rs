//! Who is at the door: each request begins here.

use super::{Desk, DeskError, Seat};
use crate::{
    desk::{
        port::Step,
        reviewer::Reviewer,
        session::{Memory, Session, SessionSecret, Stage},
    },
    lang::Lang,
};
use time::Duration;

/// A session is written down as in use at most this often.
const TOUCH: Duration = Duration::MINUTE;

/// Somebody at the door.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Their session; a stranger's where there was none.
    pub session: Session,
    /// Whom it is about.
    pub reviewer: Option<Reviewer>,
    /// The secret of a new session, for the cookie.
    pub secret: Option<SessionSecret>,
    /// Whether a session has just been found to be over.
    pub ended: bool,
}

impl Arrival {
    /// Their seat, if they are in.
    #[must_use]
    pub fn seat(&self) -> Option<Seat> {
        match (self.session.stage, &self.reviewer) {
            (Stage::In(_), Some(reviewer)) => Some(Seat {
                session: self.session.clone(),
                reviewer: reviewer.clone(),
            }),
            _ => None,
        }
    }
}

impl Desk {
    /// Recognises whoever has this secret, or makes a stranger's session.
    /// `alive` says whether somebody must be there for the request to come.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn arrive(
        &self,
        secret: Option<&SessionSecret>,
        alive: bool,
        device: &str,
    ) -> Result<Arrival, DeskError> {
        let now = self.clock.now();
        let mut steps = Vec::new();
        let mut memory = Memory {
            csrf: self.token(),
            device: device.to_owned(),
            ..Memory::default()
        };
        if let Some(secret) = secret
            && let Some((mut session, reviewer)) = self.store.session(secret.hash()).await?
        {
            let live = session.left(self.terms, now).is_some();
            let welcome = match session.stage.who() {
                None => true,
                Some(_) => reviewer.as_ref().is_some_and(Reviewer::is_enabled),
            };
            if live && welcome {
                if alive && session.seen_at + TOUCH <= now {
                    session.seen_at = now;
                    self.carry_out(vec![Step::Touch(session.hash, now)]).await?;
                }
                return Ok(Arrival {
                    session,
                    reviewer,
                    secret: None,
                    ended: false,
                });
            }
            memory.lang = session.memory.lang;
            steps.push(Step::End(session.hash));
        }
        let fresh = SessionSecret::from_entropy(self.random());
        let session = Session::begin(fresh.hash(), Stage::Stranger, memory, self.terms, now);
        steps.push(Step::Open(session.clone()));
        self.carry_out(steps).await?;
        Ok(Arrival {
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
    /// [`DeskError`].
    pub async fn left(&self, seat: &Seat, stay: bool) -> Result<Duration, DeskError> {
        let now = self.clock.now();
        let mut session = seat.session.clone();
        if stay {
            session.seen_at = now;
            self.carry_out(vec![Step::Touch(session.hash, now)]).await?;
        }
        Ok(session.left(self.terms, now).unwrap_or(Duration::ZERO))
    }

    /// Remembers the language.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn speak(&self, session: &Session, lang: Lang) -> Result<(), DeskError> {
        let mut session = session.clone();
        session.memory.lang = Some(lang);
        Ok(self.carry_out(vec![Step::Save(session)]).await?)
    }
}
