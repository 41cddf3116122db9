//! Webhooks: one header a line, an empty line, the body.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use kyc::provider::ProviderOutcome;
use server::{config::Dialect, fuzz_api};
use time::{OffsetDateTime, macros::datetime};

/// The contract's test vector (§6): the only message signed with this secret.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SIGNED: &[u8] = br#"{"test": 2432232314}"#;
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const NOW: OffsetDateTime = datetime!(2021-02-25 15:02:10 UTC);

/// Only the signed message passes the signature check. The body is read in every dialect, and an
/// approval needs the exact event and two ids.
pub fn webhooks(input: &[u8]) {
    let (headers, body) = message(input);
    if fuzz_api::is_signed(SECRET, &headers, body, NOW) {
        assert_eq!(body, SIGNED);
        assert_eq!(headers["webhook-id"], ID);
        assert_eq!(headers["webhook-timestamp"], "1614265330");
    }
    for dialect in Dialect::ALL {
        let parsed = fuzz_api::webhook(dialect, body, NOW);
        assert!(parsed.is_none() || dialect == Dialect::C, "unsigned");
        let Some(update) = parsed else { continue };
        assert!(update.requested_at <= NOW);
        let word = update.status.decision.to_ascii_lowercase();
        match &update.outcome {
            ProviderOutcome::Approved(approval) => {
                assert!("kyc.approved".starts_with(word.trim()), "{word}");
                for id in [approval.participant(), approval.account()] {
                    assert!((1..=200).contains(&id.chars().count()), "{id}");
                }
            }
            ProviderOutcome::Provisioning => {
                assert!("kyc.approved".starts_with(word.trim()), "{word}")
            }
            ProviderOutcome::Denied => assert!("kyc.rejected".starts_with(word.trim()), "{word}"),
            other => panic!("{other:?}"),
        }
    }
}

/// The headers, and the bytes after the first empty line.
fn message(input: &[u8]) -> (HeaderMap, &[u8]) {
    let (mut headers, mut rest) = (HeaderMap::new(), input);
    while let Some(end) = rest.iter().position(|b| *b == b'\n') {
        let line = &rest[..end];
        rest = &rest[end + 1..];
        if line.is_empty() {
            break;
        }
        let mut parts = line.splitn(2, |b| *b == b':');
        let name = parts
            .next()
            .and_then(|name| HeaderName::from_bytes(name).ok());
        let value = parts.next().map(<[u8]>::trim_ascii);
        let value = value.and_then(|value| HeaderValue::from_bytes(value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    (headers, rest)
}
