//! Evidence files: the signature over the whole file, and its verification without a database.
//! `docs/evidence.md` describes both, with a program of its own that verifies a file.

mod findings;
mod json;
mod proof;
mod publication;
mod verifier;

pub(crate) use publication::{KeyPublication, PATH as KEY_SET_PATH};
pub(crate) use verifier::{Trust, verify};

use crate::crypto::{Signer, hex};
use json::canonical;
use kyc::admin::disclosure::EvidenceBundle;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The names that the digests do not cover: the signature covers them.
const UNDIGESTED: [&str; 2] = ["digests", "signature"];

/// The key id: the first 16 hex digits of the public key's SHA-256.
pub(crate) fn key_id(public: &[u8]) -> String {
    hex(&Sha256::digest(public)[..8])
}

fn digest(part: &Value) -> String {
    hex(&Sha256::digest(canonical(part)))
}

/// The bytes that are signed: the canonical file without its signature.
fn signed_bytes(file: &Value) -> Vec<u8> {
    let mut unsigned = file.clone();
    if let Some(names) = unsigned.as_object_mut() {
        names.remove("signature");
    }
    canonical(&unsigned)
}

/// Fills in the digests and the signature of a bundle.
pub(crate) fn sign(bundle: &mut EvidenceBundle, signer: &Signer) -> Result<(), serde_json::Error> {
    let parts = serde_json::to_value(&*bundle)?;
    let parts = parts.as_object().into_iter().flatten();
    bundle.digests = parts
        .filter(|(name, _)| !UNDIGESTED.contains(&name.as_str()))
        .map(|(name, part)| (name.clone(), digest(part)))
        .collect();
    let file = serde_json::to_value(&*bundle)?;
    bundle.signature = hex(&signer.sign(&signed_bytes(&file)));
    Ok(())
}
