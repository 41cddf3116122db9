//! What the words mean (contract §3, column A).

use super::wire::{Answer, DocV};
use crate::upstream::{capture::CaptureHosts, qr};
use kyc::{
    id::ExternalId,
    pii::Pii,
    upstream::{Approval, Capture, Evidence, Finding, Via, Words},
};
use time::{Duration, OffsetDateTime};

/// Reads answers.
pub(crate) struct Reader<'a> {
    /// Where a capture link may point.
    pub(crate) hosts: &'a CaptureHosts,
    /// When it was asked for.
    pub(crate) as_of: OffsetDateTime,
    /// When the answer came.
    pub(crate) now: OffsetDateTime,
    /// How long a capture link is offered.
    pub(crate) capture_life: Duration,
}

/// A word as it is compared: case, spaces and underscores do not matter.
fn normal(word: &str) -> String {
    word.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A word as it is kept: bounded, without control characters.
fn kept(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).take(60).collect()
}

impl Reader<'_> {
    /// Reads one answer.
    pub(crate) fn read(&self, body: &[u8], via: Via) -> Result<Evidence, serde_json::Error> {
        let answer: Answer = serde_json::from_slice(body)?;
        let status = &answer.status;
        let (finding, understood) = self.finding(&answer);
        Ok(Evidence {
            via,
            as_of: self.as_of,
            external_id: ExternalId::parse(&status.external_id).ok(),
            words: Words {
                decision: kept(&status.decision),
                status: kept(&status.status),
                sub_status: kept(&status.sub_status),
            },
            finding,
            understood,
        })
    }

    /// What the answer means, and whether every word is published.
    fn finding(&self, answer: &Answer) -> (Finding, bool) {
        let decision = normal(&answer.status.decision);
        let status = normal(&answer.status.status);
        let sub_status = normal(&answer.status.sub_status);
        let documents = status == "documentrequired" || sub_status == "documentrequired";
        let known_status = matches!(
            status.as_str(),
            "initiated"
                | "inreview"
                | "documentrequired"
                | "documentreview"
                | "complete"
                | "otpsent"
                | "prefillcomplete"
        );
        let finding = match decision.as_str() {
            "approved" => match Approval::new(&answer.participant_id, &answer.account) {
                Some(approval) => Finding::Approved(approval),
                None => Finding::Provisioning,
            },
            "denied" => Finding::Denied,
            // An empty decision is a message that was left out, not a new word.
            "pending" | "" => match status.as_str() {
                _ if documents => Finding::DocumentsRequired(self.capture(answer.docv.as_ref())),
                "documentreview" => Finding::DocumentsUnderReview,
                "inreview" => match self.capture(answer.docv.as_ref()) {
                    Some(capture) => Finding::DocumentsRequired(Some(capture)),
                    None => Finding::ManualReview,
                },
                _ => Finding::Processing,
            },
            // A word nobody published is never read in the applicant's favour.
            _ => return (Finding::Processing, false),
        };
        (finding, known_status)
    }

    /// The capture of an answer: none if it is absent, `null` or all empty, or
    /// if its link may not be offered.
    fn capture(&self, docv: Option<&DocV>) -> Option<Capture> {
        let docv = docv?;
        let Some(url) = self.hosts.admit(docv.url.trim()) else {
            if !docv.url.is_empty() {
                tracing::error!(
                    "the upstream's capture link points where it may not; see KYC_CAPTURE_HOSTS"
                );
            }
            return None;
        };
        Some(Capture {
            url: Pii::new(url),
            qr_png: qr::decode(&docv.qr_code).map(Pii::new),
            token: Pii::new(docv.docv_transaction_token.clone()),
            sdk_key: kept(&docv.sdk_key),
            event_id: kept(&docv.event_id),
            offered_at: self.now,
            expires_at: self.now + self.capture_life,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kyc::state::Label;
    use time::macros::datetime;

    fn read(body: &str) -> Evidence {
        let hosts = CaptureHosts::new(vec!["verify.socure.com".to_owned()], &[]);
        let now = datetime!(2026-11-23 10:00 UTC);
        let reader = Reader {
            as_of: now,
            hosts: &hosts,
            now,
            capture_life: Duration::minutes(20),
        };
        reader.read(body.as_bytes(), Via::Start).expect("readable")
    }

    fn answer(decision: &str, status: &str, sub: &str, rest: &str) -> String {
        format!(
            r#"{{"status":{{"decision":"{decision}","status":"{status}","subStatus":"{sub}","externalId":"ext_1"}}{rest}}}"#
        )
    }

    const DOCV: &str = r#","docv":{"sdkKey":"","docvTransactionToken":"t","eventId":"e","qrCode":"","url":"https://verify.socure.com/x"}"#;
    const IDS: &str = r#","participantId":"firms/p","account":"firms/a""#;

    #[test]
    fn every_published_state_is_read() {
        for (decision, status, sub, rest, expected) in [
            ("pending", "initiated", "", "", Label::Processing),
            ("", "initiated", "", "", Label::Processing),
            ("pending", "in_review", "", "", Label::ManualReview),
            (
                "pending",
                "in_review",
                "document_required",
                DOCV,
                Label::DocumentsRequired,
            ),
            (
                "pending",
                "document_required",
                "",
                DOCV,
                Label::DocumentsRequired,
            ),
            (
                "PENDING",
                "In Review",
                "Document Required",
                DOCV,
                Label::DocumentsRequired,
            ),
            ("pending", "in_review", "", DOCV, Label::DocumentsRequired),
            ("pending", "document_required", "", "", Label::Resubmit),
            (
                "pending",
                "document_required",
                "",
                r#","docv":null"#,
                Label::Resubmit,
            ),
            (
                "pending",
                "document_required",
                "",
                r#","docv":{}"#,
                Label::Resubmit,
            ),
            (
                "pending",
                "document_review",
                "awaiting_review",
                "",
                Label::DocumentsUnderReview,
            ),
            ("approved", "complete", "", IDS, Label::Approved),
            ("approved", "complete", "", "", Label::Provisioning),
            (
                "approved",
                "complete",
                "",
                r#","participantId":"p","account":null"#,
                Label::Provisioning,
            ),
            ("denied", "complete", "", "", Label::Denied),
            ("pending", "otp_sent", "", "", Label::Processing),
            ("pending", "prefill_complete", "", "", Label::Processing),
        ] {
            let evidence = read(&answer(decision, status, sub, rest));
            assert_eq!(
                evidence.finding.label(),
                expected,
                "{decision} {status} {sub} {rest}"
            );
            assert!(evidence.understood, "{decision} {status} {sub}");
        }
    }

    #[test]
    fn a_word_nobody_published_is_processing_even_with_ids() {
        for (decision, status) in [
            ("ACCEPTED", "complete"),
            ("approve", "complete"),
            ("yes", ""),
            ("pending", "approved"),
        ] {
            let evidence = read(&answer(decision, status, "", IDS));
            assert_eq!(evidence.finding, Finding::Processing, "{decision} {status}");
            assert!(!evidence.understood);
        }
    }

    #[test]
    fn a_link_to_another_place_is_not_offered() {
        let docv = DOCV.replace("verify.socure.com", "verify.socure.com.evil.example");
        let evidence = read(&answer("pending", "document_required", "", &docv));
        assert_eq!(evidence.finding, Finding::DocumentsRequired(None));
    }

    #[test]
    fn what_is_kept_of_the_words_is_bounded() {
        let long = "x".repeat(500);
        assert_eq!(read(&answer(&long, "a", "b", "")).words.decision.len(), 60);
    }

    #[test]
    fn an_id_that_cannot_be_stored_is_no_id() {
        let body = r#"{"status":{"decision":"pending","status":"initiated","externalId":"a b"}}"#;
        assert_eq!(read(body).external_id, None);
    }
}
