//! Putting a backup in the database's place, once everything about it is known
//! to be sound. The database that was there is kept beside.

use super::{EraseError, ErasureRegister, erase_again};
use crate::{
    audit::{Anchor, TrailFault, anchor},
    crypto::{Keyring, key_file::KeyFileError},
    db::{self, Erasure, InstanceLock, OpenError, RowError, SqliteStore},
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
    #[error("a file")]
    File(#[from] io::Error),
    #[error(transparent)]
    Key(#[from] KeyFileError),
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    #[error("the backup cannot be read")]
    Unreadable(#[source] sqlx::Error),
    #[error("the backup cannot be opened with this key file by this version")]
    Unopened(#[from] OpenError),
    #[error(
        "the key file does not open everybody in the backup; if the key was changed since, put \
         the old one into the file as a second line"
    )]
    OtherKey,
    #[error("the backup's audit trail is broken: {0}")]
    Broken(TrailFault),
    #[error("the backup's trail of the staff is broken at row {0}")]
    Staff(i64),
    #[error("the backup's rows")]
    Rows(#[from] RowError),
    #[error("erasing again those who were erased")]
    Erase(#[from] EraseError),
}

/// What to put where.
pub(crate) struct Restoration<'a> {
    pub(crate) backup: &'a Path,
    pub(crate) database: &'a Path,
    pub(crate) key_file: &'a Path,
    pub(crate) register: &'a Path,
}

/// What was done.
#[derive(Debug)]
pub(crate) struct Restored {
    /// How many were erased again.
    pub(crate) erased: u64,
    pub(crate) last: Option<Anchor>,
    /// Where the database of before is now, if there was one.
    pub(crate) aside: Option<PathBuf>,
}

/// Restores. Until the last step the database of before is untouched.
pub(crate) async fn restore(
    what: Restoration<'_>,
    clock: &dyn Clock,
    entropy: Arc<dyn Entropy>,
) -> Result<Restored, RestoreError> {
    // Held to the end: no server starts meanwhile.
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
    let kept = anchor::path(what.register);
    match &last {
        Some(last) => anchor::put_back(&kept, last)?,
        None if kept.exists() => fs::remove_file(&kept)?,
        None => {}
    }
    drop(presence);
    Ok(Restored {
        erased,
        last,
        aside,
    })
}

/// Copies the backup, examines the copy, and erases in it who was erased since.
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
    let store = SqliteStore::open(fresh, Arc::new(ring), entropy).await?;
    let done = examine_and_erase(what, &store, clock).await;
    store.close().await;
    done
}

async fn examine_and_erase(
    what: &Restoration<'_>,
    store: &SqliteStore,
    clock: &dyn Clock,
) -> Result<(u64, Option<Anchor>), RestoreError> {
    if !store.keys_open().await? {
        return Err(RestoreError::OtherKey);
    }
    let last = store.last_checkpoint().await?;
    // What is known outside may be newer than the backup; an older one must be
    // in it.
    let known = anchor::read(&anchor::path(what.register))?;
    let known = known.filter(|known| {
        last.as_ref()
            .is_some_and(|last| known.number <= last.number)
    });
    let report = store.verify_trail(known.as_slice()).await?;
    if let Some(fault) = report.faults.into_iter().next() {
        return Err(RestoreError::Broken(fault));
    }
    if let Some(pos) = store.verify_staff_trail().await?.broken {
        return Err(RestoreError::Staff(pos));
    }
    let register = ErasureRegister::new(what.register);
    let (mut erased, now) = (0, clock.now());
    for id in register.ids()? {
        let done = erase_again(store, id, now).await?;
        erased += u64::from(done == Erasure::Done);
    }
    store.end_sessions().await.map_err(RowError::from)?;
    store.make_checkpoint(now).await?;
    store.truncate_wal().await.map_err(RowError::from)?;
    let last = store.last_checkpoint().await?;
    Ok((erased, last.map(|last| last.anchor())))
}

/// Gives the database another name, in one piece with what its log still holds.
/// It keeps the one it has until the copy takes that: at no moment does a server
/// that is started find none, and make one.
async fn keep_aside(database: &Path, clock: &dyn Clock) -> Result<Option<PathBuf>, RestoreError> {
    if !database.exists() {
        // Of one that was moved away by a restoration that was cut off.
        remove_parts(database, &["-wal", "-shm"])?;
        return Ok(None);
    }
    // Where it is too broken for that, the log goes with it.
    let _ = db::checkpoint_wal(database).await;
    let aside = free_name(database, clock);
    for part in ["-wal", "-shm"] {
        let from = files::beside(database, part);
        if from.exists() {
            files::rename(&from, &files::beside(&aside, part))?;
        }
    }
    if fs::hard_link(database, &aside).is_err() {
        // Not every file system has two names for a file.
        fs::copy(database, &aside)?;
        File::open(&aside)?.sync_all()?;
    }
    files::sync_folder(&aside)?;
    Ok(Some(aside))
}

/// A name beside the database that nothing has.
fn free_name(database: &Path, clock: &dyn Clock) -> PathBuf {
    let ending = format!(".before-{}", clock.now().unix_timestamp());
    let first = files::beside(database, &ending);
    let later = (2..).map(|n| files::beside(&first, &format!("-{n}")));
    let mut names = std::iter::once(first.clone()).chain(later);
    names.find(|name| !name.exists()).unwrap_or(first)
}

/// Removes a file of an earlier restoration that was cut off.
fn remove(fresh: &Path) -> io::Result<()> {
    remove_beside(fresh)?;
    match fs::remove_file(fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes what SQLite and the lock leave beside a database.
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
