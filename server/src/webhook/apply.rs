//! Processing of stored webhook deliveries.

use crate::{
    config::{Dialect, Webhooks},
    db::{DatabaseStore, Delivery, DeliveryStatus, RowError},
    provider::WebhookPayload,
};
use kyc::service::{Onboarding, ServiceError, WebhookOutcome};
use time::Duration;

/// Duration of a delivery's lease.
pub(crate) const LEASE: Duration = Duration::seconds(20);
/// Longest wait for the attempt's response that a delivery has overtaken, in seconds. The response
/// itself also makes the delivery due.
const LONGEST_WAIT: i64 = 60;
/// Limit of automatic attempts. Afterwards the delivery stays stored. The attempt's response or an
/// operator can make it due again.
const MAX_ATTEMPTS: u32 = 60;

/// Applies webhook deliveries.
#[derive(Clone)]
pub(crate) struct WebhookProcessor {
    pub(crate) dialect: Dialect,
    pub(crate) webhooks: Webhooks,
    pub(crate) store: DatabaseStore,
    pub(crate) onboarding: Onboarding,
}

/// Error of an unapplied delivery, which is due again when the lease expires.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProcessError {
    #[error(transparent)]
    Service(#[from] ServiceError),
    #[error("the delivery cannot be read or written")]
    Row(#[from] RowError),
}

impl WebhookProcessor {
    /// Claims and applies due deliveries. Returns their number.
    pub(crate) async fn process_due(&self, most: u32) -> Result<usize, RowError> {
        let now = self.onboarding.clock.now();
        let claimed = self.store.claim_deliveries(most, now, now + LEASE).await?;
        let count = claimed.len();
        // On SQLite, concurrent tasks share the writer's next transaction.
        let mut under_way = tokio::task::JoinSet::new();
        for delivery in claimed {
            let processor = self.clone();
            under_way.spawn(async move { processor.process_logged(delivery).await });
        }
        while let Some(ended) = under_way.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a webhook was not applied");
            }
        }
        Ok(count)
    }

    /// Applies a delivery and logs an error.
    async fn process_logged(&self, delivery: Delivery) {
        let (receipt, tries) = (delivery.receipt, delivery.tries);
        let Err(error) = self.apply(delivery).await else {
            return;
        };
        tracing::error!(
            error = &error as &dyn std::error::Error,
            number = receipt.number,
            tries,
            "a webhook could not be applied"
        );
        if tries >= MAX_ATTEMPTS {
            let deferred = self
                .store
                .defer_delivery(receipt, DeliveryStatus::Stored, None);
            if let Err(error) = deferred.await {
                tracing::error!(%error, "the status of a failed webhook delivery could not be recorded");
            }
        }
    }

    /// Applies a delivery and records its status.
    async fn apply(&self, delivery: Delivery) -> Result<(), ProcessError> {
        let receipt = delivery.receipt;
        let (status, due_at) = match self.process(&delivery).await? {
            Some(DeliveryStatus::Waiting) if delivery.tries >= MAX_ATTEMPTS => {
                (DeliveryStatus::Unknown, None)
            }
            Some(DeliveryStatus::Waiting) => {
                let wait = 1_i64 << delivery.tries.min(6);
                let wait = Duration::seconds(wait.min(LONGEST_WAIT));
                (
                    DeliveryStatus::Waiting,
                    Some(self.onboarding.clock.now() + wait),
                )
            }
            Some(status) => (status, None),
            None => return Ok(()),
        };
        self.store.defer_delivery(receipt, status, due_at).await?;
        match status {
            DeliveryStatus::Applied | DeliveryStatus::Waiting => {
                tracing::info!(
                    number = receipt.number,
                    status = status.as_str(),
                    "a webhook"
                );
            }
            _ => tracing::warn!(
                number = receipt.number,
                status = status.as_str(),
                "a webhook is kept and was not applied"
            ),
        }
        Ok(())
    }

    /// Status of the delivery after processing. `None` if the status is already recorded.
    async fn process(&self, delivery: &Delivery) -> Result<Option<DeliveryStatus>, ProcessError> {
        let body = delivery.body.as_deref();
        let message =
            body.and_then(|body| self.dialect.webhook_message(body, delivery.received_at));
        let Some(message) = message else {
            return Ok(Some(DeliveryStatus::Unreadable));
        };
        let ours = &self.webhooks.firm;
        if ours.is_some() && *ours != message.firm {
            return Ok(Some(DeliveryStatus::OtherFirm));
        }
        let evidence = match (message.payload, &message.about) {
            (WebhookPayload::Evidence(evidence), _) => evidence,
            (WebhookPayload::Test, _) => return Ok(Some(DeliveryStatus::Applied)),
            (WebhookPayload::Something, Some(about))
                if self.onboarding.poll_soon(about).await? =>
            {
                return Ok(Some(DeliveryStatus::Applied));
            }
            (WebhookPayload::Something, _) => return Ok(Some(DeliveryStatus::Unknown)),
        };
        let number = delivery.receipt.number;
        Ok(
            match self
                .onboarding
                .apply_webhook(&evidence, delivery.receipt)
                .await?
            {
                WebhookOutcome::Applied {
                    state, contradicts, ..
                } => {
                    let state = state.as_str();
                    if contradicts {
                        tracing::error!(number, state, "a webhook contradicts a final decision");
                    } else {
                        tracing::info!(number, state, "a webhook was applied");
                    }
                    None
                }
                WebhookOutcome::TooEarly => Some(DeliveryStatus::Waiting),
                WebhookOutcome::Unknown => Some(DeliveryStatus::Unknown),
                WebhookOutcome::Erased => Some(DeliveryStatus::Erased),
                WebhookOutcome::Overtaken => None,
            },
        )
    }
}
