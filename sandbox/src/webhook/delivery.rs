//! Attempts to deliver a message, and their outcomes.

use std::collections::BTreeMap;

use serde::Serialize;
use time::OffsetDateTime;

/// One attempt to deliver a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The event: `kyc.approved`, `kyc.rejected`, `webhook.test`, or `change` in a
    /// dialect without event types.
    pub event: &'static str,
    /// The inquiry that it concerns; empty in a test.
    pub external_id: String,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The receiver's URL.
    pub url: String,
    /// The request headers, with names in lower case.
    pub headers: BTreeMap<&'static str, String>,
    /// The body, byte for byte.
    pub body: String,
    /// The outcome.
    pub outcome: DeliveryOutcome,
}

/// The outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryOutcome {
    /// The receiver answered with this status.
    Answered(u16),
    /// No connection, or no answer within five seconds.
    Unanswered,
    /// A fault on demand: the sandbox never sent it.
    Lost,
}

impl Delivery {
    /// Whether no retry follows: the answer was 2xx, or a fault lost the message.
    pub(crate) fn is_settled(&self) -> bool {
        match self.outcome {
            DeliveryOutcome::Answered(status) => (200..300).contains(&status),
            DeliveryOutcome::Unanswered => false,
            DeliveryOutcome::Lost => true,
        }
    }
}
