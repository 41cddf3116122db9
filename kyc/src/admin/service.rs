//! The use cases of the admin: sign-in, enrolling, one's own account, the staff. Each one reads,
//! decides and applies its commands with their audit events in one transaction.

mod account;
mod enrol;
mod factor;
mod list;
mod passkey_alone;
mod recovery;
mod resolve_session;
mod sensitive_data;
mod sign_in;
mod staff;
mod staff_request;
mod unsaved_input;

pub use account::FactorChange;
pub use enrol::{EnrolmentOutcome, InviteOutcome, NewCredentials};
pub use factor::CODE_DIGITS;
pub use passkey_alone::PasskeyChallenge;
pub use recovery::RecoveryCode;
pub use resolve_session::AuthContext;
pub use sign_in::{PrimaryFactor, PrimaryOutcome, SecondFactor, SecondFactorOutcome};
pub use staff::{LINK_LIFE, StaffError};
pub use staff_request::ChangeOutcome;

use super::{
    ReviewerId,
    audit::{StaffActor, StaffAuditEntry, StaffEvent},
    disclosure::SensitiveDataStore,
    ports::{
        AdminStore, CredentialError, CredentialVerifier, LoginAttempt, StaffCommand, ThrottleKey,
    },
    reviewer::Reviewer,
    role::Permission,
    session::{AuthStage, SessionSecret, StaffSession, StaffSessionData, StaffSessionTimeouts},
    throttle::ThrottleScope,
};
use crate::ports::{Clock, Entropy, StoreError};
use std::{net::IpAddr, sync::Arc};
use time::OffsetDateTime;

/// Why a use case failed. A wrong password is an outcome, not an error.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The store failed, or another request was first; it changed nothing.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The credential could not be checked.
    #[error(transparent)]
    Proof(#[from] CredentialError),
}

impl AdminError {
    /// Whether the queue of the password hash is full.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Proof(CredentialError::Busy))
    }

    /// Whether another request changed the data first, so that nothing was changed.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

/// The use cases of the admin, and the ports that they run on.
#[derive(Clone)]
pub struct AdminService {
    /// The store of the staff.
    pub store: Arc<dyn AdminStore>,
    /// The store of sensitive data.
    pub sensitive_data: Arc<dyn SensitiveDataStore>,
    /// The verifier of credentials.
    pub credentials: Arc<dyn CredentialVerifier>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// The timeouts of sessions.
    pub timeouts: StaffSessionTimeouts,
    /// How many fields of personal data one staff member may unmask a day.
    pub reveals_a_day: u32,
    /// The firm's name, which no password may contain.
    pub firm: Arc<str>,
}

/// A signed-in staff member.
#[derive(Clone, Debug)]
pub struct Principal {
    /// The session.
    pub session: StaffSession,
    /// The account.
    pub reviewer: Reviewer,
}

/// Why a signed-in staff member may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessDenied {
    /// The role lacks the permission.
    Forbidden,
    /// The second factor is not recent: confirm it again.
    ReauthenticationRequired,
}

impl Principal {
    /// Checks a permission, and its recent second factor if it requires one.
    ///
    /// # Errors
    /// The reason for the denial.
    pub fn may(&self, permission: Permission, now: OffsetDateTime) -> Result<(), AccessDenied> {
        if !self.reviewer.role.may(permission) {
            return Err(AccessDenied::Forbidden);
        }
        if permission.wants_fresh() {
            return self.is_fresh(now);
        }
        Ok(())
    }

    /// Checks that the second factor is recent.
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

    /// The command that appends an event about one's own account.
    fn audit(&self, event: StaffEvent) -> StaffCommand {
        audit(self.actor(), Some(self.reviewer.id), event)
    }
}

impl AdminService {
    /// Records a request that the role does not permit.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn record_denial(&self, principal: &Principal, what: &str) -> Result<(), AdminError> {
        let what = what.to_owned();
        let line = principal.audit(StaffEvent::Denied { what });
        Ok(self.apply(vec![line]).await?)
    }

    async fn apply(&self, steps: Vec<StaffCommand>) -> Result<(), StoreError> {
        self.store.apply(steps, self.clock.now()).await
    }

    /// Random bytes from the entropy port.
    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A session that replaces another one under a new secret: the caller ends the old one, whose
    /// secret then grants no access (ASVS 7.2.4).
    fn replace_session(
        &self,
        old: &StaffSession,
        stage: AuthStage,
    ) -> (SessionSecret, StaffSession) {
        let secret = SessionSecret::from_entropy(self.random());
        let data = StaffSessionData {
            csrf: self.csrf_token(),
            lang: old.data.lang,
            device: old.data.device.clone(),
            ..StaffSessionData::default()
        };
        let new = StaffSession::begin(secret.hash(), stage, data, self.timeouts, self.clock.now());
        (secret, new)
    }

    /// A new CSRF token.
    fn csrf_token(&self) -> String {
        crate::id::base32(&self.random::<16>())
    }

    /// The keys under which an attempt is counted.
    fn login_attempt(&self, kind: &str, account: &str, from: IpAddr) -> LoginAttempt {
        let address = Self::address(from);
        let keys = ThrottleScope::ALL.iter().copied().filter_map(|scope| {
            let word = scope.as_str();
            let key = match scope {
                ThrottleScope::Pair => self.store.key(&[word, kind, account, &address]),
                ThrottleScope::Account => self.store.key(&[word, kind, account]),
                _ => self.store.key(&[word, &scope.network(from)?.to_string()]),
            };
            Some((scope, key))
        });
        LoginAttempt {
            keys: keys.collect(),
            known: self.known_key(account, from),
            reviewer: None,
            session: None,
            origin: self.origin(from),
        }
    }

    /// The address, or the IPv6 /64, as text.
    fn address(from: IpAddr) -> String {
        ThrottleScope::Address
            .network(from)
            .unwrap_or(from)
            .to_string()
    }

    /// The address as a keyed hash, for the trail and the log.
    #[must_use]
    pub fn origin(&self, from: IpAddr) -> String {
        let key = self.store.key(&["origin", &Self::address(from)]);
        crate::id::base32(&key.0[..5])
    }

    /// The key of an account at an address.
    #[must_use]
    pub fn known_key(&self, account: &str, from: IpAddr) -> ThrottleKey {
        self.store.key(&["known", account, &Self::address(from)])
    }

    /// Records an attempt that was refused.
    async fn refuse(
        &self,
        actor: StaffActor,
        about: Option<ReviewerId>,
        event: StaffEvent,
    ) -> Result<(), StoreError> {
        let entry = StaffAuditEntry {
            actor,
            about,
            event,
        };
        self.apply(vec![StaffCommand::Refuse(entry)]).await
    }

    /// Passes the result of a verification on. An attempt that was not verified does not count.
    async fn or_take_back<T>(
        &self,
        attempt: &LoginAttempt,
        verified: Result<T, CredentialError>,
    ) -> Result<T, AdminError> {
        if verified.is_err() {
            let keys = attempt.keys.iter();
            let mut steps: Vec<_> = keys
                .map(|(_, key)| StaffCommand::UndoAttempt(*key))
                .collect();
            steps.extend(attempt.reviewer.map(StaffCommand::UndoFailure));
            self.apply(steps).await?;
        }
        Ok(verified?)
    }
}

/// The commands that take a successful attempt out of the throttle's counts.
fn undo_attempt(attempt: &LoginAttempt) -> impl Iterator<Item = StaffCommand> {
    attempt.keys.iter().map(|(scope, key)| match scope {
        ThrottleScope::Pair => StaffCommand::ResetAttempts(*key),
        _ => StaffCommand::UndoAttempt(*key),
    })
}

/// The command that appends an event to the staff audit trail.
const fn audit(by: StaffActor, about: Option<ReviewerId>, event: StaffEvent) -> StaffCommand {
    StaffCommand::Audit(StaffAuditEntry {
        actor: by,
        about,
        event,
    })
}
