//! The use cases of the desk: coming in, enrolling, one's own account, the
//! staff. Each reads, decides, and carries out its steps in one transaction
//! with their trail.

mod account;
mod enrol;
mod factor;
mod list;
mod recovery;
mod resolve_session;
mod sensitive_data;
mod sign_in;
mod staff;
mod unsaved_input;

pub use account::FactorChange;
pub use enrol::{EnrolmentOutcome, InviteAccepted, NewCredentials};
pub use recovery::RecoveryCode;
pub use resolve_session::AuthContext;
pub use sign_in::{PrimaryFactor, PrimaryOutcome, SecondFactor, SecondFactorOutcome};
pub use staff::{LINK_LIFE, StaffError};

use super::{
    ReviewerId,
    audit::{StaffActor, StaffAuditEntry, StaffEvent},
    disclosure::SensitiveDataStore,
    ports::{AdminStore, CredentialError, CredentialVerifier, LoginAttempt, StaffCommand},
    reviewer::Reviewer,
    role::Permission,
    session::{AuthStage, Session, SessionData, SessionSecret, SessionTimeouts},
    throttle::ThrottleScope,
};
use crate::ports::{Clock, Entropy, StoreError};
use std::{net::IpAddr, sync::Arc};
use time::OffsetDateTime;

/// Why a use case could not be carried out. A wrong password is not among
/// them: it is an outcome.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The store failed, or somebody else was faster; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was shown could not be looked at.
    #[error(transparent)]
    Proof(#[from] CredentialError),
}

impl AdminError {
    /// Whether it is not as it was, and nothing was changed.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

/// The desk.
#[derive(Clone)]
pub struct AdminService {
    /// What it keeps.
    pub store: Arc<dyn AdminStore>,
    /// What it keeps of cases.
    pub sensitive_data: Arc<dyn SensitiveDataStore>,
    /// Who looks at proofs.
    pub credentials: Arc<dyn CredentialVerifier>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// How long sessions live.
    pub timeouts: SessionTimeouts,
    /// How many fields of personal data somebody may see in full a day.
    pub reveals_a_day: u32,
    /// The firm's name, which no password may have in it.
    pub firm: Arc<str>,
}

/// Somebody who is in.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Their session.
    pub session: Session,
    /// Who they are.
    pub reviewer: Reviewer,
}

/// Why somebody who is in may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessDenied {
    /// Their role may not.
    Forbidden,
    /// Their second factor was shown too long ago: once more, please.
    ReauthenticationRequired,
}

impl Principal {
    /// Whether they may do that now.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, permission: Permission, now: OffsetDateTime) -> Result<(), AccessDenied> {
        if !self.reviewer.role.may(permission) {
            return Err(AccessDenied::Forbidden);
        }
        if permission.wants_fresh() {
            return self.is_fresh(now);
        }
        Ok(())
    }

    /// Whether their second factor was shown just now.
    ///
    /// # Errors
    /// [`AccessDenied::ReauthenticationRequired`].
    pub fn is_fresh(&self, now: OffsetDateTime) -> Result<(), AccessDenied> {
        if self.session.is_fresh(now) {
            Ok(())
        } else {
            Err(AccessDenied::ReauthenticationRequired)
        }
    }

    fn actor(&self) -> StaffActor {
        StaffActor::Reviewer(self.reviewer.id)
    }
}

impl AdminService {
    /// Writes down that somebody asked for what their role may not.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn record_denial(&self, principal: &Principal, what: &str) -> Result<(), AdminError> {
        let what = what.to_owned();
        let line = audit(
            principal.actor(),
            Some(principal.reviewer.id),
            StaffEvent::Denied { what },
        );
        Ok(self.apply(vec![line]).await?)
    }

    async fn apply(&self, steps: Vec<StaffCommand>) -> Result<(), StoreError> {
        self.store.apply(steps, self.clock.now()).await
    }

    /// Fresh random bytes.
    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A session in another's place, under a new secret: whoever knows the old
    /// one gets nothing (ASVS 7.2.4).
    fn replace_session(
        &self,
        old: &Session,
        stage: AuthStage,
    ) -> (SessionSecret, Session, Vec<StaffCommand>) {
        let secret = SessionSecret::from_entropy(self.random());
        let data = SessionData {
            csrf: self.csrf_token(),
            lang: old.data.lang,
            device: old.data.device.clone(),
            ..SessionData::default()
        };
        let new = Session::begin(secret.hash(), stage, data, self.timeouts, self.clock.now());
        let steps = vec![StaffCommand::End(old.hash), StaffCommand::Open(new.clone())];
        (secret, new, steps)
    }

    /// A token for forms.
    fn csrf_token(&self) -> String {
        crate::id::base32(&self.random::<16>())
    }

    /// The keys under which a try is counted.
    fn login_attempt(&self, kind: &str, account: &str, from: IpAddr) -> LoginAttempt {
        let from = from.to_string();
        let keys = ThrottleScope::ALL.map(|axis| {
            let key = match axis {
                ThrottleScope::Pair => self.store.key(&[axis.as_str(), kind, account, &from]),
                ThrottleScope::Address => self.store.key(&[axis.as_str(), &from]),
                ThrottleScope::Account => self.store.key(&[axis.as_str(), kind, account]),
            };
            (axis, key)
        });
        LoginAttempt {
            keys,
            known: self.store.key(&["known", account, &from]),
        }
    }
}

/// A try that was none: whoever is right does not wait for it.
fn undo_attempt(one: LoginAttempt) -> impl Iterator<Item = StaffCommand> {
    one.keys.into_iter().map(|(axis, key)| match axis {
        ThrottleScope::Pair => StaffCommand::ResetAttempts(key),
        ThrottleScope::Address | ThrottleScope::Account => StaffCommand::UndoAttempt(key),
    })
}

/// A line of the trail.
const fn audit(by: StaffActor, about: Option<ReviewerId>, event: StaffEvent) -> StaffCommand {
    StaffCommand::Audit(StaffAuditEntry {
        actor: by,
        about,
        event,
    })
}
