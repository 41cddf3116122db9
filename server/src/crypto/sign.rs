//! Ed25519 signatures under the audit checkpoints and the evidence files (RFC 8032). The public key verifies them; only
//! the installation can sign.

use super::seal::{SealError, Secret};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, ParsedPublicKey};
use std::fmt;

/// Signs, and verifies its own signatures.
pub(crate) struct Signer {
    pair: Ed25519KeyPair,
    public: ParsedPublicKey,
}

impl Signer {
    pub(crate) fn new(seed: &Secret) -> Result<Self, SealError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&**seed).map_err(|_| SealError)?;
        let public = ParsedPublicKey::new(&ED25519, pair.public_key().as_ref());
        Ok(Self {
            public: public.map_err(|_| SealError)?,
            pair,
        })
    }

    /// The public key.
    pub(crate) fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }

    pub(crate) fn is_ours(&self, message: &[u8], signature: &[u8]) -> bool {
        self.public.verify_sig(message, signature).is_ok()
    }
}

/// Whether a signature over a message is of this public key.
pub(crate) fn is_signed_by(public: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = ParsedPublicKey::new(&ED25519, public);
    key.is_ok_and(|key| key.verify_sig(message, signature).is_ok())
}

/// Writes the public key in hex.
impl fmt::Display for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let public = self.public();
        public.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
