//! Conversions between list rows and domain values.

use super::{
    super::super::{
        DatabaseStore,
        list_preview::ListPreview,
        moment,
        rows::{self, ColumnReader, Excerpt, RowError, application_id, label},
    },
    sql::RowColumns,
};
use kyc::{
    admin::{
        ReviewerId,
        list::{CaseRow, Decision, ExportColumns, Person},
    },
    id::Reference,
    provider::ProviderStatus,
    state::StateKind,
};

/// How much personal data the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Masking {
    /// First letters only.
    Masked,
    /// First letters only, with the columns of an export.
    Export,
    /// The full values as typed, with the columns of an export.
    Full,
}

impl Masking {
    /// The columns it needs.
    pub(super) const fn columns(self) -> RowColumns {
        match self {
            Self::Masked => RowColumns::Rows,
            Self::Export => RowColumns::Export,
            Self::Full => RowColumns::ExportInFull,
        }
    }
}

/// The assignee of a case; an empty value means unassigned.
fn assignee_id(bytes: &[u8]) -> Result<Option<ReviewerId>, RowError> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let id = bytes.try_into().map_err(|_| RowError::Id)?;
    Ok(Some(ReviewerId::new(id)))
}

/// The columns of an export. A final state began with the decision.
fn export_columns(row: &dyn ColumnReader, state: StateKind) -> Result<ExportColumns, RowError> {
    let since = moment(row.required_int("since")?);
    Ok(ExportColumns {
        submitted_at: row.number("submitted_at")?.map(moment),
        decided_at: state.is_final().then_some(since),
        external_id: row.text("external_id")?.map(str::to_owned),
        erased_at: row.number("erased_at")?.map(moment),
        override_request: row.text("override_request")?.map(str::to_owned),
    })
}

impl DatabaseStore {
    /// Reads a list row. A row that cannot be opened is shown as unreadable, so that the rest of
    /// the list stays usable.
    pub(super) fn case_of(
        &self,
        row: &dyn ColumnReader,
        seen: Masking,
    ) -> Result<CaseRow, RowError> {
        let preview = row.bytes("glance_sealed")?;
        let (person, words) = match self.opened(row, preview, seen) {
            _ if preview.is_some_and(<[u8]>::is_empty) => {
                (Person::Erased, ProviderStatus::default())
            }
            Ok(read) => read,
            Err(error) => {
                let reference = row.required_text("reference")?;
                tracing::error!(%reference, %error, "an application cannot be read for the list");
                (Person::Unreadable, ProviderStatus::default())
            }
        };
        let state = label(row.required_text("state")?)?;
        // An override request about an earlier decision is void.
        let contested = row.text("contested")?;
        Ok(CaseRow {
            contested: contested == Some(Decision::of(state).as_str()),
            number: row.required_int("number")?,
            reference: Reference::from_stored(row.required_text("reference")?.to_owned()),
            state,
            provider_status: words,
            opened_at: moment(row.required_int("opened_at")?),
            event: row.required_text("event")?.to_owned(),
            event_at: moment(row.required_int("event_at")?),
            assignee_id: assignee_id(row.required_bytes("assignee")?)?,
            assignee: row.text("name")?.map(str::to_owned),
            person,
            export: match seen {
                Masking::Masked => None,
                Masking::Export | Masking::Full => Some(export_columns(row, state)?),
            },
        })
    }

    /// Opens the sealed part of a row.
    fn opened(
        &self,
        row: &dyn ColumnReader,
        preview: Option<&[u8]>,
        seen: Masking,
    ) -> Result<(Person, ProviderStatus), RowError> {
        let id = application_id(row.required_bytes("application_id")?)?;
        let key = self.key_of(id, row)?;
        match seen {
            Masking::Masked | Masking::Export => Ok(ListPreview::open(&key, preview)?.into_parts()),
            Masking::Full => {
                let Excerpt { name, email, words } = rows::excerpt(row, &key)?;
                Ok((Person::unmasked(&name, &email), words))
            }
        }
    }
}
