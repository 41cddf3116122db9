//! The token endpoint: OAuth 2 client credentials with `private_key_jwt`
//! (contract §2), read as strictly as its text allows.
//!
//! `endpoint` leads a request through fault and reading, `assertion` judges what
//! the client signed, `office` issues tokens and knows them again.

mod assertion;
mod endpoint;
mod office;
mod refusal;

use std::time::Duration;

pub(crate) use endpoint::{PATH, token};
pub(crate) use office::{Closed, Office};

/// A client that the token endpoint knows. With one, the API lets in the tokens
/// that were issued to it and no fixed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The client's id.
    pub client_id: String,
    /// Its public RSA key: PEM, `PUBLIC KEY` or `RSA PUBLIC KEY`.
    pub public_key: String,
    /// What tokens have to be asked for; `None` means the API's origin.
    pub audience: Option<String>,
    /// How long a token lives (contract §2: 180 s).
    pub token_life: Duration,
}

impl Registration {
    /// A client with this id and key, and tokens as published.
    #[must_use]
    pub fn new(client_id: impl Into<String>, public_key: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            public_key: public_key.into(),
            audience: None,
            token_life: Duration::from_secs(180),
        }
    }
}
