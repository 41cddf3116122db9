//! Standard Webhooks signatures (contract §6).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The prefix of every secret.
const PREFIX: &str = "whsec_";
/// The key length in bytes that Standard Webhooks recommends.
const KEY_LENGTH: std::ops::RangeInclusive<usize> = 24..=64;

/// Reads the key of a `whsec_<base64>` secret.
pub(crate) fn parse_key(secret: &str) -> Option<Vec<u8>> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    KEY_LENGTH.contains(&key.len()).then_some(key)
}

/// The `webhook-signature` of a body; `None` if the key is invalid.
pub(crate) fn sign(key: &[u8], id: &str, timestamp: i64, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    let code = STANDARD.encode(mac.finalize().into_bytes());
    Some(format!("v1,{code}"))
}

/// A different key of the same length.
pub(crate) fn wrong_key(key: &[u8]) -> Vec<u8> {
    key.iter().map(|byte| !byte).collect()
}

#[cfg(test)]
mod tests {
    use super::{parse_key, sign};

    #[test]
    fn signature_of_published_vector_matches() {
        let key = parse_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a key");
        let signature = sign(
            &key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(
            signature.as_deref(),
            Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        );
    }
}
