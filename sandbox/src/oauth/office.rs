//! The office that issues tokens and knows them again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Registration;
use super::assertion::{Expected, Key, judge};
use super::refusal::Refusal;
use crate::clock::later;
use crate::token::Tokens;

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Why there is no office.
pub(crate) enum Closed {
    Key,
    Randomness(getrandom::Error),
}

/// The office for one client.
pub(crate) struct Office {
    client: Registration,
    key: Key,
    /// The token endpoint, as assertions have to name it.
    endpoint: String,
    audience: String,
    names: Tokens,
    book: Mutex<Book>,
}

#[derive(Default)]
struct Book {
    /// Assertions that were used, until they would be over anyway.
    used: HashMap<String, i64>,
    /// Tokens, and when they die.
    issued: HashMap<String, OffsetDateTime>,
}

/// A token request, which is these five fields and no others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    client_id: String,
    client_assertion_type: String,
    client_assertion: String,
    audience: String,
    grant_type: String,
}

impl Office {
    /// Opens it at this origin.
    pub(crate) fn open(client: Registration, origin: &str) -> Result<Self, Closed> {
        Ok(Self {
            key: Key::read(&client.public_key).ok_or(Closed::Key)?,
            endpoint: format!("{origin}{}", super::PATH),
            audience: client.audience.clone().unwrap_or_else(|| origin.into()),
            names: Tokens::new().map_err(Closed::Randomness)?,
            client,
            book: Mutex::default(),
        })
    }

    /// Answers a token request.
    pub(super) fn issue(&self, body: &[u8], now: OffsetDateTime) -> Result<Value, Refusal> {
        let request: Request = serde_json::from_slice(body).map_err(|_| {
            Refusal::request(
                "the body has to be JSON with client_id, client_assertion_type, \
                 client_assertion, audience and grant_type",
            )
        })?;
        if request.grant_type != "client_credentials" {
            return Err(Refusal::grant("grant_type has to be client_credentials"));
        }
        if request.client_assertion_type != ASSERTION_TYPE {
            return Err(Refusal::request("client_assertion_type has to be a JWT's"));
        }
        if request.client_id != self.client.client_id {
            return Err(Refusal::client("client_id is not registered"));
        }
        let expected = Expected {
            client_id: &self.client.client_id,
            endpoint: &self.endpoint,
            now,
        };
        let holds = judge(&request.client_assertion, &self.key, &expected)?;
        let mut book = self.lock();
        book.used.retain(|_, until| *until > now.unix_timestamp());
        if book.used.insert(holds.jti, holds.until).is_some() {
            return Err(Refusal::client("jti was used before"));
        }
        if request.audience != self.audience {
            return Err(Refusal::audience("audience is not this API"));
        }
        let token = self.names.draw(24);
        let dies = later(now, self.client.token_life);
        book.issued.retain(|_, dies| *dies > now);
        book.issued.insert(token.clone(), dies);
        Ok(json!({
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.client.token_life.as_secs(),
        }))
    }

    /// Whether this is a token that lives.
    pub(crate) fn knows(&self, token: &str, now: OffsetDateTime) -> bool {
        self.lock()
            .issued
            .get(token)
            .is_some_and(|dies| *dies > now)
    }

    /// The tokens that were issued and neither revoked nor swept up.
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.lock().issued.keys().cloned().collect()
    }

    /// Lets every token die now.
    pub(crate) fn revoke(&self) {
        self.lock().issued.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
