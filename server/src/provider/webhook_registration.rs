//! Registration of our webhook URL (contract §6).

use super::{Client, client::ApiCall};
use crate::config::Dialect;
use kyc::{application::SerializedRequest, ports::VerifierError};
use serde::Deserialize;
use url::Url;

/// Errors of the registration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RegistrationError {
    #[error(
        "dialect C wants a secret to sign with, and registering without one takes back the one \
         before: set KYC_WEBHOOK_SECRETS"
    )]
    NoSecret,
    #[error(transparent)]
    Refused(#[from] VerifierError),
    #[error("the provider's answer cannot be read")]
    Unreadable(#[source] serde_json::Error),
    #[error("the provider sent a test webhook to {0} and got an unexpected answer: {1}")]
    NotValidated(Url, String),
}

/// Response to a registration.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Registered {
    validated: Option<bool>,
    message: Option<String>,
}

impl Client {
    /// Registers a URL with its signing secret. The provider sends a test at once, so the server
    /// must run and know the secret.
    pub(crate) async fn register(
        &self,
        dialect: Dialect,
        address: &Url,
        secret: Option<&str>,
    ) -> Result<(), RegistrationError> {
        let body = dialect.registration(address.as_str(), secret);
        let body = body.ok_or(RegistrationError::NoSecret)?;
        let answer = self
            .call(&ApiCall::post("/webhook", &SerializedRequest::new(body)))
            .await?;
        let read: Registered =
            serde_json::from_slice(&answer).map_err(RegistrationError::Unreadable)?;
        if read.validated == Some(true) {
            return Ok(());
        }
        let message = read.message.unwrap_or_default();
        let message = message
            .chars()
            .filter(|c| !c.is_control())
            .take(200)
            .collect();
        Err(RegistrationError::NotValidated(address.clone(), message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registration_needs_an_explicit_confirmation() {
        for (body, validated) in [
            // The contract's example.
            (r#"{"validated":true,"message":"..."}"#, Some(true)),
            (r#"{"validated":true,"message":null,"new":[1]}"#, Some(true)),
            (r#"{"validated":false,"message":""}"#, Some(false)),
            (r#"{"validated":null}"#, None),
            ("{}", None),
        ] {
            let read: Registered = serde_json::from_str(body).expect("readable");
            assert_eq!(read.validated, validated, "{body}");
        }
        for body in ["", "<html>", r#"{"validated":"true"}"#] {
            assert!(serde_json::from_str::<Registered>(body).is_err(), "{body}");
        }
    }
}
