//! Dialect B: A's shape in other words, under the caller's own id (contract §1
//! and §3).

pub(super) mod webhook;

use super::{
    reader::{Reader, Reading, is_prefill, normal},
    wire::Answer,
};
use kyc::upstream::{Approval, Finding};

/// What an answer means.
pub(super) fn read(reader: &Reader<'_>, answer: &Answer) -> Reading {
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
        return Reading::UNKNOWN;
    }
    // A status that was left out takes nothing back from a decision.
    let closed = matches!(status.as_str(), "closed" | "");
    Reading::clear(match decision.as_str() {
        "accept" => match Approval::new(&answer.participant_id, &answer.account) {
            Some(approval) if closed => Finding::Approved(approval),
            _ => Finding::Provisioning,
        },
        "reject" if closed => Finding::Denied,
        "review" | "pending" | "" => match (status.as_str(), sub_status.as_str()) {
            _ if documents => Finding::DocumentsRequired(reader.capture(docv)),
            ("notstarted", _) => Finding::NotStarted,
            (status, _) if is_prefill(status) => Finding::NotStarted,
            ("", "") if decision.is_empty() => Finding::NotStarted,
            ("open", "") => Finding::InReview,
            ("open", "inreview") => Finding::ManualReview,
            _ => Finding::Processing,
        },
        // Nothing is over before the inquiry is closed.
        "reject" => Finding::ManualReview,
        _ => return Reading::UNKNOWN,
    })
}

#[cfg(test)]
mod tests;
