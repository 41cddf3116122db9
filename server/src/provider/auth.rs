//! Authentication at the provider (contract §2): a fixed bearer token, or short-lived tokens from
//! its token endpoint. A token authorizes calls for the whole firm. Neither tokens nor the
//! credentials for them are ever logged.

mod assertion;
mod bearer;
mod endpoint;
mod tokens;

pub(super) use bearer::Bearer;

use crate::config::ProviderCredentials;
use endpoint::TokenEndpoint;
use kyc::ports::{Clock, Entropy, VerifierError};
use std::sync::Arc;
use tokens::Tokens;

/// Authentication method of the API calls.
pub(super) enum Auth {
    /// One token that never changes.
    Fixed(Bearer),
    /// Short-lived tokens from the token endpoint.
    Lent(Box<Tokens>),
}

impl Auth {
    /// Builds the method from the configuration. `None` for a fixed token that is not a valid
    /// header value.
    pub(super) fn new(
        credentials: &ProviderCredentials,
        http: &reqwest::Client,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Option<Self> {
        match credentials {
            ProviderCredentials::Token(token) => Bearer::new(token).map(Self::Fixed),
            ProviderCredentials::Client(client) => {
                let endpoint = TokenEndpoint::new(client.clone(), http.clone(), entropy);
                Some(Self::Lent(Box::new(Tokens::new(endpoint, clock))))
            }
        }
    }

    /// Token for the next call.
    pub(super) async fn bearer(&self) -> Result<Bearer, VerifierError> {
        match self {
            Self::Fixed(bearer) => Ok(bearer.clone()),
            Self::Lent(tokens) => tokens.bearer().await,
        }
    }

    /// Replacement for a token that the provider rejected (401). `None` if the token is fixed.
    pub(super) async fn instead_of(
        &self,
        refused: &Bearer,
    ) -> Option<Result<Bearer, VerifierError>> {
        match self {
            Self::Fixed(_) => None,
            Self::Lent(tokens) => Some(tokens.instead_of(refused).await),
        }
    }
}

#[cfg(test)]
mod tests;
