//! Response parsing shared by all dialects. Each dialect's module defines its words.

use super::{
    capture::CaptureHosts,
    wire::{DocV, StatusResponse},
};
use crate::{config::Dialect, qr};
use kyc::{
    id::ExternalId,
    pii::Pii,
    provider::{Capture, ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
};
use time::{Duration, OffsetDateTime};

/// Parser of provider responses.
pub(crate) struct Reader<'a> {
    /// Dialect of the responses.
    pub(crate) dialect: Dialect,
    /// Allowed targets of a capture link.
    pub(crate) hosts: &'a CaptureHosts,
    /// Time of the request.
    pub(crate) as_of: OffsetDateTime,
    /// Time of the response.
    pub(crate) now: OffsetDateTime,
    /// Time for which a capture link is offered.
    pub(crate) capture_life: Duration,
}

/// A dialect's interpretation of a response.
pub(super) struct Interpretation {
    /// Outcome of the response.
    pub(super) finding: ProviderOutcome,
    /// Whether the dialect publishes every word that matters.
    pub(super) understood: bool,
}

impl Interpretation {
    /// An unpublished word must never count in the applicant's favour.
    pub(super) const UNKNOWN: Self = Self {
        finding: ProviderOutcome::Processing,
        understood: false,
    };

    pub(super) const fn clear(finding: ProviderOutcome) -> Self {
        Self {
            finding,
            understood: true,
        }
    }
}

/// Normal form of a word for comparisons: lower case, without spaces, underscores and hyphens.
pub(super) fn normal(word: &str) -> String {
    word.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether the status belongs to prefill, before submission. Prefill and start use the same id
/// (contract §5), so this status does not prove a start.
pub(super) fn is_prefill(status: &str) -> bool {
    matches!(status, "otpsent" | "prefillcomplete")
}

/// Form of a word for storage: of limited length, without control characters.
pub(super) fn stored_word(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).take(60).collect()
}

impl Reader<'_> {
    /// Parses one response.
    pub(crate) fn read(
        &self,
        body: &[u8],
        via: Source,
    ) -> Result<ProviderUpdate, serde_json::Error> {
        let answer: StatusResponse = serde_json::from_slice(body)?;
        let Interpretation {
            finding,
            understood,
        } = self.dialect.read(self, &answer, via);
        let status = &answer.status;
        Ok(ProviderUpdate {
            source: via,
            requested_at: self.as_of,
            external_id: ExternalId::parse(&status.external_id).ok(),
            status: ProviderStatus {
                decision: stored_word(&status.decision),
                status: stored_word(&status.status),
                sub_status: stored_word(&status.sub_status),
            },
            outcome: finding,
            recognised: understood,
        })
    }

    /// Capture link of a response. `None` if it is absent, `null`, all empty, or its target is not
    /// allowed.
    pub(super) fn capture(&self, docv: Option<&DocV>) -> Option<Capture> {
        let docv = docv?;
        let Some(url) = self.hosts.admit(docv.url.trim()) else {
            if !docv.url.is_empty() {
                tracing::error!(
                    "the provider's capture link has a host that is not allowed: see KYC_CAPTURE_HOSTS"
                );
            }
            return None;
        };
        Some(Capture {
            url: Pii::new(url),
            qr_png: qr::decode(&docv.qr_code).map(Pii::new),
            token: Pii::new(docv.docv_transaction_token.clone()),
            sdk_key: stored_word(&docv.sdk_key),
            event_id: stored_word(&docv.event_id),
            offered_at: self.now,
            expires_at: self.now + self.capture_life,
            alive_until: None,
        })
    }
}

#[cfg(test)]
pub(super) mod tests;
