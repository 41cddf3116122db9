//! Sealing what rests: XChaCha20-Poly1305 with a random 192-bit nonce, bound
//! to where it lies (ASVS 11.3.2, 11.3.3; security case 19).
//!
//! The key file's key seals one random key a person and the installation's own
//! keys, and nothing else: another key there seals those anew, and no data.
//! Beside these there is the key that the upstream knows us by.

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

/// Bytes in hex, lower-case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
