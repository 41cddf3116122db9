//! The published versions of the wire contract (contract §1).
//!
//! A dialect reads a [`Call`], checks it, queries the [`Registry`] and writes a
//! [`Reply`]. It does not know connections, tokens or the ledger. The calls are
//! the same in each dialect: a [`DialectSpec`] defines what differs.
//!
//! To add a dialect, add a file beside `a.rs`, implement [`DialectSpec`] there
//! and add a variant to [`Dialect`].

mod a;
mod ab;
mod answer;
mod b;
mod c;
pub(crate) mod call;
mod corrupt;
mod fields;
mod format;
mod prefill;
mod query;
mod referral;
pub(crate) mod reply;
pub(crate) mod spec;
mod start;
mod status;
mod webhook_registration;

use axum::http::StatusCode;
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::fault::FaultKind;
use crate::options::Dialect;
use crate::registry::Registry;
use crate::registry::webhook_events::WebhookTarget;
use call::Call;
use reply::Reply;
use spec::{DialectSpec, WebhookFormat};

impl Dialect {
    /// Answers any call of the API.
    pub(crate) fn answer(self, registry: &Registry, call: &Call<'_>) -> Reply {
        let spec = self.spec();
        let answer = match call.endpoint {
            Endpoint::Start => start::answer(spec, registry, call),
            Endpoint::Status => status::answer(spec, registry, call),
            Endpoint::Prefill => prefill::begin(spec, registry, call),
            Endpoint::PrefillOtp => prefill::check_code(spec, registry, call),
            Endpoint::Webhook => webhook_registration::answer(spec, registry, call),
            Endpoint::ReferralRead => referral::read(registry, call),
            Endpoint::ReferralList => referral::list(spec, registry, call),
            Endpoint::ReferralCreate => referral::create(spec, registry, call),
            // The router serves the token endpoint: no path below the prefix leads there.
            Endpoint::Token => Err(Reply::error(StatusCode::NOT_FOUND, "no such call")),
        };
        answer.unwrap_or_else(|error| error)
    }

    /// Rewrites a successful answer as `kind` demands.
    pub(crate) fn corrupt(self, body: &mut Value, kind: FaultKind) {
        corrupt::corrupt(self.spec(), body, kind);
    }

    /// The name of the status query's id parameter.
    pub(crate) fn id_parameter(self) -> &'static str {
        self.spec().layout().fields.external_id
    }

    /// The webhook address that the sandbox has to test before it answers `call`.
    pub(crate) fn webhook_to_test(self, call: &Call<'_>) -> Option<WebhookTarget> {
        self.webhooks()?;
        (call.endpoint == Endpoint::Webhook)
            .then(|| webhook_registration::read(self.spec(), call).ok())
            .flatten()
    }

    /// The format of this dialect's webhooks, if it sends any.
    pub(crate) fn webhooks(self) -> Option<&'static dyn WebhookFormat> {
        self.spec().webhooks()
    }

    const fn spec(self) -> &'static dyn DialectSpec {
        match self {
            Self::A => &a::A,
            Self::B => &b::B,
            Self::C => &c::C,
        }
    }
}
