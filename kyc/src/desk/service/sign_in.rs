//! Signing in: something known, then something owned. Unknown names, wrong
//! passwords and disabled accounts get the same answer after the same work.

use super::{Desk, DeskError, Seat, forgiven, told};
use crate::{
    desk::{
        deed::{By, Deed, Factor},
        port::Step,
        reviewer::{AccountName, Reviewer},
        session::{Session, SessionSecret, Stage, TRIES},
    },
    ports::StoreError,
};
use std::net::IpAddr;
use time::Duration;

/// How somebody begins to prove who they are.
///
/// This is the seam for OpenID Connect: what an identity provider says about
/// somebody is one more variant, which names an account of ours by issuer and
/// subject. What follows from it (a session, its terms, the trail, the second
/// factor where the provider vouches for none) is the same.
#[derive(Clone, Copy)]
pub enum First<'a> {
    /// A name and a password, as they were typed.
    Password {
        /// The name.
        name: &'a str,
        /// The password.
        password: &'a str,
    },
}

/// How somebody completes it.
#[derive(Clone, Copy)]
pub enum Second<'a> {
    /// A code of their authenticator app.
    Code(&'a str),
    /// A browser's answer about a passkey.
    Passkey(&'a str),
    /// A recovery code.
    Recovery(&'a str),
}

/// What comes of the first proof.
#[derive(Debug)]
pub enum FirstOutcome {
    /// The second one is asked for, in a session with this secret.
    Halfway(SessionSecret),
    /// Name and password do not belong together.
    Wrong,
    /// Too many tries: so long.
    Wait(Duration),
}

/// What comes of the second.
#[derive(Debug)]
pub enum SecondOutcome {
    /// They are in, in a session with this secret.
    In(SessionSecret),
    /// It is not theirs, or was used before.
    Wrong,
    /// Too many tries: so long.
    Wait(Duration),
    /// Nobody is halfway in here, or too many tries were wrong: from the start.
    Over,
}

impl Desk {
    /// Looks at the first proof.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn prove_first(
        &self,
        session: &Session,
        proof: First<'_>,
        from: IpAddr,
    ) -> Result<FirstOutcome, DeskError> {
        let First::Password { name, password } = proof;
        let named = AccountName::parse(name).ok();
        let account = named.as_ref().map_or("?", AccountName::as_str);
        let one = self.a_try("first", account, from);
        let wait = self.store.count(one, self.clock.now()).await?;
        let reviewer = match &named {
            Some(name) => self.store.named(name).await?,
            None => None,
        };
        let about = reviewer.as_ref().map(|reviewer| reviewer.id);
        if let Some(wait) = wait {
            let line = told(By::Nobody, about, Deed::HeldBack);
            self.carry_out(vec![line]).await?;
            return Ok(FirstOutcome::Wait(wait));
        }
        let reviewer = reviewer.filter(|them| them.is_enabled() && them.is_enrolled());
        let hash = reviewer.as_ref().and_then(|them| them.password.as_ref());
        let fits = self.proofs.fits(password, hash).await?;
        match reviewer.filter(|_| fits) {
            Some(reviewer) => {
                let (secret, _, mut steps) = self.instead(session, Stage::Halfway(reviewer.id));
                steps.extend(forgiven(one));
                self.carry_out(steps).await?;
                Ok(FirstOutcome::Halfway(secret))
            }
            None => {
                let factor = Factor::Password;
                let line = told(By::Nobody, about, Deed::Refused { factor });
                self.carry_out(vec![typed(session, name), line]).await?;
                Ok(FirstOutcome::Wrong)
            }
        }
    }

    /// Asks a browser for a passkey of whoever this session is about; the
    /// question, or `None` where there is none to ask for.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn ask_passkey(
        &self,
        session: &Session,
        reviewer: &Reviewer,
    ) -> Result<Option<String>, DeskError> {
        if reviewer.passkeys == 0 || !self.proofs.has_passkeys() {
            return Ok(None);
        }
        let known = self.store.passkeys(reviewer.id).await?;
        let ceremony = self.proofs.ask_passkey(&known)?;
        let mut session = session.clone();
        session.memory.ceremony = Some(ceremony.state);
        self.carry_out(vec![Step::Save(session)]).await?;
        Ok(Some(ceremony.question))
    }

    /// Looks at the second proof of somebody who is halfway in.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn prove_second(
        &self,
        session: &Session,
        reviewer: Option<&Reviewer>,
        proof: Second<'_>,
        from: IpAddr,
    ) -> Result<SecondOutcome, DeskError> {
        let (Stage::Halfway(_), Some(reviewer)) = (session.stage, reviewer) else {
            return Ok(SecondOutcome::Over);
        };
        let factor = proof.factor();
        let (secret, _, steps) = self.instead(session, Stage::In(reviewer.id));
        let after = [steps, vec![Step::Trim(reviewer.id, self.terms.most)]].concat();
        let deed = Deed::SignedIn { factor };
        self.second(session, reviewer, proof, from, (secret, after, deed))
            .await
    }

    /// Looks at a second factor of somebody who is in, for something that wants
    /// it fresh.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn confirm(
        &self,
        seat: &Seat,
        proof: Second<'_>,
        from: IpAddr,
    ) -> Result<SecondOutcome, DeskError> {
        let factor = proof.factor();
        let (secret, mut session, _) = self.instead(&seat.session, seat.session.stage);
        // Twelve hours are twelve hours.
        session.began_at = seat.session.began_at;
        session.ends_at = seat.session.ends_at;
        let after = vec![Step::End(seat.session.hash), Step::Open(session)];
        let deed = Deed::Confirmed { factor };
        self.second(
            &seat.session,
            &seat.reviewer,
            proof,
            from,
            (secret, after, deed),
        )
        .await
    }

    async fn second(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        proof: Second<'_>,
        from: IpAddr,
        (secret, after, deed): (SessionSecret, Vec<Step>, Deed),
    ) -> Result<SecondOutcome, DeskError> {
        let one = self.a_try("second", reviewer.name.as_str(), from);
        let by = By::Reviewer(reviewer.id);
        if let Some(wait) = self.store.count(one, self.clock.now()).await? {
            let line = told(By::Nobody, Some(reviewer.id), Deed::HeldBack);
            self.carry_out(vec![line]).await?;
            return Ok(SecondOutcome::Wait(wait));
        }
        if let Some(used) = self.look_at(session, reviewer, &proof).await? {
            let mut steps = vec![used];
            steps.extend(after);
            steps.extend(forgiven(one));
            let until = self.clock.now() + crate::desk::throttle::KNOWN_FOR;
            steps.push(Step::Know(one.known, until));
            steps.push(told(by, Some(reviewer.id), deed));
            match self.carry_out(steps).await {
                Ok(()) => return Ok(SecondOutcome::In(secret)),
                // Used a moment ago, in another window.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.missed(session, reviewer, proof.factor()).await
    }

    /// A second factor that was not theirs.
    async fn missed(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        factor: Factor,
    ) -> Result<SecondOutcome, DeskError> {
        let mut session = session.clone();
        session.memory.misses += 1;
        // A question is asked once.
        session.memory.ceremony = None;
        let line = told(By::Nobody, Some(reviewer.id), Deed::Refused { factor });
        let over = session.memory.misses >= TRIES;
        let after = if over {
            Step::End(session.hash)
        } else {
            Step::Save(session)
        };
        self.carry_out(vec![after, line]).await?;
        Ok(if over {
            SecondOutcome::Over
        } else {
            SecondOutcome::Wrong
        })
    }

    /// Signs out.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn sign_out(&self, session: &Session) -> Result<(), DeskError> {
        let mut steps = vec![Step::End(session.hash)];
        if let Stage::In(who) = session.stage {
            steps.push(told(By::Reviewer(who), Some(who), Deed::SignedOut));
        }
        Ok(self.carry_out(steps).await?)
    }
}

/// Keeps the account name that was typed for the page that comes next.
pub(super) fn typed(session: &Session, name: &str) -> Step {
    let mut session = session.clone();
    session.memory.typed = name.chars().take(40).collect();
    Step::Save(session)
}
