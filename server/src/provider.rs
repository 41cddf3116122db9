//! Provider API: one client, and one module per dialect.

mod a;
mod ab;
mod auth;
mod b;
mod c;
mod call_stats;
mod capture;
mod client;
mod dialect;
#[cfg(debug_assertions)]
mod failpoint_body;
mod prefill;
mod reader;
mod referral;
mod response;
mod throttle;
mod throttled_lookups;
mod webhook_message;
mod webhook_registration;
mod wire;

pub(crate) use capture::CaptureHosts;
pub(crate) use client::Client;
#[cfg(feature = "test-api")]
pub(crate) use prefill::prefilled;
pub(crate) use reader::{ReadError, Reader};
#[cfg(feature = "test-api")]
pub(crate) use referral::referral_code;
pub(crate) use throttle::{
    CircuitState, Down, ProviderState, ProviderStateStore, StateChange, ThrottledVerifier,
};
pub(crate) use throttled_lookups::ThrottledLookups;
pub(crate) use webhook_message::WebhookPayload;
