//! Backup into one file, made beside a running server.

use crate::{
    audit::Anchor,
    db::{self, DatabaseStore, RowError},
    failpoint::{Point, reach},
    files,
    jobs::{CheckpointError, Checkpointer},
};
use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    #[error("the file {0} already exists")]
    Exists(PathBuf),
    #[error("the checkpoint before it")]
    Checkpoint(#[from] CheckpointError),
    #[error("the copy of the database")]
    Copy(#[from] RowError),
    #[error("the copy is damaged: {0}")]
    Damaged(String),
    #[error("the backup's file")]
    File(#[from] io::Error),
}

/// Writes a backup that only its owner can read, with a fresh checkpoint. Returns the anchor to
/// keep outside the database.
pub(crate) async fn backup(
    store: &DatabaseStore,
    checkpointer: &Checkpointer,
    file: &Path,
) -> Result<Option<Anchor>, BackupError> {
    if file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let made = checkpointer.sign().await?.map(|made| made.anchor());
    let fresh = files::beside(file, ".new");
    let copied = copy(store, &fresh).await;
    if let Err(error) = copied {
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    reach(Point::BeforeBackupNamed);
    files::rename(&fresh, file)?;
    Ok(made)
}

async fn copy(store: &DatabaseStore, fresh: &Path) -> Result<(), BackupError> {
    // A leftover of an interrupted backup is incomplete.
    if fresh.exists() {
        fs::remove_file(fresh)?;
    }
    let made = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(fresh)?;
    store.copy_into(fresh).await?;
    made.sync_all()?;
    match db::integrity_check(fresh).await? {
        Some(damage) => Err(BackupError::Damaged(damage)),
        None => Ok(()),
    }
}
