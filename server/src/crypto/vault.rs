//! The vault holds the installation keys. `subject_key.rs` has its part about the keys of the applications.

use super::{
    AssociatedData, key_file,
    keyring::{KeyId, Keyring, Kind},
    row_mac::RowKey,
    seal::{self, NONCE, SealError, Secret},
    sign::Signer,
};
use kyc::ports::Entropy;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The installation keys: random and stored in the database. The key file's key seals them, so a
/// rotation does not change what they have sealed.
#[derive(Clone)]
pub(crate) struct InstallationKeys {
    /// Seals the applicants' session data.
    pub(crate) sessions: Secret,
    /// Seed of the key that signs the audit checkpoints.
    pub(crate) audit: Secret,
    /// Key of the blind indexes.
    pub(crate) search: Secret,
    /// Key of the admin: peppers passwords, seals second factors and sessions, and hashes throttle
    /// keys.
    pub(crate) admin: Secret,
    /// Seals webhook deliveries.
    pub(crate) deliveries: Secret,
}

/// Seals and opens values and keys.
#[derive(Clone)]
pub(crate) struct Vault {
    pub(super) ring: Arc<Keyring>,
    own: InstallationKeys,
    signer: Arc<Signer>,
    pub(super) entropy: Arc<dyn Entropy>,
}

pub(super) fn nonce(entropy: &dyn Entropy) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce);
    nonce
}

fn installation_key_data(name: &str) -> AssociatedData<'_> {
    AssociatedData {
        column: "installation_keys.key",
        row: name.as_bytes(),
        version: 0,
    }
}

/// Generates an installation key. Returns it with its sealed form.
pub(crate) fn make_installation_keys(
    ring: &Keyring,
    name: &str,
    under: KeyId,
    entropy: &dyn Entropy,
) -> Result<(Secret, Vec<u8>), SealError> {
    let key = key_file::fresh(entropy);
    let place = installation_key_data(name);
    let sealed = ring.wrap(under, Kind::Installation, nonce(entropy), place, &key)?;
    Ok((key, sealed))
}

/// Opens an installation key.
pub(crate) fn open_installation_keys(
    ring: &Keyring,
    name: &str,
    under: &[u8],
    sealed: &[u8],
) -> Result<Secret, SealError> {
    ring.unwrap(
        Some(under),
        Kind::Installation,
        installation_key_data(name),
        sealed,
    )
}

impl Vault {
    pub(crate) fn new(
        ring: Arc<Keyring>,
        own: InstallationKeys,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, SealError> {
        let signer = Arc::new(Signer::new(&own.audit)?);
        Ok(Self {
            ring,
            own,
            signer,
            entropy,
        })
    }

    /// The signer of the audit checkpoints.
    pub(crate) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// The blind index of a text. Equal texts have equal tokens; a token reveals nothing else
    /// without the key.
    pub(crate) fn blind_index(&self, kind: &str, text: &str) -> [u8; 16] {
        let whole = seal::keyed(&self.own.search, &[kind.as_bytes(), b"\0", text.as_bytes()]);
        let mut token = [0; 16];
        token.copy_from_slice(&whole[..16]);
        token
    }

    /// Authenticates a form token before a session: the area that it is valid for, the browser's
    /// random value and the expiry (Unix seconds).
    pub(crate) fn form_token_mac(&self, area: &str, value: &[u8; 16], expiry: i64) -> [u8; 32] {
        let key = seal::keyed(&self.own.sessions, &[b"form-tokens/1"]);
        let parts = [area.as_bytes(), b"\0", value, &expiry.to_be_bytes()];
        *seal::keyed(&key, &parts)
    }

    /// Seals session data.
    pub(crate) fn seal_session(&self, place: AssociatedData<'_>, plain: &[u8]) -> Vec<u8> {
        seal::seal(&self.own.sessions, nonce(&*self.entropy), place, plain)
    }

    /// Opens session data.
    pub(crate) fn open_session(
        &self,
        place: AssociatedData<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        seal::open(&self.own.sessions, place, sealed)
    }

    /// Seals the body of a webhook delivery.
    pub(crate) fn seal_delivery(&self, place: AssociatedData<'_>, plain: &[u8]) -> Vec<u8> {
        seal::seal(&self.own.deliveries, nonce(&*self.entropy), place, plain)
    }

    /// Opens the body of a webhook delivery.
    pub(crate) fn open_delivery(
        &self,
        place: AssociatedData<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        seal::open(&self.own.deliveries, place, sealed)
    }

    /// Seals a value of the admin.
    pub(crate) fn seal_admin(&self, place: AssociatedData<'_>, plain: &[u8]) -> Vec<u8> {
        let key = seal::keyed(&self.own.admin, &[b"seal/1"]);
        seal::seal(&key, nonce(&*self.entropy), place, plain)
    }

    /// Opens a value of the admin.
    pub(crate) fn open_admin(
        &self,
        place: AssociatedData<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let key = seal::keyed(&self.own.admin, &[b"seal/1"]);
        seal::open(&key, place, sealed)
    }

    /// The key that authenticates the admin's rows.
    pub(crate) fn row_key(&self) -> RowKey {
        RowKey::new(&self.own.admin)
    }

    /// The pepper of the staff's password hashes.
    pub(crate) fn pepper(&self) -> Secret {
        seal::keyed(&self.own.admin, &[b"pepper/1"])
    }

    /// The keyed hash of a throttle key's parts, each length-prefixed.
    pub(crate) fn admin_key(&self, parts: &[&str]) -> [u8; 16] {
        let lengths: Vec<_> = parts.iter().map(|part| part.len().to_be_bytes()).collect();
        let mut all: Vec<&[u8]> = vec![b"count/1"];
        for (length, part) in lengths.iter().zip(parts) {
            all.extend([&length[..], part.as_bytes()]);
        }
        let whole = seal::keyed(&self.own.admin, &all);
        let mut key = [0; 16];
        key.copy_from_slice(&whole[..16]);
        key
    }

    /// Reseals an installation key under another key of the key file.
    pub(crate) fn rewrap_installation_keys(
        &self,
        name: &str,
        under: &[u8],
        sealed: &[u8],
        anew: KeyId,
    ) -> Result<Vec<u8>, SealError> {
        let key = open_installation_keys(&self.ring, name, under, sealed)?;
        let nonce = nonce(&*self.entropy);
        self.ring.wrap(
            anew,
            Kind::Installation,
            nonce,
            installation_key_data(name),
            &key,
        )
    }

    #[cfg(test)]
    pub(crate) fn ring(&self) -> &Keyring {
        &self.ring
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemEntropy;
    use kyc::id::ApplicationId;

    fn ring(bytes: &[u8]) -> Keyring {
        let keys: Vec<Secret> = bytes.iter().map(|&b| Zeroizing::new([b; 32])).collect();
        Keyring::of(&keys)
    }

    fn vault(bytes: &[u8]) -> Vault {
        let own = InstallationKeys {
            sessions: Zeroizing::new([3; 32]),
            audit: Zeroizing::new([4; 32]),
            search: Zeroizing::new([5; 32]),
            admin: Zeroizing::new([6; 32]),
            deliveries: Zeroizing::new([6; 32]),
        };
        Vault::new(Arc::new(ring(bytes)), own, Arc::new(SystemEntropy)).expect("a vault")
    }

    #[test]
    fn sealed_value_opens_only_in_its_own_place() {
        let id = ApplicationId::new([1; 16]);
        let first = vault(&[7]).ring().ids()[0];
        let (key, sealed_key) = vault(&[7]).make_subject_key(id, first).expect("a key");
        let sealed = key.seal("applications.draft", 3, b"answers");
        let open = |id, column: &str, version| {
            let key = vault(&[7]).open_subject_key(id, Some(first.as_bytes()), &sealed_key)?;
            key.open(column, version, &sealed)
                .map(|plain| plain.to_vec())
        };
        assert_eq!(open(id, "applications.draft", 3), Ok(b"answers".to_vec()));
        assert_eq!(open(id, "applications.draft", 4), Err(SealError));
        assert_eq!(open(id, "applications.state", 3), Err(SealError));
        assert_eq!(
            open(ApplicationId::new([2; 16]), "applications.draft", 3),
            Err(SealError)
        );
        for others in [&[8][..], &[9, 8]] {
            let under = Some(&first.as_bytes()[..]);
            let opened = vault(others).open_subject_key(id, under, &sealed_key);
            assert!(opened.is_err());
            let opened = vault(others).open_subject_key(id, None, &sealed_key);
            assert!(opened.is_err());
        }
    }

    #[test]
    fn key_is_found_by_its_id_or_by_trial() {
        let id = ApplicationId::new([1; 16]);
        let both = vault(&[9, 7]);
        let old = both.ring().ids()[1];
        let (key, sealed_key) = both.make_subject_key(id, old).expect("a key");
        let sealed = key.seal("column", 0, b"plain");
        for under in [Some(&old.as_bytes()[..]), None] {
            let key = both.open_subject_key(id, under, &sealed_key).expect("it");
            assert_eq!(
                key.open("column", 0, &sealed).as_deref(),
                Ok(&b"plain".to_vec())
            );
        }
        let anew = both.ring().ids()[0];
        let rewrapped = both.rewrap_subject_key(id, None, &sealed_key, anew);
        let rewrapped = rewrapped.expect("sealed anew");
        let after = vault(&[9]);
        let key = after.open_subject_key(id, Some(anew.as_bytes()), &rewrapped);
        assert!(key.expect("it").open("column", 0, &sealed).is_ok());
        assert!(after.open_subject_key(id, None, &sealed_key).is_err());
    }

    #[test]
    fn installation_keys_open_only_under_their_own_name_and_kind() {
        let ring = ring(&[7]);
        let first = ring.ids()[0];
        let (_, sealed) =
            make_installation_keys(&ring, "sessions", first, &SystemEntropy).expect("a key");
        assert!(open_installation_keys(&ring, "sessions", first.as_bytes(), &sealed).is_ok());
        assert!(open_installation_keys(&ring, "search", first.as_bytes(), &sealed).is_err());
        let place = installation_key_data("sessions");
        let opened = ring.unwrap(Some(first.as_bytes()), Kind::Subject, place, &sealed);
        assert!(opened.is_err());
    }

    #[test]
    fn flipped_bit_fails_to_open() {
        let place = AssociatedData {
            column: "sessions.data",
            row: b"row",
            version: 0,
        };
        let sealed = vault(&[7]).seal_session(place, b"secret");
        for bit in 0..sealed.len() * 8 {
            let mut bent = sealed.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(vault(&[7]).open_session(place, &bent).is_err(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(
                vault(&[7]).open_session(place, &sealed[..length]).is_err(),
                "{length} bytes"
            );
        }
    }
}
