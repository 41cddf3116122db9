//! Keyring: the keys of the key file. The first one seals; every key opens.

use super::{
    AssociatedData,
    key_file::{self, KeyFileError},
    seal::{self, NONCE, SealError, Secret},
};
use kyc::ports::Entropy;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};
use zeroize::Zeroizing;

/// The public id of a key in the key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyId([u8; 8]);

impl KeyId {
    pub(crate) fn of(key: &Secret) -> Self {
        let mut id = [0; 8];
        id.copy_from_slice(&seal::keyed(key, &[b"key-id/1"])[..8]);
        Self(id)
    }

    /// Parses a stored id.
    pub(crate) fn stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What a key of the key file seals. Each kind has its own derived key, so a value sealed for one
/// kind never opens as the other.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Subject,
    Installation,
}

struct Held {
    id: KeyId,
    subject: Secret,
    installation: Secret,
}

impl Held {
    fn new(key: &Secret) -> Self {
        Self {
            id: KeyId::of(key),
            subject: seal::keyed(key, &[b"subjects/1"]),
            installation: seal::keyed(key, &[b"installation/1"]),
        }
    }

    const fn key(&self, kind: Kind) -> &Secret {
        match kind {
            Kind::Subject => &self.subject,
            Kind::Installation => &self.installation,
        }
    }
}

/// The keys of the key file. A rotation changes the file under a running server, so the keyring
/// reloads it when an unknown key id appears.
pub(crate) struct Keyring {
    path: Option<PathBuf>,
    held: RwLock<Arc<Vec<Held>>>,
}

impl Keyring {
    /// Opens the key file; generates a key if there is no file and `make` allows it.
    pub(crate) fn open(
        path: &Path,
        make: bool,
        entropy: &dyn Entropy,
    ) -> Result<Self, KeyFileError> {
        let keys = key_file::load_or_make(path, make, entropy)?;
        Ok(Self {
            path: Some(path.to_owned()),
            ..Self::of(&keys)
        })
    }

    /// A keyring of these keys, without a file.
    pub(crate) fn of(keys: &[Secret]) -> Self {
        let held = keys.iter().map(Held::new).collect();
        Self {
            path: None,
            held: RwLock::new(Arc::new(held)),
        }
    }

    fn held(&self) -> Arc<Vec<Held>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.clone()
    }

    /// The ids of the keys, in the order of the file.
    pub(crate) fn ids(&self) -> Vec<KeyId> {
        self.held().iter().map(|key| key.id).collect()
    }

    /// Reloads the key file.
    pub(crate) fn reload(&self) -> Result<(), KeyFileError> {
        if let Some(path) = &self.path {
            let keys = key_file::load(path)?;
            let held = Arc::new(keys.iter().map(Held::new).collect());
            *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
        }
        Ok(())
    }

    /// The keys; reloads the file if this one is missing.
    fn with(&self, id: KeyId) -> Arc<Vec<Held>> {
        let held = self.held();
        if held.iter().any(|key| key.id == id) {
            return held;
        }
        if let Err(error) = self.reload() {
            tracing::error!(%error, "the key file cannot be read again");
        }
        let held = self.held();
        if !held.iter().any(|key| key.id == id) {
            tracing::error!(key = %id, "the key file lacks a key that the database names");
        }
        held
    }

    pub(super) fn wrap(
        &self,
        id: KeyId,
        kind: Kind,
        nonce: [u8; NONCE],
        place: AssociatedData<'_>,
        plain: &Secret,
    ) -> Result<Vec<u8>, SealError> {
        let held = self.with(id);
        let key = held.iter().find(|key| key.id == id).ok_or(SealError)?;
        Ok(seal::seal(key.key(kind), nonce, place, &**plain))
    }

    /// Opens a key sealed by the key with this id. Without an id, from before keys had ids, it
    /// tries every key.
    pub(super) fn unwrap(
        &self,
        id: Option<&[u8]>,
        kind: Kind,
        place: AssociatedData<'_>,
        sealed: &[u8],
    ) -> Result<Secret, SealError> {
        let open = |key: &Held| -> Result<Zeroizing<Vec<u8>>, SealError> {
            seal::open(key.key(kind), place, sealed)
        };
        let plain = match id {
            Some(id) => {
                let id = KeyId::stored(id).ok_or(SealError)?;
                let held = self.with(id);
                open(held.iter().find(|key| key.id == id).ok_or(SealError)?)?
            }
            None => {
                let held = self.held();
                held.iter()
                    .find_map(|key| open(key).ok())
                    .ok_or(SealError)?
            }
        };
        seal::key_of(&plain)
    }
}
