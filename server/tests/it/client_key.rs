//! OAuth client with an RSA key. The key is generated on first use, so the repository
//! contains none.

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::LazyLock,
};

static KEY: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).expect("a key"));

pub(crate) const CLIENT: &str = "client_1";

fn pem(what: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines = lines.collect::<Vec<_>>().join("\n");
    format!("-----BEGIN {what}-----\n{lines}\n-----END {what}-----\n")
}

/// Private key of the client, in PEM.
pub(crate) fn private_pem() -> String {
    let der: Pkcs8V1Der<'_> = KEY.as_der().expect("a key");
    pem("PRIVATE KEY", der.as_ref())
}

/// Public key for the provider, in PEM.
pub(crate) fn public_pem() -> String {
    let der: PublicKeyX509Der<'_> = KEY.public_key().as_der().expect("a key");
    pem("PUBLIC KEY", der.as_ref())
}

/// Writes the private key into a file with this mode. Returns the path.
pub(crate) fn write(folder: &Path, mode: u32) -> String {
    let path = folder.join("client.pem");
    fs::write(&path, private_pem()).expect("written");
    fs::set_permissions(&path, Permissions::from_mode(mode)).expect("set");
    path.to_str().expect("UTF-8").to_owned()
}

/// Environment variables of a server with this OAuth client.
pub(crate) fn variables(folder: &Path, id: &str, url: &str) -> [(&'static str, String); 3] {
    [
        ("KYC_CLIENT_ID", id.to_owned()),
        ("KYC_CLIENT_KEY_FILE", write(folder, 0o600)),
        ("KYC_TOKEN_URL", url.to_owned()),
    ]
}
