//! Dialect A, the seed's: camelCase both ways, and ids made by the server.

mod answer;
mod prefill;
mod referral;
mod start;
mod status;
mod webhook;

pub(crate) use answer::distort;

use super::{Call, Reply};
use crate::endpoint::Endpoint;
use crate::registry::Registry;

/// Answers any call of the API.
pub(crate) fn answer(registry: &Registry, call: &Call<'_>) -> Reply {
    let answered = match call.endpoint {
        Endpoint::Start => start::answer(registry, call),
        Endpoint::Status => status::answer(registry, call),
        Endpoint::Prefill => prefill::begin(registry, call),
        Endpoint::PrefillOtp => prefill::check(registry, call),
        Endpoint::Webhook => webhook::register(registry, call),
        Endpoint::ReferralRead => referral::read(registry, call),
        Endpoint::ReferralList => referral::list(registry, call),
        Endpoint::ReferralCreate => referral::create(registry, call),
    };
    answered.unwrap_or_else(|refusal| refusal)
}
