//! One's own account: password, second factors, recovery codes, sessions. All
//! of it wants a second factor that was shown just now (ASVS 7.5.1).

use super::{Desk, DeskError, RecoveryCode, Seat, told};
use crate::{
    desk::{
        deed::Deed,
        password::PasswordFault,
        port::Step,
        reviewer::{Reviewer, TotpSecret},
        session::{SecretHash, Session, Stage},
    },
    id::rfc4648,
    ports::StoreError,
};
use zeroize::Zeroizing;

/// What comes of changing a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewFactor {
    /// It is changed.
    Done,
    /// The present password is another one, the code not the app's, the answer
    /// not the passkey's.
    Wrong,
    /// The new password cannot be taken.
    Mend(PasswordFault),
    /// It is the last second factor: without one nobody comes in.
    Last,
}

impl Desk {
    /// Changes the password.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn change_password(
        &self,
        seat: &Seat,
        (present, password, again): (&str, &str, &str),
        end_others: bool,
    ) -> Result<NewFactor, DeskError> {
        let known = seat.reviewer.password.as_ref();
        if !self.proofs.fits(present, known).await? {
            return Ok(NewFactor::Wrong);
        }
        if let Err(fault) = self.judge(&seat.reviewer, password, again) {
            return Ok(NewFactor::Mend(fault));
        }
        let password = Some(self.proofs.hash(password).await?);
        let changed = Step::Update(Reviewer {
            password,
            ..seat.reviewer.clone()
        });
        self.change(seat, vec![changed], Deed::PasswordChanged, end_others)
            .await
    }

    /// Offers a secret to an authenticator app, if the session has none to
    /// offer.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn offer_totp(&self, session: &Session) -> Result<Session, DeskError> {
        let mut session = session.clone();
        if session.memory.totp.is_none() {
            session.memory.totp = Some(self.random::<20>().to_vec());
            self.carry_out(vec![Step::Save(session.clone())]).await?;
        }
        Ok(session)
    }

    /// The secret that a session offers to an authenticator app, as people type
    /// it.
    #[must_use]
    pub fn totp_text(&self, session: &Session) -> String {
        let offered = session.memory.totp.as_deref().unwrap_or_default();
        rfc4648(offered)
    }

    /// The address that an authenticator app is set up by with that secret, while
    /// it may be: whoever is in showed a second factor just now.
    #[must_use]
    pub fn totp_setup(&self, session: &Session, reviewer: &Reviewer) -> Option<String> {
        if matches!(session.stage, Stage::In(_)) && !session.is_fresh(self.clock.now()) {
            return None;
        }
        let secret = TotpSecret(Zeroizing::new(session.memory.totp.clone()?));
        Some(self.proofs.setup(&secret, &reviewer.name))
    }

    /// Asks a browser to make a passkey; the question, or `None` where there
    /// are none.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn ask_new_passkey(
        &self,
        session: &Session,
        reviewer: &Reviewer,
    ) -> Result<Option<String>, DeskError> {
        if !self.proofs.has_passkeys() {
            return Ok(None);
        }
        let known = self.store.passkeys(reviewer.id).await?;
        let ceremony = self.proofs.ask_new_passkey(reviewer, &known)?;
        let mut session = session.clone();
        session.memory.ceremony = Some(ceremony.state);
        self.carry_out(vec![Step::Save(session)]).await?;
        Ok(Some(ceremony.question))
    }

    /// Takes an authenticator app, in the old one's place if there is one.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn set_totp(
        &self,
        seat: &Seat,
        code: &str,
        end_others: bool,
    ) -> Result<NewFactor, DeskError> {
        let Some(totp) = self.first_code(&seat.session, code) else {
            return Ok(NewFactor::Wrong);
        };
        let changed = Step::Update(Reviewer {
            totp: Some(totp),
            ..seat.reviewer.clone()
        });
        let mut session = seat.session.clone();
        session.memory.totp = None;
        let steps = vec![changed, Step::Save(session)];
        self.change(seat, steps, Deed::TotpSet, end_others).await
    }

    /// Takes one more passkey.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn add_passkey(
        &self,
        seat: &Seat,
        answer: &str,
        end_others: bool,
    ) -> Result<NewFactor, DeskError> {
        let mut session = seat.session.clone();
        let state = session.memory.ceremony.take().unwrap_or_default();
        let Some(passkey) = self.proofs.new_passkey(&state, answer, self.clock.now()) else {
            return Ok(NewFactor::Wrong);
        };
        let steps = vec![
            Step::AddPasskey(seat.reviewer.id, passkey),
            Step::Save(session),
        ];
        self.change(seat, steps, Deed::PasskeyAdded, end_others)
            .await
    }

    /// Removes the authenticator app.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn remove_totp(&self, seat: &Seat) -> Result<NewFactor, DeskError> {
        if seat.reviewer.passkeys == 0 {
            return Ok(NewFactor::Last);
        }
        let changed = Step::Update(Reviewer {
            totp: None,
            ..seat.reviewer.clone()
        });
        self.change(seat, vec![changed], Deed::TotpRemoved, false)
            .await
    }

    /// Removes a passkey, by what a page calls it.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn remove_passkey(&self, seat: &Seat, handle: &str) -> Result<NewFactor, DeskError> {
        let reviewer = &seat.reviewer;
        if reviewer.totp.is_none() && reviewer.passkeys < 2 {
            return Ok(NewFactor::Last);
        }
        let known = self.store.passkeys(reviewer.id).await?;
        let Some(gone) = known.into_iter().find(|passkey| passkey.handle() == handle) else {
            return Ok(NewFactor::Wrong);
        };
        // Two windows that each remove one would leave none: the version tells.
        let steps = vec![
            Step::Update(reviewer.clone()),
            Step::RemovePasskey(reviewer.id, gone.credential),
        ];
        self.change(seat, steps, Deed::PasskeyRemoved, false).await
    }

    /// Makes new recovery codes; the old ones are gone. They lie in the session
    /// until their owner has noted them.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn make_recovery(&self, seat: &Seat) -> Result<NewFactor, DeskError> {
        let codes = self.recovery_codes();
        let hashes: Vec<SecretHash> = codes.iter().map(RecoveryCode::hash).collect();
        let mut session = seat.session.clone();
        session.memory.codes = codes.iter().map(RecoveryCode::show).collect();
        let steps = vec![
            Step::SetRecovery(seat.reviewer.id, hashes),
            Step::Save(session),
        ];
        self.change(seat, steps, Deed::RecoveryMade, false).await
    }

    /// They are noted: nobody sees them again.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn recovery_noted(&self, session: &Session) -> Result<(), DeskError> {
        let mut session = session.clone();
        session.memory.codes = Vec::new();
        Ok(self.carry_out(vec![Step::Save(session)]).await?)
    }

    /// Ends one of one's own sessions, by what a page calls it. Somebody else's
    /// is nobody's.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn end_own(&self, seat: &Seat, handle: &str) -> Result<bool, DeskError> {
        let own = self.store.sessions(seat.reviewer.id).await?;
        let Some(session) = own
            .into_iter()
            .find(|session| session.hash.handle() == handle)
        else {
            return Ok(false);
        };
        let deed = Deed::SessionsEnded { count: 1 };
        let line = told(seat.by(), Some(seat.reviewer.id), deed);
        self.carry_out(vec![Step::End(session.hash), line]).await?;
        Ok(true)
    }

    /// Ends all of one's sessions but this one.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn end_others(&self, seat: &Seat) -> Result<(), DeskError> {
        let steps = self.ending(seat).await?;
        Ok(self.carry_out(steps).await?)
    }

    async fn ending(&self, seat: &Seat) -> Result<Vec<Step>, DeskError> {
        let id = seat.reviewer.id;
        let own = self.store.sessions(id).await?;
        let count = own
            .iter()
            .filter(|other| other.hash != seat.session.hash)
            .count();
        let deed = Deed::SessionsEnded {
            count: count as u64,
        };
        Ok(vec![
            Step::EndAll(id, Some(seat.session.hash)),
            told(seat.by(), Some(id), deed),
        ])
    }

    async fn change(
        &self,
        seat: &Seat,
        mut steps: Vec<Step>,
        deed: Deed,
        end_others: bool,
    ) -> Result<NewFactor, DeskError> {
        steps.push(told(seat.by(), Some(seat.reviewer.id), deed));
        if end_others {
            steps.extend(self.ending(seat).await?);
        }
        match self.carry_out(steps).await {
            Ok(()) => Ok(NewFactor::Done),
            Err(StoreError::Conflict) => Ok(NewFactor::Wrong),
            Err(error) => Err(error.into()),
        }
    }
}
