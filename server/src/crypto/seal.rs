//! Seals and opens single values.

use super::AssociatedData;
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

pub(super) const NONCE: usize = 24;

/// A 256-bit key, erased from memory when dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// The error of a sealed value that does not open: wrong key, wrong location or changed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value cannot be decrypted")]
pub(crate) struct SealError;

pub(super) fn seal(
    key: &Secret,
    nonce: [u8; NONCE],
    place: AssociatedData<'_>,
    plain: &[u8],
) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(Key::from_slice(&**key));
    let payload = Payload {
        msg: plain,
        aad: &place.bytes(),
    };
    // Encryption fails only above 256 GiB. The empty value stored then does not open either.
    let sealed = cipher
        .encrypt(XNonce::from_slice(&nonce), payload)
        .unwrap_or_default();
    [&nonce[..], &sealed].concat()
}

pub(super) fn open(
    key: &Secret,
    place: AssociatedData<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (nonce, body) = sealed.split_at_checked(NONCE).ok_or(SealError)?;
    let cipher = XChaCha20Poly1305::new(Key::from_slice(&**key));
    let payload = Payload {
        msg: body,
        aad: &place.bytes(),
    };
    let plain = cipher
        .decrypt(XNonce::from_slice(nonce), payload)
        .map_err(|_| SealError)?;
    Ok(Zeroizing::new(plain))
}

/// Converts an opened value into a key.
pub(super) fn key_of(plain: &[u8]) -> Result<Secret, SealError> {
    let key = <[u8; 32]>::try_from(plain).map_err(|_| SealError)?;
    Ok(Zeroizing::new(key))
}

/// HMAC-SHA-256 over the parts. It derives purpose keys and computes blind indexes.
pub(super) fn keyed(key: &Secret, parts: &[&[u8]]) -> Secret {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&**key).expect("any length");
    for part in parts {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}
