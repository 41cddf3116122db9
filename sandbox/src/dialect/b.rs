//! Dialect B: the calls of A with the caller's own id and the contract's
//! "actual values".
//!
//! Its webhooks (contract §6) have a flat body, and neither an id nor a
//! signature. Every change causes one.

use serde_json::{Value, json};
use time::Date;

use super::ab;
use super::fields::BadRequest;
use super::spec::{DialectSpec, FaultWords, Layout, StatusWords, WebhookFormat};
use crate::registry::inquiry::InquiryState;
use crate::registry::webhook_events::WebhookEvent;
use crate::registry::{IdSource, ParsedStart};
use crate::webhook::message::{DeliveryMeta, WebhookMessage};

/// Dialect B.
pub(super) struct B;

const FAULT_WORDS: FaultWords = FaultWords {
    not_started: ["", "NOT_STARTED", ""],
    synonyms: &[
        (
            ["REVIEW", "ON_HOLD", "Document Request Initiated"],
            ["review", "On Hold", "DOCUMENT_REQUEST_INITIATED"],
        ),
        (["REVIEW", "OPEN", "pending"], ["Review", "open", "Pending"]),
        (["ACCEPT", "CLOSED", ""], ["accept", "Closed", ""]),
        (["REJECT", "CLOSED", ""], ["Reject", "closed", ""]),
    ],
    unpublished_words: ["ESCALATE", "AWAITING_ORACLE", "Third Moon"],
};

impl DialectSpec for B {
    fn layout(&self) -> &'static Layout {
        &ab::LAYOUT
    }

    fn words(&self, state: InquiryState) -> StatusWords {
        match state {
            InquiryState::Processing => ["REVIEW", "OPEN", "pending"],
            // Both states have the same words: they differ only in the missing link.
            InquiryState::DocumentsRequired | InquiryState::Resubmit => {
                ["REVIEW", "ON_HOLD", "Document Request Initiated"]
            }
            // The contract has no words for an account in provisioning.
            InquiryState::DocumentsUnderReview
            | InquiryState::ManualReview
            | InquiryState::Provisioning => ["REVIEW", "OPEN", ""],
            InquiryState::Approved => ["ACCEPT", "CLOSED", ""],
            InquiryState::Denied => ["REJECT", "CLOSED", ""],
            InquiryState::CodeSent => ["pending", "otp_sent", ""],
            InquiryState::Prefilled => ["pending", "prefill_complete", ""],
        }
    }

    fn fault_words(&self) -> &'static FaultWords {
        &FAULT_WORDS
    }

    fn read_start<'a>(
        &self,
        body: Option<&'a Value>,
        today: Date,
    ) -> Result<ParsedStart<'a>, BadRequest> {
        ab::read_start(body, today, IdSource::Caller)
    }

    fn webhooks(&self) -> Option<&'static dyn WebhookFormat> {
        Some(&Self)
    }
}

impl WebhookFormat for B {
    fn is_signed(&self) -> bool {
        false
    }

    fn event_message(&self, event: &WebhookEvent, _: &DeliveryMeta) -> Option<WebhookMessage> {
        let status = &event.status;
        let account = status.account.as_ref();
        Some(flat_message(
            &status.external_id,
            self.words(status.state),
            account.map_or("", |account| &account.participant),
            account.map_or("", |account| &account.account),
        ))
    }

    /// The contract shows no body of a test: this has the same fields, all empty.
    fn test_message(&self, _: &DeliveryMeta) -> WebhookMessage {
        flat_message("", ["", "", ""], "", "")
    }
}

fn flat_message(
    external_id: &str,
    [decision, status, sub_status]: StatusWords,
    participant: &str,
    account: &str,
) -> WebhookMessage {
    WebhookMessage {
        event: "change",
        external_id: external_id.to_owned(),
        body: json!({
            "externalId": external_id,
            "decision": decision,
            "status": status,
            "subStatus": sub_status,
            "participantId": participant,
            "account": account,
        }),
    }
}
