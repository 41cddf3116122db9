//! The key under an evidence file is published, and the firm's certificate authority vouches for it.

use super::evidence_file::evidence_file;
use crate::{
    app::TestApp,
    headers::assert_safe,
    program::{task, text},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertificateSigningRequestParams, DnType,
    IsCa, Issuer, KeyPair, PKCS_ED25519,
};
use reqwest::Method;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const SETTING: &str = "VESTIBULE_SIGNING_CERTIFICATES_FILE";

/// A certificate authority with its root in a file.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    root: PathBuf,
}

fn pem(certificate: &Certificate) -> String {
    let text = STANDARD.encode(certificate.der());
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

impl Authority {
    fn new(folder: &Path, name: &str) -> Self {
        let key = KeyPair::generate_for(&PKCS_ED25519).expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = folder.join(format!("{name}.pem"));
        let certificate = params.self_signed(&key).expect("a certificate");
        fs::write(&root, pem(&certificate)).expect("written");
        let issuer = Issuer::new(params, key);
        Self { issuer, root }
    }

    /// Reads a request, whose signature it checks, and issues its certificate.
    fn certify(&self, request: &str) -> String {
        let lines = request.lines().filter(|line| !line.starts_with("-----"));
        let request = STANDARD.decode(lines.collect::<String>()).expect("base64");
        let request = CertificateSigningRequestParams::from_der(&request.into());
        let certificate = request.expect("a signed request").signed_by(&self.issuer);
        pem(&certificate.expect("a certificate"))
    }

    /// Verifies an evidence file by this root.
    fn verify(&self, file: &Path) -> (Option<i32>, String) {
        let (root, file) = (self.root.to_str(), file.to_str());
        let words = [
            "evidence",
            "verify",
            "--root",
            root.expect("UTF-8"),
            file.expect("UTF-8"),
        ];
        let output = task(&words, &BTreeMap::new());
        (output.status.code(), text(&output.stdout))
    }
}

async fn key_set(app: &TestApp) -> Value {
    let mut browser = app.browser();
    let path = "/.well-known/jwks.json";
    let page = browser.send(browser.request(Method::GET, path)).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "application/jwk-set+json");
    assert!(!page.headers.contains_key("set-cookie"), "no session");
    assert_safe(path, &page, false);
    let set: Value = serde_json::from_str(&page.text).expect("JSON");
    set["keys"][0].clone()
}

#[tokio::test]
async fn evidence_key_is_published_and_certified_up_to_a_root() {
    let mut app = TestApp::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let request = app.task(&["audit", "certificate-request"]).await;
    let authority = Authority::new(folder.path(), "firm");
    let chain = folder.path().join("chain.pem");
    fs::write(&chain, authority.certify(&request)).expect("written");
    app.set(SETTING, chain.to_str().expect("UTF-8"));
    app.restart().await;
    let (file, key) = evidence_file(&app).await;
    let path = folder.path().join("evidence.json");
    fs::write(&path, &file).expect("written");
    let (code, output) = authority.verify(&path);
    assert_eq!(code, Some(0), "{output}");
    assert!(output.contains(&format!("whole, signed by ed25519:{key}")));
    let (code, output) = Authority::new(folder.path(), "other").verify(&path);
    assert_eq!(code, Some(1), "{output}");
    assert!(output.contains("signed_by.certificates"), "{output}");

    let file: Value = serde_json::from_str(&file).expect("JSON");
    let signed_by = &file["signed_by"];
    let published = key_set(&app).await;
    let address = format!("{}/.well-known/jwks.json", app.url());
    assert_eq!(signed_by["published_at"], address.as_str());
    assert_eq!(published["kid"], signed_by["id"]);
    assert_eq!(published["x5c"], signed_by["certificates"]);
    let public = URL_SAFE_NO_PAD.decode(published["x"].as_str().expect("a key"));
    let public: String = public
        .expect("base64")
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    assert_eq!(public, key);
}

#[tokio::test]
async fn evidence_without_certificates_is_not_verified_by_a_root() {
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _) = evidence_file(&app).await;
    let path = folder.path().join("evidence.json");
    fs::write(&path, file).expect("written");
    let (code, output) = Authority::new(folder.path(), "firm").verify(&path);
    assert_eq!(code, Some(1), "{output}");
    assert!(
        output.contains("signed_by.certificates: they do not lead"),
        "{output}"
    );
    assert_eq!(key_set(&app).await.get("x5c"), None);
}

#[tokio::test]
async fn certificate_of_another_installation_ends_the_start() {
    let (mut app, other) = (TestApp::new().await, TestApp::new().await);
    let folder = tempfile::tempdir().expect("a folder");
    let request = other.task(&["audit", "certificate-request"]).await;
    let chain = folder.path().join("chain.pem");
    let authority = Authority::new(folder.path(), "firm");
    fs::write(&chain, authority.certify(&request)).expect("written");
    app.set(SETTING, chain.to_str().expect("UTF-8"));
    let refused = app.refused(&["audit", "public-key"]).await;
    assert!(
        refused.contains("the first certificate is of another key"),
        "{refused}"
    );
    // Its own request is still possible.
    let request = app.task(&["audit", "certificate-request"]).await;
    fs::write(&chain, authority.certify(&request)).expect("written");
    app.task(&["audit", "public-key"]).await;
    fs::write(&chain, "no certificate").expect("written");
    let refused = app.refused(&["audit", "public-key"]).await;
    assert!(refused.contains(SETTING), "{refused}");
}
