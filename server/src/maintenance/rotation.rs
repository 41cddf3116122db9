//! Another key in the key file, and everything that the old one sealed sealed
//! anew. Each step can be the last one before a power cut: what is to be done
//! is read from the file and the database, so that the next run goes on there.

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

/// A rotation, taken up where the last one stopped.
pub(crate) struct Rotation {
    store: SqliteStore,
    path: PathBuf,
    begun: bool,
    after: Option<ApplicationId>,
    batch: Option<i64>,
    /// Two at once would each make a key, and the second overwrite the first.
    _lock: File,
}

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The key file holds a new key above the old one.
    Made(KeyId),
    /// The key file held two already.
    Resumed(KeyId),
    /// The installation's own keys are sealed by the new one, and so is from now
    /// on whatever is new.
    Own,
    /// So many people's keys are.
    People(usize),
    /// The key file holds the new key alone.
    Dropped,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum RotationError {
    #[error(transparent)]
    File(#[from] KeyFileError),
    #[error("the keys in the database")]
    Rows(#[from] RowError),
    #[error("the keys in the database")]
    Sql(#[from] sqlx::Error),
    #[error("the write-ahead log is being read from; run this again")]
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

    /// Does the next step; `None` when all is done.
    pub(crate) async fn step(
        &mut self,
        entropy: &dyn Entropy,
    ) -> Result<Option<Step>, RotationError> {
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
            let step = if resumed { Step::Resumed } else { Step::Made };
            return Ok(Some(step(id)));
        }
        let anew = keys.first().map(KeyId::of).ok_or(SealError)?;
        if self.store.sealing_key().await? != Some(anew) {
            self.store.rewrap_installation_keys(anew).await?;
            reach(Point::AfterOwnKeys);
            return Ok(Some(Step::Own));
        }
        loop {
            let next = self.store.rewrap_subject_keys(anew, self.after, self.batch);
            match (next.await?, self.after) {
                ((0, _), None) => break,
                // Once more from the first one, before the old key goes.
                ((0, _), Some(_)) => self.after = None,
                ((count, last), _) => {
                    reach(Point::AfterPeoplesKeys);
                    self.after = last;
                    return Ok(Some(Step::People(count)));
                }
            }
        }
        if keys.len() > 1 {
            // What the old key sealed is in no file any more.
            if !self.store.truncate_wal().await? {
                return Err(RotationError::Busy);
            }
            reach(Point::BeforeKeyDropped);
            key_file::write(&self.path, &keys[..1])?;
            reach(Point::AfterKeyDropped);
            return Ok(Some(Step::Dropped));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests;
