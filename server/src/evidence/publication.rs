//! Publication of the signing key: an address, and certificates of the firm's authority.

use super::key_id;
use crate::{
    Settings,
    crypto::{CertificateChain, Signer},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kyc::admin::disclosure::bundle::KeyRecord;
use serde_json::{Value, json};

/// The path of the JSON Web Key Set with the public key.
pub(crate) const PATH: &str = "/.well-known/jwks.json";

/// How the installation vouches for its signing key.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyPublication {
    /// The address of its JSON Web Key Set.
    pub(crate) address: String,
    pub(crate) certificates: CertificateChain,
}

impl KeyPublication {
    /// The publication of an installation with these settings.
    pub(crate) fn of(settings: &Settings) -> Self {
        let address = settings.public_url.join(PATH);
        Self {
            address: address.map_or_else(|_| String::new(), String::from),
            certificates: settings.signing_certificates.clone(),
        }
    }

    /// The record of the signer's public key.
    pub(crate) fn record(&self, signer: &Signer) -> KeyRecord {
        KeyRecord {
            algorithm: "ed25519".to_owned(),
            id: key_id(signer.public()),
            public: signer.to_string(),
            published_at: self.address.clone(),
            certificates: self.certificates.base64(),
        }
    }

    /// The public key as a JSON Web Key Set (RFC 7517, RFC 8037).
    pub(crate) fn key_set(&self, signer: &Signer) -> Value {
        let mut key = json!({
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "alg": "EdDSA",
            "kid": key_id(signer.public()),
            "x": URL_SAFE_NO_PAD.encode(signer.public()),
        });
        let certificates = self.certificates.base64();
        if !certificates.is_empty() {
            key["x5c"] = certificates.into();
        }
        json!({ "keys": [key] })
    }
}
