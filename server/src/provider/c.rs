//! Dialect C: the current one (contract §1 and §3). Requests use snake case. The state follows from
//! owed documents, ids and the closed status. The status words are an open set and decide little.

pub(super) mod prefill;
mod start;
pub(super) mod webhook;

pub(super) use start::serialize_start;

use super::{
    reader::{Interpretation, Reader, is_prefill, normal},
    wire::{DocV, StatusResponse},
};
use kyc::provider::{Approval, ProviderOutcome, Source};

/// Query parameter of `GET /status`.
pub(super) const STATUS_QUERY: &str = "external_id";

/// Interprets a response.
pub(super) fn read(reader: &Reader<'_>, answer: &StatusResponse, via: Source) -> Interpretation {
    let decision = normal(&answer.status.decision);
    let status = normal(&answer.status.status);
    let sub_status = normal(&answer.status.sub_status);
    let known_status =
        matches!(status.as_str(), "open" | "onhold" | "closed" | "") || is_prefill(&status);
    let known_decision = matches!(
        decision.as_str(),
        "accept" | "approved" | "review" | "resubmit" | "reject" | "pending" | ""
    );
    let recognised = known_status && known_decision;
    let accepted = recognised && matches!(decision.as_str(), "accept" | "approved");
    let rejected = recognised && decision == "reject";
    let approval = Approval::new(&answer.participant_id, &answer.provisioned_account);
    let docv = answer.docv.as_ref().filter(|docv| docv.is_there());
    let finding = match approval {
        // A present `docv` means that documents are owed, independent of the status words.
        _ if docv.is_some() => documents(reader, docv, via),
        Some(approval) if accepted && status == "closed" => ProviderOutcome::Approved(approval),
        _ if rejected && matches!(status.as_str(), "closed" | "") => ProviderOutcome::Denied,
        _ if accepted => ProviderOutcome::Provisioning,
        _ if decision == "resubmit" => ProviderOutcome::Resubmit,
        // A rejection is final only once the inquiry is closed.
        _ if rejected => ProviderOutcome::ManualReview,
        _ if recognised && is_prefill(&status) => ProviderOutcome::NotStarted,
        _ if status == "notstarted" || (decision.is_empty() && status.is_empty()) => {
            ProviderOutcome::NotStarted
        }
        _ if recognised && sub_status == "inreview" => ProviderOutcome::ManualReview,
        _ if recognised && sub_status == "documentrequestinitiated" => ProviderOutcome::CaptureOver,
        _ => ProviderOutcome::Processing,
    };
    Interpretation {
        finding,
        recognised,
    }
}

/// Outcome of a response with `docv`. A status response contains the link only while it is valid.
/// The link therefore counts as alive at the request time, even past its configured lifetime.
fn documents(reader: &Reader<'_>, docv: Option<&DocV>, via: Source) -> ProviderOutcome {
    match (reader.documents(docv), via) {
        (ProviderOutcome::DocumentsRequired(Some(capture)), Source::Status | Source::Webhook) => {
            ProviderOutcome::DocumentsRequired(Some(capture.seen_alive(reader.requested_at)))
        }
        (outcome, _) => outcome,
    }
}

#[cfg(test)]
mod tests;
