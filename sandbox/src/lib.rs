//! A simulated KYC provider: a library for tests, a binary for demonstrations.
//!
//! It implements the wire contract (`docs/contract.md`, cited here as "contract §n") over real
//! HTTP. It shares no type with the rest of the workspace. A misreading of the contract must fail a
//! test, not cancel itself out.
//!
//! # In a test
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use sandbox::{Decision, Endpoint, Fault, FaultKind, Options, Sandbox};
//!
//! let provider = Sandbox::start(Options::default()).await?;
//! provider.fault(Fault::once(Endpoint::Start, FaultKind::DropAfter));
//!
//! // … point the application at provider.api_url(), apply, and then:
//! assert_eq!(provider.inquiries().len(), 1);
//! assert_eq!(provider.calls(Endpoint::Start), 2);
//!
//! let id = &provider.inquiries()[0].external_id;
//! provider.capture_complete(id)?;
//! provider.decide(id, Decision::Denied)?;
//! provider.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Decisions
//!
//! The first of [`RULES`] that matches the applicant's details decides (contract
//! §8). The same caller's id always leads to the same inquiry: start is "creation
//! or resumption". It brings a new capture link if documents are due and no link
//! is open.
//!
//! # Time
//!
//! Each read of an inquiry first applies what is due. [`Sandbox::advance`] moves
//! the clock, so no test waits for a link to expire or a review to end.
//!
//! # Webhooks
//!
//! Dialects B and C call the registered webhook. A background task does this, also
//! for changes that fall due by time. [`Sandbox::deliver_webhooks`] returns once
//! everything due is delivered. [`Sandbox::hold_webhooks`] holds messages, and
//! [`Sandbox::deliveries`] lists every attempt with its outcome.
//!
//! # Faults
//!
//! [`Fault`] covers latency, false answers and closed connections, before or after
//! the sandbox handles the call. [`Sandbox::ledger`] shows what it really did.
//! [`WebhookFault`] covers loss, delay, another order and wrong signatures.
//!
//! # Modules
//!
//! - `registry` holds inquiries, links and codes, free of HTTP.
//! - `dialect` reads and writes the published versions of the wire contract.
//! - `api` handles a call: fault, token, dialect, ledger.
//! - `oauth` issues tokens if a client is registered.
//! - `webhook` reports changes.
//! - `page` serves the capture page and the controls.
//! - `net` accepts connections.

mod api;
mod clock;
mod dialect;
mod endpoint;
mod fault;
mod ledger;
mod net;
mod oauth;
mod options;
mod page;
mod qr;
mod random_id;
mod registry;
mod response;
mod router;
mod sandbox;
mod state;
mod webhook;

pub use crate::endpoint::Endpoint;
pub use crate::fault::{Fault, FaultKind};
pub use crate::ledger::{Authorization, LedgerEntry};
pub use crate::oauth::client::ClientRegistration;
pub use crate::options::{Dialect, Options, Review};
pub use crate::registry::capture::CaptureStep;
pub use crate::registry::controls::{CaptureView, ControlError, InquiryView};
pub use crate::registry::inquiry::InquiryState;
pub use crate::registry::rules::{Decision, Plan, RULES, Rule, Trigger};
pub use crate::registry::status::FIRM;
pub use crate::sandbox::{Error, Sandbox};
pub use crate::webhook::delivery::{Delivery, DeliveryOutcome};
pub use crate::webhook::fault::{WebhookFault, WebhookFaultKind};
pub use crate::webhook::outbox::RETRIES;
