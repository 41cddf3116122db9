//! Reads of a case.

use super::{
    super::super::{
        SqliteStore, moment,
        rows::{self, ColumnReader, RowError, application_id, label},
    },
    TEXT,
};
use crate::crypto::{SealError, SubjectKey};
use kyc::{
    admin::{
        ReviewerId,
        case::{Case, EntryText, Message, PersonalField, TimelineEntry},
        list::Person,
    },
    application::Application,
    audit::Actor,
    id::{ApplicationId, ExternalId, Reference, UserId},
    pii::Pii,
    provider::ProviderStatus,
    state::State,
};
use sqlx::{Row, sqlite::SqliteRow};

/// Most audit events read per case, the latest first. A usual case has some dozen.
const MOST: u32 = 1_000;

const TRAIL: &str = "SELECT e.seq, e.at, e.actor, e.action, e.from_state, e.to_state, e.detail, \
    t.text_sealed FROM applications a \
    CROSS JOIN events e ON e.application_id = a.id \
    LEFT JOIN case_texts t ON t.application_id = a.id AND t.seq = e.seq \
    WHERE a.reference = ? ORDER BY e.seq DESC LIMIT +?";

const CASE: &str = "SELECT a.*, c.number, c.assignee, k.key_id, k.key_sealed FROM applications a \
    CROSS JOIN cases c ON c.application_id = a.id \
    LEFT JOIN subject_keys k ON k.application_id = a.id \
    WHERE a.reference = ?";

const VERSION: &str = "SELECT MAX(e.seq) FROM applications a \
    CROSS JOIN events e ON e.application_id = a.id WHERE a.reference = ?";

/// The latest messages to an applicant, at most 50.
const MESSAGES: &str = "SELECT t.seq, t.written_at, t.text_sealed, k.key_id, k.key_sealed \
    FROM case_texts t JOIN subject_keys k ON k.application_id = t.application_id \
    WHERE t.application_id = ? AND t.kind = 'message' ORDER BY t.seq DESC LIMIT 50";

/// The sealed content of a case.
enum DecryptedCase {
    Open(Box<Application>, SubjectKey),
    Erased,
    Unreadable,
}

impl SqliteStore {
    /// Reads a case. The trail is read before the row, so the case never shows an older state than
    /// its version. A command on an outdated version is then refused as a conflict.
    pub(super) async fn open_case(&self, reference: &Reference) -> Result<Option<Case>, RowError> {
        let name = reference.as_str().to_owned();
        let trail = sqlx::query(TRAIL).bind(name.clone()).bind(MOST);
        let trail = self.read.rows(trail).await?;
        let row = self.read.row(sqlx::query(CASE).bind(name)).await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let id = application_id(row.try_get("id")?)?;
        let decrypted = self.decrypt_case(id, reference, &row)?;
        let mut entries = Vec::with_capacity(trail.len());
        for line in trail.iter().rev() {
            entries.push(entry(line, &decrypted)?);
        }
        Ok(Some(Case {
            trail: entries,
            ..case(id, &row, &decrypted)?
        }))
    }

    /// The sequence number of the last audit event of a case.
    pub(super) async fn case_version(
        &self,
        reference: &Reference,
    ) -> Result<Option<i64>, RowError> {
        let query = sqlx::query(VERSION).bind(reference.as_str().to_owned());
        let row = self.read.row(query).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.flatten())
    }

    /// The messages to an applicant, newest first.
    pub(super) fn messages_to(&self, id: ApplicationId) -> Result<Vec<Message>, RowError> {
        self.pool.rows(MESSAGES, [id.as_bytes()], |row| {
            let (key, seq) = (self.key_of(id, row)?, row.required_int("seq")?);
            Ok(Message {
                seq,
                at: moment(row.required_int("written_at")?),
                text: text(&key, seq, row.required_bytes("text_sealed")?)?,
            })
        })
    }

    fn decrypt_case(
        &self,
        id: ApplicationId,
        reference: &Reference,
        row: &SqliteRow,
    ) -> Result<DecryptedCase, RowError> {
        if row.try_get::<Option<i64>, _>("erased_at")?.is_some() {
            return Ok(DecryptedCase::Erased);
        }
        let opened = self.key_of(id, row).and_then(|key| {
            let application = rows::application(id, row, &key)?;
            Ok(DecryptedCase::Open(Box::new(application), key))
        });
        Ok(opened.unwrap_or_else(|error| {
            let reference = reference.as_str();
            tracing::error!(%reference, %error, "an application cannot be read for its case page");
            DecryptedCase::Unreadable
        }))
    }
}

/// The case without its audit trail.
fn case(id: ApplicationId, row: &SqliteRow, decrypted: &DecryptedCase) -> Result<Case, RowError> {
    let external_id: Option<&str> = row.try_get("external_id")?;
    let external_id = external_id.map(ExternalId::parse).transpose();
    let assignee: &[u8] = row.try_get("assignee")?;
    let mut case = Case {
        id,
        number: row.try_get("number")?,
        reference: Reference::from_stored(row.try_get("reference")?),
        user_id: UserId::from_stored(row.try_get("user_id")?),
        external_id: external_id.map_err(|_| RowError::Id)?,
        state: label(row.try_get("state")?)?,
        reason: None,
        words: ProviderStatus::default(),
        opened_at: moment(row.try_get("created_at")?),
        submitted_at: row.try_get::<Option<i64>, _>("submitted_at")?.map(moment),
        attempts: u32::try_from(row.try_get::<i64, _>("attempts")?).map_err(|_| RowError::Id)?,
        is_pollable: false,
        may_request_documents: false,
        assignee: assignee.try_into().ok().map(ReviewerId::new),
        person: Person::Unreadable,
        answers: Vec::new(),
        trail: Vec::new(),
    };
    match decrypted {
        DecryptedCase::Erased => case.person = Person::Erased,
        DecryptedCase::Unreadable => {}
        DecryptedCase::Open(application, _) => {
            let draft = &application.draft;
            case.person = Person::masked(&draft.name.typed, &draft.contact.typed.email);
            case.is_pollable = application.is_pollable();
            case.may_request_documents = application.may_request_documents();
            let masked = |datum: &PersonalField| Some((*datum, Pii::new(datum.masked(draft)?)));
            case.answers = PersonalField::ALL.iter().filter_map(masked).collect();
            case.words.clone_from(application.update_log.last_status());
            if let State::Parked(reason) = &application.state {
                case.reason = Some(*reason);
            }
        }
    }
    Ok(case)
}

/// An audit event with the staff text that belongs to it.
fn entry(row: &SqliteRow, decrypted: &DecryptedCase) -> Result<TimelineEntry, RowError> {
    let seq: i64 = row.try_get("seq")?;
    let sealed: Option<&[u8]> = row.try_get("text_sealed")?;
    let text = sealed.map(|sealed| match decrypted {
        DecryptedCase::Erased => EntryText::Erased,
        DecryptedCase::Unreadable => EntryText::Unreadable,
        DecryptedCase::Open(_, key) => {
            text(key, seq, sealed).map_or(EntryText::Unreadable, EntryText::Text)
        }
    });
    Ok(TimelineEntry {
        seq,
        at: moment(row.try_get("at")?),
        actor: Actor::parse(row.try_get("actor")?),
        word: row.try_get("action")?,
        action: serde_json::from_str(row.try_get("detail")?).ok(),
        from: label(row.try_get("from_state")?)?,
        to: label(row.try_get("to_state")?)?,
        text,
    })
}

/// The staff text of an event; `None` without the key, or after an erasure.
pub(in crate::db) fn written(
    key: Option<&SubjectKey>,
    line: i64,
    sealed: &[u8],
) -> Result<Option<Pii<String>>, RowError> {
    let key = key.filter(|_| !sealed.is_empty());
    Ok(key.map(|key| text(key, line, sealed)).transpose()?)
}

/// The opened staff text of an event.
fn text(key: &SubjectKey, seq: i64, sealed: &[u8]) -> Result<Pii<String>, SealError> {
    let plain = key.open(TEXT, seq.unsigned_abs(), sealed)?;
    let plain = String::from_utf8(plain.to_vec()).map_err(|_| SealError)?;
    Ok(Pii::new(plain))
}
