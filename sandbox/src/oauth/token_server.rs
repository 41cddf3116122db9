//! Issues access tokens and checks them.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::assertion::{AssertionKey, ExpectedClaims, verify};
use super::client::ClientRegistration;
use super::refusal::TokenRefusal;
use crate::clock::add_saturating;
use crate::random_id::RandomIds;

/// The path of the token endpoint.
pub(crate) const PATH: &str = "/oauth/token";

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Why the token server cannot start.
pub(crate) enum TokenServerError {
    Key,
    Randomness(getrandom::Error),
}

/// Issues tokens to one client.
pub(crate) struct TokenServer {
    client: ClientRegistration,
    key: AssertionKey,
    /// The URL of the token endpoint, which assertions must name.
    endpoint: String,
    audience: String,
    ids: RandomIds,
    table: Mutex<TokenTable>,
}

#[derive(Default)]
struct TokenTable {
    /// The `jti` of used assertions, each until its expiry.
    used_assertions: HashMap<String, i64>,
    /// Tokens and their expiry.
    tokens: HashMap<String, OffsetDateTime>,
}

/// A token request: exactly these five fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    client_id: String,
    client_assertion_type: String,
    client_assertion: String,
    audience: String,
    grant_type: String,
}

impl TokenServer {
    /// A token server at this origin.
    pub(crate) fn new(client: ClientRegistration, origin: &str) -> Result<Self, TokenServerError> {
        Ok(Self {
            key: AssertionKey::read(&client.public_key).ok_or(TokenServerError::Key)?,
            endpoint: format!("{origin}{}", PATH),
            audience: client.audience.clone().unwrap_or_else(|| origin.into()),
            ids: RandomIds::new().map_err(TokenServerError::Randomness)?,
            client,
            table: Mutex::default(),
        })
    }

    /// Answers a token request.
    pub(super) fn issue(&self, body: &[u8], now: OffsetDateTime) -> Result<Value, TokenRefusal> {
        let request: TokenRequest = serde_json::from_slice(body).map_err(|_| {
            TokenRefusal::request(
                "the body has to be JSON with client_id, client_assertion_type, \
                 client_assertion, audience and grant_type",
            )
        })?;
        if request.grant_type != "client_credentials" {
            return Err(TokenRefusal::grant(
                "grant_type has to be client_credentials",
            ));
        }
        if request.client_assertion_type != ASSERTION_TYPE {
            return Err(TokenRefusal::request(
                "client_assertion_type has to be a JWT's",
            ));
        }
        if request.client_id != self.client.client_id {
            return Err(TokenRefusal::client("client_id is not registered"));
        }
        let expected = ExpectedClaims {
            client_id: &self.client.client_id,
            endpoint: &self.endpoint,
            now,
        };
        let assertion = verify(&request.client_assertion, &self.key, &expected)?;
        let mut table = self.lock();
        table
            .used_assertions
            .retain(|_, expires_at| *expires_at > now.unix_timestamp());
        let used = table
            .used_assertions
            .insert(assertion.jti, assertion.expires_at);
        if used.is_some() {
            return Err(TokenRefusal::client("jti was used before"));
        }
        if request.audience != self.audience {
            return Err(TokenRefusal::audience("audience is not this API"));
        }
        let token = self.ids.next_hex(24);
        let expires_at = add_saturating(now, self.client.token_life);
        table.tokens.retain(|_, expires_at| *expires_at > now);
        table.tokens.insert(token.clone(), expires_at);
        Ok(json!({
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.client.token_life.as_secs(),
        }))
    }

    /// Whether the token was issued here and has not expired.
    pub(crate) fn is_valid(&self, token: &str, now: OffsetDateTime) -> bool {
        self.lock()
            .tokens
            .get(token)
            .is_some_and(|expires_at| *expires_at > now)
    }

    /// The issued tokens, except revoked ones and expired ones already removed.
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.lock().tokens.keys().cloned().collect()
    }

    /// Revokes every token.
    pub(crate) fn revoke(&self) {
        self.lock().tokens.clear();
    }

    fn lock(&self) -> MutexGuard<'_, TokenTable> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
