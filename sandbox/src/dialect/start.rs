//! `POST /start` (contract §3).

use axum::http::StatusCode;

use super::answer;
use super::call::Call;
use super::reply::Reply;
use super::spec::DialectSpec;
use crate::registry::Registry;

pub(super) fn answer(
    spec: &dyn DialectSpec,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let start = spec.read_start(call.body, registry.clock.now().date())?;
    let status = registry
        .start(&start)
        .map_err(|_| Reply::error(StatusCode::CONFLICT, "this participant is already approved"))?;
    Ok(answer::inquiry(spec, &status, call))
}
