//! What the list shows of somebody: first letters and the upstream's last words,
//! sealed with their own key beside the row that the list is read from.

use super::{batch::Batch, rows::RowError};
use crate::crypto::SubjectKey;
use kyc::{
    application::Application,
    desk::list::{Person, masked_email, masked_name},
    id::ApplicationId,
    pii::Pii,
    upstream::Words,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const GLANCE: &str = "cases.glance";

/// A glance at an application.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Glance {
    name: Option<String>,
    email: Option<String>,
    words: Words,
}

impl Glance {
    pub(super) fn of(a: &Application) -> Self {
        let name = &a.draft.name.typed;
        Self {
            name: masked_name(&name.given, &name.family),
            email: masked_email(&a.draft.contact.typed.email),
            words: a.heard.words().clone(),
        }
    }

    /// Opens one; where none was written, nothing was typed.
    pub(super) fn open(key: &SubjectKey, sealed: Option<&[u8]>) -> Result<Self, RowError> {
        let Some(sealed) = sealed else {
            return Ok(Self::default());
        };
        let plain = key.open(GLANCE, 0, sealed)?;
        serde_json::from_slice(&plain).map_err(RowError::Shape)
    }

    /// Seals it.
    pub(super) fn seal(&self, key: &SubjectKey) -> Result<Vec<u8>, RowError> {
        let plain = Zeroizing::new(serde_json::to_vec(self).map_err(RowError::Shape)?);
        Ok(key.seal(GLANCE, 0, &plain))
    }

    /// Who they are and what was heard of them.
    pub(super) fn shown(self) -> (Person, Words) {
        let person = Person::Known {
            name: self.name.map(Pii::new),
            email: self.email.map(Pii::new),
        };
        (person, self.words)
    }
}

/// Writes the glance at an application as it shall be, where it is not the one
/// that is held already.
pub(super) fn keep(
    batch: &mut Batch,
    key: &SubjectKey,
    a: &Application,
    held: Option<&[u8]>,
) -> Result<(), RowError> {
    let glance = Glance::of(a);
    if Glance::open(key, held).is_ok_and(|held| held == glance) {
        return Ok(());
    }
    write(batch, a.id, &glance.seal(key)?);
    Ok(())
}

/// Writes one that nobody can open, so that the list says what is the matter.
pub(super) fn spoil(batch: &mut Batch, id: ApplicationId) {
    write(batch, id, &[0]);
}

fn write(batch: &mut Batch, id: ApplicationId, sealed: &[u8]) {
    batch
        .add("UPDATE cases SET glance_sealed = ? WHERE application_id = ?")
        .bind(sealed)
        .bind(&id.as_bytes()[..]);
}
