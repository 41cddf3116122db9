//! Rotation of the key file's key, which reseals every key in the database.
//!
//! A power cut may follow any step. The next run derives the remaining steps from the key file and
//! the database.

use crate::{
    crypto::{
        KeyId, SealError,
        key_file::{self, KeyFileError},
    },
    db::{RowError, SqliteStore},
    failpoint::{Point, reach},
};
use kyc::{id::ApplicationId, ports::Entropy};
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// A rotation. It continues where an interrupted one stopped.
pub(crate) struct Rotation {
    store: SqliteStore,
    path: PathBuf,
    begun: bool,
    after: Option<ApplicationId>,
    batch: Option<i64>,
    /// The lock excludes a second rotation, whose new key would overwrite the first one's.
    _lock: File,
}

/// The result of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RotationStep {
    /// The key file has a new key above the old one.
    Made(KeyId),
    /// The key file already had two keys.
    Resumed(KeyId),
    /// The new key seals the installation keys and all keys made from now on.
    Own,
    /// The new key seals this many further subject keys.
    People(usize),
    /// The key file has the new key only.
    Dropped,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum RotationError {
    #[error(transparent)]
    File(#[from] KeyFileError),
    #[error("the keys in the database cannot be read or written")]
    Rows(#[from] RowError),
    #[error("the keys in the database cannot be read or written")]
    Sql(#[from] sqlx::Error),
    #[error("the write-ahead log is in use: run this again")]
    Busy,
}

impl From<SealError> for RotationError {
    fn from(error: SealError) -> Self {
        Self::Rows(error.into())
    }
}

impl Rotation {
    pub(crate) fn new(store: SqliteStore, path: &Path) -> Result<Self, KeyFileError> {
        Ok(Self {
            _lock: key_file::lock(path)?,
            store,
            path: path.to_owned(),
            begun: false,
            after: None,
            batch: None,
        })
    }

    /// Runs the next step; `None` if the rotation is complete.
    pub(crate) async fn step(
        &mut self,
        entropy: &dyn Entropy,
    ) -> Result<Option<RotationStep>, RotationError> {
        let mut keys = key_file::load(&self.path)?;
        if !self.begun {
            self.begun = true;
            let resumed = keys.len() > 1;
            if !resumed {
                keys.insert(0, key_file::fresh(entropy));
                key_file::write(&self.path, &keys)?;
                reach(Point::AfterKeyMade);
            }
            let id = keys.first().map(KeyId::of).ok_or(SealError)?;
            let step = if resumed {
                RotationStep::Resumed
            } else {
                RotationStep::Made
            };
            return Ok(Some(step(id)));
        }
        let anew = keys.first().map(KeyId::of).ok_or(SealError)?;
        if self.store.sealing_key().await? != Some(anew) {
            self.store.rewrap_installation_keys(anew).await?;
            reach(Point::AfterOwnKeys);
            return Ok(Some(RotationStep::Own));
        }
        loop {
            let next = self.store.rewrap_subject_keys(anew, self.after, self.batch);
            match (next.await?, self.after) {
                ((0, _), None) => break,
                // A second pass from the start finds subject keys added meanwhile, before the old
                // key goes.
                ((0, _), Some(_)) => self.after = None,
                ((count, last), _) => {
                    reach(Point::AfterPeoplesKeys);
                    self.after = last;
                    return Ok(Some(RotationStep::People(count)));
                }
            }
        }
        if keys.len() > 1 {
            // The log must hold no key sealed by the old key when that key goes.
            if !self.store.truncate_wal().await? {
                return Err(RotationError::Busy);
            }
            reach(Point::BeforeKeyDropped);
            key_file::write(&self.path, &keys[..1])?;
            reach(Point::AfterKeyDropped);
            return Ok(Some(RotationStep::Dropped));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests;
