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
    let understood = known_status || (status.is_empty() && !decision.is_empty());
    let capture = || reader.capture(answer.docv.as_ref());
    let finding = match decision.as_str() {
        // A final decision beside an unpublished status is not trusted.
        "approved" | "denied" if !understood => return Interpretation::UNKNOWN,
        "approved" => match Approval::new(&answer.participant_id, &answer.account) {
            Some(approval) => ProviderOutcome::Approved(approval),
            None => ProviderOutcome::Provisioning,
        },
        "denied" => ProviderOutcome::Denied,
        // An empty decision is an absent field, not an unknown word.
        "pending" | "" => match status.as_str() {
            _ if documents => ProviderOutcome::DocumentsRequired(capture()),
            status if is_prefill(status) => ProviderOutcome::NotStarted,
            "documentreview" => ProviderOutcome::DocumentsUnderReview,
            "inreview" => match capture() {
                Some(capture) => ProviderOutcome::DocumentsRequired(Some(capture)),
                None => ProviderOutcome::ManualReview,
            },
            _ => ProviderOutcome::Processing,
        },
        _ => return Interpretation::UNKNOWN,
    };
    Interpretation {
        finding,
        understood,
    }
}

#[cfg(test)]
mod tests;
