//! Token endpoint: exchanges a signed assertion for a token (contract §2).

use super::{assertion::Claims, bearer::Bearer};
use crate::{
    config::OAuthClient,
    provider::response::{body, late_or, retry_after, unavailable},
};
use kyc::ports::{Entropy, VerifierError};
use reqwest::{
    StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};
use serde::{Deserialize, Deserializer, Serialize};
use std::{sync::Arc, time::Duration};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// Timeout of a token request. It is short because an applicant may be waiting for the call.
const TOKEN_TIMEOUT: Duration = Duration::from_secs(4);
/// Token lifetime in seconds if the response has no `expires_in`: the published value.
const USUAL_LIFE: u64 = 180;
/// Longest token lifetime that is accepted, in seconds: one day.
const LONGEST_LIFE: u64 = 86_400;

/// Token endpoint and the client's credentials.
pub(super) struct TokenEndpoint {
    client: OAuthClient,
    http: reqwest::Client,
    entropy: Arc<dyn Entropy>,
}

/// Token, and its lifetime from the time of the request.
pub(super) struct IssuedToken {
    pub(super) bearer: Bearer,
    pub(super) life: time::Duration,
}

#[derive(Serialize)]
struct Request<'a> {
    client_id: &'a str,
    client_assertion_type: &'static str,
    client_assertion: &'a str,
    audience: &'a str,
    grant_type: &'static str,
}

#[derive(Deserialize)]
struct TokenResponse {
    access_token: String,
    token_type: String,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
}

/// Deserializes a number that may also be a string.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(u64),
        Text(String),
    }
    match Option::<Written>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Written::Number(number)) => Ok(Some(number)),
        Some(Written::Text(text)) => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

impl TokenEndpoint {
    pub(super) fn new(
        client: OAuthClient,
        http: reqwest::Client,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self {
            client,
            http,
            entropy,
        }
    }

    /// Requests a token. After an error the caller can retry the API call, because it has not been
    /// sent.
    pub(super) async fn ask(&self, now: OffsetDateTime) -> Result<IssuedToken, VerifierError> {
        let request = self
            .request(now)
            .ok_or(unavailable("token_unsigned", None))?;
        let sent = self
            .http
            .post(self.client.token_url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .timeout(TOKEN_TIMEOUT)
            .body(request)
            .send()
            .await;
        let answer = sent.map_err(|error| {
            unavailable(late_or(&error, "token_timeout", "token_transport"), None)
        })?;
        let status = answer.status();
        match status {
            _ if status.is_success() => {
                let body = body(answer).await;
                let body = body.map_err(|_| unavailable("token_transport", None))?;
                read(&body).ok_or(unavailable("token_unreadable", None))
            }
            StatusCode::TOO_MANY_REQUESTS => {
                Err(unavailable("token_rate_limited", retry_after(&answer)))
            }
            _ if status.is_server_error() => {
                Err(unavailable("token_server_error", retry_after(&answer)))
            }
            _ => {
                // Client id, key or clock is wrong. Applications wait until an operator fixes it;
                // their jobs then continue.
                tracing::error!(status = status.as_u16(), "the token endpoint refuses us");
                Err(unavailable("token_refused", None))
            }
        }
    }

    fn request(&self, now: OffsetDateTime) -> Option<Vec<u8>> {
        let OAuthClient {
            id,
            key,
            token_url,
            audience,
        } = &self.client;
        let claims = Claims::new(id, token_url.as_str(), now, &*self.entropy);
        let assertion = Zeroizing::new(key.sign(&claims).ok()?);
        let request = Request {
            client_id: id,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: &assertion,
            audience,
            grant_type: "client_credentials",
        };
        serde_json::to_vec(&request).ok()
    }
}

fn read(body: &[u8]) -> Option<IssuedToken> {
    let answer: TokenResponse = serde_json::from_slice(body).ok()?;
    let token = Zeroizing::new(answer.access_token);
    if !answer.token_type.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let life = answer.expires_in.unwrap_or(USUAL_LIFE).min(LONGEST_LIFE);
    Some(IssuedToken {
        bearer: Bearer::new(&token)?,
        life: time::Duration::seconds(i64::try_from(life).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(rest: &str) -> Option<i64> {
        let body = format!(r#"{{"access_token":"abc","token_type":"Bearer"{rest}}}"#);
        Some(read(body.as_bytes())?.life.whole_seconds())
    }

    #[test]
    fn token_lifetime_is_read_leniently_and_capped() {
        assert_eq!(life(r#","expires_in":180"#), Some(180));
        assert_eq!(life(r#","expires_in":"180","scope":"kyc""#), Some(180));
        assert_eq!(life(r#","expires_in":null"#), Some(180));
        assert_eq!(life(""), Some(180));
        assert_eq!(life(r#","expires_in":18446744073709551615"#), Some(86_400));
        assert_eq!(life(r#","expires_in":-1"#), None);
        assert_eq!(life(r#","expires_in":"soon""#), None);
    }

    #[test]
    fn response_without_a_bearer_token_is_refused() {
        for body in [
            "",
            "{}",
            r#"{"access_token":"","token_type":"Bearer"}"#,
            r#"{"access_token":"a\nb","token_type":"Bearer"}"#,
            r#"{"access_token":"abc","token_type":"mac"}"#,
            r#"{"access_token":null,"token_type":"Bearer"}"#,
            r#"{"access_token":"abc"}"#,
        ] {
            assert!(read(body.as_bytes()).is_none(), "{body}");
        }
    }
}
