//! The certificate chain of the signing key (RFC 5280). The firm's certificate authority vouches for
//! the key under checkpoints and evidence files, so that a verifier needs its root alone.

use super::sign::Signer;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use rcgen::{
    CertificateParams, DnType, KeyUsagePurpose, PKCS_ED25519, PublicKeyData, SignatureAlgorithm,
    SigningKey,
};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime, pem::PemObject};
use std::{fmt, path::Path, sync::Arc, time::Duration};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

/// The extended key usage of document signing (RFC 9336): 1.3.6.1.5.5.7.3.36. A certificate may name
/// none.
const DOCUMENT_SIGNING: &[u8] = &[43, 6, 1, 5, 5, 7, 3, 36];

/// What precedes an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410).
const ED25519_INFO: [u8; 12] = [48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0];

/// Why a certificate chain cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CertificateError {
    #[error("a file of certificates in PEM: {0}")]
    File(#[from] rustls_pki_types::pem::Error),
    #[error("a file with a certificate")]
    Empty,
    #[error("a certificate that can be read: {0}")]
    Malformed(webpki::Error),
    #[error(
        "the first certificate is of another key: `vestibule audit certificate-request` prints the \
         request of this one"
    )]
    OtherKey,
}

/// The certificates of the signing key, its own first. None by default.
#[derive(Clone, Default)]
pub struct CertificateChain(Arc<[CertificateDer<'static>]>);

impl CertificateChain {
    /// Loads a chain from a PEM file.
    pub(crate) fn load(path: &Path) -> Result<Self, CertificateError> {
        let chain = CertificateDer::pem_file_iter(path)?;
        let chain: Vec<_> = chain.collect::<Result<_, _>>()?;
        for certificate in &chain {
            EndEntityCert::try_from(certificate).map_err(CertificateError::Malformed)?;
        }
        if chain.is_empty() {
            return Err(CertificateError::Empty);
        }
        Ok(Self(chain.into()))
    }

    /// Reads a chain from base64, as [`Self::base64`] writes it.
    pub(crate) fn from_base64<'a>(certificates: impl Iterator<Item = &'a str>) -> Option<Self> {
        let decode = |text: &str| Some(BASE64.decode(text).ok()?.into());
        let chain = certificates.map(decode);
        chain.collect::<Option<Vec<_>>>().map(|it| Self(it.into()))
    }

    /// Each certificate in base64 (RFC 7517, `x5c`).
    pub(crate) fn base64(&self) -> Vec<String> {
        self.0.iter().map(|it| BASE64.encode(it)).collect()
    }

    /// Fails if the chain is there and its first certificate is not of this key.
    pub(crate) fn check_key(&self, public: &[u8]) -> Result<(), CertificateError> {
        let Some(own) = self.0.first() else {
            return Ok(());
        };
        let own = EndEntityCert::try_from(own).map_err(CertificateError::Malformed)?;
        let info = own.subject_public_key_info();
        if info.as_ref() == [&ED25519_INFO, public].concat() {
            Ok(())
        } else {
            Err(CertificateError::OtherKey)
        }
    }

    /// Whether the chain led from this key to the root at that time.
    pub(crate) fn leads_to(&self, root: &RootCertificate, public: &[u8], at: Duration) -> bool {
        let Some((own, others)) = self.0.split_first() else {
            return false;
        };
        let Ok(certificate) = EndEntityCert::try_from(own) else {
            return false;
        };
        let usage = KeyUsage::required_if_present(DOCUMENT_SIGNING);
        let (anchors, at) = ([root.anchor.clone()], UnixTime::since_unix_epoch(at));
        let verified = certificate.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &anchors,
            others,
            at,
            usage,
            None,
            None,
        );
        verified.is_ok() && self.check_key(public).is_ok()
    }
}

impl fmt::Debug for CertificateChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} certificates]", self.0.len())
    }
}

/// The root certificate that a verifier trusts.
pub(crate) struct RootCertificate {
    anchor: TrustAnchor<'static>,
}

impl RootCertificate {
    /// Loads the first certificate of a PEM file.
    pub(crate) fn load(path: &Path) -> Result<Self, CertificateError> {
        let root = CertificateDer::from_pem_file(path)?;
        let anchor = anchor_from_trusted_cert(&root).map_err(CertificateError::Malformed)?;
        Ok(Self {
            anchor: anchor.to_owned(),
        })
    }
}

/// The certificate request of the signing key (PKCS #10, RFC 2986) in PEM, for the firm's
/// certificate authority.
pub(crate) fn certificate_request(signer: &Signer, name: &str) -> Result<String, rcgen::Error> {
    let mut request = CertificateParams::new(Vec::new())?;
    request.distinguished_name.push(DnType::CommonName, name);
    request.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let request = request.serialize_request(signer)?;
    let text = BASE64.encode(request.der());
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    Ok(format!(
        "-----BEGIN CERTIFICATE REQUEST-----\n{}\n-----END CERTIFICATE REQUEST-----",
        lines.collect::<Vec<_>>().join("\n")
    ))
}

impl PublicKeyData for Signer {
    fn der_bytes(&self) -> &[u8] {
        self.public()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ED25519
    }
}

impl SigningKey for Signer {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(Self::sign(self, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
    use time::{Duration as Span, OffsetDateTime};
    use zeroize::Zeroizing;

    /// A certificate authority of a test.
    struct Authority {
        issuer: Issuer<'static, KeyPair>,
        certificate: CertificateDer<'static>,
    }

    fn params(name: &str, is_ca: bool) -> CertificateParams {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.distinguished_name.push(DnType::CommonName, name);
        if is_ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        params
    }

    impl Authority {
        fn root() -> Self {
            let key = KeyPair::generate_for(&PKCS_ED25519).expect("a key");
            let params = params("Root", true);
            let certificate = params.self_signed(&key).expect("a certificate");
            Self {
                issuer: Issuer::new(params, key),
                certificate: certificate.der().clone(),
            }
        }

        fn intermediate(&self) -> Self {
            let key = KeyPair::generate_for(&PKCS_ED25519).expect("a key");
            let params = params("Intermediate", true);
            let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
            Self {
                issuer: Issuer::new(params, key),
                certificate: certificate.der().clone(),
            }
        }

        fn signs(&self, params: &CertificateParams, key: &Signer) -> CertificateDer<'static> {
            let certificate = params.signed_by(key, &self.issuer);
            certificate.expect("a certificate").der().clone()
        }

        fn as_root(&self) -> RootCertificate {
            let anchor = anchor_from_trusted_cert(&self.certificate).expect("a root");
            RootCertificate {
                anchor: anchor.to_owned(),
            }
        }
    }

    fn signer(seed: u8) -> Signer {
        Signer::new(&Zeroizing::new([seed; 32])).expect("a key")
    }

    /// A time at which every certificate of the tests is valid.
    const NOW: Duration = Duration::from_secs(1_800_000_000);

    #[test]
    fn chain_leads_from_the_key_to_its_root_and_to_no_other() {
        let (root, key) = (Authority::root(), signer(7));
        let between = root.intermediate();
        let own = between.signs(&params("Vestibule", false), &key);
        let chain = CertificateChain([own, between.certificate.clone()].into());
        let leads = |chain: &CertificateChain, root: &Authority, key: &Signer| {
            chain.leads_to(&root.as_root(), key.public(), NOW)
        };
        assert!(leads(&chain, &root, &key));
        let texts = chain.base64();
        let read = CertificateChain::from_base64(texts.iter().map(String::as_str));
        assert!(leads(&read.expect("a chain"), &root, &key));
        assert!(!leads(&chain, &Authority::root(), &key), "another root");
        assert!(!leads(&chain, &root, &signer(8)), "another key");
        let cut = CertificateChain(chain.0[..1].into());
        assert!(!leads(&cut, &root, &key), "without the intermediate");
        assert!(!leads(&CertificateChain::default(), &root, &key), "none");
        assert!(chain.check_key(key.public()).is_ok());
        assert!(chain.check_key(signer(8).public()).is_err());
    }

    #[test]
    fn chain_of_another_time_or_usage_is_refused() {
        let (root, key) = (Authority::root(), signer(7));
        let leads = |params: &CertificateParams| {
            let chain = CertificateChain([root.signs(params, &key)].into());
            chain.leads_to(&root.as_root(), key.public(), NOW)
        };
        let mut certificate = params("Vestibule", false);
        certificate.extended_key_usages = vec![ExtendedKeyUsagePurpose::Other(vec![
            1, 3, 6, 1, 5, 5, 7, 3, 36,
        ])];
        assert!(leads(&certificate), "document signing");
        certificate.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        assert!(!leads(&certificate), "of a web server");
        let mut certificate = params("Vestibule", false);
        let then = OffsetDateTime::UNIX_EPOCH + Span::try_from(NOW).expect("a time");
        certificate.not_after = then - Span::DAY;
        assert!(!leads(&certificate), "expired");
        certificate.not_after = then + Span::DAY;
        certificate.not_before = then + Span::HOUR;
        assert!(!leads(&certificate), "not valid yet");
    }

    #[test]
    fn chain_file_without_certificates_is_refused() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let load = || CertificateChain::load(file.path());
        assert!(matches!(load(), Err(CertificateError::Empty)));
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        std::fs::write(file.path(), broken).expect("written");
        assert!(matches!(load(), Err(CertificateError::Malformed(_))));
        let missing = CertificateChain::load(Path::new("/missing"));
        assert!(matches!(missing, Err(CertificateError::File(_))));
    }
}
