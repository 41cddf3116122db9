//! The client that the token endpoint accepts.

use std::time::Duration;

/// A registered client. With one, the API accepts only tokens issued to it, and
/// no fixed token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRegistration {
    /// The client's id.
    pub client_id: String,
    /// Its public RSA key in PEM: `PUBLIC KEY` or `RSA PUBLIC KEY`.
    pub public_key: String,
    /// The audience that token requests must name; `None` means the API's origin.
    pub audience: Option<String>,
    /// The lifetime of a token (contract §2: 180 s).
    pub token_life: Duration,
}

impl ClientRegistration {
    /// A client with this id and key, and the published token lifetime.
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
