//! Sealing what rests: XChaCha20-Poly1305 with a random 192-bit nonce, bound
//! to where it lies (ASVS 11.3.2, 11.3.3; security case 19).

mod key_file;
mod vault;

pub(crate) use key_file::load_or_make;
pub(crate) use vault::{Place, SealError, SubjectKey, Vault};
