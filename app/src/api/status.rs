//! Status poll of the open status page.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::{ApiError, StatusUpdate, line_codec::LineCodec};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Returns the state of the application. `seen` is the fingerprint that the page
/// shows, `asked` the number of its polls so far. `returned` says that the applicant
/// has just returned to the page: the provider is then polled at once.
///
/// # Errors
/// [`ApiError::Stop`] without a session, [`ApiError::Later`] on internal errors.
#[server(name = CheckStatus, prefix = "/api", endpoint = "status", input = PostUrl, output = Post<LineCodec>)]
pub async fn check_status(
    csrf: String,
    seen: String,
    asked: u32,
    #[server(default)] returned: bool,
) -> Result<StatusUpdate, ApiError> {
    use crate::server::*;
    use kyc::service::ServiceError;

    // A middleware has checked it against the session.
    drop(csrf);
    let context = page_context();
    let Some(found) = context.application().cloned() else {
        return Err(refused());
    };
    let dispatcher = services().dispatcher;
    let current = if returned {
        dispatcher.check_now(found).await
    } else {
        dispatcher.refresh(found).await
    };
    let application = match current {
        Ok(application) => application,
        Err(ServiceError::NotFound) => return Err(refused()),
        Err(error @ ServiceError::Store(_)) => return Err(log_failure(error)),
    };
    let view = context.application_view.as_deref();
    let messages = view.map_or(&[][..], |view| &view.messages);
    let shown = StatusSnapshot::of(&application, messages);
    let request = PollRequest {
        seen: &seen,
        polls: asked,
    };
    Ok(poll_response(shown, request, context.lang, context.now))
}
