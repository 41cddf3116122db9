//! Enrolling: a link, a password, a second factor, recovery codes. Until the second factor is set,
//! the account has no access and the link stays valid.

use super::{AdminError, AdminService, audit, sign_in::remember_typed};
use crate::{
    admin::{
        ReviewerId,
        audit::{StaffActor, StaffEvent},
        password::{self, PasswordFault},
        ports::StaffCommand,
        reviewer::{AccountName, Passkey, Reviewer, Totp, TotpSecret},
        session::{AuthStage, SecretHash, SessionSecret, StaffSession},
        throttle::KNOWN_FOR,
    },
    ports::StoreError,
};
use std::net::IpAddr;
use zeroize::Zeroizing;

/// The outcome of a step of enrolling.
#[derive(Debug)]
pub enum EnrolmentOutcome {
    /// Continue with the next page.
    Next,
    /// Signed in, in a session with this secret, with new recovery codes to note.
    SignedIn(SessionSecret),
    /// The password is rejected.
    InvalidPassword(PasswordFault),
    /// The name is malformed or taken.
    InvalidName,
    /// The code or the passkey's answer is wrong.
    InvalidFactor,
    /// The link is no longer valid.
    LinkExpired,
}

/// The outcome of opening an enrolment link.
#[derive(Debug)]
pub enum InviteOutcome {
    /// Enrolling, in a session with this secret.
    StartsEnrolment(SessionSecret),
    /// Already signed in, and unchanged.
    AlreadySignedIn,
    /// The link is not valid.
    InvalidLink,
}

/// The input of the first page of enrolling.
#[derive(Clone, Copy)]
pub struct NewCredentials<'a> {
    /// The name, if its owner may choose it.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// The repeated password.
    pub again: &'a str,
}

impl AdminService {
    /// Opens an enrolment link. This does not use up the link, so a preview changes nothing.
    ///
    /// It does not end a signed-in session: a browser may request the link without its user.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn accept_invite(
        &self,
        session: &StaffSession,
        text: &str,
    ) -> Result<InviteOutcome, AdminError> {
        if matches!(session.stage, AuthStage::SignedIn(_)) {
            return Ok(InviteOutcome::AlreadySignedIn);
        }
        let Some(link) = SessionSecret::parse(text) else {
            return Ok(InviteOutcome::InvalidLink);
        };
        let Some(who) = self.invited(link.hash()).await? else {
            return Ok(InviteOutcome::InvalidLink);
        };
        let (secret, mut new) = self.replace_session(session, AuthStage::Enrolling(who));
        new.data.invitation = Some(link.hash());
        new.data.totp = Some(self.random::<20>().to_vec());
        let steps = vec![StaffCommand::End(session.hash), StaffCommand::Open(new)];
        self.apply(steps).await?;
        Ok(InviteOutcome::StartsEnrolment(secret))
    }

    /// Whether the session may continue to enrol: its link is still valid.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn is_enrolling(&self, session: &StaffSession) -> Result<bool, AdminError> {
        let (AuthStage::Enrolling(who), Some(link)) = (session.stage, session.data.invitation)
        else {
            return Ok(false);
        };
        Ok(self.invited(link).await? == Some(who))
    }

    /// The account of a valid link. An enrolled account has used its link, and an altered one has
    /// no access.
    async fn invited(&self, link: SecretHash) -> Result<Option<ReviewerId>, AdminError> {
        let Some(who) = self.store.invited(link, self.clock.now()).await? else {
            return Ok(None);
        };
        let reviewer = self.store.reviewer(who).await?;
        let is_waiting = |them: &Reviewer| !them.is_enrolled() && !them.is_altered;
        Ok(reviewer.filter(is_waiting).map(|_| who))
    }

    /// Sets the first password.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn choose_password(
        &self,
        session: &StaffSession,
        reviewer: &Reviewer,
        chosen: NewCredentials<'_>,
    ) -> Result<EnrolmentOutcome, AdminError> {
        if !self.is_enrolling(session).await? {
            return Ok(EnrolmentOutcome::LinkExpired);
        }
        let mut reviewer = reviewer.clone();
        if reviewer.may_choose_name() {
            let name = AccountName::parse(chosen.name).ok();
            let Some(name) = name.filter(|name| !name.is_placeholder()) else {
                return self
                    .retry_password(session, chosen, EnrolmentOutcome::InvalidName)
                    .await;
            };
            reviewer.name = name;
        }
        if let Err(fault) = self.check_password(&reviewer, chosen.password, chosen.again) {
            return self
                .retry_password(session, chosen, EnrolmentOutcome::InvalidPassword(fault))
                .await;
        }
        reviewer.password = Some(self.credentials.hash(chosen.password).await?);
        let (id, event) = (reviewer.id, StaffEvent::PasswordChanged);
        let line = audit(StaffActor::Reviewer(id), Some(id), event);
        match self.apply(vec![StaffCommand::Update(reviewer), line]).await {
            Ok(()) => Ok(EnrolmentOutcome::Next),
            Err(StoreError::Conflict) => {
                self.retry_password(session, chosen, EnrolmentOutcome::InvalidName)
                    .await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Stores the typed name and returns the outcome, so that the page is shown again.
    async fn retry_password(
        &self,
        session: &StaffSession,
        chosen: NewCredentials<'_>,
        outcome: EnrolmentOutcome,
    ) -> Result<EnrolmentOutcome, AdminError> {
        self.apply(vec![remember_typed(session, chosen.name)])
            .await?;
        Ok(outcome)
    }

    pub(super) fn check_password(
        &self,
        reviewer: &Reviewer,
        password: &str,
        again: &str,
    ) -> Result<(), PasswordFault> {
        password::judge(password, reviewer.name.as_str(), &self.firm)?;
        if password == again {
            Ok(())
        } else {
            Err(PasswordFault::Differs)
        }
    }

    /// Accepts the first code of an authenticator app as the second factor.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn enrol_totp(
        &self,
        session: &StaffSession,
        reviewer: &Reviewer,
        code: &str,
        from: IpAddr,
    ) -> Result<EnrolmentOutcome, AdminError> {
        let Some(totp) = self.first_code(session, code) else {
            return Ok(EnrolmentOutcome::InvalidFactor);
        };
        let reviewer = Reviewer {
            totp: Some(totp),
            ..reviewer.clone()
        };
        let step = StaffCommand::Update(reviewer.clone());
        self.finish(session, &reviewer, (step, StaffEvent::TotpSet), from)
            .await
    }

    /// The authenticator app, if the code matches the offered secret.
    pub(super) fn first_code(&self, session: &StaffSession, code: &str) -> Option<Totp> {
        let secret = TotpSecret(Zeroizing::new(session.data.totp.clone()?));
        let last_step = self
            .credentials
            .totp_step(&secret, code, self.clock.now())?;
        Some(Totp { secret, last_step })
    }

    /// Accepts a passkey as the second factor.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn enrol_passkey(
        &self,
        session: &StaffSession,
        reviewer: &Reviewer,
        (answer, name): (&str, &str),
        from: IpAddr,
    ) -> Result<EnrolmentOutcome, AdminError> {
        let state = session.data.ceremony.as_deref().unwrap_or_default();
        let Some(passkey) =
            self.credentials
                .finish_passkey_registration(state, answer, self.clock.now())
        else {
            return Ok(EnrolmentOutcome::InvalidFactor);
        };
        let passkey = named(passkey, name, session);
        let step = StaffCommand::AddPasskey(reviewer.id, passkey);
        self.finish(session, reviewer, (step, StaffEvent::PasskeyAdded), from)
            .await
    }

    /// Finishes enrolling: makes recovery codes, ends the link and signs in.
    async fn finish(
        &self,
        session: &StaffSession,
        reviewer: &Reviewer,
        (factor, event): (StaffCommand, StaffEvent),
        from: IpAddr,
    ) -> Result<EnrolmentOutcome, AdminError> {
        let link = session.data.invitation;
        let Some(link) = link.filter(|_| reviewer.password.is_some()) else {
            return Ok(EnrolmentOutcome::LinkExpired);
        };
        if !self.is_enrolling(session).await? {
            return Ok(EnrolmentOutcome::LinkExpired);
        }
        let (id, by) = (reviewer.id, StaffActor::Reviewer(reviewer.id));
        let codes = self.recovery_codes();
        let hashes: Vec<SecretHash> = codes.iter().map(super::RecoveryCode::hash).collect();
        let (secret, mut new) = self.replace_session(session, AuthStage::SignedIn(id));
        new.data.codes = codes.iter().map(super::RecoveryCode::show).collect();
        let mut steps = vec![
            factor,
            StaffCommand::SetRecovery(id, hashes),
            StaffCommand::UseInvite(id, link),
            StaffCommand::Unlock(id),
            // After an attack the owner of a reset account must not wait for its end.
            StaffCommand::TrustAddress(
                self.known_key(reviewer.name.as_str(), from),
                self.clock.now() + KNOWN_FOR,
            ),
            StaffCommand::EndOnce(session.hash),
            StaffCommand::Open(new),
            StaffCommand::LimitSessions(id, self.timeouts.most),
            audit(by, Some(id), event),
            audit(by, Some(id), StaffEvent::Enrolled),
        ];
        steps.extend(self.revoke_placeholder(id).await?);
        match self.apply(steps).await {
            Ok(()) => Ok(EnrolmentOutcome::SignedIn(secret)),
            Err(StoreError::Conflict) => Ok(EnrolmentOutcome::InvalidFactor),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the first administrator's link once another account can sign in. An unused link is
    /// an attack surface.
    async fn revoke_placeholder(
        &self,
        instead_of: ReviewerId,
    ) -> Result<Vec<StaffCommand>, AdminError> {
        let first = self.store.find_by_name(&AccountName::placeholder()).await?;
        let first = first.filter(|them| them.id != instead_of && them.may_choose_name());
        Ok(first.map_or_else(Vec::new, |them| {
            let line = audit(StaffActor::System, Some(them.id), StaffEvent::Withdrawn);
            vec![StaffCommand::Remove(them.id), line]
        }))
    }
}

/// The passkey with the typed name, or that of the browser.
pub(super) fn named(passkey: Passkey, typed: &str, session: &StaffSession) -> Passkey {
    let typed = Passkey::name_from(typed);
    let name = if typed.is_empty() {
        Passkey::name_from(&session.data.device)
    } else {
        typed
    };
    Passkey { name, ..passkey }
}
