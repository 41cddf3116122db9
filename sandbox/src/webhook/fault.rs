//! Webhook faults on demand.

use serde::{Deserialize, Serialize};

/// Makes webhook messages fail.
///
/// In JSON: `{"kind": "duplicate", "times": 2}`. The outbox applies the oldest
/// active fault to each message when it queues it. Test requests have no faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookFault {
    /// What happens to the message.
    pub kind: WebhookFaultKind,
    /// How many messages it affects; absent means all, until cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

/// What happens to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebhookFaultKind {
    /// The sandbox sends it twice, under the same id.
    Duplicate,
    /// The sandbox never sends it and counts it as delivered.
    Lost,
    /// The sandbox sends it this many seconds later.
    Delay(u64),
    /// The sandbox sends it right after the next message, or after a minute.
    Overtaken,
    /// Another key signs its first attempt.
    WrongSignature,
    /// The signed timestamp of its first attempt is this many seconds old.
    Stale(u64),
    /// It concerns another firm's applicant.
    OtherFirm,
    /// It concerns an id that does not exist.
    UnknownId,
}

impl WebhookFaultKind {
    /// The JSON names of all kinds.
    pub(crate) const NAMES: [&str; 8] = [
        "duplicate",
        "lost",
        "delay",
        "overtaken",
        "wrong-signature",
        "stale",
        "other-firm",
        "unknown-id",
    ];
}

impl WebhookFault {
    /// A fault that affects one message.
    #[must_use]
    pub const fn once(kind: WebhookFaultKind) -> Self {
        Self {
            kind,
            times: Some(1),
        }
    }

    /// A fault that affects every message until it is cleared.
    #[must_use]
    pub const fn always(kind: WebhookFaultKind) -> Self {
        Self { kind, times: None }
    }
}

/// Takes the fault for one message: the oldest, until it is used up.
pub(super) fn next_fault(faults: &mut Vec<WebhookFault>) -> Option<WebhookFaultKind> {
    let fault = faults.first_mut()?;
    let kind = fault.kind;
    fault.times = fault.times.map(|times| times.saturating_sub(1));
    faults.retain(|fault| fault.times != Some(0));
    Some(kind)
}
