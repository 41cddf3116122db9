//! Response parsing shared by all dialects. Each dialect's module defines its words.

use super::{
    capture::CaptureHosts,
    wire::{DocV, StatusResponse, object},
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
    pub(crate) requested_at: OffsetDateTime,
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
    pub(super) recognised: bool,
}

impl Interpretation {
    /// An unpublished word must never count in the applicant's favour.
    pub(super) const UNKNOWN: Self = Self {
        finding: ProviderOutcome::Processing,
        recognised: false,
    };

    pub(super) const fn clear(finding: ProviderOutcome) -> Self {
        Self {
            finding,
            recognised: true,
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

/// Error of a response that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// The response has another shape.
    #[error("the response cannot be parsed")]
    Unreadable(#[from] serde_json::Error),
    /// The provider's id has a control character, or is too long.
    #[error("the provider's id cannot be used")]
    UnusableId,
}

impl Reader<'_> {
    /// Parses one response.
    pub(crate) fn read(&self, body: &[u8], via: Source) -> Result<ProviderUpdate, ReadError> {
        let mut json = serde_json::Deserializer::from_slice(body);
        let answer: StatusResponse = object(&mut json)?;
        json.end()?;
        let Interpretation {
            finding,
            recognised,
        } = self.dialect.read(self, &answer, via);
        let status = &answer.status;
        let external_id = match status.external_id.as_str() {
            "" => None,
            id => Some(ExternalId::parse(id).map_err(|_| ReadError::UnusableId)?),
        };
        Ok(ProviderUpdate {
            source: via,
            requested_at: self.requested_at,
            external_id,
            status: ProviderStatus {
                decision: stored_word(&status.decision),
                status: stored_word(&status.status),
                sub_status: stored_word(&status.sub_status),
            },
            outcome: finding,
            recognised,
        })
    }

    /// Outcome of a response that requires documents: with its capture link if it has one.
    ///
    /// A capture without a link, or with a link to a host that is not allowed. Only the operator
    /// can correct this fault. The applicant's photos are not its cause.
    pub(super) fn documents(&self, docv: Option<&DocV>) -> ProviderOutcome {
        let Some(docv) = docv.filter(|docv| docv.is_there()) else {
            return ProviderOutcome::DocumentsRequired(None);
        };
        let Some(url) = self.hosts.admit(docv.url.text.trim()) else {
            tracing::error!(
                "the provider's capture link is missing or points where it may not; \
                 see KYC_CAPTURE_HOSTS"
            );
            return ProviderOutcome::UnusableLink;
        };
        ProviderOutcome::DocumentsRequired(Some(Capture {
            url: Pii::new(url),
            qr_png: qr::decode(&docv.qr_code.text).map(Pii::new),
            token: Pii::new(docv.docv_transaction_token.text.clone()),
            sdk_key: stored_word(&docv.sdk_key.text),
            event_id: stored_word(&docv.event_id.text),
            offered_at: self.now,
            expires_at: self.now + self.capture_life,
            alive_until: None,
        }))
    }
}

#[cfg(test)]
pub(super) mod tests;
