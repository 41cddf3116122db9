//! Server functions. Each reads its form, calls one use case and redirects. A
//! middleware checks the `csrf` token before they run.
//!
//! Their bodies are compiled on the server only. Each body has its own imports, because
//! the rest of the file is compiled for the browser, too.
//!
//! # Errors
//! Each fails with [`ApiError::Later`] when the store is unavailable. Its doc comment
//! names other errors.

mod error;
mod journey;
pub(crate) mod line_codec;
mod prefill;
mod resume;
mod session;
mod status;
mod status_update;
mod steps;

pub use error::ApiError;
pub use journey::{Begin, Renew, Retry, SetLanguage, Submit};
pub(crate) use line_codec::LineCodec;
pub use prefill::{AskForCode, EnterCode};
pub use resume::{EndAccess, MakeLink, ResumeByLink};
pub use session::{SignOut, Stay};
pub use status::CheckStatus;
pub use status_update::StatusUpdate;
pub use steps::{SaveAddress, SaveBirthDate, SaveConsent, SaveContact, SaveName, SaveSsn};

use leptos::server_fn::ServerFn;

/// URL of a server function, for a form's `action`.
#[must_use]
pub fn url<F: ServerFn>() -> &'static str {
    F::PATH
}
