//! Error of session lookups.

use app::server::SessionError;
use kyc::service::ServiceError;

/// The store is unavailable, so the session cannot be identified.
pub(super) struct SessionUnavailable;

impl From<SessionError> for SessionUnavailable {
    fn from(_: SessionError) -> Self {
        Self
    }
}

impl From<ServiceError> for SessionUnavailable {
    fn from(error: ServiceError) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "a session or an application cannot be read"
        );
        Self
    }
}
