//! What was sent to the webhook, and what came of it.

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
    /// What it tells: `kyc.approved`, `kyc.rejected`, `webhook.test`, or `change`
    /// where the dialect has no word for it.
    pub event: &'static str,
    /// The inquiry it tells of; empty in a test.
    pub external_id: String,
    /// Which attempt it is, from 1 on.
    pub attempt: u32,
    /// Where it was sent.
    pub url: String,
    /// The headers it was sent with, their names in lower case.
    pub headers: BTreeMap<&'static str, String>,
    /// The body, byte for byte.
    pub body: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was answered with this status.
    Answered(u16),
    /// There was no answer within five seconds, or no connection.
    Unanswered,
    /// It was lost on demand: never sent.
    Lost,
}

impl Delivery {
    /// Whether upstream takes it for delivered: only 2xx counts, but for what it
    /// lost without noticing.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match self.outcome {
            Outcome::Answered(status) => (200..300).contains(&status),
            Outcome::Unanswered => false,
            Outcome::Lost => true,
        }
    }
}
