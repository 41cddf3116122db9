//! Dialect B: the structure of A with other words, under the client's own id (contract §1 and §3).

pub(super) mod webhook;

use super::{
    reader::{Interpretation, Reader, is_prefill, normal},
    wire::StatusResponse,
};
use kyc::provider::{Approval, ProviderOutcome};

/// Interprets a response.
pub(super) fn read(reader: &Reader<'_>, answer: &StatusResponse) -> Interpretation {
    let decision = normal(&answer.status.decision);
    let status = normal(&answer.status.status);
    let sub_status = normal(&answer.status.sub_status);
    let docv = answer.docv.as_ref().filter(|docv| docv.is_there());
    let documents = sub_status == "documentrequestinitiated" || docv.is_some();
    let known_status = matches!(
        status.as_str(),
        "notstarted" | "open" | "onhold" | "closed" | ""
    ) || is_prefill(&status);
    if !known_status {
        return Interpretation::UNKNOWN;
    }
    // A missing status does not invalidate a decision.
    let closed = matches!(status.as_str(), "closed" | "");
    Interpretation::clear(match decision.as_str() {
        "accept" => match Approval::new(&answer.participant_id, &answer.account) {
            Some(approval) if closed => ProviderOutcome::Approved(approval),
            _ => ProviderOutcome::Provisioning,
        },
        "reject" if closed => ProviderOutcome::Denied,
        "review" | "pending" | "" => match (status.as_str(), sub_status.as_str()) {
            _ if documents => ProviderOutcome::DocumentsRequired(reader.capture(docv)),
            ("notstarted", _) => ProviderOutcome::NotStarted,
            (status, _) if is_prefill(status) => ProviderOutcome::NotStarted,
            ("", "") if decision.is_empty() => ProviderOutcome::NotStarted,
            ("open", "") => ProviderOutcome::InReview,
            ("open", "inreview") => ProviderOutcome::ManualReview,
            _ => ProviderOutcome::Processing,
        },
        // A rejection is final only once the inquiry is closed.
        "reject" => ProviderOutcome::ManualReview,
        _ => return Interpretation::UNKNOWN,
    })
}

#[cfg(test)]
mod tests;
