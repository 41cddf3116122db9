//! What the use cases need from the world. The server implements these; tests
//! may too.

use crate::{
    application::{Application, Attempt, Frozen},
    audit::Event,
    id::{ApplicationId, ExternalId},
    pii::Ssn,
    return_link::{LinkHash, ReturnLink},
    upstream::Evidence,
};
use std::{error::Error, future::Future, pin::Pin, time::Duration};
use time::OffsetDateTime;

/// A boxed future, so that ports can be trait objects.
pub type Fut<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the application first: load it again.
    #[error("the application was changed by somebody else")]
    Conflict,
    /// The store is out of reach or broken. Nothing was changed.
    #[error("the store failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

/// What happens to the kept SSN in a change.
pub enum SsnChange {
    /// Nothing.
    Keep,
    /// This one is kept from now on.
    Set(Ssn),
    /// It is wiped.
    Erase,
}

/// What happens to the attempts in a change.
pub enum AttemptChange {
    /// Nothing.
    Keep,
    /// A new one is frozen.
    Open(Attempt),
    /// The open one is settled: its bytes are wiped, its digest stays.
    Settle,
}

/// What happens to the return links in a change.
pub enum LinkChange {
    /// Nothing.
    Keep,
    /// One more, until then; the oldest beyond those allowed at once goes.
    Make(LinkHash, OffsetDateTime),
    /// A wrong date of birth: one try fewer.
    Miss(LinkHash),
    /// The first is used up, the second takes its place until then.
    Renew(LinkHash, LinkHash, OffsetDateTime),
}

/// One change of one application, with its trail: committed whole or not at
/// all (invariant 4).
pub struct Change {
    /// The application as it shall be; `version` is the one it was read at.
    pub application: Application,
    /// The SSN.
    pub ssn: SsnChange,
    /// The attempts.
    pub attempt: AttemptChange,
    /// The return links.
    pub link: LinkChange,
    /// What to write into the trail, in order.
    pub events: Vec<Event>,
}

impl Change {
    /// A change of nothing but the application itself, without an event.
    #[must_use]
    pub const fn of(application: Application) -> Self {
        Self {
            application,
            ssn: SsnChange::Keep,
            attempt: AttemptChange::Keep,
            link: LinkChange::Keep,
            events: Vec::new(),
        }
    }
}

/// The database.
pub trait Store: Send + Sync {
    /// Writes a new application and its first events.
    fn insert(
        &self,
        application: Application,
        events: Vec<Event>,
    ) -> Fut<'_, Result<(), StoreError>>;

    /// Reads one.
    fn find(&self, id: ApplicationId) -> Fut<'_, Result<Option<Application>, StoreError>>;

    /// Reads the SSN that is kept for it, if any.
    fn ssn(&self, id: ApplicationId) -> Fut<'_, Result<Option<Ssn>, StoreError>>;

    /// Reads the attempt that is open, if any.
    fn open_attempt(&self, id: ApplicationId) -> Fut<'_, Result<Option<Attempt>, StoreError>>;

    /// Reads the return link with this hash, live or not.
    fn link(&self, hash: LinkHash) -> Fut<'_, Result<Option<ReturnLink>, StoreError>>;

    /// Commits a change and returns the application with its new version.
    fn commit(&self, change: Change) -> Fut<'_, Result<Application, StoreError>>;

    /// Takes the right to ask the upstream about it now: true for one caller
    /// in each `gap`, however many servers and tabs there are.
    fn claim_question(
        &self,
        id: ApplicationId,
        now: OffsetDateTime,
        gap: time::Duration,
    ) -> Fut<'_, Result<bool, StoreError>>;

    /// Applications whose attempt is still on its way: the start-up sweep.
    fn undelivered(&self) -> Fut<'_, Result<Vec<ApplicationId>, StoreError>>;
}

/// Why the upstream gave no evidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifierError {
    /// 400 or 422: this request will never be taken as it is.
    #[error("the upstream refused the request as malformed")]
    Malformed,
    /// 409: this participant is already approved (contract §2).
    #[error("the upstream says that the participant is already approved")]
    AlreadyApproved,
    /// 401, 403, 404 and other words to us rather than to the applicant.
    #[error("the upstream refuses our credentials or our path ({status})")]
    RefusesUs {
        /// The HTTP status.
        status: u16,
    },
    /// Out of reach, overloaded or unreadable, after the client's own tries.
    /// Whether it took the request is unknown.
    #[error("the upstream gave no usable answer ({cause})")]
    Unavailable {
        /// Why, as a code for the log and the trail.
        cause: &'static str,
        /// How long it asked us to wait.
        retry_after: Option<Duration>,
    },
}

/// The upstream KYC API, whichever dialect it speaks.
pub trait Verifier: Send + Sync {
    /// Writes a start request in the upstream's dialect, once and for all.
    #[cfg(feature = "native")]
    fn freeze(&self, request: &crate::request::StartRequest<'_>) -> Frozen;

    /// Sends a frozen start request.
    fn start<'a>(&'a self, request: &'a Frozen) -> Fut<'a, Result<Evidence, VerifierError>>;

    /// Asks where a verification stands.
    fn status<'a>(&'a self, id: &'a ExternalId) -> Fut<'a, Result<Evidence, VerifierError>>;
}

/// The time.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> OffsetDateTime;
}

/// Randomness fit for secrets.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}
