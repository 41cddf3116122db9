//! Calls a server function with the browser's `fetch`. The framework's client also
//! supports streams, redirects and sockets, and is larger than the rest of the
//! island.

use crate::api::{ApiError, LineCodec};
use leptos::{
    prelude::window,
    server_fn::{Decodes, ServerFn, error::FromServerFnError},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response, UrlSearchParams};

/// Posts the fields as the form that `F` reads, and returns the decoded response.
///
/// # Errors
/// The server's error, or [`ApiError::Later`] when the server is unreachable.
pub(super) async fn call<F>(fields: &[(&str, String)]) -> Result<F::Output, ApiError>
where
    F: ServerFn<Error = ApiError>,
    LineCodec: Decodes<F::Output>,
{
    match post(F::PATH, fields).await {
        Ok((true, text)) => LineCodec::decode(text.into()).map_err(|_| ApiError::Later),
        Ok((false, text)) => Err(ApiError::de(text.into())),
        Err(_) => Err(ApiError::Later),
    }
}

/// Success flag and body of the response.
async fn post(path: &str, fields: &[(&str, String)]) -> Result<(bool, String), JsValue> {
    let form = UrlSearchParams::new()?;
    for (name, value) in fields {
        form.append(name, value);
    }
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&form);
    let answer = window().fetch_with_str_and_init(path, &request);
    let answer: Response = JsFuture::from(answer).await?.unchecked_into();
    let text = JsFuture::from(answer.text()?).await?;
    Ok((answer.ok(), text.as_string().unwrap_or_default()))
}
