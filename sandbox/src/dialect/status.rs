//! `GET /status` (contract §4).

use axum::http::StatusCode;

use super::answer;
use super::call::Call;
use super::query;
use super::reply::Reply;
use super::spec::DialectSpec;
use crate::registry::Registry;

pub(super) fn answer(
    spec: &dyn DialectSpec,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let name = spec.layout().fields.external_id;
    query::allow_only(call.query, &[name])?;
    let external_id = query::text(call.query, name)
        .ok_or_else(|| Reply::error(StatusCode::BAD_REQUEST, format!("{name} is missing")))?;
    let status = registry
        .status(external_id)
        .ok_or_else(|| Reply::error(StatusCode::NOT_FOUND, format!("no such {name}")))?;
    Ok(answer::inquiry(spec, &status, call))
}
