//! Writes about a case: the audit event and its staff text in one transaction.

use super::{
    super::super::{
        DatabaseStore,
        commit::CommitError,
        commit_parts::append_one,
        driver::{Tx, params},
        head::ApplicationHead,
        jobs, millis,
        rows::RowError,
    },
    TEXT,
};
use crate::crypto::{SubjectKey, hex};
use kyc::{
    admin::{
        ReviewerId,
        case::{CaseAction, CaseCommand},
    },
    application::Application,
    audit::{Action, Actor, Attribution, Event, StaffText, TextKind},
    id::ApplicationId,
    jobs::{JobKind, ScheduledJob},
};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

/// Stores the staff text of a change and puts its hash into the change's event. The change's first
/// event follows `last`.
pub(in crate::db) fn sign(
    tx: &mut Tx<'_>,
    key: &SubjectKey,
    a: &Application,
    last: i64,
    signed: Option<&Attribution>,
    events: &mut [Event],
) -> Result<(), RowError> {
    let text = signed.and_then(|signed| signed.text.as_ref());
    if let (Some(text), Some(first)) = (text, events.first_mut()) {
        let digest = seal_text(tx, key, (a.id, last + 1), millis(a.updated_at), text)?;
        first.action = first.action.clone().with_text(digest);
    }
    Ok(())
}

/// Seals a staff text with the subject key for the event of this sequence number. Returns the hash
/// for the event.
pub(in crate::db) fn seal_text(
    tx: &mut Tx<'_>,
    key: &SubjectKey,
    (id, seq): (ApplicationId, i64),
    at: i64,
    text: &StaffText,
) -> Result<String, RowError> {
    let sealed = key.seal(TEXT, seq.unsigned_abs(), text.expose().as_bytes());
    // The hash covers the sealed bytes. A hash of the plain text would let a reader guess an erased
    // text.
    let digest = hex(&Sha256::digest(&sealed));
    let sql = "INSERT INTO case_texts (application_id, seq, kind, written_at, text_sealed) \
               VALUES (?, ?, ?, ?, ?)";
    let row = params![id.as_bytes(), seq, text.kind().as_str(), at, &sealed];
    tx.execute(sql, row)?;
    Ok(digest)
}

impl DatabaseStore {
    /// Appends a reviewer's event to a case. Fails with a conflict if the case has changed since
    /// the reviewer read it. A note changes nothing, so it may follow any event.
    pub(super) fn write_about(
        &self,
        tx: &mut Tx<'_>,
        id: ApplicationId,
        command: &CaseCommand,
        act: CaseAction,
        now: OffsetDateTime,
    ) -> Result<(), CommitError> {
        let head = ApplicationHead::of(tx, id)?.ok_or(CommitError::Conflict)?;
        // The subject key is gone after an erasure: no more text can be written.
        let key = head.key(&self.vault)?.ok_or(CommitError::Conflict)?;
        let (end, at) = (&head.chain_head, millis(now));
        let mut new_assignee = None;
        let seen = command.expected_version;
        let is_note = matches!(&act, CaseAction::Write(text) if text.kind() == TextKind::Note);
        if seen != end.seq && !(is_note && seen < end.seq) {
            return Err(CommitError::Conflict);
        }
        let action = match act {
            CaseAction::Assign(to) => {
                let case = head.case.as_ref().ok_or(RowError::Missing)?;
                let from = <[u8; 16]>::try_from(&*case.assignee).ok();
                let from = from.map(ReviewerId::new);
                let to_bytes = to.as_ref().map_or(&[][..], |to| &to.as_bytes()[..]);
                new_assignee = Some(to_bytes.to_vec());
                Action::Assigned {
                    from: from.map(|id| id.to_string()),
                    to: to.map(|id| id.to_string()),
                }
            }
            CaseAction::Write(text) => {
                let digest = seal_text(tx, &key, (id, end.seq + 1), at, &text)?;
                match text.kind() {
                    TextKind::Message => Action::Messaged { text: digest },
                    TextKind::Note | TextKind::Reason => Action::Noted { text: digest },
                }
            }
            CaseAction::PollAt(due_at) => {
                let duty = JobKind::Poll;
                jobs::set(tx, id, Some(ScheduledJob { kind: duty, due_at }))?;
                Action::PollRequested
            }
        };
        let event = Event::still(Actor::Reviewer(command.by), action, head.state);
        append_one(tx, &head, at, event, |case| {
            if let Some(assignee) = new_assignee {
                case.assignee = assignee;
            }
        })?;
        Ok(())
    }
}
