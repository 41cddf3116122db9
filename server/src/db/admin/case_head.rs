//! A case within a transaction of the staff: its state, version and key, and a new event.

use super::{
    super::{
        DatabaseStore,
        commit::CommitError,
        commit_parts::append_one,
        driver::{Tx, params},
        head::ApplicationHead,
        millis,
        rows::{self, RowError, application_id},
    },
    case,
};
use crate::crypto::SubjectKey;
use kyc::{
    admin::ReviewerId,
    application::Application,
    audit::{Action, Actor, Event, StaffText},
    id::{ApplicationId, Reference},
    state::StateKind,
};
use time::OffsetDateTime;

/// A case within a transaction. No other transaction changes it until that one ends.
pub(super) struct CaseHead {
    pub(super) id: ApplicationId,
    pub(super) state: StateKind,
    head: ApplicationHead,
    pub(super) key: SubjectKey,
}

impl CaseHead {
    /// Reads the case; `None` if it does not exist or was erased.
    pub(super) fn of(
        store: &DatabaseStore,
        tx: &mut Tx<'_>,
        case: &Reference,
    ) -> Result<Option<Self>, RowError> {
        let sql = "SELECT id FROM applications WHERE reference = ?";
        let found = tx.row(sql, params![case.as_str()], |row| {
            application_id(row.required_bytes("id")?)
        })?;
        let Some(id) = found else {
            return Ok(None);
        };
        let Some(head) = ApplicationHead::of(tx, id)? else {
            return Ok(None);
        };
        let key = head.key(&store.vault)?;
        Ok(key.map(|key| Self {
            id,
            state: head.state,
            head,
            key,
        }))
    }

    /// The version a reviewer has seen: the sequence number of the last event.
    pub(super) const fn version(&self) -> i64 {
        self.head.chain_head.seq
    }

    /// The application with its opened columns.
    pub(super) fn draft(&self, tx: &mut Tx<'_>) -> Result<Application, RowError> {
        let sql = "SELECT * FROM applications WHERE id = ?";
        let found = tx.row(sql, params![self.id.as_bytes()], |row| {
            rows::application(self.id, row, &self.key)
        });
        found?.ok_or(RowError::Missing)
    }

    /// Appends an event with its reason and without a state change. Returns its sequence number.
    pub(super) fn append_staff_event(
        &self,
        tx: &mut Tx<'_>,
        (by, action): (ReviewerId, Action),
        why: &StaffText,
        now: OffsetDateTime,
    ) -> Result<i64, CommitError> {
        let (line, at) = (self.version() + 1, millis(now));
        let digest = case::seal_text(tx, &self.key, (self.id, line), at, why)?;
        let action = action.with_text(digest);
        let event = Event::still(Actor::Reviewer(by), action, self.state);
        append_one(tx, &self.head, at, event, |_| {})?;
        Ok(line)
    }
}
