//! Checks the client's assertion: signature, claims and lifetime.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use super::refusal::TokenRefusal;

/// The longest lifetime of an assertion, in seconds (contract §2).
const MAX_LIFETIME: i64 = 300;
/// How far ahead the client's clock may be, in seconds.
const MAX_CLOCK_SKEW: i64 = 5;

/// The public key that verifies assertions.
pub(super) struct AssertionKey(Vec<u8>);

impl AssertionKey {
    /// Reads a public RSA key in PEM.
    pub(super) fn read(pem: &str) -> Option<Self> {
        let lines = pem.lines().map(str::trim);
        let body: String = lines.filter(|line| !line.starts_with("-----")).collect();
        let der = STANDARD.decode(body).ok()?;
        aws_lc_rs::rsa::PublicKey::from_der(&der).ok()?;
        Some(Self(der))
    }
}

/// The claims that an assertion must have.
pub(super) struct ExpectedClaims<'a> {
    pub(super) client_id: &'a str,
    /// The URL of the token endpoint.
    pub(super) endpoint: &'a str,
    pub(super) now: OffsetDateTime,
}

/// A valid assertion. The caller still has to check that its `jti` is new.
pub(super) struct ValidAssertion {
    pub(super) jti: String,
    pub(super) expires_at: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: Option<String>,
    #[serde(rename = "kid")]
    _kid: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    iat: i64,
    jti: String,
}

/// Verifies an assertion: the signature before the claims.
pub(super) fn verify(
    text: &str,
    key: &AssertionKey,
    expected: &ExpectedClaims<'_>,
) -> Result<ValidAssertion, TokenRefusal> {
    let malformed = TokenRefusal::client("the assertion is no signed JWT");
    let (signed, signature) = text.rsplit_once('.').ok_or(malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(malformed)?;
    let header: Header = decode_part(header).ok_or(malformed)?;
    if header.alg != "RS256" || header.typ.is_some_and(|typ| typ != "JWT") {
        return Err(TokenRefusal::client("the assertion is not signed by RS256"));
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| malformed)?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &key.0)
        .verify(signed.as_bytes(), &signature)
        .map_err(|_| TokenRefusal::client("the signature is not of the registered key"))?;
    let claims: Claims = decode_part(claims).ok_or(TokenRefusal::client(
        "the claims have to be iss, sub, aud, exp, iat and jti",
    ))?;
    check_claims(&claims, expected)?;
    Ok(ValidAssertion {
        jti: claims.jti,
        expires_at: claims.exp,
    })
}

fn decode_part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn check_claims(claims: &Claims, expected: &ExpectedClaims<'_>) -> Result<(), TokenRefusal> {
    let now = expected.now.unix_timestamp();
    let lifetime = claims.exp.saturating_sub(claims.iat);
    let checks = [
        (claims.iss != expected.client_id, "iss is not the client"),
        (claims.sub != expected.client_id, "sub is not the client"),
        (
            claims.aud != expected.endpoint,
            "aud is not this token endpoint",
        ),
        (claims.iat > now + MAX_CLOCK_SKEW, "iat is in the future"),
        (claims.exp <= now, "exp is over"),
        (
            !(1..=MAX_LIFETIME).contains(&lifetime),
            "exp is not within 5 minutes after iat",
        ),
        (claims.jti.is_empty(), "jti is empty"),
    ];
    match checks.into_iter().find(|(wrong, _)| *wrong) {
        Some((_, reason)) => Err(TokenRefusal::client(reason)),
        None => Ok(()),
    }
}
