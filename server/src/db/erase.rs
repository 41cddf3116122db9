//! Erasure of an application's personal data, in one transaction with its audit event.

use super::{
    DatabaseStore,
    commit_parts::append_one,
    driver::{LockScope, Tx, params},
    head::ApplicationHead,
    millis,
    projections::CaseProjection,
    rows::{RowError, id, label},
};
use crate::failpoint::{Point, reach};
use kyc::{
    audit::{Action, Actor, Event},
    id::ApplicationId,
    state::StateKind,
};
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

/// Statements of the erasure that note its time; `?1` is the application and `?2` the time.
const DATED_STATEMENTS: [&str; 2] = [
    "UPDATE applications SET draft_sealed = x'', state_sealed = x'', ssn_sealed = NULL, \
     version = version + 1, erased_at = ?2 WHERE id = ?1",
    "UPDATE attempts SET request_sealed = NULL, settled_at = COALESCE(settled_at, ?2) \
     WHERE application_id = ?1",
];

/// The other statements of the erasure; `?1` is the application.
const ERASE_STATEMENTS: [&str; 8] = [
    "DELETE FROM subject_keys WHERE application_id = ?1",
    "DELETE FROM jobs WHERE application_id = ?1",
    "DELETE FROM return_links WHERE application_id = ?1",
    "DELETE FROM sessions WHERE application_id = ?1",
    "UPDATE case_texts SET text_sealed = x'' WHERE application_id = ?1",
    "DELETE FROM blind_indexes WHERE application_id = ?1",
    "DELETE FROM kept_inputs \
     WHERE reference = (SELECT reference FROM applications WHERE id = ?1)",
    "UPDATE deliveries SET body_sealed = x'', due_at = NULL, standing = 'erased' \
     WHERE about IN (SELECT user_id FROM applications WHERE id = ?1 \
     UNION SELECT external_id FROM applications WHERE id = ?1)",
];

/// An application past its retention time, with the version at selection.
pub(crate) struct RetentionCandidate {
    pub(crate) id: ApplicationId,
    version: i64,
}

impl DatabaseStore {
    /// The id of the application with this reference.
    pub(crate) async fn named(&self, reference: &str) -> Result<Option<ApplicationId>, RowError> {
        let reference = reference.to_owned();
        let sql = "SELECT id FROM applications WHERE reference = ?";
        self.scan(move |tx| tx.row(sql, params![&reference], id))
            .await
    }

    /// Whether an application with this id exists and is not erased.
    pub(crate) async fn is_readable(&self, id: ApplicationId) -> Result<bool, RowError> {
        let sql = "SELECT 1 FROM applications WHERE id = ? AND erased_at IS NULL";
        let found = self.scan(move |tx| tx.row(sql, params![id.as_bytes()], |_| Ok(())));
        Ok(found.await?.is_some())
    }

    /// Applications in a state without a change since a time, the oldest first.
    pub(crate) async fn retention_candidates(
        &self,
        state: StateKind,
        since: OffsetDateTime,
        most: u32,
    ) -> Result<Vec<RetentionCandidate>, RowError> {
        self.scan(move |tx| {
            let sql = "SELECT id, version FROM applications WHERE state = ? AND updated_at <= ? \
                       AND erased_at IS NULL ORDER BY updated_at, id LIMIT +?";
            tx.rows(sql, params![state.as_str(), millis(since), most], |row| {
                Ok(RetentionCandidate {
                    id: id(row)?,
                    version: row.required_int("version")?,
                })
            })
        })
        .await
    }

    /// Erases an application past its retention time, unless its version has changed.
    pub(crate) async fn erase_retention_candidates<E: From<RowError> + Send + 'static>(
        &self,
        outlived: &RetentionCandidate,
        now: OffsetDateTime,
        note: impl FnOnce() -> Result<(), E> + Send + 'static,
    ) -> Result<Erasure, E> {
        let version = Some(outlived.version);
        self.erase_at(outlived.id, version, ErasureReason::Retention, now, note)
            .await
    }

    /// Erases an application.
    pub(crate) async fn erase<E: From<RowError> + Send + 'static>(
        &self,
        id: ApplicationId,
        cause: ErasureReason,
        now: OffsetDateTime,
        note: impl FnOnce() -> Result<(), E> + Send + 'static,
    ) -> Result<Erasure, E> {
        self.erase_at(id, None, cause, now, note).await
    }

    /// Erases in one transaction. `note` writes the id to the erasure register before the commit.
    /// If the commit then fails, the next start repeats the erasure. In the reverse order a crash
    /// could lose the register's entry. The next restored backup would then bring the data back.
    async fn erase_at<E: From<RowError> + Send + 'static>(
        &self,
        id: ApplicationId,
        version: Option<i64>,
        cause: ErasureReason,
        now: OffsetDateTime,
        note: impl FnOnce() -> Result<(), E> + Send + 'static,
    ) -> Result<Erasure, E> {
        let work = move |tx: &mut Tx<'_>| -> Result<Erasure, E> {
            tx.lock(LockScope::Application, id.as_bytes())?;
            let state = match erasable_state(tx, id, version)? {
                Ok(StateKind::Submitting) if cause != ErasureReason::Register => {
                    return Ok(Erasure::OnItsWay);
                }
                Ok(state) => state,
                Err(why) => return Ok(why),
            };
            let head = ApplicationHead::of(tx, id)?.ok_or(RowError::Id)?;
            erase_values(tx, id, millis(now))?;
            let (actor, cause, state) = cause.event(state);
            let cause = cause.to_owned();
            let event = Event::still(actor, Action::Erased { cause }, state);
            append_one(tx, &head, millis(now), event, CaseProjection::erase)?;
            reach(Point::InErase);
            note()?;
            reach(Point::AfterErasureNoted);
            Ok(Erasure::Done)
        };
        let erased = self.transact_about(id, work).await?;
        if erased == Erasure::Done {
            reach(Point::AfterErase);
        }
        Ok(erased)
    }
}

/// Erases the sealed values of an application, and what leads to it.
fn erase_values(tx: &mut Tx<'_>, id: ApplicationId, at: i64) -> Result<(), RowError> {
    for sql in DATED_STATEMENTS {
        tx.execute(sql, params![id.as_bytes(), at])?;
    }
    for sql in ERASE_STATEMENTS {
        tx.execute(sql, params![id.as_bytes()])?;
    }
    Ok(())
}

/// The state of an application that can be erased, or the outcome that prevents it.
fn erasable_state(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    version: Option<i64>,
) -> Result<Result<StateKind, Erasure>, RowError> {
    let sql = "SELECT state, version, erased_at FROM applications WHERE id = ?";
    let found = tx.row(sql, params![id.as_bytes()], |row| {
        if row.number("erased_at")?.is_some() {
            return Ok(Err(Erasure::Already));
        }
        let now = row.required_int("version")?;
        if version.is_some_and(|version| version != now) {
            return Ok(Err(Erasure::Changed));
        }
        Ok(Ok(label(row.required_text("state")?)?))
    })?;
    Ok(found.unwrap_or(Err(Erasure::Unknown)))
}
