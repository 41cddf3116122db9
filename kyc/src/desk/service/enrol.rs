//! Enrolling: a link, a password, a second factor, recovery codes. Until the
//! second factor is there, nothing is open, and the link may be followed again.

use super::{Desk, DeskError, sign_in::typed, told};
use crate::{
    desk::{
        deed::{By, Deed},
        password::{self, PasswordFault},
        port::Step,
        reviewer::{AccountName, Reviewer, ReviewerId, Totp, TotpSecret},
        session::{SecretHash, Session, SessionSecret, Stage},
    },
    ports::StoreError,
};
use zeroize::Zeroizing;

/// What comes of a step of enrolling.
#[derive(Debug)]
pub enum Enrolled {
    /// On to the next page.
    Next,
    /// They are in, in a session with this secret, and have codes to note.
    In(SessionSecret),
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
pub enum Followed {
    /// They enrol, in a session with this secret.
    Enrols(SessionSecret),
    /// They are in, and stay in.
    Inside,
    /// It leads nowhere.
    Nowhere,
}

/// What somebody types to begin with.
#[derive(Clone, Copy)]
pub struct Chosen<'a> {
    /// The name, where it is theirs to choose.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// Once more.
    pub again: &'a str,
}

impl Desk {
    /// Follows a link to enrol by. The link itself is not used up: who looks at it
    /// before its owner changes nothing. Nor does it sign anybody out: a browser
    /// may ask for it by itself, and nobody would have said so.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn follow(&self, session: &Session, text: &str) -> Result<Followed, DeskError> {
        if matches!(session.stage, Stage::In(_)) {
            return Ok(Followed::Inside);
        }
        let Some(link) = SessionSecret::parse(text) else {
            return Ok(Followed::Nowhere);
        };
        let Some(who) = self.store.invited(link.hash(), self.clock.now()).await? else {
            return Ok(Followed::Nowhere);
        };
        let (secret, mut new, _) = self.instead(session, Stage::Enrolling(who));
        new.memory.invitation = Some(link.hash());
        new.memory.totp = Some(self.random::<20>().to_vec());
        let steps = vec![Step::End(session.hash), Step::Open(new)];
        self.carry_out(steps).await?;
        Ok(Followed::Enrols(secret))
    }

    /// Whether whoever this session is about may go on enrolling: their link
    /// is still good.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn is_enrolling(&self, session: &Session) -> Result<bool, DeskError> {
        let (Stage::Enrolling(who), Some(link)) = (session.stage, session.memory.invitation) else {
            return Ok(false);
        };
        Ok(self.store.invited(link, self.clock.now()).await? == Some(who))
    }

    /// Sets the first password.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn choose_password(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        chosen: Chosen<'_>,
    ) -> Result<Enrolled, DeskError> {
        if !self.is_enrolling(session).await? {
            return Ok(Enrolled::Gone);
        }
        let mut reviewer = reviewer.clone();
        if reviewer.may_choose_name() {
            let name = AccountName::parse(chosen.name).ok();
            let Some(name) = name.filter(|name| !name.is_placeholder()) else {
                return self.mend(session, chosen, Enrolled::Name).await;
            };
            reviewer.name = name;
        }
        if let Err(fault) = self.judge(&reviewer, chosen.password, chosen.again) {
            return self.mend(session, chosen, Enrolled::Mend(fault)).await;
        }
        reviewer.password = Some(self.proofs.hash(chosen.password).await?);
        match self.carry_out(vec![Step::Update(reviewer)]).await {
            Ok(()) => Ok(Enrolled::Next),
            Err(StoreError::Conflict) => self.mend(session, chosen, Enrolled::Name).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Has the page shown again, with the name as it was typed.
    async fn mend(
        &self,
        session: &Session,
        chosen: Chosen<'_>,
        outcome: Enrolled,
    ) -> Result<Enrolled, DeskError> {
        self.carry_out(vec![typed(session, chosen.name)]).await?;
        Ok(outcome)
    }

    pub(super) fn judge(
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
    /// [`DeskError`].
    pub async fn enrol_totp(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        code: &str,
    ) -> Result<Enrolled, DeskError> {
        let Some(totp) = self.first_code(session, code) else {
            return Ok(Enrolled::Wrong);
        };
        let reviewer = Reviewer {
            totp: Some(totp),
            ..reviewer.clone()
        };
        let deed = Deed::TotpSet;
        self.finish(session, &reviewer, Step::Update(reviewer.clone()), deed)
            .await
    }

    /// The app that shows this code, if it has the secret we offered.
    pub(super) fn first_code(&self, session: &Session, code: &str) -> Option<Totp> {
        let secret = TotpSecret(Zeroizing::new(session.memory.totp.clone()?));
        let last_step = self.proofs.step(&secret, code, self.clock.now())?;
        Some(Totp { secret, last_step })
    }

    /// Takes a passkey as the second factor.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn enrol_passkey(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        answer: &str,
    ) -> Result<Enrolled, DeskError> {
        let state = session.memory.ceremony.as_deref().unwrap_or_default();
        let Some(passkey) = self.proofs.new_passkey(state, answer, self.clock.now()) else {
            return Ok(Enrolled::Wrong);
        };
        let step = Step::AddPasskey(reviewer.id, passkey);
        self.finish(session, reviewer, step, Deed::PasskeyAdded)
            .await
    }

    /// All is there: recovery codes, the end of the link, and in.
    async fn finish(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        factor: Step,
        deed: Deed,
    ) -> Result<Enrolled, DeskError> {
        if reviewer.password.is_none() || !self.is_enrolling(session).await? {
            return Ok(Enrolled::Gone);
        }
        let (id, by) = (reviewer.id, By::Reviewer(reviewer.id));
        let codes = self.recovery_codes();
        let hashes: Vec<SecretHash> = codes.iter().map(super::RecoveryCode::hash).collect();
        let (secret, mut new, _) = self.instead(session, Stage::In(id));
        new.memory.codes = codes.iter().map(super::RecoveryCode::show).collect();
        let mut steps = vec![
            factor,
            Step::SetRecovery(id, hashes),
            Step::Uninvite(id),
            Step::End(session.hash),
            Step::Open(new),
            Step::Trim(id, self.terms.most),
            told(by, Some(id), deed),
            told(by, Some(id), Deed::Enrolled),
        ];
        steps.extend(self.withdrawing(id).await?);
        match self.carry_out(steps).await {
            Ok(()) => Ok(Enrolled::In(secret)),
            Err(StoreError::Conflict) => Ok(Enrolled::Wrong),
            Err(error) => Err(error.into()),
        }
    }

    /// The end of the first administrator's link, once somebody else can sign
    /// in: a key that nobody needs is one that somebody might find.
    async fn withdrawing(&self, instead_of: ReviewerId) -> Result<Vec<Step>, DeskError> {
        let first = self.store.named(&AccountName::placeholder()).await?;
        let first = first.filter(|them| them.id != instead_of && them.may_choose_name());
        Ok(first.map_or_else(Vec::new, |them| {
            let line = told(By::System, Some(them.id), Deed::Withdrawn);
            vec![Step::Remove(them.id), line]
        }))
    }
}
