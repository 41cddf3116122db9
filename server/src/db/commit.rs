//! The two things that write an application: its first row and every change
//! after it, each with its trail in the same transaction (invariant 4).

use super::{
    SqliteStore,
    changes::{append, change_attempt, change_ssn},
    jobs, keys, links, millis,
    rows::{self, RowError},
    search,
    stage::Stage,
};
use kyc::{
    application::Application,
    audit::Event,
    port::{Change, StoreError},
};
use sqlx::SqliteConnection;

impl SqliteStore {
    /// Writes a new application with a key of its own.
    pub(super) async fn insert_rows(
        &self,
        tx: &mut SqliteConnection,
        a: &Application,
        events: &[Event],
    ) -> Result<(), RowError> {
        let key = keys::make(tx, &self.vault, a.id).await?;
        let sealed = rows::seal(&key, a, a.version)?;
        sqlx::query(
            "INSERT INTO applications (id, user_id, reference, version, state, created_at, \
             updated_at, since, attempts, draft_sealed, state_sealed) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&a.id.as_bytes()[..])
        .bind(a.user_id.as_str())
        .bind(a.reference.as_str())
        .bind(a.version.cast_signed())
        .bind(a.state.label().as_str())
        .bind(millis(a.created_at))
        .bind(millis(a.updated_at))
        .bind(millis(a.since))
        .bind(i64::from(a.attempts))
        .bind(sealed.draft)
        .bind(sealed.state)
        .execute(&mut *tx)
        .await?;
        search::index(tx, &self.vault, a).await?;
        append(tx, a, events).await
    }

    /// Commits a change, unless somebody else was faster.
    pub(super) async fn commit_rows(
        &self,
        tx: &mut SqliteConnection,
        stage: Stage,
        change: Change,
    ) -> Result<Application, NotCommitted> {
        let Change {
            application: mut a,
            ssn,
            attempt,
            link,
            events,
            task,
            lease,
        } = change;
        let Some(key) = self.key(tx, a.id).await? else {
            // Erased meanwhile: whoever reads it again finds nothing.
            return Err(NotCommitted::Conflict);
        };
        let sealed = rows::seal(&key, &a, a.version + 1)?;
        let updated = sqlx::query(
            "UPDATE applications SET external_id = ?, version = ?, state = ?, updated_at = ?, since = ?, \
             submitted_at = ?, attempts = ?, draft_sealed = ?, state_sealed = ? \
             WHERE id = ? AND version = ?",
        )
        .bind(a.external_id.as_ref().map(|id| id.as_str().to_owned()))
        .bind((a.version + 1).cast_signed())
        .bind(a.state.label().as_str())
        .bind(millis(a.updated_at))
        .bind(millis(a.since))
        .bind(rows::submitted(&a))
        .bind(i64::from(a.attempts))
        .bind(sealed.draft)
        .bind(sealed.state)
        .bind(&a.id.as_bytes()[..])
        .bind(a.version.cast_signed())
        .execute(&mut *tx)
        .await?;
        if updated.rows_affected() == 0 {
            return Err(NotCommitted::Conflict);
        }
        if !jobs::change(tx, a.id, task, lease).await? {
            return Err(NotCommitted::LeaseOver);
        }
        change_ssn(tx, &a, &key, ssn).await?;
        stage.shreds();
        change_attempt(tx, &a, &key, attempt).await?;
        links::change(tx, a.id, link).await?;
        search::index(tx, &self.vault, &a).await?;
        append(tx, &a, &events).await?;
        stage.is_written();
        #[cfg(debug_assertions)]
        stage.commits(tx).await?;
        a.version += 1;
        Ok(a)
    }
}

/// Why a change was not committed.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotCommitted {
    #[error("somebody else was faster")]
    Conflict,
    #[error("the lease is over")]
    LeaseOver,
    #[error(transparent)]
    Row(#[from] RowError),
}

impl From<sqlx::Error> for NotCommitted {
    fn from(error: sqlx::Error) -> Self {
        Self::Row(error.into())
    }
}

impl From<NotCommitted> for StoreError {
    fn from(error: NotCommitted) -> Self {
        match error {
            NotCommitted::Conflict => Self::Conflict,
            NotCommitted::LeaseOver => Self::LeaseOver,
            NotCommitted::Row(error) => error.into(),
        }
    }
}
