//! A passkey authenticator in software: it registers one P-256 key and signs assertions (WebAuthn
//! level 2).

use super::signed_in_staff::SignedInStaff;
use crate::page::Page;
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Public URL of a server whose staff uses passkeys. Browsers bind a passkey to a host name.
pub(crate) const ORIGIN: &str = "http://localhost:3000";
const HOST: &str = "localhost";

/// Flag of the authenticator data: the user was present.
const PRESENT: u8 = 0x01;
/// Flag of the authenticator data: the user was verified, by a PIN or a fingerprint.
const VERIFIED: u8 = 0x04;
/// Flag of the authenticator data: a new credential follows.
const WITH_CREDENTIAL: u8 = 0x40;

/// An authenticator with one passkey.
pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    credential: [u8; 32],
    user: String,
    count: u32,
    /// Whether it verifies its user.
    pub(crate) verifies: bool,
}

fn client_data(kind: &str, challenge: &Value) -> Vec<u8> {
    let data =
        json!({ "type": kind, "challenge": challenge, "origin": ORIGIN, "crossOrigin": false });
    data.to_string().into_bytes()
}

/// The WebAuthn options of a page's passkey form.
pub(crate) fn question(page: &Page, css: &str) -> Value {
    let question = page
        .attribute(css, "data-question")
        .expect("a passkey form");
    serde_json::from_str(&question).expect("JSON")
}

impl Authenticator {
    /// Registers a new passkey. Returns the authenticator and its answer.
    pub(crate) fn register(question: &Value) -> (Self, String) {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
        let point = key.public_key().as_ref().to_vec();
        let credential: [u8; 32] = Sha256::digest(&point).into();
        let user = question["user"]["id"].as_str().expect("an id").to_owned();
        let authenticator = Self {
            key,
            credential,
            user,
            count: 0,
            verifies: true,
        };
        let mut data = authenticator.data(WITH_CREDENTIAL);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(credential);
        // A COSE key in CBOR: EC2, ES256, P-256, then both coordinates.
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 32]);
        data.extend(&point[33..]);
        // The attestation object in CBOR: no attestation, and the data.
        let mut object = b"\xa3cfmtdnonegattStmt\xa0hauthData".to_vec();
        object.extend([0x58, u8::try_from(data.len()).expect("a short text")]);
        object.extend(&data);
        let client = client_data("webauthn.create", &question["challenge"]);
        let response = json!({
            "clientDataJSON": BASE64.encode(client),
            "attestationObject": BASE64.encode(object),
        });
        let answer = authenticator.answer(&response);
        (authenticator, answer)
    }

    /// Key, user and counter as JSON, for a file that a later test reads.
    pub(crate) fn to_json(&self) -> Value {
        let key = self.key.to_pkcs8v1().expect("a key");
        json!({ "key": BASE64.encode(key), "user": self.user, "count": self.count })
    }

    /// The authenticator of [`Self::to_json`].
    pub(crate) fn from_json(stored: &Value) -> Self {
        let text = |name: &str| stored[name].as_str().expect("a text").to_owned();
        let key = BASE64.decode(text("key")).expect("base64");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key);
        let key = key.expect("a key");
        let count = stored["count"].as_u64().expect("a number");
        Self {
            credential: Sha256::digest(key.public_key()).into(),
            key,
            user: text("user"),
            count: u32::try_from(count).expect("a counter"),
            verifies: true,
        }
    }

    /// Answers a challenge.
    pub(crate) fn assert(&mut self, question: &Value) -> String {
        self.count += 1;
        let data = self.data(0);
        let client = client_data("webauthn.get", &question["challenge"]);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed);
        let signature = signature.expect("a signature");
        let response = json!({
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature.as_ref()),
            "userHandle": self.user,
        });
        self.answer(&response)
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(HOST).to_vec();
        data.push(flags | PRESENT | verified);
        data.extend(self.count.to_be_bytes());
        data
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(self.credential);
        let answer = json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "extensions": {},
            "response": response,
        });
        answer.to_string()
    }
}

impl SignedInStaff {
    /// Adds a passkey on the account page.
    pub(crate) async fn add_passkey(&mut self) -> Authenticator {
        let form = "form[action='/admin/api/add-passkey']";
        self.browser.get("/admin/account").await;
        let (authenticator, answer) = Authenticator::register(&question(self.browser.page(), form));
        let page = self.press(form, &[("answer", &answer)]).await;
        assert_eq!(page.path, "/admin/account?notice=done-passkey-added");
        authenticator
    }
}
