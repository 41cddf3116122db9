//! Server functions of the session: its remaining time, and its end.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::{ApiError, line_codec::LineCodec};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Returns the seconds until the session times out, rounded up. With `stay` the call counts
/// as activity and restarts the timeout.
///
/// # Errors
/// [`ApiError::Stop`] when the session has ended, [`ApiError::Later`] on internal
/// errors.
#[server(name = Stay, prefix = "/api", endpoint = "stay", input = PostUrl, output = Post<LineCodec>)]
pub async fn stay(stay: u8) -> Result<u64, ApiError> {
    use crate::{components::session_timeout::seconds_up, server::*};

    let left = services().session.remaining(stay > 0).await;
    let left = left.map_err(log_failure)?.ok_or_else(refused)?;
    Ok(seconds_up(left))
}

/// Ends the session. The timeout script posts `idle` as the reason; every other reason also
/// removes the resume cookie of this device. The link itself stays valid: the applicant may have
/// kept it.
#[server(name = SignOut, prefix = "/api", endpoint = "sign-out", input = PostUrl)]
pub async fn sign_out(#[server(default)] reason: String) -> Result<(), ApiError> {
    use crate::server::*;

    let services = services();
    let idle = reason == "idle";
    let ended = services.session.end(!idle).await;
    clear_browser(ended.map_err(log_failure)?);
    let flash = if idle {
        FlashMessage::Ended
    } else {
        FlashMessage::SignedOut
    };
    redirect_with(Path::Return, flash);
    Ok(())
}
