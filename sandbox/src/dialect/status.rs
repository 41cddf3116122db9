//! `GET /status` (contract §4).

use axum::http::StatusCode;

use super::answer::{self, To};
use super::tongue::Tongue;
use super::{Call, Reply, query};
use crate::registry::Registry;

pub(super) fn answer(
    tongue: &Tongue,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let name = tongue.casing.external_id;
    query::only(call.query, &[name])?;
    let external_id = query::text(call.query, name)
        .ok_or_else(|| Reply::refusal(StatusCode::BAD_REQUEST, format!("{name} is missing")))?;
    let standing = registry
        .standing(external_id)
        .ok_or_else(|| Reply::refusal(StatusCode::NOT_FOUND, format!("no such {name}")))?;
    Ok(answer::inquiry(tongue, &standing, call.origin, To::Status))
}
