//! Signing in with a passkey alone. Its authenticator verifies the user by a PIN or a fingerprint,
//! so it is both factors (NIST SP 800-63B-4 §2.3.1).

use super::{AdminError, AdminService, SecondFactorOutcome, audit, undo_attempt};
use crate::{
    admin::{
        audit::{Factor, Refusal, StaffActor, StaffEvent},
        ports::{Admission, StaffCommand},
        reviewer::Reviewer,
        session::{AuthStage, StaffSession},
        throttle::KNOWN_FOR,
    },
    ports::StoreError,
};
use std::net::IpAddr;

impl AdminService {
    /// Makes a passkey challenge for the sign-in page and returns its options; `None` if passkeys
    /// are not available. It names no account.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn begin_passkey_alone(
        &self,
        session: &StaffSession,
    ) -> Result<Option<String>, AdminError> {
        if !self.credentials.has_passkeys() || session.stage != AuthStage::Anonymous {
            return Ok(None);
        }
        let ceremony = self.credentials.begin_passkey_alone()?;
        let mut session = session.clone();
        session.data.ceremony = Some(ceremony.state);
        self.apply(vec![StaffCommand::Save(session)]).await?;
        Ok(Some(ceremony.question))
    }

    /// Signs in with a passkey alone. A locked account may: a passkey cannot be guessed.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn sign_in_with_passkey(
        &self,
        session: &StaffSession,
        answer: &str,
        from: IpAddr,
    ) -> Result<SecondFactorOutcome, AdminError> {
        // The challenges of the other stages belong to one account.
        let state = session.data.ceremony.as_ref();
        let Some(state) = state.filter(|_| session.stage == AuthStage::Anonymous) else {
            return Ok(SecondFactorOutcome::Wrong);
        };
        let owner = match self.credentials.passkey_owner(answer) {
            Some(id) => self.store.reviewer(id).await?,
            None => None,
        };
        let about = owner.as_ref().map(|reviewer| reviewer.id);
        let account = owner.as_ref().map_or("?", |them| them.name.as_str());
        let attempt = self.login_attempt("passkey", account, from);
        let refusal = Refusal::of(&attempt.origin);
        let admission = self.store.record_attempt(attempt.clone(), self.clock.now());
        if let Admission::Wait(wait) = admission.await? {
            let event = StaffEvent::HeldBack { refusal };
            self.refuse(StaffActor::Anonymous, about, event).await?;
            return Ok(SecondFactorOutcome::Wait(wait));
        }
        let owner = owner.filter(|them| them.is_enabled() && them.is_enrolled());
        if let Some(reviewer) = owner
            && let Some(used) = self.passkey_used(state, answer, &reviewer).await?
        {
            let (id, now) = (reviewer.id, self.clock.now());
            let (secret, new) = self.replace_session(session, AuthStage::SignedIn(id));
            let event = StaffEvent::SignedIn {
                factor: Factor::Passkey,
                alone: true,
            };
            let mut steps = vec![
                used,
                StaffCommand::EndOnce(session.hash),
                StaffCommand::Open(new),
                StaffCommand::LimitSessions(id, self.timeouts.most),
                StaffCommand::EndFailures(id),
                StaffCommand::TrustAddress(attempt.known, now + KNOWN_FOR),
                audit(StaffActor::Reviewer(id), Some(id), event),
            ];
            steps.extend(undo_attempt(&attempt));
            match self.apply(steps).await {
                Ok(()) => return Ok(SecondFactorOutcome::SignedIn(secret)),
                // Another request used the session's challenge a moment ago.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let event = StaffEvent::Refused {
            factor: Factor::Passkey,
            refusal,
        };
        self.refuse(StaffActor::Anonymous, about, event).await?;
        Ok(SecondFactorOutcome::Wrong)
    }

    async fn passkey_used(
        &self,
        state: &str,
        answer: &str,
        reviewer: &Reviewer,
    ) -> Result<Option<StaffCommand>, AdminError> {
        let known = self.store.passkeys(reviewer.id).await?;
        let now = self.clock.now();
        let used = self
            .credentials
            .finish_passkey_alone(state, answer, &known, now);
        Ok(used.map(|passkey| StaffCommand::UsePasskey(reviewer.id, passkey)))
    }
}
