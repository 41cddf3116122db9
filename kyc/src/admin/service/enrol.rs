//! Enrolling: a link, a password, a second factor, recovery codes. Until the
//! second factor is there, nothing is open, and the link may be followed again.

use super::{AdminError, AdminService, audit, sign_in::remember_typed};
use crate::{
    admin::{
        ReviewerId,
        audit::{StaffActor, StaffEvent},
        password::{self, PasswordFault},
        ports::StaffCommand,
        reviewer::{AccountName, Reviewer, Totp, TotpSecret},
        session::{AuthStage, SecretHash, Session, SessionSecret},
    },
    ports::StoreError,
};
use zeroize::Zeroizing;

/// What comes of a step of enrolling.
#[derive(Debug)]
pub enum EnrolmentOutcome {
    /// On to the next page.
    Next,
    /// They are in, in a session with this secret, and have codes to note.
    SignedIn(SessionSecret),
    /// The password cannot be taken.
    Mend(PasswordFault),
    /// The name cannot be taken: it is none, or somebody has it.
    Name,
    /// The code is not the app's, the answer not the passkey's.
    Wrong,
    /// The link leads nowhere any more.
    Gone,
}

/// What comes of following a link to enrol by.
#[derive(Debug)]
pub enum InviteAccepted {
    /// They enrol, in a session with this secret.
    Enrols(SessionSecret),
    /// They are in, and stay in.
    Inside,
    /// It leads nowhere.
    Nowhere,
}

/// What somebody types to begin with.
#[derive(Clone, Copy)]
pub struct NewCredentials<'a> {
    /// The name, where it is theirs to choose.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// Once more.
    pub again: &'a str,
}

impl AdminService {
    /// Follows a link to enrol by. The link itself is not used up: who looks at it
    /// before its owner changes nothing. Nor does it sign anybody out: a browser
    /// may ask for it by itself, and nobody would have said so.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn accept_invite(
        &self,
        session: &Session,
        text: &str,
    ) -> Result<InviteAccepted, AdminError> {
        if matches!(session.stage, AuthStage::SignedIn(_)) {
            return Ok(InviteAccepted::Inside);
        }
        let Some(link) = SessionSecret::parse(text) else {
            return Ok(InviteAccepted::Nowhere);
        };
        let Some(who) = self.store.invited(link.hash(), self.clock.now()).await? else {
            return Ok(InviteAccepted::Nowhere);
        };
        let (secret, mut new, _) = self.replace_session(session, AuthStage::Enrolling(who));
        new.data.invitation = Some(link.hash());
        new.data.totp = Some(self.random::<20>().to_vec());
        let steps = vec![StaffCommand::End(session.hash), StaffCommand::Open(new)];
        self.apply(steps).await?;
        Ok(InviteAccepted::Enrols(secret))
    }

    /// Whether whoever this session is about may go on enrolling: their link
    /// is still good.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn is_enrolling(&self, session: &Session) -> Result<bool, AdminError> {
        let (AuthStage::Enrolling(who), Some(link)) = (session.stage, session.data.invitation)
        else {
            return Ok(false);
        };
        Ok(self.store.invited(link, self.clock.now()).await? == Some(who))
    }

    /// Sets the first password.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn choose_password(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        chosen: NewCredentials<'_>,
    ) -> Result<EnrolmentOutcome, AdminError> {
        if !self.is_enrolling(session).await? {
            return Ok(EnrolmentOutcome::Gone);
        }
        let mut reviewer = reviewer.clone();
        if reviewer.may_choose_name() {
            let name = AccountName::parse(chosen.name).ok();
            let Some(name) = name.filter(|name| !name.is_placeholder()) else {
                return self
                    .retry_password(session, chosen, EnrolmentOutcome::Name)
                    .await;
            };
            reviewer.name = name;
        }
        if let Err(fault) = self.check_password(&reviewer, chosen.password, chosen.again) {
            return self
                .retry_password(session, chosen, EnrolmentOutcome::Mend(fault))
                .await;
        }
        reviewer.password = Some(self.credentials.hash(chosen.password).await?);
        match self.apply(vec![StaffCommand::Update(reviewer)]).await {
            Ok(()) => Ok(EnrolmentOutcome::Next),
            Err(StoreError::Conflict) => {
                self.retry_password(session, chosen, EnrolmentOutcome::Name)
                    .await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Has the page shown again, with the name as it was typed.
    async fn retry_password(
        &self,
        session: &Session,
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

    /// Takes the first code of an authenticator app as the second factor.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn enrol_totp(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        code: &str,
    ) -> Result<EnrolmentOutcome, AdminError> {
        let Some(totp) = self.first_code(session, code) else {
            return Ok(EnrolmentOutcome::Wrong);
        };
        let reviewer = Reviewer {
            totp: Some(totp),
            ..reviewer.clone()
        };
        let event = StaffEvent::TotpSet;
        self.finish(
            session,
            &reviewer,
            StaffCommand::Update(reviewer.clone()),
            event,
        )
        .await
    }

    /// The app that shows this code, if it has the secret we offered.
    pub(super) fn first_code(&self, session: &Session, code: &str) -> Option<Totp> {
        let secret = TotpSecret(Zeroizing::new(session.data.totp.clone()?));
        let last_step = self
            .credentials
            .totp_step(&secret, code, self.clock.now())?;
        Some(Totp { secret, last_step })
    }

    /// Takes a passkey as the second factor.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn enrol_passkey(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        answer: &str,
    ) -> Result<EnrolmentOutcome, AdminError> {
        let state = session.data.ceremony.as_deref().unwrap_or_default();
        let Some(passkey) =
            self.credentials
                .finish_passkey_registration(state, answer, self.clock.now())
        else {
            return Ok(EnrolmentOutcome::Wrong);
        };
        let step = StaffCommand::AddPasskey(reviewer.id, passkey);
        self.finish(session, reviewer, step, StaffEvent::PasskeyAdded)
            .await
    }

    /// All is there: recovery codes, the end of the link, and in.
    async fn finish(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        factor: StaffCommand,
        event: StaffEvent,
    ) -> Result<EnrolmentOutcome, AdminError> {
        if reviewer.password.is_none() || !self.is_enrolling(session).await? {
            return Ok(EnrolmentOutcome::Gone);
        }
        let (id, by) = (reviewer.id, StaffActor::Reviewer(reviewer.id));
        let codes = self.recovery_codes();
        let hashes: Vec<SecretHash> = codes.iter().map(super::RecoveryCode::hash).collect();
        let (secret, mut new, _) = self.replace_session(session, AuthStage::SignedIn(id));
        new.data.codes = codes.iter().map(super::RecoveryCode::show).collect();
        let mut steps = vec![
            factor,
            StaffCommand::SetRecovery(id, hashes),
            StaffCommand::RevokeInvite(id),
            StaffCommand::End(session.hash),
            StaffCommand::Open(new),
            StaffCommand::LimitSessions(id, self.timeouts.most),
            audit(by, Some(id), event),
            audit(by, Some(id), StaffEvent::Enrolled),
        ];
        steps.extend(self.revoke_placeholder(id).await?);
        match self.apply(steps).await {
            Ok(()) => Ok(EnrolmentOutcome::SignedIn(secret)),
            Err(StoreError::Conflict) => Ok(EnrolmentOutcome::Wrong),
            Err(error) => Err(error.into()),
        }
    }

    /// The end of the first administrator's link, once somebody else can sign
    /// in: a key that nobody needs is one that somebody might find.
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
