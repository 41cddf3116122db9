//! Dialect B: the calls of A, known by the caller's own id, with "actual values".

mod webhook;

use serde_json::Value;
use time::Date;

use super::a;
use super::casing::CAMEL;
use super::fields::BadRequest;
use super::tongue::{Tongue, Words};
use crate::registry::inquiry::State;
use crate::registry::{Application, Naming};

pub(super) const TONGUE: Tongue = Tongue {
    casing: &CAMEL,
    read_start,
    longest_id: None,
    prefill_needs_session: true,
    words,
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
    unheard_of: ["ESCALATE", "AWAITING_ORACLE", "Third Moon"],
    sdk_key: a::TONGUE.sdk_key,
    docv_on_status: false,
    account: "account",
    account_on_start: true,
    tells: Some(webhook::TELLS),
};

/// The body is A's; what differs is whose id the answers carry.
fn read_start(body: Option<&Value>, today: Date) -> Result<Application<'_>, BadRequest> {
    Ok(Application {
        naming: Naming::Callers,
        ..a::read_start(body, today)?
    })
}

const fn words(state: State) -> Words {
    match state {
        State::Processing => ["REVIEW", "OPEN", "pending"],
        // No word of its own: the link that is missing says which it is.
        State::DocumentsRequired | State::Resubmit => {
            ["REVIEW", "ON_HOLD", "Document Request Initiated"]
        }
        // Nor is there a word for an account that is being made.
        State::DocumentsUnderReview | State::ManualReview | State::Provisioning => {
            ["REVIEW", "OPEN", ""]
        }
        State::Approved => ["ACCEPT", "CLOSED", ""],
        State::Denied => ["REJECT", "CLOSED", ""],
        State::CodeSent => ["pending", "otp_sent", ""],
        State::Prefilled => ["pending", "prefill_complete", ""],
    }
}
