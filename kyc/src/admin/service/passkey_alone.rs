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
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use time::OffsetDateTime;

/// Challenge of the sign-in page. The page carries it, sealed, because there is no session yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// State of the verifier.
    state: String,
    /// When the page was made. A passkey that was used since does not sign in with this challenge.
    #[serde(with = "time::serde::timestamp::milliseconds")]
    issued_at: OffsetDateTime,
}

impl AdminService {
    /// Makes a passkey challenge for the sign-in page, with the options for the browser; `None` if
    /// passkeys are not available. It names no account and stores nothing.
    ///
    /// # Errors
    /// [`AdminError`].
    pub fn begin_passkey_alone(
        &self,
        stage: AuthStage,
    ) -> Result<Option<(String, PasskeyChallenge)>, AdminError> {
        if !self.credentials.has_passkeys() || stage != AuthStage::Anonymous {
            return Ok(None);
        }
        let ceremony = self.credentials.begin_passkey_alone()?;
        let challenge = PasskeyChallenge {
            state: ceremony.state,
            issued_at: self.clock.now(),
        };
        Ok(Some((ceremony.question, challenge)))
    }

    /// Signs in with a passkey alone, by the challenge of the caller's page. A locked account may: a
    /// passkey cannot be guessed.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn sign_in_with_passkey(
        &self,
        session: &StaffSession,
        challenge: Option<PasskeyChallenge>,
        answer: &str,
        from: IpAddr,
    ) -> Result<SecondFactorOutcome, AdminError> {
        let oldest = self.clock.now() - self.timeouts.idle;
        let is_usable = |challenge: &PasskeyChallenge| {
            session.stage == AuthStage::Anonymous && challenge.issued_at > oldest
        };
        let Some(challenge) = challenge.filter(is_usable) else {
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
            && let Some(used) = self.passkey_used(&challenge, answer, &reviewer).await?
        {
            let (id, now) = (reviewer.id, self.clock.now());
            let (secret, new) = self.replace_session(session, AuthStage::SignedIn(id));
            let event = StaffEvent::SignedIn {
                factor: Factor::Passkey,
                alone: true,
            };
            let mut steps = vec![
                used,
                StaffCommand::End(session.hash),
                StaffCommand::Open(new),
                StaffCommand::LimitSessions(id, self.timeouts.most),
                StaffCommand::EndFailures(id),
                StaffCommand::TrustAddress(attempt.known, now + KNOWN_FOR),
            ];
            // Before the audit event, as every sign-in: two of them then never wait for each other.
            steps.extend(undo_attempt(&attempt));
            steps.push(audit(StaffActor::Reviewer(id), Some(id), event));
            match self.apply(steps).await {
                Ok(()) => return Ok(SecondFactorOutcome::SignedIn(secret)),
                // Another request used the passkey since the challenge.
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
        challenge: &PasskeyChallenge,
        answer: &str,
        reviewer: &Reviewer,
    ) -> Result<Option<StaffCommand>, AdminError> {
        let known = self.store.passkeys(reviewer.id).await?;
        let now = self.clock.now();
        let used = self
            .credentials
            .finish_passkey_alone(&challenge.state, answer, &known, now);
        let at = challenge.issued_at;
        Ok(used.map(|passkey| StaffCommand::UsePasskeyOnce(reviewer.id, passkey, at)))
    }
}
