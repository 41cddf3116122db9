//! `POST /webhooks/kyc`: webhook deliveries from the provider (contract §6).
//!
//! The route has no session, form or origin check: the signature authenticates the sender. The
//! response confirms that the delivery is stored; processing happens later.

use crate::{
    http::{AppState, body, client_ip::client_ip},
    webhook::{ReceiveOutcome, WebhookReceiver},
};
use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
};
use std::{error::Error, net::SocketAddr};

/// Unsigned deliveries per minute and client address. If the provider does not sign, the limit
/// rejects further deliveries. If it signs, the limit bounds the warnings, and signed deliveries do
/// not count.
pub(crate) const PER_MINUTE: u32 = 600;
/// Largest delivery, in bytes. The contract's example has half a kilobyte.
const LARGEST: usize = 64 * 1024;

/// Accepts a webhook delivery.
pub(crate) async fn take(
    State(app_state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    let settings = &app_state.settings;
    if !settings.takes_webhooks() {
        return StatusCode::NOT_FOUND;
    }
    let receiver = WebhookReceiver {
        dialect: settings.dialect,
        webhooks: &settings.webhooks,
        store: &app_state.store,
        onboarding: &app_state.onboarding,
    };
    let admits = || {
        let ip = client_ip(peer.ip(), &headers, &settings.trusted_proxies);
        app_state.webhook_limits.admits(ip)
    };
    let signs = settings.dialect.signs_webhooks();
    if !signs && !admits() {
        return StatusCode::TOO_MANY_REQUESTS;
    }
    let Ok(bytes) = body::read(body, LARGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    if !signs {
        return match receiver.receive_hint(&bytes).await {
            Ok(known) => {
                if known {
                    app_state.dispatcher.wake();
                }
                StatusCode::NO_CONTENT
            }
            Err(error) => not_stored(&error),
        };
    }
    match receiver.receive_signed(&headers, &bytes).await {
        Ok(ReceiveOutcome::Stored) => {
            app_state.webhook_worker.wake();
            StatusCode::NO_CONTENT
        }
        Ok(ReceiveOutcome::Duplicate | ReceiveOutcome::TestEvent) => StatusCode::NO_CONTENT,
        Ok(ReceiveOutcome::Forged) if admits() => {
            tracing::warn!("a webhook without a valid signature was refused");
            StatusCode::UNAUTHORIZED
        }
        Ok(ReceiveOutcome::Forged) => StatusCode::TOO_MANY_REQUESTS,
        Err(error) => not_stored(&error),
    }
}

/// The delivery is not stored: 503 makes the provider send it again.
fn not_stored(error: &(dyn Error + 'static)) -> StatusCode {
    tracing::error!(error, "a webhook could not be stored");
    StatusCode::SERVICE_UNAVAILABLE
}
