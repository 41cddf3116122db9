//! Dialect C, the current one: requests in snake_case, and the capture link in
//! the status too.

mod start;
mod webhook;

use serde_json::Value;
use time::Date;

use super::fields::BadRequest;
use super::spec::{DialectSpec, FaultWords, FieldNames, Layout, StatusWords, WebhookFormat};
use crate::registry::ParsedStart;
use crate::registry::inquiry::InquiryState;

/// Dialect C.
pub(super) struct C;

const LAYOUT: Layout = Layout {
    fields: &FieldNames {
        external_id: "external_id",
        user_id: "user_id",
        phone_number: "phone_number",
        date_of_birth: "date_of_birth",
        session_token: "session_token",
        ip_address: "ip_address",
        referral_code: "referral_code",
        webhook_url: "webhook_url",
    },
    max_id_chars: Some(start::MAX_ID_CHARS),
    prefill_needs_session: false,
    sdk_key: "",
    docv_on_status: true,
    account_field: "provisionedAccount",
    account_on_start: false,
};

const FAULT_WORDS: FaultWords = FaultWords {
    // The contract publishes no words for this state: all three are empty.
    not_started: ["", "", ""],
    synonyms: &[
        (
            ["ACCEPT", "CLOSED", "Accept"],
            ["APPROVED", "CLOSED", "Accept"],
        ),
        (
            ["ACCEPT", "ON_HOLD", "Accept"],
            ["APPROVED", "ON_HOLD", "Accept"],
        ),
        (
            ["REVIEW", "ON_HOLD", "Document Request Initiated"],
            ["review", "On Hold", "DOCUMENT_REQUEST_INITIATED"],
        ),
        (
            ["REJECT", "CLOSED", "Reject"],
            ["reject", "closed", "REJECT"],
        ),
    ],
    unpublished_words: ["ESCALATE", "AWAITING_ORACLE", "Third Moon"],
};

impl DialectSpec for C {
    fn layout(&self) -> &'static Layout {
        &LAYOUT
    }

    fn words(&self, state: InquiryState) -> StatusWords {
        match state {
            InquiryState::Processing | InquiryState::DocumentsUnderReview => ["REVIEW", "OPEN", ""],
            InquiryState::DocumentsRequired => ["REVIEW", "ON_HOLD", "Document Request Initiated"],
            InquiryState::ManualReview => ["REVIEW", "OPEN", "In Review"],
            // The contract publishes only the decision.
            InquiryState::Resubmit => ["RESUBMIT", "ON_HOLD", "Resubmit"],
            InquiryState::Provisioning => ["ACCEPT", "ON_HOLD", "Accept"],
            InquiryState::Approved => ["ACCEPT", "CLOSED", "Accept"],
            InquiryState::Denied => ["REJECT", "CLOSED", "Reject"],
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
        start::read(body, today)
    }

    fn webhooks(&self) -> Option<&'static dyn WebhookFormat> {
        Some(&webhook::SignedEnvelope)
    }
}
