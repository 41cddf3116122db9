//! Erasure of an application's personal data, in one transaction with its audit event.

use super::{
    SqliteStore,
    batch::Batch,
    commit_parts::append,
    head::ApplicationHead,
    millis,
    rows::{RowError, application_id, label},
};
use crate::failpoint::{Point, reach};
use kyc::{
    audit::{Action, Actor, Event},
    id::ApplicationId,
    state::StateKind,
};
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

/// Why an application is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErasureReason {
    /// An operator erases it on the applicant's request.
    Request,
    /// The configured retention time is over.
    Retention,
    /// The erasure register lists it: a restored backup brought it back.
    Register,
}

impl ErasureReason {
    const fn event(self, at: StateKind) -> (Actor, &'static str, StateKind) {
        match self {
            Self::Request => (Actor::Operator, "request", at),
            Self::Retention => (Actor::System, "retention", at),
            Self::Register => (Actor::System, "register", at),
        }
    }
}

/// The outcome of an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Erasure {
    /// The personal data is erased.
    Done,
    /// It was erased before.
    Already,
    /// It is being submitted: its details may already be on their way to the provider.
    OnItsWay,
    /// It has changed since it was selected.
    Changed,
    /// There is no such application.
    Unknown,
}

/// Statements of the erasure; `?1` is the application and `?2` the time.
const ERASE_STATEMENTS: [&str; 11] = [
    "DELETE FROM subject_keys WHERE application_id = ?1",
    "UPDATE applications SET draft_sealed = x'', state_sealed = x'', ssn_sealed = NULL, \
     version = version + 1, erased_at = ?2 WHERE id = ?1",
    "UPDATE attempts SET request_sealed = NULL, settled_at = COALESCE(settled_at, ?2) \
     WHERE application_id = ?1",
    "DELETE FROM jobs WHERE application_id = ?1",
    "DELETE FROM return_links WHERE application_id = ?1",
    "DELETE FROM sessions WHERE application_id = ?1",
    "UPDATE case_texts SET text_sealed = x'' WHERE application_id = ?1",
    "DELETE FROM blind_indexes WHERE application_id = ?1",
    "DELETE FROM kept_inputs \
     WHERE reference = (SELECT reference FROM applications WHERE id = ?1)",
    "UPDATE cases SET glance_sealed = x'' WHERE application_id = ?1",
    "UPDATE deliveries SET body_sealed = x'', due_at = NULL, standing = 'erased' \
     WHERE about IN (SELECT user_id FROM applications WHERE id = ?1 \
     UNION SELECT external_id FROM applications WHERE id = ?1)",
];

/// An application past its retention time, with the version at selection.
pub(crate) struct RetentionCandidate {
    pub(crate) id: ApplicationId,
    version: i64,
}

fn id(row: &sqlx::sqlite::SqliteRow) -> Result<ApplicationId, RowError> {
    application_id(row.try_get(0)?)
}

impl SqliteStore {
    /// The id of the application with this reference.
    pub(crate) async fn named(&self, reference: &str) -> Result<Option<ApplicationId>, RowError> {
        let query = sqlx::query("SELECT id FROM applications WHERE reference = ?")
            .bind(reference.to_owned());
        self.read.row(query).await?.as_ref().map(id).transpose()
    }

    /// Whether an application with this id exists and is not erased.
    pub(crate) async fn is_readable(&self, id: ApplicationId) -> Result<bool, RowError> {
        let query = sqlx::query("SELECT 1 FROM applications WHERE id = ? AND erased_at IS NULL")
            .bind(&id.as_bytes()[..]);
        Ok(self.read.row(query).await?.is_some())
    }

    /// Applications in a state without a change since a time, the oldest first.
    pub(crate) async fn retention_candidates(
        &self,
        state: StateKind,
        since: OffsetDateTime,
        most: u32,
    ) -> Result<Vec<RetentionCandidate>, RowError> {
        let rows = sqlx::query(
            "SELECT id, version FROM applications WHERE state = ? AND updated_at <= ? \
             AND erased_at IS NULL ORDER BY updated_at LIMIT +?",
        )
        .bind(state.as_str())
        .bind(millis(since))
        .bind(most)
        .fetch_all(&self.write)
        .await?;
        let outlived = rows.iter().map(|row| {
            Ok(RetentionCandidate {
                id: id(row)?,
                version: row.try_get(1)?,
            })
        });
        outlived.collect()
    }

    /// Erases an application past its retention time, unless its version has changed.
    pub(crate) async fn erase_retention_candidates<E: From<RowError>>(
        &self,
        outlived: &RetentionCandidate,
        now: OffsetDateTime,
        note: impl FnOnce() -> Result<(), E> + Send,
    ) -> Result<Erasure, E> {
        let version = Some(outlived.version);
        self.erase_at(outlived.id, version, ErasureReason::Retention, now, note)
            .await
    }

    /// Erases an application.
    pub(crate) async fn erase<E: From<RowError>>(
        &self,
        id: ApplicationId,
        cause: ErasureReason,
        now: OffsetDateTime,
        note: impl FnOnce() -> Result<(), E> + Send,
    ) -> Result<Erasure, E> {
        self.erase_at(id, None, cause, now, note).await
    }

    /// Erases in one transaction. `note` writes the id to the erasure register before the commit.
    /// If the commit then fails, the next start repeats the erasure. In the reverse order a crash
    /// could lose the register's entry. The next restored backup would then bring the data back.
    async fn erase_at<E: From<RowError>>(
        &self,
        id: ApplicationId,
        version: Option<i64>,
        cause: ErasureReason,
        now: OffsetDateTime,
        note: impl FnOnce() -> Result<(), E> + Send,
    ) -> Result<Erasure, E> {
        let _guard = self.write_lock.lock().await;
        let begun = self.write.begin_with("BEGIN IMMEDIATE").await;
        let mut tx = begun.map_err(RowError::from)?;
        let state = match erasable_state(&mut tx, id, version).await? {
            Ok(StateKind::Submitting) if cause != ErasureReason::Register => {
                return Ok(Erasure::OnItsWay);
            }
            Ok(state) => state,
            Err(why) => return Ok(why),
        };
        for sql in ERASE_STATEMENTS {
            let done = sqlx::query(sql)
                .bind(&id.as_bytes()[..])
                .bind(millis(now))
                .execute(&mut *tx)
                .await;
            done.map_err(RowError::from)?;
        }
        let (actor, cause, state) = cause.event(state);
        let cause = cause.to_owned();
        let event = Event::still(actor, Action::Erased { cause }, state);
        append_one(&mut tx, id, millis(now), event).await?;
        reach(Point::InErase);
        note()?;
        reach(Point::AfterErasureNoted);
        tx.commit().await.map_err(RowError::from)?;
        reach(Point::AfterErase);
        self.hub.notify(id);
        Ok(Erasure::Done)
    }
}

/// Appends one event to the audit trail of an existing application.
async fn append_one(
    tx: &mut SqliteConnection,
    id: ApplicationId,
    at: i64,
    event: Event,
) -> Result<(), RowError> {
    let head = ApplicationHead::of(tx, id).await?.ok_or(RowError::Id)?;
    let mut batch = Batch::new();
    append(&mut batch, id, head.chain_head, at, &[event])?;
    Ok(batch.write(tx).await?)
}

/// The state of an application that can be erased, or the outcome that prevents it.
async fn erasable_state(
    tx: &mut SqliteConnection,
    id: ApplicationId,
    version: Option<i64>,
) -> Result<Result<StateKind, Erasure>, RowError> {
    let row = sqlx::query("SELECT state, version, erased_at FROM applications WHERE id = ?")
        .bind(&id.as_bytes()[..])
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else {
        return Ok(Err(Erasure::Unknown));
    };
    if row.try_get::<Option<i64>, _>(2)?.is_some() {
        return Ok(Err(Erasure::Already));
    }
    let now: i64 = row.try_get(1)?;
    if version.is_some_and(|version| version != now) {
        return Ok(Err(Erasure::Changed));
    }
    Ok(Ok(label(row.try_get(0)?)?))
}
