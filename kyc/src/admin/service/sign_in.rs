//! Signing in: a password, then a second factor. Unknown names, wrong passwords and disabled
//! accounts get the same answer after the same work.

use super::{AdminError, AdminService, Principal, audit, undo_attempt};
use crate::{
    admin::{
        audit::{Factor, Refusal, StaffActor, StaffEvent},
        ports::{Admission, HashQueue, LoginAttempt, StaffCommand},
        reviewer::{AccountName, Reviewer},
        session::{AuthStage, SessionSecret, StaffSession, TRIES},
    },
    ports::StoreError,
};
use std::net::IpAddr;
use time::Duration;

/// The primary factor of a sign-in.
///
/// OpenID Connect would be one more variant: the identity provider's issuer and subject name an
/// account. Session, timeouts, audit events and second factor stay the same.
#[derive(Clone, Copy)]
pub enum PrimaryFactor<'a> {
    /// A typed name and password.
    Password {
        /// The name.
        name: &'a str,
        /// The password.
        password: &'a str,
    },
}

/// The second factor of a sign-in.
#[derive(Clone, Copy)]
pub enum SecondFactor<'a> {
    /// A code of an authenticator app.
    Code(&'a str),
    /// A browser's answer to a passkey challenge.
    Passkey(&'a str),
    /// A recovery code.
    Recovery(&'a str),
}

/// The outcome of the primary factor.
#[derive(Debug)]
pub enum PrimaryOutcome {
    /// The second factor is pending, in a session with this secret.
    AwaitingSecondFactor(SessionSecret),
    /// Name or password is wrong. The session is stored now.
    Wrong,
    /// Too many attempts: wait this long.
    Wait(Duration),
}

/// The outcome of the second factor.
#[derive(Debug)]
pub enum SecondFactorOutcome {
    /// Signed in, in a session with this secret.
    SignedIn(SessionSecret),
    /// The factor is wrong or was used before.
    Wrong,
    /// Too many attempts: wait this long.
    Wait(Duration),
    /// The account is locked: only a passkey is accepted.
    Locked,
    /// No sign-in is pending, or too many factors were wrong: start again.
    Over,
}

impl AdminService {
    /// Verifies the primary factor.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn verify_primary(
        &self,
        session: &StaffSession,
        proof: PrimaryFactor<'_>,
        from: IpAddr,
    ) -> Result<PrimaryOutcome, AdminError> {
        let PrimaryFactor::Password { name, password } = proof;
        let named = AccountName::parse(name).ok();
        let account = named.as_ref().map_or("?", AccountName::as_str);
        let reviewer = match &named {
            Some(name) => self.store.find_by_name(name).await?,
            None => None,
        };
        let about = reviewer.as_ref().map(|reviewer| reviewer.id);
        let attempt = LoginAttempt {
            reviewer: about,
            ..self.login_attempt("first", account, from)
        };
        let admission = self.store.record_attempt(attempt.clone(), self.clock.now());
        let (may, queue) = match admission.await? {
            Admission::Wait(wait) => {
                let refusal = Refusal::of(&attempt.origin);
                let event = StaffEvent::HeldBack { refusal };
                self.refuse(StaffActor::Anonymous, about, event).await?;
                return Ok(PrimaryOutcome::Wait(wait));
            }
            Admission::Admitted { known: true, .. } => (true, HashQueue::Known),
            Admission::Admitted { known: false, .. } => (true, HashQueue::Strangers),
            // The same answer after the same work: it confirms no password.
            Admission::Locked | Admission::Over => (false, HashQueue::Strangers),
        };
        let reviewer = reviewer.filter(|them| may && them.is_enabled() && them.is_enrolled());
        let hash = reviewer.as_ref().and_then(|them| them.password.as_ref());
        let verified = self.credentials.verify_password(password, hash, queue);
        let fits = self.or_take_back(&attempt, verified.await).await?;
        match reviewer.filter(|_| fits) {
            Some(reviewer) => {
                let stage = AuthStage::AwaitingSecondFactor(reviewer.id);
                let (secret, new) = self.replace_session(session, stage);
                let mut steps = vec![StaffCommand::End(session.hash), StaffCommand::Open(new)];
                steps.extend(undo_attempt(&attempt));
                // The failures in a row end with the second factor only.
                steps.push(StaffCommand::UndoFailure(reviewer.id));
                self.apply(steps).await?;
                Ok(PrimaryOutcome::AwaitingSecondFactor(secret))
            }
            None => {
                let refusal = Refusal::of(&attempt.origin);
                let factor = Factor::Password;
                let event = StaffEvent::Refused { factor, refusal };
                self.refuse(StaffActor::Anonymous, about, event).await?;
                self.apply(vec![remember_typed(session, name)]).await?;
                Ok(PrimaryOutcome::Wrong)
            }
        }
    }

    /// Makes a passkey challenge for the session's account and returns its options; `None` if it
    /// has no passkey.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn begin_passkey_sign_in(
        &self,
        session: &StaffSession,
        reviewer: &Reviewer,
    ) -> Result<Option<String>, AdminError> {
        if reviewer.passkeys == 0 || !self.credentials.has_passkeys() {
            return Ok(None);
        }
        let known = self.store.passkeys(reviewer.id).await?;
        let ceremony = self.credentials.begin_passkey_authentication(&known)?;
        let mut session = session.clone();
        session.data.ceremony = Some(ceremony.state);
        self.apply(vec![StaffCommand::Save(session)]).await?;
        Ok(Some(ceremony.question))
    }

    /// Verifies the second factor of a pending sign-in.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn verify_second(
        &self,
        session: &StaffSession,
        reviewer: Option<&Reviewer>,
        proof: SecondFactor<'_>,
        from: IpAddr,
    ) -> Result<SecondFactorOutcome, AdminError> {
        let (AuthStage::AwaitingSecondFactor(_), Some(reviewer)) = (session.stage, reviewer) else {
            return Ok(SecondFactorOutcome::Over);
        };
        let factor = proof.factor();
        let (secret, new) = self.replace_session(session, AuthStage::SignedIn(reviewer.id));
        let after = vec![
            StaffCommand::EndOnce(session.hash),
            StaffCommand::Open(new),
            StaffCommand::LimitSessions(reviewer.id, self.timeouts.most),
        ];
        let event = StaffEvent::SignedIn {
            factor,
            alone: false,
        };
        self.check_second_factor(session, reviewer, proof, from, (secret, after, event))
            .await
    }

    /// Verifies a second factor of a signed-in staff member, for an action that requires a recent
    /// one.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn confirm(
        &self,
        principal: &Principal,
        proof: SecondFactor<'_>,
        from: IpAddr,
    ) -> Result<SecondFactorOutcome, AdminError> {
        let factor = proof.factor();
        let (secret, mut session) =
            self.replace_session(&principal.session, principal.session.stage);
        // Keep the old times: a confirmation must not extend the absolute timeout.
        session.began_at = principal.session.began_at;
        session.ends_at = principal.session.ends_at;
        let after = vec![
            StaffCommand::EndOnce(principal.session.hash),
            StaffCommand::Open(session),
        ];
        let event = StaffEvent::Confirmed { factor };
        self.check_second_factor(
            &principal.session,
            &principal.reviewer,
            proof,
            from,
            (secret, after, event),
        )
        .await
    }

    async fn check_second_factor(
        &self,
        session: &StaffSession,
        reviewer: &Reviewer,
        proof: SecondFactor<'_>,
        from: IpAddr,
        (secret, after, event): (SessionSecret, Vec<StaffCommand>, StaffEvent),
    ) -> Result<SecondFactorOutcome, AdminError> {
        if !proof.is_well_formed() {
            return Ok(SecondFactorOutcome::Wrong);
        }
        let guessable = !matches!(proof, SecondFactor::Passkey(_));
        let attempt = LoginAttempt {
            reviewer: guessable.then_some(reviewer.id),
            session: Some(session.hash),
            ..self.login_attempt("second", reviewer.name.as_str(), from)
        };
        let admission = self.store.record_attempt(attempt.clone(), self.clock.now());
        let tries = match admission.await? {
            Admission::Admitted { tries, .. } => tries,
            Admission::Wait(wait) => {
                let refusal = Refusal::of(&attempt.origin);
                let event = StaffEvent::HeldBack { refusal };
                self.refuse(StaffActor::Anonymous, Some(reviewer.id), event)
                    .await?;
                return Ok(SecondFactorOutcome::Wait(wait));
            }
            Admission::Locked => return Ok(SecondFactorOutcome::Locked),
            Admission::Over => {
                self.apply(end_by_tries(session)).await?;
                return Ok(SecondFactorOutcome::Over);
            }
        };
        if let Some(used) = self.check_factor(session, reviewer, &proof).await? {
            let mut steps = vec![used];
            steps.extend(after);
            steps.extend(undo_attempt(&attempt));
            steps.push(StaffCommand::EndFailures(reviewer.id));
            let until = self.clock.now() + crate::admin::throttle::KNOWN_FOR;
            steps.push(StaffCommand::TrustAddress(attempt.known, until));
            let by = StaffActor::Reviewer(reviewer.id);
            steps.push(audit(by, Some(reviewer.id), event));
            match self.apply(steps).await {
                Ok(()) => return Ok(SecondFactorOutcome::SignedIn(secret)),
                // Another request used the factor or the session's challenge a moment ago.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let refusal = Refusal::of(&attempt.origin);
        let factor = proof.factor();
        let event = StaffEvent::Refused { factor, refusal };
        self.refuse(StaffActor::Anonymous, Some(reviewer.id), event)
            .await?;
        let over = tries >= TRIES;
        let after = if over {
            end_by_tries(session)
        } else {
            let mut session = session.clone();
            // A challenge is valid for one answer only.
            session.data.ceremony = None;
            vec![StaffCommand::Save(session)]
        };
        self.apply(after).await?;
        Ok(if over {
            SecondFactorOutcome::Over
        } else {
            SecondFactorOutcome::Wrong
        })
    }

    /// Signs out.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn sign_out(&self, session: &StaffSession) -> Result<(), AdminError> {
        let mut steps = vec![StaffCommand::End(session.hash)];
        if let AuthStage::SignedIn(who) = session.stage {
            steps.push(audit(
                StaffActor::Reviewer(who),
                Some(who),
                StaffEvent::SignedOut,
            ));
        }
        Ok(self.apply(steps).await?)
    }
}

/// Ends a session after too many wrong second factors.
fn end_by_tries(session: &StaffSession) -> Vec<StaffCommand> {
    let event = StaffEvent::SessionsEnded { count: 1 };
    let mut steps = vec![StaffCommand::End(session.hash)];
    if let AuthStage::SignedIn(who) = session.stage {
        steps.push(audit(StaffActor::System, Some(who), event));
    }
    steps
}

/// Stores the typed account name in the session, for the next page. An anonymous session begins
/// with it.
pub(super) fn remember_typed(session: &StaffSession, name: &str) -> StaffCommand {
    let mut session = session.clone();
    session.data.typed = name.chars().take(40).collect();
    if session.is_stored {
        StaffCommand::Save(session)
    } else {
        StaffCommand::Open(session)
    }
}
