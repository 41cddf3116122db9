//! What differs between the dialects: the table of contract §1.
//!
//! Every handler of this folder reads a [`DialectSpec`]; `a.rs`, `b.rs` and
//! `c.rs` implement it. This file imports none of them.

use serde_json::Value;
use time::Date;

use super::fields::BadRequest;
use crate::registry::ParsedStart;
use crate::registry::inquiry::InquiryState;
use crate::registry::webhook_events::WebhookEvent;
use crate::webhook::message::{DeliveryMeta, WebhookMessage};

/// `decision`, `status` and `subStatus`.
pub(crate) type StatusWords = [&'static str; 3];

/// One dialect.
pub(crate) trait DialectSpec: Sync {
    /// Names and positions of fields.
    fn layout(&self) -> &'static Layout;

    /// The words of contract §3's table.
    fn words(&self, state: InquiryState) -> StatusWords;

    /// The words that faults put in place of the true ones.
    fn fault_words(&self) -> &'static FaultWords;

    /// Checks every field of a start and returns those that the sandbox uses.
    fn read_start<'a>(
        &self,
        body: Option<&'a Value>,
        today: Date,
    ) -> Result<ParsedStart<'a>, BadRequest>;

    /// The format of webhooks; `None` where the contract only names them.
    fn webhooks(&self) -> Option<&'static dyn WebhookFormat> {
        None
    }
}

/// Names and positions of fields in requests and answers.
pub(crate) struct Layout {
    /// The fields' names in requests.
    pub(crate) fields: &'static FieldNames,
    /// The most characters that a caller's id may have.
    pub(super) max_id_chars: Option<usize>,
    /// Whether a prefill must carry the device's session token.
    pub(super) prefill_needs_session: bool,
    /// `docv.sdkKey`.
    pub(super) sdk_key: &'static str,
    /// Whether the status carries the open capture link.
    pub(super) docv_on_status: bool,
    /// The name of the account's field in answers.
    pub(super) account_field: &'static str,
    /// Whether the answer to a start carries the account.
    pub(super) account_on_start: bool,
}

/// The request fields that more than one dialect has.
pub(crate) struct FieldNames {
    pub(super) external_id: &'static str,
    pub(super) user_id: &'static str,
    pub(super) phone_number: &'static str,
    pub(super) date_of_birth: &'static str,
    pub(super) session_token: &'static str,
    pub(super) ip_address: &'static str,
    pub(super) referral_code: &'static str,
    pub(super) webhook_url: &'static str,
}

/// The words that faults put in place of the true ones.
pub(crate) struct FaultWords {
    /// The words before anything was started.
    pub(super) not_started: StatusWords,
    /// Published words, each with a variant for the same state. The variant is
    /// published too, or equal once letter case and separators are normalised.
    pub(super) synonyms: &'static [(StatusWords, StatusWords)],
    /// Words that the provider never published.
    pub(super) unpublished_words: StatusWords,
}

/// A dialect's webhooks (contract §6).
pub(crate) trait WebhookFormat: Sync {
    /// Whether messages carry an id and a signature, and registrations a secret.
    fn is_signed(&self) -> bool;

    /// The message for an event; `None` if this dialect reports no such event.
    fn event_message(&self, event: &WebhookEvent, meta: &DeliveryMeta) -> Option<WebhookMessage>;

    /// The message that tests an address.
    fn test_message(&self, meta: &DeliveryMeta) -> WebhookMessage;
}
