//! The ports: traits that the use cases need and the server implements. Tests implement them too.

#[cfg(feature = "native")]
mod lookups;

#[cfg(feature = "native")]
pub use lookups::{CodeCheckOutcome, OptionalLookups, PrefillRequest, Prefiller, Referrals};

use crate::{
    application::{Application, Attempt, SerializedRequest},
    audit::{Attribution, Event},
    budget::{DailyLimits, PaidCall},
    device::{AccessKey, Device},
    id::{ApplicationId, ExternalId, Reference, UserId},
    jobs::{DeliveryLease, Job, Lease, ScheduledJob},
    provider::ProviderUpdate,
    return_link::{LinkHash, ReturnLink},
    value::Ssn,
};
use async_trait::async_trait;
use std::{error::Error, time::Duration};
use time::OffsetDateTime;

/// Why the store rejected a call.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another request changed the application first: the caller reads it again.
    #[error("another writer changed the record first")]
    Conflict,
    /// The job was claimed again or no longer exists: a worker with the old lease changes nothing.
    #[error("the lease has expired")]
    LeaseOver,
    /// The store is unavailable or broken. It changed nothing.
    #[error("the store failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

/// The change of the stored SSN.
pub enum SsnChange {
    /// No change.
    Keep,
    /// Stores this SSN.
    Set(Ssn),
    /// Erases the stored SSN.
    Erase,
}

/// The change of the attempts.
pub enum AttemptChange {
    /// No change.
    Keep,
    /// Opens a new attempt.
    Open(Attempt),
    /// Settles the open attempt: its bytes are erased, its digest stays.
    Settle,
}

/// The change of the resume links.
pub enum LinkChange {
    /// No change.
    Keep,
    /// Adds a link that expires at this time. The oldest link beyond the allowed count is deleted.
    Make(LinkHash, OffsetDateTime, Device),
    /// Counts one failed try: the date of birth was wrong.
    Miss(LinkHash),
    /// Uses up the first link and adds the second one, which expires at this time. Every session of
    /// the application ends.
    Renew(LinkHash, LinkHash, OffsetDateTime, Device),
    /// Ends these sessions and links of the application.
    End(Vec<AccessKey>),
}

/// The change of the application's job.
pub enum JobChange {
    /// No change.
    Keep,
    /// Replaces the job; `None` removes it.
    Set(Option<ScheduledJob>),
}

/// One change of one application with its audit events: committed whole or not at all (invariant
/// 4).
pub struct Change {
    /// The application after the change; `version` is the version that was read.
    pub application: Application,
    /// The change of the SSN.
    pub ssn: SsnChange,
    /// The change of the attempts.
    pub attempt: AttemptChange,
    /// The change of the resume links.
    pub link: LinkChange,
    /// The audit events to append, in order.
    pub events: Vec<Event>,
    /// The change of the job.
    pub job: JobChange,
    /// The lease under which a job makes this change.
    pub lease: Option<Lease>,
    /// How many tries of the job may have reached the provider. `None` counts every claim.
    pub sent: Option<u32>,
    /// The webhook delivery that caused this change: the commit marks it as applied.
    pub delivery: Option<DeliveryLease>,
    /// The reviewer who makes this change. The commit fails if the case has changed since they read
    /// it.
    pub signed: Option<Attribution>,
}

impl Change {
    /// A change of the application alone, without an event.
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
            sent: None,
            delivery: None,
            signed: None,
        }
    }
}

/// Which jobs to claim.
#[derive(Clone, Copy, Debug)]
pub enum Claim {
    /// The jobs that are due, the longest due first.
    Due {
        /// The maximum count.
        limit: u32,
    },
    /// The due jobs that send an attempt, the longest due first.
    Submissions {
        /// The maximum count.
        limit: u32,
    },
    /// The due jobs that poll, the longest due first.
    Polls {
        /// The maximum count.
        limit: u32,
    },
    /// The job of this application.
    Of(ApplicationId),
}

/// An application that the provider knows by an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderRef {
    /// The application's id.
    pub id: ApplicationId,
    /// When the provider was last polled about it.
    pub polled_at: Option<OffsetDateTime>,
}

/// The database.
#[async_trait]
pub trait Store: Send + Sync {
    /// Writes a new application and its first events.
    async fn insert(&self, application: Application, events: Vec<Event>) -> Result<(), StoreError>;

    /// Reads an application.
    async fn find(&self, id: ApplicationId) -> Result<Option<Application>, StoreError>;

    /// Reads the stored SSN, if any.
    async fn ssn(&self, id: ApplicationId) -> Result<Option<Ssn>, StoreError>;

    /// Counts a call that costs money, for today. Returns false, and counts nothing, if one of the
    /// limits is reached.
    async fn reserve_paid_call(
        &self,
        call: PaidCall<'_>,
        limits: &DailyLimits,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError>;

    /// Reads the open attempt, if any.
    async fn open_attempt(&self, id: ApplicationId) -> Result<Option<Attempt>, StoreError>;

    /// Reads the resume link with this hash, valid or not.
    async fn link(&self, hash: LinkHash) -> Result<Option<ReturnLink>, StoreError>;

    /// Commits a change and returns the application with its new version.
    ///
    /// The same transaction sets the application's job. A job of another kind ends the lease on the
    /// old one.
    async fn commit(&self, change: Change) -> Result<Application, StoreError>;

    /// Acquires the right to poll the provider about it now. Returns true for one caller in each
    /// `gap`, across all servers and tabs.
    async fn acquire_poll_slot(
        &self,
        id: ApplicationId,
        now: OffsetDateTime,
        gap: time::Duration,
    ) -> Result<bool, StoreError>;

    /// Claims due jobs that have no valid lease. The caller's lease lasts until `until`.
    async fn claim_jobs(
        &self,
        claim: Claim,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Vec<Job>, StoreError>;

    /// Releases a job and schedules it for another time. Returns whether the lease was still valid.
    async fn release_job(&self, lease: Lease, due_at: OffsetDateTime) -> Result<bool, StoreError>;

    /// Releases a job whose attempt was not sent this time, and schedules it for another time.
    /// `sent` is the number of earlier tries that may have reached the provider.
    async fn release_unsent(
        &self,
        lease: Lease,
        due_at: OffsetDateTime,
        sent: u32,
    ) -> Result<bool, StoreError>;

    /// Moves the application's poll job to `by` if it is scheduled later. A job in progress runs
    /// once more.
    async fn reschedule_no_later_than(
        &self,
        id: ApplicationId,
        by: OffsetDateTime,
    ) -> Result<(), StoreError>;

    /// When the next job without a valid lease is due.
    async fn next_job_due_at(
        &self,
        now: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, StoreError>;

    /// The parked applications, the longest waiting first.
    async fn parked(&self) -> Result<Vec<ApplicationId>, StoreError>;

    /// Finds an application by its reference.
    async fn by_reference(
        &self,
        reference: &Reference,
    ) -> Result<Option<ApplicationId>, StoreError>;

    /// Finds the applications that have this provider id.
    async fn by_external_id(&self, id: &ExternalId) -> Result<Vec<ApplicationId>, StoreError>;

    /// Finds the one application that this provider id means.
    ///
    /// It is the stored provider id, or the user id, which the provider knows before any answer
    /// names it. Returns `None` if two applications match.
    async fn find_by_provider_id(&self, id: &ExternalId)
    -> Result<Option<ProviderRef>, StoreError>;
}

/// Why the provider gave no update.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifierError {
    /// 400 or 422: the provider will never accept this request unchanged.
    #[error("the provider rejected the request as malformed")]
    Malformed,
    /// 409: this participant is already approved (contract §2).
    #[error("the provider reports that the participant is already approved")]
    AlreadyApproved,
    /// 401, 403 and 404: they concern our access, not the applicant.
    #[error("the provider rejects our credentials or our path ({status})")]
    Unauthorized {
        /// The HTTP status.
        status: u16,
    },
    /// A status that the contract does not name, for example 405, 410, 413 or a redirect. The same
    /// request would get it again.
    #[error("the provider answered with an unexpected status ({status})")]
    UnexpectedStatus {
        /// The HTTP status.
        status: u16,
    },
    /// The answer is about another provider id than the requested one: it must not be applied.
    #[error("the provider answered about another id")]
    OtherId(Box<ProviderUpdate>),
    /// The answer names an id that cannot be stored or sent in a poll.
    #[error("the provider named an id that cannot be used")]
    UnusableId,
    /// Unreachable, overloaded or unreadable, after the client's own retries. Whether the provider
    /// accepted the request is unknown.
    #[error("the provider gave no usable answer ({cause})")]
    Unavailable {
        /// The cause, as a code for the log and the audit trail.
        cause: &'static str,
        /// The `Retry-After` of the answer, if any.
        retry_after: Option<Duration>,
    },
    /// Nothing was sent: the firm's budget is used up, or the circuit breaker is open.
    #[error("the call was throttled ({cause})")]
    Throttled {
        /// The cause, as a code for the log and the audit trail.
        cause: &'static str,
        /// The wait until the next call may be possible.
        wait: Duration,
    },
}

impl VerifierError {
    /// The cause of a connection that could not be opened: no byte was sent.
    pub const NOT_CONNECTED: &'static str = "connect";

    /// Whether the provider may have received the request. Without a token or a connection nothing
    /// was sent.
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        match self {
            Self::Throttled { .. } => false,
            Self::Unavailable { cause, .. } => {
                *cause != Self::NOT_CONNECTED && !cause.starts_with("token_")
            }
            _ => true,
        }
    }
}

/// The provider's KYC API, in any dialect.
#[async_trait]
pub trait Verifier: Send + Sync {
    /// Serializes a start request in the provider's dialect, once per attempt.
    #[cfg(feature = "native")]
    fn serialize_start(&self, request: &crate::request::StartRequest<'_>) -> SerializedRequest;

    /// The provider id that we assign before any answer. `None` in dialects where the provider
    /// assigns it.
    fn client_assigned_id(&self, _: &UserId) -> Option<ExternalId> {
        None
    }

    /// Sends a serialized start request, once.
    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError>;

    /// Polls the status of a verification.
    async fn status(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError>;

    /// Polls the status of an attempt whose start answer is unknown. It has the precedence of a
    /// start request.
    async fn status_of_attempt(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        self.status(id).await
    }
}

/// The clock.
pub trait Clock: Send + Sync {
    /// The current time, in UTC.
    fn now(&self) -> OffsetDateTime;
}

/// A source of random bytes that are suitable for secrets.
pub trait Entropy: Send + Sync {
    /// Fills the buffer with random bytes.
    fn fill(&self, buffer: &mut [u8]);
}
