//! Dialect C, the current one: requests in snake_case, and the status says all.

mod start;
mod webhook;

use super::casing::SNAKE;
use super::tongue::{Tongue, Words};
use crate::registry::inquiry::State;

pub(super) const TONGUE: Tongue = Tongue {
    casing: &SNAKE,
    read_start: start::read,
    longest_id: Some(49),
    prefill_needs_session: false,
    words,
    // The contract knows no words for it: the emptiest answer there can be.
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
    unheard_of: ["ESCALATE", "AWAITING_ORACLE", "Third Moon"],
    sdk_key: "",
    docv_on_status: true,
    account: "provisionedAccount",
    account_on_start: false,
    tells: Some(webhook::TELLS),
};

const fn words(state: State) -> Words {
    match state {
        State::Processing | State::DocumentsUnderReview => ["REVIEW", "OPEN", ""],
        State::DocumentsRequired => ["REVIEW", "ON_HOLD", "Document Request Initiated"],
        State::ManualReview => ["REVIEW", "OPEN", "In Review"],
        // Only the decision is published.
        State::Resubmit => ["RESUBMIT", "ON_HOLD", "Resubmit"],
        State::Provisioning => ["ACCEPT", "ON_HOLD", "Accept"],
        State::Approved => ["ACCEPT", "CLOSED", "Accept"],
        State::Denied => ["REJECT", "CLOSED", "Reject"],
        State::CodeSent => ["pending", "otp_sent", ""],
        State::Prefilled => ["pending", "prefill_complete", ""],
    }
}
