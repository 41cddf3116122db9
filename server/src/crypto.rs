//! Encryption at rest: XChaCha20-Poly1305 with a random 192-bit nonce. The associated data binds
//! each value to its column and row (ASVS 11.3.2, 11.3.3; security case 19).
//!
//! The key file's key seals only keys: the installation keys and one random subject key per
//! application. A rotation therefore reseals keys and no data. [`ClientKey`] is separate: it
//! authenticates the installation at the provider.

mod associated_data;
mod certificates;
mod client_key;
pub(crate) mod key_file;
mod keyring;
mod row_mac;
mod seal;
mod sign;
mod subject_key;
mod vault;

pub(crate) use associated_data::AssociatedData;
pub use certificates::CertificateChain;
pub(crate) use certificates::{CertificateError, RootCertificate, certificate_request};
pub use client_key::ClientKey;
pub(crate) use keyring::{KeyId, Keyring};
pub(crate) use row_mac::{RowKey, RowMac};
pub(crate) use seal::{SealError, Secret};
pub(crate) use sign::{Signer, is_signed_by};
pub(crate) use subject_key::SubjectKey;
pub(crate) use vault::{InstallationKeys, Vault, make_installation_keys, open_installation_keys};

use data_encoding::HEXLOWER;

/// The bytes in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// The bytes of lower-case hex; `None` for any other text.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(text.as_bytes()).ok()
}
