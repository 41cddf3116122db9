//! A case within a transaction of the staff: its state, version and key, and a new event.

use super::{
    super::{
        SqliteStore,
        batch::Batch,
        commit::CommitError,
        commit_parts::append,
        head::ApplicationHead,
        millis,
        rows::{self, application_id, label},
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
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

/// A case within a transaction. No other connection writes until that transaction ends.
pub(super) struct CaseHead {
    pub(super) id: ApplicationId,
    pub(super) state: StateKind,
    head: ApplicationHead,
    pub(super) key: SubjectKey,
}

impl CaseHead {
    /// Reads the case; `None` if it does not exist or was erased.
    pub(super) async fn of(
        store: &SqliteStore,
        tx: &mut SqliteConnection,
        case: &Reference,
    ) -> Result<Option<Self>, CommitError> {
        let row = sqlx::query("SELECT id, state FROM applications WHERE reference = ?")
            .bind(case.as_str().to_owned())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let (id, state) = (application_id(row.try_get(0)?)?, label(row.try_get(1)?)?);
        let Some(head) = ApplicationHead::of(tx, id).await? else {
            return Ok(None);
        };
        let key = head.key(&store.vault)?;
        Ok(key.map(|key| Self {
            id,
            state,
            head,
            key,
        }))
    }

    /// The version a reviewer has seen: the sequence number of the last event.
    pub(super) fn version(&self) -> Result<i64, CommitError> {
        Ok(self.head.chain_head.seq)
    }

    /// The application with its opened columns.
    pub(super) async fn draft(
        &self,
        tx: &mut SqliteConnection,
    ) -> Result<Application, CommitError> {
        let row = sqlx::query("SELECT * FROM applications WHERE id = ?")
            .bind(&self.id.as_bytes()[..])
            .fetch_one(tx)
            .await?;
        Ok(rows::application(self.id, &row, &self.key)?)
    }

    /// Appends an event with its reason and without a state change. Returns its sequence number.
    pub(super) async fn append_staff_event(
        &self,
        tx: &mut SqliteConnection,
        (by, action): (ReviewerId, Action),
        why: &StaffText,
        now: OffsetDateTime,
    ) -> Result<i64, CommitError> {
        let (end, at) = (self.head.chain_head.clone(), millis(now));
        let line = end.seq + 1;
        let mut batch = Batch::new();
        let digest = case::seal_text(&mut batch, &self.key, (self.id, line), at, why);
        let action = action.with_text(digest);
        let event = Event::still(Actor::Reviewer(by), action, self.state);
        append(&mut batch, self.id, end, at, &[event])?;
        batch.write(tx).await?;
        Ok(line)
    }
}
