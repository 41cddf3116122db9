//! The two writes of an application: the insert and every later change. Each appends its audit
//! events in the same transaction (invariant 4).

use super::{
    DatabaseStore,
    admin::case,
    commit_failpoints::CommitStage,
    commit_parts::{append, change_attempt, change_ssn},
    driver::{Param, Tx, params},
    head::{ApplicationHead, ChainHead},
    jobs, keys, links, list_preview, lookup, millis, projections,
    rows::{self, RowError},
    search, webhook_inbox,
};
use kyc::{
    application::Application,
    audit::Event,
    id::ExternalId,
    ports::{AttemptChange, Change, StoreError},
};

impl DatabaseStore {
    /// Inserts a new application with its own subject key.
    pub(super) fn insert_rows(
        &self,
        tx: &mut Tx<'_>,
        a: &Application,
        events: &[Event],
    ) -> Result<(), RowError> {
        let key = keys::make(tx, &self.vault, a.id)?;
        let sealed = rows::seal(&key, a, a.version)?;
        tx.execute(
            "INSERT INTO applications (id, user_id, reference, version, state, created_at, \
             updated_at, since, attempts, draft_sealed, state_sealed, indexed) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            params![
                a.id.as_bytes(),
                a.user_id.as_str(),
                a.reference.as_str(),
                a.version.cast_signed(),
                a.state.kind().as_str(),
                millis(a.created_at),
                millis(a.updated_at),
                millis(a.since),
                a.attempts,
                &sealed.draft,
                &sealed.state
            ],
        )?;
        append(tx, a.id, ChainHead::EMPTY, millis(a.updated_at), events)?;
        let preview = list_preview::sealed(&key, a)?;
        let number = projections::open_case(tx, a, events, preview)?;
        search::index(tx, &self.vault, a, number, |_| None)
    }

    /// Commits a change. Fails with [`CommitError::Conflict`] if the stored version is another than
    /// expected. It also does if another application has the change's new provider id.
    pub(super) fn commit_rows(
        &self,
        tx: &mut Tx<'_>,
        stage: CommitStage,
        change: Change,
    ) -> Result<Application, CommitError> {
        let Change {
            application: mut a,
            ssn,
            attempt,
            link,
            mut events,
            job: task,
            lease,
            sent,
            delivery: receipt,
            signed,
        } = change;
        let head = ApplicationHead::of(tx, a.id)?.ok_or(CommitError::Conflict)?;
        // The subject key is gone after an erasure: a retry reads the application again and finds
        // nothing.
        let key = head.key(&self.vault)?.ok_or(CommitError::Conflict)?;
        if head.version != a.version || lookup::takes_held_id(tx, &a)? {
            return Err(CommitError::Conflict);
        }
        let end = head.chain_head.clone();
        if signed
            .as_ref()
            .is_some_and(|it| it.expected_version != end.seq)
        {
            return Err(CommitError::Conflict);
        }
        if !jobs::change(tx, a.id, head.fence, task, lease, sent)? {
            return Err(CommitError::LeaseOver);
        }
        if let Some(receipt) = receipt {
            if !webhook_inbox::holds_lease(tx, receipt)? {
                return Err(CommitError::LeaseOver);
            }
            webhook_inbox::mark_applied(tx, receipt)?;
        }
        if matches!(attempt, AttemptChange::Settle) {
            webhook_inbox::wake(tx, &a)?;
        }
        let sealed = rows::seal(&key, &a, a.version + 1)?;
        tx.execute(
            "UPDATE applications SET external_id = ?, version = ?, state = ?, updated_at = ?, \
             since = ?, submitted_at = ?, attempts = ?, draft_sealed = ?, state_sealed = ?, \
             indexed = 1 WHERE id = ?",
            params![
                a.external_id.as_ref().map(ExternalId::as_str),
                (a.version + 1).cast_signed(),
                a.state.kind().as_str(),
                millis(a.updated_at),
                millis(a.since),
                rows::submitted(&a),
                a.attempts,
                &sealed.draft,
                &sealed.state,
                a.id.as_bytes()
            ],
        )?;
        change_ssn(tx, &a, &key, ssn)?;
        stage.has_erased_ssn();
        change_attempt(tx, &a, &key, attempt, &mut events)?;
        links::change(tx, a.id, link)?;
        search::index_changed(tx, &self.vault, &a, &head)?;
        case::sign(tx, &key, &a, end.seq, signed.as_ref(), &mut events)?;
        append(tx, a.id, end, millis(a.updated_at), &events)?;
        let held = head.case.as_ref().and_then(|case| case.preview.as_deref());
        let preview = list_preview::changed(&key, &a, held)?;
        projections::change_case(tx, a.id, head.case.as_ref(), |case| {
            // A case that was altered by hand stays so, for `audit verify` to report.
            if a.state.kind() != head.state {
                a.state.kind().as_str().clone_into(&mut case.state);
            }
            case.note(&events, millis(a.updated_at));
            if let Some(preview) = preview {
                case.preview = Some(preview);
            }
        })?;
        let states = (head.state, a.state.kind());
        projections::count_decision(tx, a.id, states, millis(a.since), rows::submitted(&a))?;
        #[cfg(debug_assertions)]
        stage.commits(tx)?;
        stage.is_written();
        a.version += 1;
        Ok(a)
    }
}

/// Executes a statement that must change exactly one row; otherwise it is a conflict.
pub(super) fn change_one(
    tx: &mut Tx<'_>,
    sql: &str,
    bound: &[Param<'_>],
) -> Result<(), CommitError> {
    let changed = tx.execute(sql, bound).map_err(CommitError::from);
    match changed.map_err(CommitError::or_conflict)? {
        1 => Ok(()),
        _ => Err(CommitError::Conflict),
    }
}

/// Why a change was not committed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommitError {
    #[error("another writer changed the application first")]
    Conflict,
    #[error("the lease has expired")]
    LeaseOver,
    #[error(transparent)]
    Row(#[from] RowError),
}

impl CommitError {
    /// A unique value that another transaction has just written is a conflict.
    pub(super) fn or_conflict(self) -> Self {
        match self {
            Self::Row(RowError::Database(error)) if error.is_unique_violation() => Self::Conflict,
            other => other,
        }
    }
}

impl From<CommitError> for StoreError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict => Self::Conflict,
            CommitError::LeaseOver => Self::LeaseOver,
            CommitError::Row(error) => error.into(),
        }
    }
}
