//! The two writes of an application: the insert and every later change. Each appends its audit
//! events in the same transaction (invariant 4).

use super::{
    SqliteStore,
    admin::case,
    audit,
    batch::Batch,
    commit_failpoints::CommitStage,
    commit_parts::{append, change_attempt, change_ssn},
    driver::Tx,
    head::{ApplicationHead, ChainHead},
    jobs, keys, links, list_preview, lookup, millis,
    rows::{self, RowError},
    search, webhook_inbox,
};
use kyc::{
    application::Application,
    audit::Event,
    ports::{AttemptChange, Change, StoreError},
};
use rusqlite::Connection;

impl SqliteStore {
    /// Inserts a new application with its own subject key.
    pub(super) fn insert_rows(
        &self,
        tx: &Connection,
        a: &Application,
        events: &[Event],
    ) -> Result<(), RowError> {
        let mut batch = Batch::new();
        let end = ChainHead::before_anything(audit::last_position(&mut Tx::of(tx))?);
        let key = keys::make(&mut Tx::of(tx), &mut batch, &self.vault, a.id)?;
        let sealed = rows::seal(&key, a, a.version)?;
        let row = batch.add(
            "INSERT INTO applications (id, user_id, reference, version, state, created_at, \
             updated_at, since, attempts, draft_sealed, state_sealed, indexed) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        );
        row.bind(&a.id.as_bytes()[..])
            .bind(a.user_id.as_str())
            .bind(a.reference.as_str())
            .bind(a.version.cast_signed())
            .bind(a.state.kind().as_str())
            .bind(millis(a.created_at))
            .bind(millis(a.updated_at))
            .bind(millis(a.since))
            .bind(i64::from(a.attempts))
            .bind(sealed.draft)
            .bind(sealed.state);
        search::index(&mut batch, &self.vault, a, |_| None);
        list_preview::keep(&mut batch, &key, a, None)?;
        append(&mut batch, a.id, end, millis(a.updated_at), events)?;
        batch.write_pooled(tx)?;
        Ok(())
    }

    /// Commits a change. Fails with [`CommitError::Conflict`] if the stored version is another than
    /// expected. It also does if another application has the change's new provider id.
    pub(super) fn commit_rows(
        &self,
        tx: &Connection,
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
        let head = ApplicationHead::of(&mut Tx::of(tx), a.id)?.ok_or(CommitError::Conflict)?;
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
        let mut batch = Batch::new();
        if !jobs::change(&mut batch, a.id, head.fence, task, lease, sent) {
            return Err(CommitError::LeaseOver);
        }
        if let Some(receipt) = receipt {
            if !webhook_inbox::holds_lease(tx, receipt)? {
                return Err(CommitError::LeaseOver);
            }
            webhook_inbox::mark_applied(&mut batch, receipt);
        }
        if matches!(attempt, AttemptChange::Settle) {
            webhook_inbox::wake(&mut batch, &a);
        }
        let sealed = rows::seal(&key, &a, a.version + 1)?;
        let row = batch.add(
            "UPDATE applications SET external_id = ?, version = ?, state = ?, updated_at = ?, \
             since = ?, submitted_at = ?, attempts = ?, draft_sealed = ?, state_sealed = ?, \
             indexed = 1 WHERE id = ?",
        );
        row.bind(a.external_id.as_ref().map(|id| id.as_str().to_owned()))
            .bind((a.version + 1).cast_signed())
            .bind(a.state.kind().as_str())
            .bind(millis(a.updated_at))
            .bind(millis(a.since))
            .bind(rows::submitted(&a))
            .bind(i64::from(a.attempts))
            .bind(sealed.draft)
            .bind(sealed.state)
            .bind(&a.id.as_bytes()[..]);
        change_ssn(&mut batch, &a, &key, ssn);
        #[cfg(debug_assertions)]
        let mut batch = stage.shreds(tx, batch)?;
        change_attempt(&mut batch, &a, &key, attempt, &mut events);
        links::change(&mut batch, a.id, link);
        search::index(&mut batch, &self.vault, &a, |by| by.token(&head));
        list_preview::keep(&mut batch, &key, &a, head.preview.as_deref())?;
        case::sign(&mut batch, &key, &a, end.seq, signed.as_ref(), &mut events);
        append(&mut batch, a.id, end, millis(a.updated_at), &events)?;
        #[cfg(debug_assertions)]
        stage.commits(tx)?;
        batch.write_pooled(tx)?;
        stage.is_written();
        a.version += 1;
        Ok(a)
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

impl From<rusqlite::Error> for CommitError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Row(error.into())
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
