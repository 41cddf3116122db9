//! Dialect A: the original (contract §1 and §3). The decision is in its status words.

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
    let documents = status == "documentrequired" || sub_status == "documentrequired";
    let known_status = matches!(
        status.as_str(),
        "initiated" | "inreview" | "documentrequired" | "documentreview" | "complete"
    ) || is_prefill(&status);
    // A missing status does not invalidate a decision.
    let recognised = known_status || (status.is_empty() && !decision.is_empty());
    let docv = answer.docv.as_ref().filter(|docv| docv.is_there());
    let finding = match decision.as_str() {
        // A final decision beside an unpublished status is not trusted.
        "approved" | "denied" if !recognised => return Interpretation::UNKNOWN,
        "approved" => match (
            status.as_str(),
            Approval::new(&answer.participant_id, &answer.account),
        ) {
            // An approval beside documents that are still required contradicts itself.
            _ if documents || docv.is_some() => return Interpretation::UNKNOWN,
            ("complete", Some(approval)) => ProviderOutcome::Approved(approval),
            ("complete" | "", _) => ProviderOutcome::Provisioning,
            _ => return Interpretation::UNKNOWN,
        },
        "denied" if !documents && matches!(status.as_str(), "complete" | "") => {
            ProviderOutcome::Denied
        }
        // A denial is final only once the inquiry is complete.
        "denied" => ProviderOutcome::ManualReview,
        // An empty decision is an absent field, not an unknown word.
        "pending" | "" => match status.as_str() {
            _ if documents => reader.documents(docv),
            status if is_prefill(status) => ProviderOutcome::NotStarted,
            "documentreview" => ProviderOutcome::DocumentsUnderReview,
            "inreview" if docv.is_some() => reader.documents(docv),
            "inreview" => ProviderOutcome::ManualReview,
            _ => ProviderOutcome::Processing,
        },
        _ => return Interpretation::UNKNOWN,
    };
    Interpretation {
        finding,
        recognised,
    }
}

#[cfg(test)]
mod tests;
