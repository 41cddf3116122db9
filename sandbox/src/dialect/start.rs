//! `POST /start` (contract §3).

use axum::http::StatusCode;

use super::answer::{self, To};
use super::tongue::Tongue;
use super::{Call, Reply};
use crate::registry::Registry;

pub(super) fn answer(
    tongue: &Tongue,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let application = (tongue.read_start)(call.body, registry.clock.now().date())?;
    let standing = registry.start(&application).map_err(|_| {
        Reply::refusal(StatusCode::CONFLICT, "this participant is already approved")
    })?;
    Ok(answer::inquiry(tongue, &standing, call.origin, To::Start))
}
