//! What the use cases need from the world. The server implements these; tests
//! may too.

#[cfg(feature = "native")]
mod lookups;

#[cfg(feature = "native")]
pub use lookups::{CodeCheckOutcome, OptionalLookups, PrefillRequest, Prefiller, Referrals};

use crate::{
    application::{Application, Attempt, SerializedRequest},
    audit::{Attribution, Event},
    id::{ApplicationId, ExternalId, Reference, UserId},
    job::{DeliveryLease, Job, Lease, ScheduledJob},
    provider::ProviderUpdate,
    return_link::{LinkHash, ReturnLink},
    value::Ssn,
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
    /// The job was claimed anew, or is no more: whoever did it too slowly
    /// changes nothing.
    #[error("the lease is over")]
    LeaseOver,
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

/// What happens to the application's job in a change.
pub enum JobChange {
    /// Nothing.
    Keep,
    /// This is the one it has from now on, if any.
    Set(Option<ScheduledJob>),
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
    /// The job.
    pub job: JobChange,
    /// The lease under which this is done, if a job does it.
    pub lease: Option<Lease>,
    /// The message that said so, if one did: applied with this, and never again.
    pub delivery: Option<DeliveryLease>,
    /// Somebody at the desk who does it, if somebody does: only while the case is
    /// as they saw it.
    pub signed: Option<Attribution>,
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
            job: JobChange::Keep,
            lease: None,
            delivery: None,
            signed: None,
        }
    }
}

/// Which jobs to claim.
#[derive(Clone, Copy, Debug)]
pub enum Claim {
    /// The longest due, at most so many.
    Due {
        /// So many.
        limit: u32,
    },
    /// This application's.
    Of(ApplicationId),
}

/// An application that the upstream knows under an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderRef {
    /// Which.
    pub id: ApplicationId,
    /// When the upstream was last asked about it.
    pub polled_at: Option<OffsetDateTime>,
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

    /// Commits a change and returns the application with its new version. The
    /// application's job is set in the same transaction: one of another kind
    /// ends the lease on the old one.
    fn commit(&self, change: Change) -> Fut<'_, Result<Application, StoreError>>;

    /// Takes the right to ask the upstream about it now: true for one caller
    /// in each `gap`, however many servers and tabs there are.
    fn acquire_poll_slot(
        &self,
        id: ApplicationId,
        now: OffsetDateTime,
        gap: time::Duration,
    ) -> Fut<'_, Result<bool, StoreError>>;

    /// Claims jobs that are due now and nobody's. They are the caller's until
    /// then.
    fn claim_jobs(
        &self,
        claim: Claim,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Fut<'_, Result<Vec<Job>, StoreError>>;

    /// Gives a job back, to be done at another time; it says whether the lease
    /// still held.
    fn release_job(
        &self,
        lease: Lease,
        due_at: OffsetDateTime,
    ) -> Fut<'_, Result<bool, StoreError>>;

    /// Has an application's question to the upstream come due by then, if one is
    /// owed at all and later. One that is under way is asked once more.
    fn reschedule_no_later_than(
        &self,
        id: ApplicationId,
        by: OffsetDateTime,
    ) -> Fut<'_, Result<(), StoreError>>;

    /// When the next job that is nobody's is due.
    fn next_job_due_at(
        &self,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Option<OffsetDateTime>, StoreError>>;

    /// The applications that need a person, the longest waiting first.
    fn parked(&self) -> Fut<'_, Result<Vec<ApplicationId>, StoreError>>;

    /// Finds an application by the name that people have for it.
    fn by_reference(
        &self,
        reference: &Reference,
    ) -> Fut<'_, Result<Option<ApplicationId>, StoreError>>;

    /// Finds the applications that hold this upstream id.
    fn by_external_id(&self, id: &ExternalId) -> Fut<'_, Result<Vec<ApplicationId>, StoreError>>;

    /// Finds the one application that this id means upstream: the id that it
    /// holds, or its own name, which is known there before any answer says so.
    /// None if two could be meant.
    fn find_by_provider_id(
        &self,
        id: &ExternalId,
    ) -> Fut<'_, Result<Option<ProviderRef>, StoreError>>;
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
    Unauthorized {
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
    /// Nothing was sent: the firm's budget is used up, or the upstream is known
    /// to be down.
    #[error("the call was held back ({cause})")]
    Throttled {
        /// Why, as a code for the log and the trail.
        cause: &'static str,
        /// When there may be room again.
        wait: Duration,
    },
}

/// The upstream KYC API, whichever dialect it speaks.
pub trait Verifier: Send + Sync {
    /// Writes a start request in the upstream's dialect, once and for all.
    #[cfg(feature = "native")]
    fn serialize_start(&self, request: &crate::request::StartRequest<'_>) -> SerializedRequest;

    /// The id under which the upstream knows this applicant's verification
    /// before it said so: none in dialects where the upstream makes it.
    fn client_assigned_id(&self, _: &UserId) -> Option<ExternalId> {
        None
    }

    /// Sends a frozen start request, once.
    fn start<'a>(
        &'a self,
        request: &'a SerializedRequest,
    ) -> Fut<'a, Result<ProviderUpdate, VerifierError>>;

    /// Asks where a verification stands.
    fn status<'a>(&'a self, id: &'a ExternalId) -> Fut<'a, Result<ProviderUpdate, VerifierError>>;
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
