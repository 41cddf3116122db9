//! Writes about a case: the audit event and its staff text in one transaction.

use super::{
    super::super::{
        SqliteStore,
        batch::Batch,
        commit::CommitError,
        commit_parts::append,
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
    batch: &mut Batch,
    key: &SubjectKey,
    a: &Application,
    last: i64,
    signed: Option<&Attribution>,
    events: &mut [Event],
) {
    let text = signed.and_then(|signed| signed.text.as_ref());
    if let (Some(text), Some(first)) = (text, events.first_mut()) {
        let digest = seal_text(batch, key, (a.id, last + 1), millis(a.updated_at), text);
        first.action = first.action.clone().with_text(digest);
    }
}

/// Seals a staff text with the subject key for the event of this sequence number. Returns the hash
/// for the event.
pub(in crate::db) fn seal_text(
    batch: &mut Batch,
    key: &SubjectKey,
    (id, seq): (ApplicationId, i64),
    at: i64,
    text: &StaffText,
) -> String {
    let sealed = key.seal(TEXT, seq.unsigned_abs(), text.expose().as_bytes());
    // The hash covers the sealed bytes. A hash of the plain text would let a reader guess an erased
    // text.
    let digest = hex(&Sha256::digest(&sealed));
    batch
        .add(
            "INSERT INTO case_texts (application_id, seq, kind, written_at, text_sealed) \
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&id.as_bytes()[..])
        .bind(seq)
        .bind(text.kind().as_str())
        .bind(at)
        .bind(sealed);
    digest
}

/// The reviewer a case is assigned to.
fn assignee(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Option<ReviewerId>, RowError> {
    let sql = "SELECT assignee FROM cases WHERE application_id = ?";
    let found = tx.row(sql, params![id.as_bytes()], |row| {
        let whose = row.required_bytes("assignee")?;
        Ok(whose.try_into().ok().map(ReviewerId::new))
    });
    found?.ok_or(RowError::Missing)
}

impl SqliteStore {
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
        let (end, at) = (head.chain_head, millis(now));
        let seen = command.expected_version;
        let is_note = matches!(&act, CaseAction::Write(text) if text.kind() == TextKind::Note);
        if seen != end.seq && !(is_note && seen < end.seq) {
            return Err(CommitError::Conflict);
        }
        let mut batch = Batch::new();
        let action = match act {
            CaseAction::Assign(to) => {
                let from = assignee(tx, id)?;
                batch
                    .add("UPDATE cases SET assignee = ? WHERE application_id = ?")
                    .bind(to.map_or(Vec::new(), |to| to.as_bytes().to_vec()))
                    .bind(&id.as_bytes()[..]);
                Action::Assigned {
                    from: from.map(|id| id.to_string()),
                    to: to.map(|id| id.to_string()),
                }
            }
            CaseAction::Write(text) => {
                let digest = seal_text(&mut batch, &key, (id, end.seq + 1), at, &text);
                match text.kind() {
                    TextKind::Message => Action::Messaged { text: digest },
                    TextKind::Note | TextKind::Reason => Action::Noted { text: digest },
                }
            }
            CaseAction::PollAt(due_at) => {
                let duty = JobKind::Poll;
                jobs::set(&mut batch, id, Some(ScheduledJob { kind: duty, due_at }));
                Action::PollRequested
            }
        };
        let event = Event::still(Actor::Reviewer(command.by), action, head.state);
        append(&mut batch, id, end, at, &[event])?;
        batch.write_pooled(tx.connection())?;
        Ok(())
    }
}
