//! Restore of a backup in place of the database, after all checks have passed. The replaced
//! database stays beside it under another name.

use super::{EraseError, ErasureRegister, erase_again};
use crate::{
    audit::{Anchor, TrailFault, anchor},
    crypto::{Keyring, key_file::KeyFileError},
    db::{self, DatabaseStore, Erasure, InstanceLock, OpenError, RowError},
    failpoint::{Point, reach},
    files,
};
use kyc::ports::{Clock, Entropy};
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(Debug, thiserror::Error)]
pub(crate) enum RestoreError {
    #[error("a server or another task has the database open: stop it first")]
    InUse,
    #[error("a file cannot be read or written")]
    File(#[from] io::Error),
    #[error(transparent)]
    Key(#[from] KeyFileError),
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    #[error("the backup cannot be read")]
    Unreadable(#[source] RowError),
    #[error("the backup cannot be opened with this key file by this version")]
    Unopened(#[from] OpenError),
    #[error(
        "the key file does not open everybody in the backup; if the key was changed since, put \
         the old one into the file as a second line"
    )]
    OtherKey,
    #[error("the backup's audit trail is broken: {0}")]
    Broken(TrailFault),
    #[error("the backup's staff audit trail is broken: {0}")]
    Staff(TrailFault),
    #[error("the rows of the backup cannot be read")]
    Rows(#[from] RowError),
    #[error("the erasure register cannot be applied")]
    Erase(#[from] EraseError),
}

/// The paths of a restore.
pub(crate) struct Restoration<'a> {
    pub(crate) backup: &'a Path,
    pub(crate) database: &'a Path,
    pub(crate) key_file: &'a Path,
    pub(crate) register: &'a Path,
}

/// The result of a restore.
#[derive(Debug)]
pub(crate) struct Restored {
    /// Count of the applications erased again.
    pub(crate) erased: u64,
    pub(crate) last: Option<Anchor>,
    /// Path of the replaced database, if there was one.
    pub(crate) aside: Option<PathBuf>,
}

/// Restores a backup. The existing database is untouched until the last step.
pub(crate) async fn restore(
    what: Restoration<'_>,
    clock: &dyn Clock,
    entropy: Arc<dyn Entropy>,
) -> Result<Restored, RestoreError> {
    // The lock is held to the end, so no server starts meanwhile.
    let presence = InstanceLock::join(what.database)?;
    if !presence.exclusive {
        return Err(RestoreError::InUse);
    }
    let ring = Keyring::open(what.key_file, false, &*entropy)?;
    let fresh = files::beside(what.database, ".restoring");
    remove(&fresh)?;
    let made = prepare(&what, &fresh, ring, clock, entropy).await;
    let (erased, last) = match made {
        Ok(made) => made,
        Err(error) => {
            remove(&fresh)?;
            return Err(error);
        }
    };
    File::open(&fresh)?.sync_all()?;
    remove_beside(&fresh)?;
    reach(Point::BeforeSwap);
    let aside = keep_aside(what.database, clock).await?;
    reach(Point::InSwap);
    files::rename(&fresh, what.database)?;
    reach(Point::AfterSwap);
    let anchor_path = anchor::path(what.register);
    match &last {
        Some(last) => anchor::put_back(&anchor_path, last)?,
        None if anchor_path.exists() => fs::remove_file(&anchor_path)?,
        None => {}
    }
    drop(presence);
    Ok(Restored {
        erased,
        last,
        aside,
    })
}

/// Copies the backup, verifies the copy, and erases in it the applications of the erasure register.
async fn prepare(
    what: &Restoration<'_>,
    fresh: &Path,
    ring: Keyring,
    clock: &dyn Clock,
    entropy: Arc<dyn Entropy>,
) -> Result<(u64, Option<Anchor>), RestoreError> {
    let mut copy = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(fresh)?;
    io::copy(&mut File::open(what.backup)?, &mut copy)?;
    copy.sync_all()?;
    let damage = db::integrity_check(fresh).await;
    if let Some(damage) = damage.map_err(RestoreError::Unreadable)? {
        return Err(RestoreError::Damaged(damage));
    }
    let store = DatabaseStore::open(fresh, Arc::new(ring), entropy).await?;
    let done = examine_and_erase(what, &store, clock).await;
    store.close().await;
    done
}

async fn examine_and_erase(
    what: &Restoration<'_>,
    store: &DatabaseStore,
    clock: &dyn Clock,
) -> Result<(u64, Option<Anchor>), RestoreError> {
    if !store.keys_open().await? {
        return Err(RestoreError::OtherKey);
    }
    let last = store.last_checkpoint().await?;
    // The anchor may be newer than the backup and is then ignored. An older anchor must match.
    let known = anchor::read(&anchor::path(what.register))?;
    let known = known.filter(|known| {
        last.as_ref()
            .is_some_and(|last| known.number <= last.number)
    });
    let report = store.verify_trail(known.as_slice()).await?;
    if let Some(fault) = report.faults.into_iter().next() {
        return Err(RestoreError::Broken(fault));
    }
    if let Some(fault) = store.verify_staff_trail().await?.faults.into_iter().next() {
        return Err(RestoreError::Staff(fault));
    }
    let register = ErasureRegister::new(what.register);
    let (mut erased, now) = (0, clock.now());
    for id in register.ids()? {
        let done = erase_again(store, id, now).await?;
        erased += u64::from(done == Erasure::Done);
    }
    store.end_sessions().await?;
    store.make_checkpoint(now).await?;
    store.truncate_wal().await?;
    let last = store.last_checkpoint().await?;
    Ok((erased, last.map(|last| last.anchor())))
}

/// Gives the database a second name, with its write-ahead log checkpointed. The first name stays
/// until the copy replaces it. A server that starts meanwhile therefore never creates an empty
/// database.
async fn keep_aside(database: &Path, clock: &dyn Clock) -> Result<Option<PathBuf>, RestoreError> {
    if !database.exists() {
        // An interrupted restore left these files behind.
        remove_parts(database, &["-wal", "-shm"])?;
        return Ok(None);
    }
    // If the database is too damaged for a checkpoint, the log files move along with it.
    let _ = db::checkpoint_wal(database).await;
    let aside = free_name(database, clock);
    for part in ["-wal", "-shm"] {
        let from = files::beside(database, part);
        if from.exists() {
            files::rename(&from, &files::beside(&aside, part))?;
        }
    }
    if fs::hard_link(database, &aside).is_err() {
        // Not every file system supports hard links.
        fs::copy(database, &aside)?;
        File::open(&aside)?.sync_all()?;
    }
    files::sync_folder(&aside)?;
    Ok(Some(aside))
}

/// An unused name beside the database.
fn free_name(database: &Path, clock: &dyn Clock) -> PathBuf {
    let ending = format!(".before-{}", clock.now().unix_timestamp());
    let first = files::beside(database, &ending);
    let later = (2..).map(|n| files::beside(&first, &format!("-{n}")));
    let mut names = std::iter::once(first.clone()).chain(later);
    names.find(|name| !name.exists()).unwrap_or(first)
}

/// Removes a file of an interrupted restore.
fn remove(fresh: &Path) -> io::Result<()> {
    remove_beside(fresh)?;
    match fs::remove_file(fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes the log files and the lock file beside a database.
fn remove_beside(database: &Path) -> io::Result<()> {
    remove_parts(database, &["-wal", "-shm", ".lock"])
}

fn remove_parts(database: &Path, parts: &[&str]) -> io::Result<()> {
    for part in parts {
        match fs::remove_file(files::beside(database, part)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
