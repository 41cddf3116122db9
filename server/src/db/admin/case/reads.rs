//! Reads of a case.

use super::{
    super::super::{
        DatabaseStore,
        driver::params,
        moment,
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

const VERSION: &str = "SELECT MAX(e.seq) AS seq FROM applications a \
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

impl DatabaseStore {
    /// Reads a case. Row and trail are of one snapshot, so the case shows the state of its version.
    /// A command on an outdated version is refused as a conflict.
    pub(super) async fn open_case(&self, reference: &Reference) -> Result<Option<Case>, RowError> {
        let (store, reference) = (self.clone(), reference.clone());
        let opened = self.scan(move |tx| {
            let found = tx.row(CASE, params![reference.as_str()], |row| {
                let id = application_id(row.required_bytes("id")?)?;
                let decrypted = store.decrypt_case(id, &reference, row)?;
                Ok((case(id, row, &decrypted)?, decrypted))
            })?;
            let Some((mut case, decrypted)) = found else {
                return Ok(None);
            };
            let bound = params![reference.as_str(), MOST];
            case.trail = tx.rows(TRAIL, bound, |row| entry(row, &decrypted))?;
            case.trail.reverse();
            Ok(Some(case))
        });
        opened.await
    }

    /// The sequence number of the last audit event of a case.
    pub(super) async fn case_version(
        &self,
        reference: &Reference,
    ) -> Result<Option<i64>, RowError> {
        let reference = reference.clone();
        let seq = self.scan(move |tx| {
            tx.row(VERSION, params![reference.as_str()], |row| {
                row.number("seq")
            })
        });
        Ok(seq.await?.flatten())
    }

    /// The messages to an applicant, newest first.
    pub(super) fn messages_to(&self, id: ApplicationId) -> Result<Vec<Message>, RowError> {
        self.read(|tx| {
            tx.rows(MESSAGES, params![id.as_bytes()], |row| {
                let (key, seq) = (self.key_of(id, row)?, row.required_int("seq")?);
                Ok(Message {
                    seq,
                    at: moment(row.required_int("written_at")?),
                    text: text(&key, seq, row.required_bytes("text_sealed")?)?,
                })
            })
        })
    }

    fn decrypt_case(
        &self,
        id: ApplicationId,
        reference: &Reference,
        row: &dyn ColumnReader,
    ) -> Result<DecryptedCase, RowError> {
        if row.number("erased_at")?.is_some() {
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
fn case(
    id: ApplicationId,
    row: &dyn ColumnReader,
    decrypted: &DecryptedCase,
) -> Result<Case, RowError> {
    let external_id = row.text("external_id")?.map(ExternalId::parse).transpose();
    let assignee = row.required_bytes("assignee")?;
    let mut case = Case {
        id,
        number: row.required_int("number")?,
        reference: Reference::from_stored(row.required_text("reference")?.to_owned()),
        user_id: UserId::from_stored(row.required_text("user_id")?.to_owned()),
        external_id: external_id.map_err(|_| RowError::Id)?,
        state: label(row.required_text("state")?)?,
        reason: None,
        words: ProviderStatus::default(),
        opened_at: moment(row.required_int("created_at")?),
        submitted_at: row.number("submitted_at")?.map(moment),
        attempts: u32::try_from(row.required_int("attempts")?).map_err(|_| RowError::Id)?,
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
fn entry(row: &dyn ColumnReader, decrypted: &DecryptedCase) -> Result<TimelineEntry, RowError> {
    let seq = row.required_int("seq")?;
    let text = row.bytes("text_sealed")?.map(|sealed| match decrypted {
        DecryptedCase::Erased => EntryText::Erased,
        DecryptedCase::Unreadable => EntryText::Unreadable,
        DecryptedCase::Open(_, key) => {
            text(key, seq, sealed).map_or(EntryText::Unreadable, EntryText::Text)
        }
    });
    Ok(TimelineEntry {
        seq,
        at: moment(row.required_int("at")?),
        actor: Actor::parse(row.required_text("actor")?),
        word: row.required_text("action")?.to_owned(),
        action: serde_json::from_str(row.required_text("detail")?).ok(),
        from: label(row.required_text("from_state")?)?,
        to: label(row.required_text("to_state")?)?,
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
