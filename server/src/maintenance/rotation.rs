//! Rotation of the key file's key, which reseals every key in the database.
//!
//! A power cut may follow any step. The next run derives the remaining steps from the key file and
//! the database.

use crate::{
    crypto::{
        KeyId, SealError,
        key_file::{self, KeyFileError},
    },
    db::{DatabaseStore, RowError},
    failpoint::{Point, reach},
};
use kyc::{id::ApplicationId, ports::Entropy};
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// A rotation. It continues where an interrupted one stopped.
pub(crate) struct Rotation {
    store: DatabaseStore,
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
    #[error("the write-ahead log is in use: run this again")]
    Busy,
}

impl From<SealError> for RotationError {
    fn from(error: SealError) -> Self {
        Self::Rows(error.into())
    }
}

impl Rotation {
    pub(crate) fn new(store: DatabaseStore, path: &Path) -> Result<Self, KeyFileError> {
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
mod tests {
    use super::*;
    use crate::{
        system::SystemEntropy,
        test_support::{TestInstallation, answer, people},
    };
    use kyc::ports::Store;
    use std::fs;

    /// Count of applications; some have keys without key ids.
    const PEOPLE: usize = 23;
    const BATCH: i64 = 5;

    async fn filled_installation() -> (TestInstallation, Vec<ApplicationId>) {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let ids = people(&store, PEOPLE).await;
        store.forget_key_ids(7).await;
        store.close().await;
        (installation, ids)
    }

    /// Runs the rotation for at most `most` steps.
    async fn rotate(installation: &TestInstallation, most: usize) -> Vec<RotationStep> {
        let store = installation.open().await;
        let mut rotation =
            Rotation::new(store.clone(), &installation.path("key")).expect("the lock");
        rotation.batch = Some(BATCH);
        let mut steps = Vec::new();
        while steps.len() < most {
            match rotation.step(&SystemEntropy).await.expect("a step") {
                Some(step) => steps.push(step),
                None => break,
            }
        }
        // Simulates a power cut: nothing is closed properly.
        steps
    }

    fn keys(installation: &TestInstallation) -> Vec<KeyId> {
        let keys = key_file::load(&installation.path("key")).expect("keys");
        keys.iter().map(KeyId::of).collect()
    }

    async fn everybody_opens(store: &DatabaseStore, ids: &[ApplicationId]) {
        for id in ids {
            let found = store.find(*id).await.expect("it opens");
            assert!(found.is_some());
        }
    }

    #[tokio::test]
    async fn rotation_interrupted_after_any_step_resumes_beside_a_server() {
        let (installation, _) = filled_installation().await;
        let whole = rotate(&installation, usize::MAX).await;
        assert!(
            matches!(whole[0], RotationStep::Made(_))
                && whole.last() == Some(&RotationStep::Dropped)
        );
        let batches = PEOPLE.div_ceil(usize::try_from(BATCH).expect("few"));
        assert_eq!(whole.len(), batches + 3, "{whole:?}");

        for cut in 0..=whole.len() {
            let (installation, mut ids) = filled_installation().await;
            let old = keys(&installation);
            // This server read the key file before the rotation began.
            let server = installation.open().await;
            let first = rotate(&installation, cut).await;
            ids.extend(people(&server, 2).await);
            answer(&server, ids[3], "John", "john.doe@example.com").await;
            everybody_opens(&server, &ids).await;
            let rest = if first.last() == Some(&RotationStep::Dropped) {
                Vec::new()
            } else {
                rotate(&installation, usize::MAX).await
            };
            let Some(&RotationStep::Made(made)) = first.first().or(rest.first()) else {
                panic!("cut after {cut}: {first:?}, {rest:?}");
            };
            if cut > 0 && !rest.is_empty() {
                assert_eq!(rest[0], RotationStep::Resumed(made), "no third key");
            }
            assert_eq!(keys(&installation), [made]);
            assert_ne!(keys(&installation), old);
            ids.extend(people(&server, 2).await);
            answer(&server, ids[4], "John", "john.doe@example.com").await;
            everybody_opens(&server, &ids).await;
            server.close().await;
            everybody_opens(&installation.open().await, &ids).await;
        }
    }

    #[tokio::test]
    async fn second_rotation_at_once_is_refused() {
        let (installation, _) = filled_installation().await;
        let store = installation.open().await;
        let first = Rotation::new(store.clone(), &installation.path("key")).expect("the lock");
        let second = Rotation::new(store.clone(), &installation.path("key"));
        assert!(matches!(second, Err(KeyFileError::Busy(_))));
        drop(first);
        assert!(Rotation::new(store, &installation.path("key")).is_ok());
    }

    #[tokio::test]
    async fn old_key_opens_nothing_after_a_rotation() {
        let (installation, ids) = filled_installation().await;
        let old = fs::read(installation.path("key")).expect("a key");
        rotate(&installation, usize::MAX).await;
        let store = installation.open().await;
        fs::write(installation.path("key"), &old).expect("written");
        store.vault().ring().reload().expect("read");
        for id in ids {
            assert!(store.find(id).await.is_err());
        }
    }
}
