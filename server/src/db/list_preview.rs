//! List previews: masked name, masked email and provider status of an application. The subject key
//! seals them beside the row that the list reads.

use super::{
    DatabaseStore,
    driver::{Tx, params},
    rows::{self, ColumnReader, RowError, application_id},
};
use crate::crypto::{SealError, SubjectKey};
use kyc::{
    admin::list::{Person, masked_email, masked_name},
    application::Application,
    id::ApplicationId,
    pii::Pii,
    provider::ProviderStatus,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const PREVIEW_COLUMN: &str = "cases.glance";

/// Previews written in one transaction.
const AT_ONCE: u32 = 200;

/// Cases that a migration left without a preview.
const MISSING_PREVIEWS: &str = "SELECT c.number, a.*, k.key_id, k.key_sealed \
    FROM cases c INDEXED BY cases_without_glance \
    CROSS JOIN applications a ON a.id = c.application_id \
    LEFT JOIN subject_keys k ON k.application_id = a.id \
    WHERE c.glance_sealed IS NULL AND c.number > ? ORDER BY c.number LIMIT +?";

/// What the list shows of an application.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ListPreview {
    name: Option<String>,
    email: Option<String>,
    words: ProviderStatus,
}

impl ListPreview {
    pub(super) fn of(a: &Application) -> Self {
        let name = &a.draft.name.typed;
        Self {
            name: masked_name(&name.given, &name.family),
            email: masked_email(&a.draft.contact.typed.email),
            words: a.update_log.last_status().clone(),
        }
    }

    pub(super) fn open(key: &SubjectKey, sealed: Option<&[u8]>) -> Result<Self, RowError> {
        let plain = key.open(PREVIEW_COLUMN, 0, sealed.ok_or(SealError)?)?;
        serde_json::from_slice(&plain).map_err(RowError::Shape)
    }

    pub(super) fn seal(&self, key: &SubjectKey) -> Result<Vec<u8>, RowError> {
        let plain = Zeroizing::new(serde_json::to_vec(self).map_err(RowError::Shape)?);
        Ok(key.seal(PREVIEW_COLUMN, 0, &plain))
    }

    /// The masked person and the provider status.
    pub(super) fn into_parts(self) -> (Person, ProviderStatus) {
        let person = Person::Known {
            name: self.name.map(Pii::new),
            email: self.email.map(Pii::new),
        };
        (person, self.words)
    }
}

/// The sealed preview of an application.
pub(super) fn sealed(key: &SubjectKey, a: &Application) -> Result<Vec<u8>, RowError> {
    ListPreview::of(a).seal(key)
}

/// The sealed preview of an application, if it differs from the stored one.
pub(super) fn changed(
    key: &SubjectKey,
    a: &Application,
    held: Option<&[u8]>,
) -> Result<Option<Vec<u8>>, RowError> {
    let preview = ListPreview::of(a);
    let is_same = ListPreview::open(key, held).is_ok_and(|held| held == preview);
    (!is_same).then(|| preview.seal(key)).transpose()
}

fn write(tx: &mut Tx<'_>, id: ApplicationId, sealed: &[u8]) -> Result<(), RowError> {
    let sql = "UPDATE cases SET glance_sealed = ? WHERE application_id = ?";
    tx.execute(sql, params![sealed, id.as_bytes()])?;
    Ok(())
}

impl DatabaseStore {
    /// Writes the previews that a migration left out, before the list is first read. An interrupted
    /// run continues at the next start.
    pub(super) async fn make_list_previews(&self) -> Result<(), RowError> {
        let (mut made, mut after) = (0, 0);
        while let Some((count, last)) = self.write_batch(after).await? {
            made += count;
            after = last;
        }
        if made > 0 {
            tracing::info!(made, "list previews of older applications were made");
        }
        Ok(())
    }

    /// Writes the next batch of previews after a case number. Returns their count and the last case
    /// number.
    async fn write_batch(&self, after: i64) -> Result<Option<(usize, i64)>, RowError> {
        let store = self.clone();
        self.transact(move |tx| {
            let missing = tx.rows(MISSING_PREVIEWS, params![after, AT_ONCE], |row| {
                Ok((row.required_int("number")?, store.make_preview(row)?))
            })?;
            let mut made = 0;
            for (id, sealed) in missing.iter().filter_map(|(_, preview)| preview.as_ref()) {
                write(tx, *id, sealed)?;
                made += 1;
            }
            Ok(missing.last().map(|(number, _)| (made, *number)))
        })
        .await
    }

    /// The application of a row with its sealed preview; `None` if its key is missing.
    fn make_preview(
        &self,
        row: &dyn ColumnReader,
    ) -> Result<Option<(ApplicationId, Vec<u8>)>, RowError> {
        let id = application_id(row.required_bytes("id")?)?;
        // A key file may lack a key for now. The preview is then written at a later start.
        let key = match self.key_of(id, row) {
            Ok(key) => key,
            Err(error) => {
                tracing::warn!(%id, %error, "the list preview of an application cannot be made");
                return Ok(None);
            }
        };
        let sealed = match rows::application(id, row, &key) {
            Ok(application) => sealed(&key, &application)?,
            Err(error) => {
                tracing::error!(%id, %error, "an application cannot be read for the list");
                // The row can never be read. The stub preview makes the list show that.
                vec![0]
            }
        };
        Ok(Some((id, sealed)))
    }
}
