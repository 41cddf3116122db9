//! The key of one application's personal data. Erasing the stored key erases the data.

use super::{
    AssociatedData, key_file,
    keyring::{KeyId, Kind},
    seal::{self, SealError, Secret},
    vault::{Vault, nonce},
};
use kyc::{id::ApplicationId, ports::Entropy};
use std::sync::Arc;
use zeroize::Zeroizing;

fn subject_key_data(id: &ApplicationId) -> AssociatedData<'_> {
    AssociatedData {
        column: "subject_keys.key",
        row: id.as_bytes(),
        version: 0,
    }
}

impl Vault {
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
