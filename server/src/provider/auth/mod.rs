//! How the upstream knows us (contract §2): by a fixed bearer token, or by
//! tokens that its token endpoint gives us for a signed assertion. A token acts
//! for the whole firm: neither it nor what it is got by is ever printed.

mod assertion;
mod bearer;
mod endpoint;
mod tokens;

pub(super) use bearer::Bearer;

use crate::config::Credentials;
use endpoint::TokenEndpoint;
use kyc::ports::{Clock, Entropy, VerifierError};
use std::sync::Arc;
use tokens::Tokens;

/// What each call shows.
pub(super) enum Auth {
    /// The same token always.
    Fixed(Bearer),
    /// Tokens that live for minutes.
    Lent(Box<Tokens>),
}

impl Auth {
    /// `None` for a fixed token that no header can hold.
    pub(super) fn new(
        credentials: &Credentials,
        http: &reqwest::Client,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Option<Self> {
        match credentials {
            Credentials::Token(token) => Bearer::new(token).map(Self::Fixed),
            Credentials::Client(client) => {
                let endpoint = TokenEndpoint::new(client.clone(), http.clone(), entropy);
                Some(Self::Lent(Box::new(Tokens::new(endpoint, clock))))
            }
        }
    }

    /// The token to show now.
    pub(super) async fn bearer(&self) -> Result<Bearer, VerifierError> {
        match self {
            Self::Fixed(bearer) => Ok(bearer.clone()),
            Self::Lent(tokens) => tokens.bearer().await,
        }
    }

    /// The upstream refused this token (401): another one, if there is any to
    /// be had.
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
