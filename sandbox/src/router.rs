//! The API below its prefix, and the pages beside it.

use axum::Router;
use axum::routing::{any, post};
use std::sync::Arc;

use crate::upstream::Upstream;
use crate::{gate, oauth, page};

pub(crate) fn router(upstream: Arc<Upstream>) -> Router {
    let api = format!("{}/{{*path}}", upstream.options.prefix);
    Router::new()
        .route(&api, any(gate::api))
        .route(oauth::PATH, post(oauth::token))
        .merge(page::router())
        .with_state(upstream)
}
