//! Encryption at rest: XChaCha20-Poly1305 with a random 192-bit nonce. The associated data binds
//! each value to its column and row (ASVS 11.3.2, 11.3.3; security case 19).
//!
//! The key file's key seals only keys: the installation keys and one random subject key per
//! application. A rotation therefore reseals keys and no data. [`ClientKey`] is separate: it
//! authenticates the installation at the provider.

mod client_key;
pub(crate) mod key_file;
mod keyring;
mod seal;
mod sign;
mod vault;

pub use client_key::ClientKey;
pub(crate) use keyring::{KeyId, Keyring};
pub(crate) use seal::{AssociatedData, SealError, Secret};
pub(crate) use sign::Signer;
pub(crate) use vault::{
    InstallationKeys, SubjectKey, Vault, make_installation_keys, open_installation_keys,
};

/// The bytes in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
