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
    // A missing status does not invalidate a denial. An approval needs its status.
    let closed = matches!(status.as_str(), "closed" | "");
    Interpretation::clear(match decision.as_str() {
        // An approval beside documents that are still required contradicts itself.
        "accept" if documents => return Interpretation::UNKNOWN,
        "accept" => match Approval::new(&answer.participant_id, &answer.account) {
            Some(approval) if status == "closed" => ProviderOutcome::Approved(approval),
            _ => ProviderOutcome::Provisioning,
        },
        "reject" if closed && !documents => ProviderOutcome::Denied,
        "review" | "pending" | "" => match (status.as_str(), sub_status.as_str()) {
            _ if documents => reader.documents(docv),
            ("notstarted", _) => ProviderOutcome::NotStarted,
            (status, _) if is_prefill(status) => ProviderOutcome::NotStarted,
            ("", "") if decision.is_empty() => ProviderOutcome::NotStarted,
            ("open", "") => ProviderOutcome::InReview,
            ("open", "inreview") => ProviderOutcome::ManualReview,
            _ => ProviderOutcome::Processing,
        },
        // B's table has no such word. Without a link a new start gets one, as in C.
        "resubmit" if docv.is_some() => reader.documents(docv),
        "resubmit" => ProviderOutcome::Resubmit,
        // A rejection is final only once the inquiry is closed.
        "reject" => ProviderOutcome::ManualReview,
        _ => return Interpretation::UNKNOWN,
    })
}

#[cfg(test)]
mod tests;
