//! Dialect A, the seed's: camelCase both ways, and ids made by the server.

mod start;

use super::casing::CAMEL;
use super::tongue::{Tongue, Words};
use crate::registry::inquiry::State;
pub(super) use start::read as read_start;

pub(super) const TONGUE: Tongue = Tongue {
    casing: &CAMEL,
    read_start,
    longest_id: None,
    prefill_needs_session: true,
    words,
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
    unheard_of: ["escalated", "awaiting_oracle", "third_moon"],
    // Made up: this dialect hands a public key out for the vendor's web SDK.
    sdk_key: "sandbox-sdk-key",
    docv_on_status: false,
    account: "account",
    account_on_start: true,
    // Named, and not described: the address is noted and nothing is sent.
    tells: None,
};

const fn words(state: State) -> Words {
    match state {
        State::Processing => ["pending", "initiated", ""],
        // No word of its own: the link that is missing says which it is.
        State::DocumentsRequired | State::Resubmit => ["pending", "in_review", "document_required"],
        State::DocumentsUnderReview => ["pending", "document_review", "awaiting_review"],
        // Nor is there a word for an account that is being made.
        State::ManualReview | State::Provisioning => ["pending", "in_review", ""],
        State::Approved => ["approved", "complete", ""],
        State::Denied => ["denied", "complete", ""],
        State::CodeSent => ["pending", "otp_sent", ""],
        State::Prefilled => ["pending", "prefill_complete", ""],
    }
}
