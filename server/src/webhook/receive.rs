//! Taking a message in: verified, then stored, then acknowledged.

use super::signature::{Secrets, SignatureHeaders};
use crate::{
    config::{Dialect, Webhooks},
    db::{NewDelivery, RowError, SqliteStore},
    provider::WebhookPayload,
};
use http::HeaderMap;
use kyc::service::{Onboarding, ServiceError};
use time::OffsetDateTime;

/// What takes messages in.
pub(crate) struct WebhookReceiver<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) webhooks: &'a Webhooks,
    pub(crate) store: &'a SqliteStore,
    pub(crate) onboarding: &'a Onboarding,
}

/// What came of a signed message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReceiveOutcome {
    /// It is on the disk, and due.
    Kept,
    /// It is there already: the same once more.
    Again,
    /// The upstream wanted to know whether somebody is there.
    Tested,
    /// Nobody who holds a secret has signed it now. Nothing is kept.
    Forged,
}

impl ReceiveOutcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Again => "again",
            Self::Tested => "tested",
            Self::Forged => "forged",
        }
    }
}

/// Whether one of the secrets has signed a body under these headers, now.
pub(crate) fn is_signed(
    secrets: &Secrets,
    headers: &HeaderMap,
    body: &[u8],
    now: OffsetDateTime,
) -> bool {
    SignatureHeaders::of(headers).is_some_and(|heading| secrets.signed(&heading, body, now))
}

impl WebhookReceiver<'_> {
    /// Takes a message that is to be signed.
    pub(crate) async fn receive_signed(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<ReceiveOutcome, RowError> {
        let now = self.onboarding.clock.now();
        let secrets = &self.webhooks.secrets;
        let heading = SignatureHeaders::of(headers);
        let Some(heading) = heading.filter(|it| secrets.signed(it, body, now)) else {
            return Ok(ReceiveOutcome::Forged);
        };
        let notice = self.dialect.webhook_message(body, now);
        let kind = notice.as_ref().map_or("unreadable", |notice| &notice.kind);
        let event_id = notice.as_ref().and_then(|notice| notice.event_id.clone());
        let about = notice.as_ref().and_then(|notice| notice.about.as_ref());
        let taken = match &notice {
            Some(notice) if matches!(notice.says, WebhookPayload::Test) => ReceiveOutcome::Tested,
            _ => {
                let incoming = NewDelivery {
                    webhook_id: heading.id,
                    event_id: event_id.clone(),
                    kind: kind.to_owned(),
                    about,
                    body,
                };
                if self.store.keep_delivery(incoming, now).await? {
                    ReceiveOutcome::Kept
                } else {
                    ReceiveOutcome::Again
                }
            }
        };
        tracing::info!(
            webhook_id = heading.id,
            event_id,
            kind,
            about = about.map(|id| id.as_str()),
            outcome = taken.as_str(),
            "a webhook came"
        );
        Ok(taken)
    }

    /// Takes a message that anybody may have sent: at most the upstream is asked
    /// sooner. True if it is about somebody here.
    pub(crate) async fn receive_hint(&self, body: &[u8]) -> Result<bool, ServiceError> {
        match self.dialect.hint(body) {
            Some(about) => self.onboarding.poll_soon(&about).await,
            None => Ok(false),
        }
    }
}
