//! The provider's updates in our own types. Each dialect maps its wire types to these at the edge
//! (contract §3). No code past the edge reads a wire word.

use crate::{id::ExternalId, pii::Pii, value::text::is_invisible};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// The status words of an answer, unchanged, at most 60 characters each.
///
/// They are stored for the audit trail and for support. Past the dialect's mapping, no code decides
/// by them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProviderStatus {
    /// `decision`.
    pub decision: String,
    /// `status`.
    pub status: String,
    /// `subStatus`.
    pub sub_status: String,
}

/// The account ids of an approval (`participantId`, `account`): opaque.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    participant: String,
    account: String,
}

impl Approval {
    /// The longest accepted id, in characters.
    pub const LONGEST_ID: usize = 200;

    /// Returns the approval if both ids are valid; without them the account is still being
    /// provisioned (contract §3, security I4).
    ///
    /// An id is invalid if it is empty, too long or contains invisible characters.
    #[must_use]
    pub fn new(participant: &str, account: &str) -> Option<Self> {
        Some(Self {
            participant: visible(participant)?,
            account: visible(account)?,
        })
    }

    /// `participantId`, for later trading calls.
    #[must_use]
    pub fn participant(&self) -> &str {
        &self.participant
    }

    /// `account`.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }
}

/// Returns a readable id: visible characters with plain spaces between them, limited in length.
fn visible(id: &str) -> Option<String> {
    let id = id.trim();
    let fits = (1..=Approval::LONGEST_ID).contains(&id.chars().count());
    let seen = |c: char| c == ' ' || !(c.is_whitespace() || is_invisible(c));
    (fits && id.chars().all(seen)).then(|| id.to_owned())
}

/// A document capture that the provider offers (`docv`). Link, token and QR code are credentials of
/// the applicant (contract §4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// The URL of the capture page, already checked against the allowed hosts.
    pub url: Pii<String>,
    /// The vendor's QR code as a re-encoded PNG, if the answer had one that could be decoded.
    pub qr_png: Option<Pii<Vec<u8>>>,
    /// `docvTransactionToken`.
    pub token: Pii<String>,
    /// `sdkKey`: public, may be empty.
    pub sdk_key: String,
    /// `eventId`.
    pub event_id: String,
    /// When the provider offered it.
    #[serde(with = "time::serde::rfc3339")]
    pub offered_at: OffsetDateTime,
    /// The estimated expiry: the provider does not publish the lifetime of a link.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// The link is offered at least until this time. Set by dialects that show a link only while it
    /// is valid.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub alive_until: Option<OffsetDateTime>,
}

impl Capture {
    /// How long a link that was seen alive is offered: longer than the longest poll interval.
    const TRUST: Duration = Duration::minutes(40);
    /// `alive_until` is rounded up to this step in seconds, so that few answers change the capture.
    const STEP: i64 = 600;

    /// The capture after an answer at `at` showed its link as valid.
    #[must_use]
    pub fn seen_alive(self, at: OffsetDateTime) -> Self {
        let until = at + Self::TRUST;
        let over = until.unix_timestamp().rem_euclid(Self::STEP);
        let until = until.replace_nanosecond(0).unwrap_or(until);
        Self {
            alive_until: Some(until + Duration::seconds(Self::STEP - over)),
            ..self
        }
    }

    /// When we stop offering the link.
    #[must_use]
    pub fn ends_at(&self) -> OffsetDateTime {
        let until = self.alive_until.unwrap_or(self.expires_at);
        self.expires_at.max(until)
    }

    /// The capture after the same link was offered again.
    ///
    /// A repeated link has no longer life. A link seen alive again has.
    #[must_use]
    pub fn again(self, other: &Self) -> Self {
        Self {
            alive_until: self.alive_until.max(other.alive_until),
            ..self
        }
    }

    /// Whether both have the same link. A provider that repeats a link does not extend its life.
    #[must_use]
    pub fn is_same_link(&self, other: &Self) -> bool {
        self.url == other.url && self.token == other.token
    }
}

/// The meaning of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderOutcome {
    /// The provider has no inquiry under this id.
    NotStarted,
    /// The provider has the application and has not decided. Unknown status words mean this too.
    Processing,
    /// Documents are required; the capture link if the answer has one.
    DocumentsRequired(Option<Capture>),
    /// Documents are required, and the answer has an unusable capture: without a link, or with one
    /// to a host that is not allowed.
    UnusableLink,
    /// The documents arrived or the link expired: the requested capture is no longer open. Only
    /// dialects that show a link while it is valid give this outcome.
    CaptureOver,
    /// The provider has the documents and reviews them.
    DocumentsUnderReview,
    /// The provider reviews the documents if they were required, else the case. Some dialects have
    /// one word for both.
    InReview,
    /// A human reviewer at the provider has the case.
    ManualReview,
    /// Approved; the account ids are still missing.
    Provisioning,
    /// Approved, with the account ids as proof.
    Approved(Approval),
    /// Denied.
    Denied,
    /// Documents must be captured again; a new start gets the link.
    Resubmit,
}

/// One answer of the provider, from any source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderUpdate {
    /// The source of the answer.
    pub source: Source,
    /// The time of the request: the answer is no newer than this.
    pub requested_at: OffsetDateTime,
    /// The provider id that the answer names, if any.
    pub external_id: Option<ExternalId>,
    /// The status words, unchanged.
    pub status: ProviderStatus,
    /// The meaning of the status words.
    pub outcome: ProviderOutcome,
    /// Whether the dialect publishes each of the status words.
    pub recognised: bool,
}

impl ProviderUpdate {
    /// Whether sending the attempt's request again could bring no news.
    ///
    /// For the first attempt, any known status proves that the provider has it, unless a link is
    /// missing. For a later attempt, an older inquiry may cause the status. Only a valid link or an
    /// approval or denial is conclusive then.
    #[must_use]
    pub const fn is_conclusive_for(&self, attempt: u32) -> bool {
        let all = match self.outcome {
            ProviderOutcome::Approved(_)
            | ProviderOutcome::Denied
            | ProviderOutcome::Provisioning
            | ProviderOutcome::DocumentsRequired(Some(_)) => true,
            ProviderOutcome::NotStarted
            | ProviderOutcome::DocumentsRequired(None)
            | ProviderOutcome::CaptureOver
            | ProviderOutcome::UnusableLink
            | ProviderOutcome::Resubmit => false,
            _ => attempt == 1,
        };
        self.recognised && all
    }
}

/// The source of a provider update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The answer to a start request.
    Start,
    /// The answer to a poll.
    Status,
    /// A signed webhook message.
    Webhook,
}
