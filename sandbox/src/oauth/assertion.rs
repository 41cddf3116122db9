//! The client's assertion: who signed what, for whom, and until when.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use super::refusal::Refusal;

/// The longest life an assertion may have, in seconds (contract §2).
const LONGEST: i64 = 300;
/// How far ahead of ours the client's clock may be, in seconds.
const AHEAD: i64 = 5;

/// A key that assertions are judged by.
pub(super) struct Key(Vec<u8>);

impl Key {
    /// Reads a public RSA key in PEM.
    pub(super) fn read(pem: &str) -> Option<Self> {
        let lines = pem.lines().map(str::trim);
        let body: String = lines.filter(|line| !line.starts_with("-----")).collect();
        let der = STANDARD.decode(body).ok()?;
        aws_lc_rs::rsa::PublicKey::from_der(&der).ok()?;
        Some(Self(der))
    }
}

/// What an assertion has to say.
pub(super) struct Expected<'a> {
    pub(super) client_id: &'a str,
    /// The token endpoint itself.
    pub(super) endpoint: &'a str,
    pub(super) now: OffsetDateTime,
}

/// An assertion that holds, but for its being used once.
pub(super) struct Holds {
    pub(super) jti: String,
    pub(super) until: i64,
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

/// Judges an assertion: the signature before anything that it says.
pub(super) fn judge(text: &str, key: &Key, expected: &Expected<'_>) -> Result<Holds, Refusal> {
    let malformed = Refusal::client("the assertion is no signed JWT");
    let (signed, signature) = text.rsplit_once('.').ok_or(malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(malformed)?;
    let header: Header = part(header).ok_or(malformed)?;
    if header.alg != "RS256" || header.typ.is_some_and(|typ| typ != "JWT") {
        return Err(Refusal::client("the assertion is not signed by RS256"));
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| malformed)?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &key.0)
        .verify(signed.as_bytes(), &signature)
        .map_err(|_| Refusal::client("the signature is not of the registered key"))?;
    let claims: Claims = part(claims).ok_or(Refusal::client(
        "the claims have to be iss, sub, aud, exp, iat and jti",
    ))?;
    said(&claims, expected)?;
    Ok(Holds {
        jti: claims.jti,
        until: claims.exp,
    })
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn said(claims: &Claims, expected: &Expected<'_>) -> Result<(), Refusal> {
    let now = expected.now.unix_timestamp();
    let life = claims.exp.saturating_sub(claims.iat);
    let faults = [
        (claims.iss != expected.client_id, "iss is not the client"),
        (claims.sub != expected.client_id, "sub is not the client"),
        (
            claims.aud != expected.endpoint,
            "aud is not this token endpoint",
        ),
        (claims.iat > now + AHEAD, "iat is in the future"),
        (claims.exp <= now, "exp is over"),
        (
            !(1..=LONGEST).contains(&life),
            "exp is not within 5 minutes after iat",
        ),
        (claims.jti.is_empty(), "jti is empty"),
    ];
    match faults.into_iter().find(|(wrong, _)| *wrong) {
        Some((_, why)) => Err(Refusal::client(why)),
        None => Ok(()),
    }
}
