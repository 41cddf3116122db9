//! `POST /webhooks/kyc`: what the upstream sends by itself (contract §6).
//!
//! Outside of sessions, forms and origins: who sent it shows by the signature, or
//! not at all. The answer says that it is stored; nothing waits for more.

use super::{AppState, body, client_ip::client_ip};
use crate::webhook::{ReceiveOutcome, WebhookReceiver};
use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
};
use std::{error::Error, net::SocketAddr};

/// How many one address may send a minute that nobody has signed. Where nobody
/// signs, no more are looked at; where somebody does, no more are complained of,
/// and what is signed is not counted.
pub(super) const PER_MINUTE: u32 = 600;
/// The largest message, in bytes. The contract's example has half a kilobyte.
const LARGEST: usize = 64 * 1024;

/// Takes a message.
pub(super) async fn take(
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
        app_state.hooks.admits(ip)
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
            Err(error) => unkept(&error),
        };
    }
    match receiver.receive_signed(&headers, &bytes).await {
        Ok(ReceiveOutcome::Kept) => {
            app_state.mail.wake();
            StatusCode::NO_CONTENT
        }
        Ok(ReceiveOutcome::Again | ReceiveOutcome::Tested) => StatusCode::NO_CONTENT,
        Ok(ReceiveOutcome::Forged) if admits() => {
            tracing::warn!("a webhook that nobody has signed was refused");
            StatusCode::UNAUTHORIZED
        }
        Ok(ReceiveOutcome::Forged) => StatusCode::TOO_MANY_REQUESTS,
        Err(error) => unkept(&error),
    }
}

/// It is not stored: the upstream is to send it again.
fn unkept(error: &(dyn Error + 'static)) -> StatusCode {
    tracing::error!(error, "a webhook could not be stored");
    StatusCode::SERVICE_UNAVAILABLE
}
