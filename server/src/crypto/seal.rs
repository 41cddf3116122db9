//! One sealed value.

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

pub(super) const NONCE: usize = 24;

/// A key.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Where a sealed value lies: bound into it, so that one moved to another row
/// or column does not open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AssociatedData<'a> {
    /// Table and column.
    pub(crate) column: &'a str,
    /// The row's key.
    pub(crate) row: &'a [u8],
    /// The row's version, where the value changes with it.
    pub(crate) version: u64,
}

impl AssociatedData<'_> {
    /// Length-prefixed, so that no two places read the same.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32 + self.column.len() + self.row.len());
        for part in [self.column.as_bytes(), self.row] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part);
        }
        bytes.extend(self.version.to_be_bytes());
        bytes
    }
}

/// A sealed value that does not open: wrong key, wrong place or changed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open")]
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
    // Fails only above 256 GiB; an empty value would not open either.
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

/// A key as it comes out of a seal.
pub(super) fn key_of(plain: &[u8]) -> Result<Secret, SealError> {
    let key = <[u8; 32]>::try_from(plain).map_err(|_| SealError)?;
    Ok(Zeroizing::new(key))
}

/// The keyed hash of a text: a key for each purpose out of one, and the blind
/// indexes.
pub(super) fn keyed(key: &Secret, parts: &[&[u8]]) -> Secret {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&**key).expect("any length");
    for part in parts {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}
