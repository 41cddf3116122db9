//! Faults of webhooks on demand.

use serde::{Deserialize, Serialize};

/// An order to fail when changes are told.
///
/// In JSON: `{"kind": "duplicate", "times": 2}`. It befalls messages as they are
/// written, each by the oldest order that still stands; requests that test an
/// address go well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookFault {
    /// What happens to the message.
    pub kind: WebhookFaultKind,
    /// How many messages it befalls; absent means all, until cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

/// What happens to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebhookFaultKind {
    /// It is delivered twice, under the same id.
    Duplicate,
    /// It is never sent, and upstream believes that it was.
    Lost,
    /// It leaves so many seconds later.
    Delay(u64),
    /// It leaves right after the next message, or after a minute.
    Overtaken,
    /// Its first attempt is signed with another key.
    WrongSignature,
    /// Its first attempt says, and is signed, that it was made so many seconds
    /// ago.
    Stale(u64),
    /// It tells of another firm's applicant.
    OtherFirm,
    /// It tells of an id that was never given.
    UnknownId,
}

impl WebhookFaultKind {
    /// The names of all kinds, as JSON has them.
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
    /// A fault that befalls one message.
    #[must_use]
    pub const fn once(kind: WebhookFaultKind) -> Self {
        Self {
            kind,
            times: Some(1),
        }
    }

    /// A fault that befalls every message until it is cleared.
    #[must_use]
    pub const fn always(kind: WebhookFaultKind) -> Self {
        Self { kind, times: None }
    }
}

/// Draws what befalls a message: the oldest order, until it is used up.
pub(super) fn draw(orders: &mut Vec<WebhookFault>) -> Option<WebhookFaultKind> {
    let order = orders.first_mut()?;
    let kind = order.kind;
    order.times = order.times.map(|times| times.saturating_sub(1));
    orders.retain(|order| order.times != Some(0));
    Some(kind)
}
