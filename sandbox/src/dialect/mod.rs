//! The published versions of the wire contract (contract §1).
//!
//! A dialect reads a [`Call`], checks it, asks the [`Registry`] and shapes a
//! [`Reply`]. It knows nothing of connections, tokens, faults or the ledger.
//! The calls are the same in each; a [`Tongue`] says what differs. Another
//! dialect is another module beside [`a`] and another [`Dialect`].

mod a;
mod answer;
mod b;
mod c;
mod casing;
mod distort;
mod fields;
mod format;
mod prefill;
mod query;
mod referral;
mod registration;
mod reply;
mod start;
mod status;
mod tongue;

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::options::Dialect;
use crate::registry::Registry;
use crate::registry::news::Webhook;
use crate::webhook::Delivery;
pub(crate) use distort::Distortion;
pub(crate) use reply::Reply;
pub(crate) use tongue::Tells;
use tongue::Tongue;

/// A request that reached an endpoint, taken apart.
pub(crate) struct Call<'a> {
    pub(crate) endpoint: Endpoint,
    /// The part of the path that varies.
    pub(crate) segment: Option<&'a str>,
    pub(crate) query: &'a HashMap<String, String>,
    /// `None` if there was no body, or none in JSON.
    pub(crate) body: Option<&'a Value>,
    /// What capture links are built on.
    pub(crate) origin: &'a str,
    /// What came of the test request that a registration brings about.
    pub(crate) tested: Option<Delivery>,
}

impl Dialect {
    /// Answers any call of the API.
    pub(crate) fn answer(self, registry: &Registry, call: &Call<'_>) -> Reply {
        let tongue = self.tongue();
        let answered = match call.endpoint {
            Endpoint::Start => start::answer(tongue, registry, call),
            Endpoint::Status => status::answer(tongue, registry, call),
            Endpoint::Prefill => prefill::begin(tongue, registry, call),
            Endpoint::PrefillOtp => prefill::check(tongue, registry, call),
            Endpoint::Webhook => registration::answer(tongue, registry, call),
            Endpoint::ReferralRead => referral::read(registry, call),
            Endpoint::ReferralList => referral::list(tongue, registry, call),
            Endpoint::ReferralCreate => referral::create(tongue, registry, call),
            // Beside the API: no path below the prefix leads there.
            Endpoint::Token => Err(Reply::refusal(StatusCode::NOT_FOUND, "no such call")),
        };
        answered.unwrap_or_else(|refusal| refusal)
    }

    pub(crate) fn distort(self, body: &mut Value, distortion: Distortion) {
        distort::distort(self.tongue(), body, distortion);
    }

    /// What the status query calls the id.
    pub(crate) const fn id_parameter(self) -> &'static str {
        self.tongue().casing.external_id
    }

    /// The address that has to be tested before the call can be answered.
    pub(crate) fn to_test(self, call: &Call<'_>) -> Option<Webhook> {
        self.tells()?;
        (call.endpoint == Endpoint::Webhook)
            .then(|| registration::read(self.tongue(), call).ok())
            .flatten()
    }

    /// How changes are told, if they are.
    pub(crate) const fn tells(self) -> Option<&'static Tells> {
        self.tongue().tells.as_ref()
    }

    const fn tongue(self) -> &'static Tongue {
        match self {
            Self::A => &a::TONGUE,
            Self::B => &b::TONGUE,
            Self::C => &c::TONGUE,
        }
    }
}
