//! Routes the API below its prefix, the token endpoint and the pages.

use axum::Router;
use axum::routing::{any, post};
use std::sync::Arc;

use crate::oauth::{endpoint, token_server};
use crate::state::SandboxState;
use crate::{api, page};

pub(crate) fn router(state: Arc<SandboxState>) -> Router {
    let api_path = format!("{}/{{*path}}", state.options.prefix);
    Router::new()
        .route(&api_path, any(api::handle))
        .route(token_server::PATH, post(endpoint::token))
        .merge(page::router())
        .with_state(state)
}
