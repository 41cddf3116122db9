//! Instance lock: every server holds a shared lock on a file beside the database. The operating
//! system releases the lock when the process dies.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
};

/// A server's lock on a database.
#[derive(Debug)]
pub(crate) struct InstanceLock {
    file: File,
    /// Whether no other server had the database open at the start.
    pub(crate) exclusive: bool,
}

impl InstanceLock {
    /// Takes the exclusive lock, or reports that another server holds a lock.
    pub(crate) fn join(database: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(crate::files::beside(database, ".lock"))?;
        let alone = match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(error)) => return Err(error),
        };
        Ok(Self {
            file,
            exclusive: alone,
        })
    }

    /// Turns the lock into a shared one, so that other servers can start.
    pub(crate) fn share(&self) -> io::Result<()> {
        self.file.lock_shared()
    }
}
