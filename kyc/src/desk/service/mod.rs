//! The use cases of the desk: coming in, enrolling, one's own account, the
//! staff. Each reads, decides, and carries out its steps in one transaction
//! with their trail.

mod account;
mod arrive;
mod dossier;
mod enrol;
mod factor;
mod kept;
mod list;
mod recovery;
mod sign_in;
mod staff;

pub use account::NewFactor;
pub use arrive::Arrival;
pub use enrol::{Chosen, Enrolled, Followed};
pub use recovery::RecoveryCode;
pub use sign_in::{First, FirstOutcome, Second, SecondOutcome};
pub use staff::{LINK_LIFE, StaffError};

use super::{
    deed::{By, Deed, Line},
    dossier::Dossiers,
    port::{DeskStore, ProofError, Proofs, Step, Try},
    reviewer::{Reviewer, ReviewerId},
    role::Permission,
    session::{Memory, Session, SessionSecret, Stage, Terms},
    throttle::Axis,
};
use crate::ports::{Clock, Entropy, StoreError};
use std::{net::IpAddr, sync::Arc};
use time::OffsetDateTime;

/// Why a use case could not be carried out. A wrong password is not among
/// them: it is an outcome.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store failed, or somebody else was faster; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was shown could not be looked at.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl DeskError {
    /// Whether it is not as it was, and nothing was changed.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

/// The desk.
#[derive(Clone)]
pub struct Desk {
    /// What it keeps.
    pub store: Arc<dyn DeskStore>,
    /// What it keeps of cases.
    pub dossiers: Arc<dyn Dossiers>,
    /// Who looks at proofs.
    pub proofs: Arc<dyn Proofs>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// How long sessions live.
    pub terms: Terms,
    /// How many fields of personal data somebody may see in full a day.
    pub reveals_a_day: u32,
    /// The firm's name, which no password may have in it.
    pub firm: Arc<str>,
}

/// Somebody who is in.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Their session.
    pub session: Session,
    /// Who they are.
    pub reviewer: Reviewer,
}

/// Why somebody who is in may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Their role may not.
    Role,
    /// Their second factor was shown too long ago: once more, please.
    Stale,
}

impl Seat {
    /// Whether they may do that now.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, permission: Permission, now: OffsetDateTime) -> Result<(), Denied> {
        if !self.reviewer.role.may(permission) {
            return Err(Denied::Role);
        }
        if permission.wants_fresh() {
            return self.is_fresh(now);
        }
        Ok(())
    }

    /// Whether their second factor was shown just now.
    ///
    /// # Errors
    /// [`Denied::Stale`].
    pub fn is_fresh(&self, now: OffsetDateTime) -> Result<(), Denied> {
        if self.session.is_fresh(now) {
            Ok(())
        } else {
            Err(Denied::Stale)
        }
    }

    fn by(&self) -> By {
        By::Reviewer(self.reviewer.id)
    }
}

impl Desk {
    /// Writes down that somebody asked for what their role may not.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn denied(&self, seat: &Seat, what: &str) -> Result<(), DeskError> {
        let what = what.to_owned();
        let line = told(seat.by(), Some(seat.reviewer.id), Deed::Denied { what });
        Ok(self.carry_out(vec![line]).await?)
    }

    async fn carry_out(&self, steps: Vec<Step>) -> Result<(), StoreError> {
        self.store.carry_out(steps, self.clock.now()).await
    }

    /// Fresh random bytes.
    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A session in another's place, under a new secret: whoever knows the old
    /// one gets nothing (ASVS 7.2.4).
    fn instead(&self, old: &Session, stage: Stage) -> (SessionSecret, Session, Vec<Step>) {
        let secret = SessionSecret::from_entropy(self.random());
        let memory = Memory {
            csrf: self.token(),
            lang: old.memory.lang,
            device: old.memory.device.clone(),
            ..Memory::default()
        };
        let new = Session::begin(secret.hash(), stage, memory, self.terms, self.clock.now());
        let steps = vec![Step::End(old.hash), Step::Open(new.clone())];
        (secret, new, steps)
    }

    /// A token for forms.
    fn token(&self) -> String {
        crate::id::base32(&self.random::<16>())
    }

    /// The keys under which a try is counted.
    fn a_try(&self, kind: &str, account: &str, from: IpAddr) -> Try {
        let from = from.to_string();
        let keys = Axis::ALL.map(|axis| {
            let key = match axis {
                Axis::Pair => self.store.key(&[axis.as_str(), kind, account, &from]),
                Axis::Address => self.store.key(&[axis.as_str(), &from]),
                Axis::Account => self.store.key(&[axis.as_str(), kind, account]),
            };
            (axis, key)
        });
        Try {
            keys,
            known: self.store.key(&["known", account, &from]),
        }
    }
}

/// A try that was none: whoever is right does not wait for it.
fn forgiven(one: Try) -> impl Iterator<Item = Step> {
    one.keys.into_iter().map(|(axis, key)| match axis {
        Axis::Pair => Step::Forget(key),
        Axis::Address | Axis::Account => Step::Forgive(key),
    })
}

/// A line of the trail.
const fn told(by: By, about: Option<ReviewerId>, deed: Deed) -> Step {
    Step::Tell(Line { by, about, deed })
}
