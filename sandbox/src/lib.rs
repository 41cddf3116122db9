//! A pretend upstream KYC API: a library for tests, a binary for
//! demonstrations.
//!
//! It speaks the wire contract (`docs/contract.md`, cited here as "contract
//! §n") over real HTTP, from its own reading of it. It shares no type with the
//! rest of the workspace: a misreading of the contract must show as a failing
//! test, not cancel itself out.
//!
//! # In a test
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use sandbox::{Decision, Endpoint, Fault, FaultKind, Options, Sandbox};
//!
//! let upstream = Sandbox::start(Options::default()).await?;
//! upstream.fault(Fault::once(Endpoint::Start, FaultKind::DropAfter));
//!
//! // … point the application at upstream.api_url(), apply, and then:
//! assert_eq!(upstream.inquiries().len(), 1);
//! assert_eq!(upstream.calls(Endpoint::Start), 2);
//!
//! let id = &upstream.inquiries()[0].external_id;
//! upstream.capture_complete(id)?;
//! upstream.decide(id, Decision::Denied)?;
//! upstream.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # How it decides
//!
//! By the applicant's details alone, and by the first of [`RULES`] that fits
//! (contract §8). The same caller's id always leads to the same inquiry: start
//! is "creation or resumption", and brings a fresh capture link if documents
//! are owed and none is open.
//!
//! # How time passes
//!
//! An inquiry is brought up to date when it is looked at. [`Sandbox::advance`]
//! moves the clock, so that no test has to wait for a link to expire or a review
//! to end.
//!
//! # How changes are told
//!
//! Dialects B and C call the webhook that was registered. One task does that by
//! itself, for what falls due by time as well; [`Sandbox::deliver_webhooks`]
//! returns once everything due is over, [`Sandbox::hold_webhooks`] keeps it back,
//! and [`Sandbox::deliveries`] lists what was sent and what came of it.
//!
//! # What can go wrong
//!
//! [`Fault`] lists it: from latency to answers that lie to connections closed
//! without a byte, before or after upstream did what was asked. What it did in
//! truth stands in [`Sandbox::ledger`]. [`WebhookFault`] lists what can go wrong on
//! the way back: loss, delay, another order, a signature that is not ours.
//!
//! # The house
//!
//! `registry` holds inquiries, links and codes, free of HTTP; `dialect` reads and
//! writes one published version of the wire contract each; `gate` leads a
//! request through fault, token, dialect and ledger; `oauth` issues tokens where
//! a client is registered; `webhook` tells of changes; `page` shows the capture
//! page and the controls; `net` accepts connections.

mod clock;
mod dialect;
mod endpoint;
mod fault;
mod gate;
mod handle;
mod ledger;
mod net;
mod oauth;
mod options;
mod page;
mod qr;
mod registry;
mod router;
mod token;
mod upstream;
mod webhook;

pub use crate::endpoint::Endpoint;
pub use crate::fault::{Fault, FaultKind};
pub use crate::handle::{Error, Sandbox};
pub use crate::ledger::{Authorization, Entry};
pub use crate::oauth::Registration;
pub use crate::options::{Dialect, Options, Review};
pub use crate::registry::capture::CaptureStep;
pub use crate::registry::inquiry::State;
pub use crate::registry::lever::{CaptureView, InquiryView, LeverError};
pub use crate::registry::rules::{Decision, OTHERWISE, Plan, RULES, Rule, Trigger};
pub use crate::registry::standing::FIRM;
pub use crate::webhook::{Delivery, Outcome, RETRIES, WebhookFault, WebhookFaultKind};
