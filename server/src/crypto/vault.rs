//! The vault holds the installation's key, and hands out one key a person.

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use kyc::{id::ApplicationId, port::Entropy};
use sha2::Sha256;
use std::sync::Arc;
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// Where a sealed value lies: bound into it, so that one moved to another row
/// or column does not open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// Table and column.
    pub(crate) column: &'a str,
    /// The row's key.
    pub(crate) row: &'a [u8],
    /// The row's version, where the value changes with it.
    pub(crate) version: u64,
}

impl Place<'_> {
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

fn seal(key: &[u8; 32], nonce: [u8; NONCE], place: Place<'_>, plain: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
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

fn open(key: &[u8; 32], place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (nonce, body) = sealed.split_at_checked(NONCE).ok_or(SealError)?;
    let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
    let payload = Payload {
        msg: body,
        aad: &place.bytes(),
    };
    let plain = cipher
        .decrypt(XNonce::from_slice(nonce), payload)
        .map_err(|_| SealError)?;
    Ok(Zeroizing::new(plain))
}

type Secret = Zeroizing<[u8; 32]>;

/// The installation's key, as one key for each purpose, so that a value sealed
/// for another never opens.
#[derive(Clone)]
pub(crate) struct Vault {
    sessions: Secret,
    subjects: Secret,
    entropy: Arc<dyn Entropy>,
}

fn purpose(key: &Secret, name: &str) -> Secret {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&**key).expect("any length");
    mac.update(name.as_bytes());
    Zeroizing::new(mac.finalize().into_bytes().into())
}

impl Vault {
    pub(crate) fn new(key: &Secret, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            sessions: purpose(key, "sessions/1"),
            subjects: purpose(key, "subjects/1"),
            entropy,
        }
    }

    fn nonce(&self) -> [u8; NONCE] {
        let mut nonce = [0; NONCE];
        self.entropy.fill(&mut nonce);
        nonce
    }

    /// Seals a session's data.
    pub(crate) fn seal_session(&self, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
        seal(&self.sessions, self.nonce(), place, plain)
    }

    /// Opens a session's data.
    pub(crate) fn open_session(
        &self,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        open(&self.sessions, place, sealed)
    }

    /// Makes a key for a person, and its sealed form for the database.
    pub(crate) fn make_subject_key(&self, id: ApplicationId) -> (SubjectKey, Vec<u8>) {
        let mut key = Zeroizing::new([0; 32]);
        self.entropy.fill(&mut *key);
        let sealed = seal(&self.subjects, self.nonce(), key_place(&id), &*key);
        (
            SubjectKey {
                key,
                id,
                entropy: self.entropy.clone(),
            },
            sealed,
        )
    }

    /// Opens a person's key.
    pub(crate) fn open_subject_key(
        &self,
        id: ApplicationId,
        sealed: &[u8],
    ) -> Result<SubjectKey, SealError> {
        let plain = open(&self.subjects, key_place(&id), sealed)?;
        let key = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| SealError)?;
        Ok(SubjectKey {
            key: Zeroizing::new(key),
            id,
            entropy: self.entropy.clone(),
        })
    }
}

fn key_place(id: &ApplicationId) -> Place<'_> {
    Place {
        column: "subject_keys.key",
        row: id.as_bytes(),
        version: 0,
    }
}

/// One person's key.
pub(crate) struct SubjectKey {
    key: Zeroizing<[u8; 32]>,
    id: ApplicationId,
    entropy: Arc<dyn Entropy>,
}

impl SubjectKey {
    fn place<'a>(&'a self, column: &'a str, version: u64) -> Place<'a> {
        Place {
            column,
            row: self.id.as_bytes(),
            version,
        }
    }

    /// Seals a value of a column of this person's row.
    pub(crate) fn seal(&self, column: &str, version: u64, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        self.entropy.fill(&mut nonce);
        seal(&self.key, nonce, self.place(column, version), plain)
    }

    /// Opens one.
    pub(crate) fn open(
        &self,
        column: &str,
        version: u64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        open(&self.key, self.place(column, version), sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::SystemEntropy;

    fn vault(byte: u8) -> Vault {
        Vault::new(&Zeroizing::new([byte; 32]), Arc::new(SystemEntropy))
    }

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let id = ApplicationId::new([1; 16]);
        let (key, sealed_key) = vault(7).make_subject_key(id);
        let sealed = key.seal("applications.draft", 3, b"answers");
        let open = |id, column: &str, version| {
            let key = vault(7).open_subject_key(id, &sealed_key)?;
            key.open(column, version, &sealed)
                .map(|plain| plain.to_vec())
        };
        assert_eq!(open(id, "applications.draft", 3), Ok(b"answers".to_vec()));
        assert_eq!(open(id, "applications.draft", 4), Err(SealError));
        assert_eq!(open(id, "applications.state", 3), Err(SealError));
        assert_eq!(
            open(ApplicationId::new([2; 16]), "applications.draft", 3),
            Err(SealError)
        );
        assert!(vault(8).open_subject_key(id, &sealed_key).is_err());
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let place = Place {
            column: "sessions.data",
            row: b"row",
            version: 0,
        };
        let sealed = vault(7).seal_session(place, b"secret");
        for bit in 0..sealed.len() * 8 {
            let mut bent = sealed.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(vault(7).open_session(place, &bent).is_err(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(
                vault(7).open_session(place, &sealed[..length]).is_err(),
                "{length} bytes"
            );
        }
    }
}
