//! Client assertion: the JWT that we sign to obtain a token (RFC 7523 §3, contract §2).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kyc::ports::Entropy;
use serde::Serialize;
use time::{Duration, OffsetDateTime};

/// Lifetime of an assertion. Contract §2 allows five minutes, and delivery takes about a second.
const LIFE: Duration = Duration::minutes(2);

/// JWT claims, limited to those that the contract requires.
#[derive(Serialize)]
pub(super) struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
}

impl<'a> Claims<'a> {
    /// Claims for one token request.
    pub(super) fn new(
        client: &'a str,
        endpoint: &'a str,
        now: OffsetDateTime,
        entropy: &dyn Entropy,
    ) -> Self {
        let mut id = [0; 16];
        entropy.fill(&mut id);
        Self {
            iss: client,
            sub: client,
            aud: endpoint,
            iat: now.unix_timestamp(),
            exp: (now + LIFE).unix_timestamp(),
            jti: URL_SAFE_NO_PAD.encode(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{system::SystemEntropy, test_support::ClientKeys};
    use serde_json::{Value, json};
    use std::collections::HashSet;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-23 10:00:00.75 UTC);
    const ENDPOINT: &str = "https://auth.example.com/oauth/token";

    struct Sevens;

    impl Entropy for Sevens {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(7);
        }
    }

    fn part(text: &str) -> Value {
        let bytes = URL_SAFE_NO_PAD.decode(text).expect("base64url");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    #[test]
    fn assertion_has_the_required_claims_and_no_others() {
        let keys = ClientKeys::get();
        let claims = Claims::new("client_1", ENDPOINT, NOW, &Sevens);
        let assertion = keys.client_key().sign(&claims).expect("signed");
        let (signed, signature) = assertion.rsplit_once('.').expect("three parts");
        let (header, claims) = signed.split_once('.').expect("three parts");
        assert_eq!(part(header), json!({ "typ": "JWT", "alg": "RS256" }));
        let expected = json!({
            "iss": "client_1",
            "sub": "client_1",
            "aud": ENDPOINT,
            "iat": 1_795_428_000,
            "exp": 1_795_428_120,
            "jti": "BwcHBwcHBwcHBwcHBwcHBw",
        });
        assert_eq!(part(claims), expected);
        let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
        assert!(keys.signed(signed, &signature));
        assert!(!keys.signed(&signed.replacen('e', "f", 1), &signature));
    }

    #[test]
    fn assertion_ids_are_unique() {
        let claims = || Claims::new("client_1", ENDPOINT, NOW, &SystemEntropy);
        let ids: HashSet<String> = (0..1_000).map(|_| claims().jti).collect();
        assert_eq!(ids.len(), 1_000);
        assert!(ids.iter().all(|id| id.len() == 22), "128 bits each");
    }
}
