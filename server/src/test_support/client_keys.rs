//! RSA key for the provider's token endpoint, in all its encodings. The first use generates it, so
//! that the repository holds no private key.

use crate::crypto::ClientKey;
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::sync::LazyLock;
use tempfile::NamedTempFile;

static KEYS: LazyLock<ClientKeys> =
    LazyLock::new(|| ClientKeys(KeyPair::generate(KeySize::Rsa2048).expect("a key")));

/// Length of the PKCS #8 header of a 2048-bit RSA key, in bytes.
const AROUND: usize = 26;

/// RSA key pair.
pub(crate) struct ClientKeys(KeyPair);

impl ClientKeys {
    pub(crate) fn get() -> &'static Self {
        &KEYS
    }

    fn der(&self) -> Pkcs8V1Der<'static> {
        self.0.as_der().expect("a key")
    }

    pub(crate) fn pkcs8(&self) -> String {
        pem("PRIVATE KEY", self.der().as_ref())
    }

    pub(crate) fn pkcs1(&self) -> String {
        pem("RSA PRIVATE KEY", &self.der().as_ref()[AROUND..])
    }

    pub(crate) fn public_pem(&self) -> String {
        let der: PublicKeyX509Der<'_> = self.0.public_key().as_der().expect("a key");
        pem("PUBLIC KEY", der.as_ref())
    }

    /// Key file that only its owner can read.
    pub(crate) fn file(&self) -> NamedTempFile {
        let file = NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), self.pkcs8()).expect("written");
        file
    }

    /// The key as the server loads it.
    pub(crate) fn client_key(&self) -> ClientKey {
        ClientKey::load(self.file().path()).expect("a key")
    }

    /// Whether this key signed the text.
    pub(crate) fn signed(&self, text: &str, signature: &[u8]) -> bool {
        let key = self.0.public_key().as_ref();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
            .verify(text.as_bytes(), signature)
            .is_ok()
    }
}

fn pem(what: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines = lines.collect::<Vec<_>>().join("\n");
    format!("-----BEGIN {what}-----\n{lines}\n-----END {what}-----\n")
}
