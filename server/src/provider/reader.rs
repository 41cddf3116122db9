//! Reading answers: what is the same whichever dialect they are in. Each
//! dialect's folder has its words.

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

/// Reads answers.
pub(crate) struct Reader<'a> {
    /// What they are written in.
    pub(crate) dialect: Dialect,
    /// Where a capture link may point.
    pub(crate) hosts: &'a CaptureHosts,
    /// When it was asked for.
    pub(crate) as_of: OffsetDateTime,
    /// When the answer came.
    pub(crate) now: OffsetDateTime,
    /// How long a capture link is offered.
    pub(crate) capture_life: Duration,
}

/// What a dialect makes of an answer.
pub(super) struct Interpretation {
    /// What it means.
    pub(super) finding: ProviderOutcome,
    /// Whether the dialect publishes every word that counts.
    pub(super) understood: bool,
}

impl Interpretation {
    /// A word that nobody published is never read in the applicant's favour.
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

/// A word as it is compared: case, spaces, underscores and hyphens do not
/// matter.
pub(super) fn normal(word: &str) -> String {
    word.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a status is that of filling in, before anything was handed in. Prefill is
/// begun under the id that start is sent under (contract §5): it proves no start.
pub(super) fn is_prefill(status: &str) -> bool {
    matches!(status, "otpsent" | "prefillcomplete")
}

/// A word as it is kept: bounded, without control characters.
pub(super) fn stored_word(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).take(60).collect()
}

impl Reader<'_> {
    /// Reads one answer.
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

    /// The capture of an answer: none if it is absent, `null` or all empty, or
    /// if its link may not be offered.
    pub(super) fn capture(&self, docv: Option<&DocV>) -> Option<Capture> {
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
