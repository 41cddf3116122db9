//! `/.well-known/jwks.json`: the public key that signs checkpoints and evidence files (RFC 7517).

use crate::{db::DatabaseStore, evidence::KEY_SET_PATH, http::AppState};
use axum::{
    Router,
    http::{HeaderValue, header::CONTENT_TYPE},
    routing::get,
};

/// Route of the key set. It does not change while the server runs.
pub(crate) fn route(store: &DatabaseStore) -> Router<AppState> {
    let text = store.key_set().to_string();
    let kind = HeaderValue::from_static("application/jwk-set+json");
    let answer = move || async move { ([(CONTENT_TYPE, kind)], text) };
    Router::new().route(KEY_SET_PATH, get(answer))
}
