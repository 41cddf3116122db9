//! One's own account: password, second factors, recovery codes, sessions. Each change requires a
//! recent second factor (ASVS 7.5.1).

use super::{AdminError, AdminService, Principal, RecoveryCode, audit, enrol::named, undo_attempt};
use crate::{
    admin::{
        audit::{Factor, Refusal, StaffEvent},
        password::PasswordFault,
        ports::{Admission, HashQueue, LoginAttempt, StaffCommand},
        reviewer::{Reviewer, TotpSecret},
        session::{AuthStage, SecretHash, StaffSession},
    },
    ports::StoreError,
};
use data_encoding::BASE32_NOPAD;
use std::net::IpAddr;
use time::Duration;
use zeroize::Zeroizing;

/// The outcome of changing a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorChange {
    /// The factor is changed.
    Done,
    /// The current password, the code or the passkey's answer is wrong.
    InvalidProof,
    /// Too many attempts: wait this long.
    Throttled(Duration),
    /// The account is locked: its password is not verified.
    Locked,
    /// The new password is rejected.
    InvalidPassword(PasswordFault),
    /// It is the last second factor: without one, the account could not sign in.
    LastFactor,
}

impl AdminService {
    /// Changes the password.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn change_password(
        &self,
        principal: &Principal,
        (present, password, again): (&str, &str, &str),
        end_others: bool,
        from: IpAddr,
    ) -> Result<FactorChange, AdminError> {
        let known = principal.reviewer.password.as_ref();
        let me = Some(principal.reviewer.id);
        // A stolen session must not guess the password faster than a sign-in.
        let attempt = LoginAttempt {
            reviewer: me,
            ..self.login_attempt("first", principal.reviewer.name.as_str(), from)
        };
        let admission = self.store.record_attempt(attempt.clone(), self.clock.now());
        let refusal = Refusal::of(&attempt.origin);
        match admission.await? {
            Admission::Admitted { .. } => {}
            Admission::Wait(wait) => {
                let event = StaffEvent::HeldBack { refusal };
                self.refuse(principal.actor(), me, event).await?;
                return Ok(FactorChange::Throttled(wait));
            }
            Admission::Locked | Admission::Over => return Ok(FactorChange::Locked),
        }
        let queue = HashQueue::Known;
        let verified = self.credentials.verify_password(present, known, queue);
        if !self.or_take_back(&attempt, verified.await).await? {
            let factor = Factor::Password;
            let event = StaffEvent::Refused { factor, refusal };
            self.refuse(principal.actor(), me, event).await?;
            return Ok(FactorChange::InvalidProof);
        }
        let mut steps: Vec<_> = undo_attempt(&attempt).collect();
        steps.push(StaffCommand::UndoFailure(principal.reviewer.id));
        self.apply(steps).await?;
        if let Err(fault) = self.check_password(&principal.reviewer, password, again) {
            return Ok(FactorChange::InvalidPassword(fault));
        }
        let password = Some(self.credentials.hash(password).await?);
        let changed = StaffCommand::Update(Reviewer {
            password,
            ..principal.reviewer.clone()
        });
        self.change(
            principal,
            vec![changed],
            StaffEvent::PasswordChanged,
            end_others,
        )
        .await
    }

    /// Puts a new TOTP secret into the session, if the session has none.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn offer_totp(&self, session: &StaffSession) -> Result<StaffSession, AdminError> {
        let mut session = session.clone();
        if session.data.totp.is_none() {
            session.data.totp = Some(self.random::<20>().to_vec());
            self.apply(vec![StaffCommand::Save(session.clone())])
                .await?;
        }
        Ok(session)
    }

    /// The offered TOTP secret in base 32, for typing.
    #[must_use]
    pub fn totp_text(&self, session: &StaffSession) -> String {
        let offered = session.data.totp.as_deref().unwrap_or_default();
        BASE32_NOPAD.encode(offered)
    }

    /// The `otpauth` URI with the offered secret. A signed-in session needs a recent second factor
    /// for it.
    #[must_use]
    pub fn totp_setup(&self, session: &StaffSession, reviewer: &Reviewer) -> Option<String> {
        if matches!(session.stage, AuthStage::SignedIn(_)) && !session.is_fresh(self.clock.now()) {
            return None;
        }
        let secret = TotpSecret(Zeroizing::new(session.data.totp.clone()?));
        Some(self.credentials.totp_setup(&secret, &reviewer.name))
    }

    /// Makes a challenge to register a passkey and returns its options; `None` if passkeys are not
    /// available.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn begin_passkey_registration(
        &self,
        session: &StaffSession,
        reviewer: &Reviewer,
    ) -> Result<Option<String>, AdminError> {
        if !self.credentials.has_passkeys() {
            return Ok(None);
        }
        let known = self.store.passkeys(reviewer.id).await?;
        let ceremony = self
            .credentials
            .begin_passkey_registration(reviewer, &known)?;
        let mut session = session.clone();
        session.data.ceremony = Some(ceremony.state);
        self.apply(vec![StaffCommand::Save(session)]).await?;
        Ok(Some(ceremony.question))
    }

    /// Sets an authenticator app, in place of the old one if there is one.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn set_totp(
        &self,
        principal: &Principal,
        code: &str,
        end_others: bool,
    ) -> Result<FactorChange, AdminError> {
        let Some(totp) = self.first_code(&principal.session, code) else {
            return Ok(FactorChange::InvalidProof);
        };
        let changed = StaffCommand::Update(Reviewer {
            totp: Some(totp),
            ..principal.reviewer.clone()
        });
        let mut session = principal.session.clone();
        session.data.totp = None;
        let steps = vec![changed, StaffCommand::Save(session)];
        self.change(principal, steps, StaffEvent::TotpSet, end_others)
            .await
    }

    /// Adds a passkey.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn add_passkey(
        &self,
        principal: &Principal,
        (answer, name): (&str, &str),
        end_others: bool,
    ) -> Result<FactorChange, AdminError> {
        let mut session = principal.session.clone();
        let state = session.data.ceremony.take().unwrap_or_default();
        let Some(passkey) =
            self.credentials
                .finish_passkey_registration(&state, answer, self.clock.now())
        else {
            return Ok(FactorChange::InvalidProof);
        };
        let passkey = named(passkey, name, &session);
        let steps = vec![
            StaffCommand::AddPasskey(principal.reviewer.id, passkey),
            StaffCommand::Save(session),
        ];
        self.change(principal, steps, StaffEvent::PasskeyAdded, end_others)
            .await
    }

    /// Changes the name of a passkey, found by its handle. It is no event: names are not in the
    /// trail.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn name_passkey(
        &self,
        principal: &Principal,
        handle: &str,
        name: &str,
    ) -> Result<FactorChange, AdminError> {
        let id = principal.reviewer.id;
        let known = self.store.passkeys(id).await?;
        let Some(passkey) = known.into_iter().find(|passkey| passkey.handle() == handle) else {
            return Ok(FactorChange::InvalidProof);
        };
        let passkey = named(passkey, name, &principal.session);
        match self
            .apply(vec![StaffCommand::NamePasskey(id, passkey)])
            .await
        {
            Ok(()) => Ok(FactorChange::Done),
            Err(StoreError::Conflict) => Ok(FactorChange::InvalidProof),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the authenticator app.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn remove_totp(&self, principal: &Principal) -> Result<FactorChange, AdminError> {
        if principal.reviewer.passkeys == 0 {
            return Ok(FactorChange::LastFactor);
        }
        let changed = StaffCommand::Update(Reviewer {
            totp: None,
            ..principal.reviewer.clone()
        });
        self.change(principal, vec![changed], StaffEvent::TotpRemoved, false)
            .await
    }

    /// Removes a passkey, by its handle.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn remove_passkey(
        &self,
        principal: &Principal,
        handle: &str,
    ) -> Result<FactorChange, AdminError> {
        let reviewer = &principal.reviewer;
        if reviewer.totp.is_none() && reviewer.passkeys < 2 {
            return Ok(FactorChange::LastFactor);
        }
        let known = self.store.passkeys(reviewer.id).await?;
        let Some(gone) = known.into_iter().find(|passkey| passkey.handle() == handle) else {
            return Ok(FactorChange::InvalidProof);
        };
        // The update checks the account's version. Without it, two windows could remove both
        // passkeys at once.
        let steps = vec![
            StaffCommand::Update(reviewer.clone()),
            StaffCommand::RemovePasskey(reviewer.id, gone.credential),
        ];
        self.change(principal, steps, StaffEvent::PasskeyRemoved, false)
            .await
    }

    /// Makes new recovery codes, which replace the old ones. The session stores them until their
    /// owner acknowledges them.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn make_recovery(&self, principal: &Principal) -> Result<FactorChange, AdminError> {
        let codes = self.recovery_codes();
        let hashes: Vec<SecretHash> = codes.iter().map(RecoveryCode::hash).collect();
        let mut session = principal.session.clone();
        session.data.codes = codes.iter().map(RecoveryCode::show).collect();
        let steps = vec![
            StaffCommand::SetRecovery(principal.reviewer.id, hashes),
            StaffCommand::Save(session),
        ];
        self.change(principal, steps, StaffEvent::RecoveryMade, false)
            .await
    }

    /// Removes the acknowledged recovery codes from the session: no page shows them again.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn acknowledge_recovery_codes(
        &self,
        session: &StaffSession,
    ) -> Result<(), AdminError> {
        let mut session = session.clone();
        session.data.codes = Vec::new();
        Ok(self.apply(vec![StaffCommand::Save(session)]).await?)
    }

    /// Ends one of one's own sessions, by its handle. Returns false if the account has no such
    /// session.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn end_own_session(
        &self,
        principal: &Principal,
        handle: &str,
    ) -> Result<bool, AdminError> {
        let own = self.store.sessions(principal.reviewer.id).await?;
        let Some(session) = own
            .into_iter()
            .find(|session| session.hash.handle() == handle)
        else {
            return Ok(false);
        };
        let event = StaffEvent::SessionsEnded { count: 1 };
        let line = principal.audit(event);
        self.apply(vec![StaffCommand::End(session.hash), line])
            .await?;
        Ok(true)
    }

    /// Ends all of one's sessions except the current one.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn end_other_sessions(&self, principal: &Principal) -> Result<(), AdminError> {
        let steps = self.end_other_commands(principal).await?;
        Ok(self.apply(steps).await?)
    }

    async fn end_other_commands(
        &self,
        principal: &Principal,
    ) -> Result<Vec<StaffCommand>, AdminError> {
        let id = principal.reviewer.id;
        let own = self.store.sessions(id).await?;
        let count = own
            .iter()
            .filter(|other| other.hash != principal.session.hash)
            .count();
        let event = StaffEvent::SessionsEnded {
            count: count as u64,
        };
        Ok(vec![
            StaffCommand::EndAll(id, Some(principal.session.hash)),
            audit(principal.actor(), Some(id), event),
        ])
    }

    async fn change(
        &self,
        principal: &Principal,
        mut steps: Vec<StaffCommand>,
        event: StaffEvent,
        end_others: bool,
    ) -> Result<FactorChange, AdminError> {
        steps.push(principal.audit(event));
        if end_others {
            steps.extend(self.end_other_commands(principal).await?);
        }
        match self.apply(steps).await {
            Ok(()) => Ok(FactorChange::Done),
            Err(StoreError::Conflict) => Ok(FactorChange::InvalidProof),
            Err(error) => Err(error.into()),
        }
    }
}
