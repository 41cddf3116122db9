//! The client key, which authenticates the installation at the provider's token endpoint: a private
//! RSA key in a PEM file.

use crate::files;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, errors::Error as JwtError};
use serde::Serialize;
use std::{
    fmt,
    fs::File,
    io::{self, Read},
    path::Path,
    sync::Arc,
};
use zeroize::Zeroizing;

/// The client key. It signs, and its debug output is redacted.
#[derive(Clone)]
pub struct ClientKey(Arc<EncodingKey>);

/// Why the client key cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientKeyError {
    #[error("a file that can be read")]
    File(#[from] io::Error),
    #[error("a file that only its owner can read (mode 0600, found {0:04o})")]
    Open(u32),
    #[error("a file with a private RSA key of 2048 bits or more, in PEM")]
    NoKey,
}

impl ClientKey {
    /// Loads the key from a file.
    ///
    /// # Errors
    /// [`ClientKeyError`] if the file is unreadable, accessible to others, or not such a key.
    pub(crate) fn load(path: &Path) -> Result<Self, ClientKeyError> {
        let mut file = File::open(path)?;
        if let Some(mode) = files::open_to_others(&file.metadata()?) {
            return Err(ClientKeyError::Open(mode));
        }
        let mut pem = Zeroizing::new(Vec::new());
        file.read_to_end(&mut pem)?;
        Self::parse(&pem).ok_or(ClientKeyError::NoKey)
    }

    /// Parses a key and signs once with it: parsing alone does not prove that a key works.
    fn parse(pem: &[u8]) -> Option<Self> {
        let key = Self(Arc::new(EncodingKey::from_rsa_pem(pem).ok()?));
        key.sign(&()).is_ok().then_some(key)
    }

    /// Signs claims with RS256 and returns the JWT.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String, JwtError> {
        encode(&Header::new(Algorithm::RS256), claims, &self.0)
    }
}

impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::ClientKeys;
    use std::{fs, os::unix::fs::PermissionsExt};

    #[test]
    fn client_key_file_readable_by_others_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key.pem");
        let missing = ClientKey::load(&path);
        assert!(matches!(missing, Err(ClientKeyError::File(_))));
        for pem in [ClientKeys::get().pkcs8(), ClientKeys::get().pkcs1()] {
            fs::write(&path, &*pem).expect("written");
            for mode in [0o644, 0o640, 0o604, 0o660, 0o601] {
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
                let open = ClientKey::load(&path);
                assert!(matches!(open, Err(ClientKeyError::Open(found)) if found == mode));
            }
            for mode in [0o600, 0o400] {
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
                let key = ClientKey::load(&path).expect("a key");
                assert_eq!(format!("{key:?}"), "[key redacted]");
            }
            fs::remove_file(&path).expect("removed");
        }
    }

    #[test]
    fn pem_without_a_private_rsa_key_is_refused() {
        let public = ClientKeys::get().public_pem();
        let cut = ClientKeys::get().pkcs8().replacen("MII", "MIJ", 1);
        for pem in ["", "hush", &*public, &*cut] {
            assert!(ClientKey::parse(pem.as_bytes()).is_none(), "{pem}");
        }
    }
}
