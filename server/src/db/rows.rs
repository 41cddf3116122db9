//! Conversions between database rows and domain values: sealed columns and plain columns.

pub(super) use super::driver::{ColumnReader, RowError};

use super::{millis, moment};
use crate::crypto::SubjectKey;
use kyc::{
    application::{Application, ApplicationSummary},
    form::{Answer, Draft, contact::ContactTyped, name::NameTyped},
    id::{ApplicationId, ExternalId, Reference, SessionToken, UserId},
    provider::ProviderStatus,
    state::{State, StateKind, UpdateLog},
};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use zeroize::Zeroizing;

pub(super) const DRAFT: &str = "applications.draft";
pub(super) const STATE: &str = "applications.state";
pub(super) const SSN: &str = "applications.ssn";
pub(super) const REQUEST: &str = "attempts.request";

/// The content of the sealed draft.
#[derive(Serialize, Deserialize)]
struct DraftBlob {
    draft: Draft,
    session_token: SessionToken,
}

/// The content of the sealed state.
#[derive(Serialize, Deserialize)]
struct StateBlob {
    #[serde(flatten)]
    state: State,
    #[serde(default, rename = "heard")]
    update_log: UpdateLog,
    #[serde(default)]
    granted: u32,
}

/// Parses an application id from a blob column.
pub(super) fn application_id(bytes: &[u8]) -> Result<ApplicationId, RowError> {
    let bytes = bytes.try_into().map_err(|_| RowError::Id)?;
    Ok(ApplicationId::new(bytes))
}

/// Reads the application id in the column `id`.
pub(super) fn id(row: &dyn ColumnReader) -> Result<ApplicationId, RowError> {
    application_id(row.required_bytes("id")?)
}

/// Parses a stored state kind.
pub(super) fn label(word: &str) -> Result<StateKind, RowError> {
    StateKind::parse(word).ok_or(RowError::Id)
}

/// An application's sealed columns.
pub(super) struct Sealed {
    pub(super) draft: Vec<u8>,
    pub(super) state: Vec<u8>,
}

/// Seals an application's draft and state for the version that the row will have.
pub(super) fn seal(
    key: &SubjectKey,
    application: &Application,
    version: u64,
) -> Result<Sealed, RowError> {
    let blob = DraftBlob {
        draft: application.draft.clone(),
        session_token: application.session_token.clone(),
    };
    let draft = Zeroizing::new(serde_json::to_vec(&blob).map_err(RowError::Shape)?);
    let blob = StateBlob {
        state: application.state.clone(),
        update_log: application.update_log.clone(),
        granted: application.granted,
    };
    let state = Zeroizing::new(serde_json::to_vec(&blob).map_err(RowError::Shape)?);
    Ok(Sealed {
        draft: key.seal(DRAFT, version, &draft),
        state: key.seal(STATE, version, &state),
    })
}

/// Reads an application from its row.
pub(super) fn application(
    id: ApplicationId,
    row: &dyn ColumnReader,
    key: &SubjectKey,
) -> Result<Application, RowError> {
    let version = row.required_int("version")?.unsigned_abs();
    let draft = key.open(DRAFT, version, row.required_bytes("draft_sealed")?)?;
    let state = key.open(STATE, version, row.required_bytes("state_sealed")?)?;
    let blob: DraftBlob = serde_json::from_slice(&draft).map_err(RowError::Shape)?;
    let StateBlob {
        state,
        update_log,
        granted,
    } = serde_json::from_slice(&state).map_err(RowError::Shape)?;
    Ok(Application {
        id,
        user_id: UserId::from_stored(row.required_text("user_id")?.to_owned()),
        reference: Reference::from_stored(row.required_text("reference")?.to_owned()),
        session_token: blob.session_token,
        version,
        created_at: moment(row.required_int("created_at")?),
        updated_at: moment(row.required_int("updated_at")?),
        since: moment(row.required_int("since")?),
        submitted_at: row.number("submitted_at")?.map(moment),
        external_id: external_id(row)?,
        draft: blob.draft,
        state,
        update_log,
        attempts: u32::try_from(row.required_int("attempts")?).map_err(|_| RowError::Id)?,
        granted,
        polled_at: row.number("asked_at")?.map(moment),
    })
}

#[derive(Deserialize)]
struct StateOutline {
    #[serde(flatten)]
    state: State,
    /// A named field lets the parser skip the log without reading it.
    #[serde(default, rename = "heard")]
    _heard: IgnoredAny,
    #[serde(default)]
    granted: u32,
}

/// Reads an application's summary from a row with these columns.
pub(super) fn summary(
    id: ApplicationId,
    row: &dyn ColumnReader,
    key: &SubjectKey,
) -> Result<ApplicationSummary, RowError> {
    let version = row.required_int("version")?.unsigned_abs();
    let state = key.open(STATE, version, row.required_bytes("state_sealed")?)?;
    let StateOutline { state, granted, .. } =
        serde_json::from_slice(&state).map_err(RowError::Shape)?;
    Ok(ApplicationSummary {
        id,
        external_id: external_id(row)?,
        state,
        attempts: u32::try_from(row.required_int("attempts")?).map_err(|_| RowError::Id)?,
        granted,
        polled_at: row.number("asked_at")?.map(moment),
    })
}

fn external_id(row: &dyn ColumnReader) -> Result<Option<ExternalId>, RowError> {
    let id = row.text("external_id")?.map(ExternalId::parse);
    id.transpose().map_err(|_| RowError::Id)
}

/// What the export reads from an application. The export opens every application, so the parser
/// skips the other fields.
pub(super) struct Excerpt {
    pub(super) name: NameTyped,
    pub(super) email: String,
    /// The provider's last status.
    pub(super) words: ProviderStatus,
}

#[derive(Deserialize)]
struct DraftExcerpt {
    draft: WhoTyped,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WhoTyped {
    name: Answer<NameTyped>,
    contact: Answer<ContactTyped>,
}

#[derive(Deserialize)]
struct StateExcerpt {
    #[serde(default, rename = "heard")]
    update_log: UpdateLog,
}

/// Reads an excerpt from a row with these columns.
pub(super) fn excerpt(row: &dyn ColumnReader, key: &SubjectKey) -> Result<Excerpt, RowError> {
    let version = row.required_int("version")?.unsigned_abs();
    let draft = key.open(DRAFT, version, row.required_bytes("draft_sealed")?)?;
    let state = key.open(STATE, version, row.required_bytes("state_sealed")?)?;
    let DraftExcerpt { draft } = serde_json::from_slice(&draft).map_err(RowError::Shape)?;
    let StateExcerpt { update_log } = serde_json::from_slice(&state).map_err(RowError::Shape)?;
    Ok(Excerpt {
        name: draft.name.typed,
        email: draft.contact.typed.email,
        words: update_log.last_status().clone(),
    })
}

/// The submission time as stored, in milliseconds since 1970.
pub(super) fn submitted(application: &Application) -> Option<i64> {
    application.submitted_at.map(millis)
}
