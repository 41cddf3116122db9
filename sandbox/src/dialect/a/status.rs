//! `GET /status?externalId=` (contract §4).

use axum::http::StatusCode;

use super::answer::inquiry;
use crate::dialect::{Call, Reply};
use crate::options::Dialect;
use crate::registry::Registry;

pub(super) fn answer(registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let external_id = call
        .query
        .get(Dialect::A.id_parameter())
        .filter(|id| !id.is_empty())
        .ok_or_else(|| Reply::refusal(StatusCode::BAD_REQUEST, "externalId is missing"))?;
    let standing = registry
        .standing(external_id)
        .ok_or_else(|| Reply::refusal(StatusCode::NOT_FOUND, "no such externalId"))?;
    Ok(inquiry(&standing, None))
}
