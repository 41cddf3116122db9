//! The vault holds the installation keys and opens the subject keys.

use super::{
    key_file,
    keyring::{KeyId, Keyring, Kind},
    row_mac::RowKey,
    seal::{self, AssociatedData, NONCE, SealError, Secret},
    sign::Signer,
};
use kyc::{id::ApplicationId, ports::Entropy};
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
    ring: Arc<Keyring>,
    own: InstallationKeys,
    signer: Arc<Signer>,
    entropy: Arc<dyn Entropy>,
}

fn nonce(entropy: &dyn Entropy) -> [u8; NONCE] {
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

fn subject_key_data(id: &ApplicationId) -> AssociatedData<'_> {
    AssociatedData {
        column: "subject_keys.key",
        row: id.as_bytes(),
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

    /// Generates a subject key. Returns it with its sealed form.
    pub(crate) fn make_subject_key(
        &self,
        id: ApplicationId,
        under: KeyId,
    ) -> Result<(SubjectKey, Vec<u8>), SealError> {
        let key = self.subject_key(id, key_file::fresh(&*self.entropy));
        let sealed = self.wrap_subject_key(&key, under)?;
        Ok((key, sealed))
    }

    fn wrap_subject_key(&self, key: &SubjectKey, under: KeyId) -> Result<Vec<u8>, SealError> {
        let place = subject_key_data(&key.id);
        let nonce = nonce(&*self.entropy);
        self.ring.wrap(under, Kind::Subject, nonce, place, &key.key)
    }

    /// Opens a subject key.
    pub(crate) fn open_subject_key(
        &self,
        id: ApplicationId,
        under: Option<&[u8]>,
        sealed: &[u8],
    ) -> Result<SubjectKey, SealError> {
        let place = subject_key_data(&id);
        let key = self.ring.unwrap(under, Kind::Subject, place, sealed)?;
        Ok(self.subject_key(id, key))
    }

    /// Reseals a subject key under another key of the key file.
    pub(crate) fn rewrap_subject_key(
        &self,
        id: ApplicationId,
        under: Option<&[u8]>,
        sealed: &[u8],
        anew: KeyId,
    ) -> Result<Vec<u8>, SealError> {
        let key = self.open_subject_key(id, under, sealed)?;
        self.wrap_subject_key(&key, anew)
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

    fn subject_key(&self, id: ApplicationId, key: Secret) -> SubjectKey {
        SubjectKey {
            key,
            id,
            entropy: self.entropy.clone(),
        }
    }
}

/// The key of one application's personal data.
pub(crate) struct SubjectKey {
    key: Secret,
    id: ApplicationId,
    entropy: Arc<dyn Entropy>,
}

impl SubjectKey {
    fn associated_data<'a>(&'a self, column: &'a str, version: u64) -> AssociatedData<'a> {
        AssociatedData {
            column,
            row: self.id.as_bytes(),
            version,
        }
    }

    /// Seals a value of this application's column.
    pub(crate) fn seal(&self, column: &str, version: u64, plain: &[u8]) -> Vec<u8> {
        let nonce = nonce(&*self.entropy);
        seal::seal(
            &self.key,
            nonce,
            self.associated_data(column, version),
            plain,
        )
    }

    /// Opens a value of this application's column.
    pub(crate) fn open(
        &self,
        column: &str,
        version: u64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        seal::open(&self.key, self.associated_data(column, version), sealed)
    }
}

#[cfg(test)]
mod tests;
