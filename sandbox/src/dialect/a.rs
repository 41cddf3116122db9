//! Dialect A, the seed's: camelCase both ways, and ids made by the server.

use serde_json::Value;
use time::Date;

use super::ab;
use super::fields::BadRequest;
use super::spec::{DialectSpec, FaultWords, Layout, StatusWords};
use crate::registry::inquiry::InquiryState;
use crate::registry::{IdSource, ParsedStart};

/// Dialect A. The contract names its webhooks without a description: the
/// sandbox stores the address and sends nothing.
pub(super) struct A;

const FAULT_WORDS: FaultWords = FaultWords {
    not_started: ["", "initiated", ""],
    synonyms: &[
        (
            ["pending", "in_review", "document_required"],
            ["pending", "document_required", ""],
        ),
        (["pending", "initiated", ""], ["pending", "in_review", ""]),
        (["approved", "complete", ""], ["Approved", "COMPLETE", ""]),
        (["denied", "complete", ""], ["DENIED", "Complete", ""]),
    ],
    unpublished_words: ["escalated", "awaiting_oracle", "third_moon"],
};

impl DialectSpec for A {
    fn layout(&self) -> &'static Layout {
        &ab::LAYOUT
    }

    fn words(&self, state: InquiryState) -> StatusWords {
        match state {
            InquiryState::Processing => ["pending", "initiated", ""],
            // Both states have the same words: they differ only in the missing link.
            InquiryState::DocumentsRequired | InquiryState::Resubmit => {
                ["pending", "in_review", "document_required"]
            }
            InquiryState::DocumentsUnderReview => ["pending", "document_review", "awaiting_review"],
            // The contract has no words for an account in provisioning.
            InquiryState::ManualReview | InquiryState::Provisioning => ["pending", "in_review", ""],
            InquiryState::Approved => ["approved", "complete", ""],
            InquiryState::Denied => ["denied", "complete", ""],
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
        ab::read_start(body, today, IdSource::Provider)
    }
}
