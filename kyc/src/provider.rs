//! What the upstream says, in our words. Each dialect's wire types are mapped
//! into these at the edge (contract §3); nothing past the edge reads a wire word.

use crate::{id::ExternalId, pii::Pii, value::text::is_invisible};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// The words of an answer as they came: kept for the record and for support,
/// never decided upon past the dialect's mapping. At most 60 characters each.
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

/// The account that an approval opens (`participantId`, `account`): opaque.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    participant: String,
    account: String,
}

impl Approval {
    /// The longest id that is believed, in characters.
    pub const LONGEST_ID: usize = 200;

    /// An approval needs both ids; without them it is still being provisioned
    /// (contract §3, security I4). An id that cannot be read out, or has no
    /// end, is none.
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

/// An id as a person can read it: visible characters with plain spaces at most
/// between them, and not too many.
fn visible(id: &str) -> Option<String> {
    let id = id.trim();
    let fits = (1..=Approval::LONGEST_ID).contains(&id.chars().count());
    let seen = |c: char| c == ' ' || !(c.is_whitespace() || is_invisible(c));
    (fits && id.chars().all(seen)).then(|| id.to_owned())
}

/// A document capture that the upstream offers (`docv`). Link, token and QR
/// are credentials of the applicant (contract §4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// The capture page's address, already checked against the allowed hosts.
    pub url: Pii<String>,
    /// The vendor's QR as a re-encoded PNG, if one came that could be decoded.
    pub qr_png: Option<Pii<Vec<u8>>>,
    /// `docvTransactionToken`.
    pub token: Pii<String>,
    /// `sdkKey`: public, may be empty.
    pub sdk_key: String,
    /// `eventId`.
    pub event_id: String,
    /// When it was handed out.
    #[serde(with = "time::serde::rfc3339")]
    pub offered_at: OffsetDateTime,
    /// When it has run out, as far as is known: nobody publishes the life of a
    /// link.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// Until when it is offered in any case, since an upstream that shows a link
    /// only as long as it lives was showing it.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub alive_until: Option<OffsetDateTime>,
}

impl Capture {
    /// How long one that was seen alive is offered: longer than anybody waits
    /// before asking again.
    const TRUST: Duration = Duration::minutes(40);
    /// It is counted in steps, so that not every answer makes another capture.
    const STEP: i64 = 600;

    /// The capture as one that lived at that time.
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

    /// When we stop offering it.
    #[must_use]
    pub fn ends_at(&self) -> OffsetDateTime {
        let until = self.alive_until.unwrap_or(self.expires_at);
        self.expires_at.max(until)
    }

    /// The capture once the same link was offered again: it lives no longer for
    /// being repeated, but for being seen alive.
    #[must_use]
    pub fn again(self, other: &Self) -> Self {
        Self {
            alive_until: self.alive_until.max(other.alive_until),
            ..self
        }
    }

    /// Whether both lead to the same page: an upstream that repeats a link gives
    /// it no longer life.
    #[must_use]
    pub fn is_same_link(&self, other: &Self) -> bool {
        self.url == other.url && self.token == other.token
    }
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderOutcome {
    /// There is nothing under this id: nobody has begun.
    NotStarted,
    /// Known upstream, nothing decided. Also every word we do not know.
    Processing,
    /// Pictures of a document are owed; the capture if the answer carries one.
    DocumentsRequired(Option<Capture>),
    /// Pictures were asked for, and the capture is no longer outstanding: they are
    /// in, or the link ran out. Only an upstream that shows a link as long as it
    /// lives can say so.
    CaptureOver,
    /// Pictures are in and being looked at.
    DocumentsUnderReview,
    /// Something is being looked at: the pictures where they were owed, else the
    /// case. Some upstreams have one word for both.
    InReview,
    /// A person upstream looks at the case.
    ManualReview,
    /// Approved, the ids are still to come.
    Provisioning,
    /// Approved, with the ids that prove it.
    Approved(Approval),
    /// Denied.
    Denied,
    /// Documents must be captured again; a new start gives the link.
    Resubmit,
}

/// One answer of the upstream, whichever way it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderUpdate {
    /// The way it came.
    pub source: Source,
    /// When it was asked for: whatever the way it came, it knows nothing newer.
    pub requested_at: OffsetDateTime,
    /// The id it is about, if the answer names one.
    pub external_id: Option<ExternalId>,
    /// The words as they came.
    pub status: ProviderStatus,
    /// What they mean.
    pub outcome: ProviderOutcome,
    /// Whether each word was one that the dialect publishes.
    pub recognised: bool,
}

impl ProviderUpdate {
    /// Whether sending an attempt's request once more could bring nothing beyond
    /// this. Of the first attempt, that the upstream surely has it, and no link is
    /// missing. Before a later one there is an inquiry already, and what is being
    /// looked at may be that; but a link that lives, or an end, is all that a later
    /// attempt is for, whether it arrived or not.
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
            | ProviderOutcome::Resubmit => false,
            _ => attempt == 1,
        };
        self.recognised && all
    }
}

/// How update reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The answer to a start.
    Start,
    /// The answer to a status question.
    Status,
    /// A message that the upstream sent by itself, and signed.
    Webhook,
}
