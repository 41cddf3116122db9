//! Signs audit checkpoints, and keeps the last one outside the database.

use crate::{
    audit::{Anchor, Checkpoint, anchor},
    db::{DatabaseStore, RowError},
};
use kyc::ports::Clock;
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Longest time that a chained row stays unsigned.
const EVERY: Duration = Duration::from_secs(60);

/// Signs audit checkpoints.
#[derive(Clone)]
pub(crate) struct Checkpointer {
    store: DatabaseStore,
    anchor: PathBuf,
    clock: Arc<dyn Clock>,
}

/// Errors of signing a checkpoint.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CheckpointError {
    #[error(
        "checkpoint {0} was signed, but is not in the database: its audit trail was cut or replaced"
    )]
    Cut(Anchor),
    #[error(
        "row {0} of the staff's trail was signed, but is missing or different: the trail was cut or replaced"
    )]
    StaffCut(i64),
    #[error("checkpoint {0} is not as it was signed: its columns or its rows were changed")]
    Altered(i64),
    #[error("the audit trail cannot be read or extended")]
    Rows(#[from] RowError),
    #[error("the file with the last checkpoint cannot be read or written")]
    Anchor(#[from] io::Error),
}

impl Checkpointer {
    pub(crate) fn new(store: DatabaseStore, register: &Path, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            anchor: anchor::path(register),
            clock,
        }
    }

    /// Signs the rows since the last checkpoint; `None` if there are none. It refuses to sign if
    /// the database has lost the last checkpoint, the staff's row under it, or its name. A new checkpoint
    /// would hide the loss.
    pub(crate) async fn sign(&self) -> Result<Option<Checkpoint>, CheckpointError> {
        let known = anchor::read(&self.anchor)?;
        if let Some(anchor) = &known
            && !self.store.has_checkpoint(anchor).await?
        {
            return Err(CheckpointError::Cut(anchor.clone()));
        }
        if let Some(pos) = self.store.lost_staff_head().await? {
            return Err(CheckpointError::StaffCut(pos));
        }
        if let Some(number) = self.store.altered_checkpoint().await? {
            return Err(CheckpointError::Altered(number));
        }
        let made = self.store.make_checkpoint(self.clock.now()).await?;
        if let Some(checkpoint) = &made {
            anchor::keep(&self.anchor, &checkpoint.anchor())?;
            tracing::info!(
                checkpoint = %checkpoint.anchor(),
                upto = checkpoint.upto,
                "audit checkpoint"
            );
        }
        Ok(made)
    }

    /// Signs a checkpoint every minute while the server runs.
    pub(crate) async fn run_every_minute(self) {
        let mut every = tokio::time::interval(EVERY);
        loop {
            every.tick().await;
            self.sign_logged().await;
        }
    }

    /// Signs a checkpoint and logs an error.
    pub(crate) async fn sign_logged(&self) {
        if let Err(error) = self.sign().await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "no audit checkpoint"
            );
        }
    }
}
