//! Who has the database open: every server holds a shared lock on a file beside
//! it for as long as it lives. The system lets go of it when a process dies.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
};

/// A server's presence at a database.
#[derive(Debug)]
pub(crate) struct InstanceLock {
    file: File,
    /// Whether nobody else was there when it came.
    pub(crate) exclusive: bool,
}

impl InstanceLock {
    /// Joins whoever is there already.
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

    /// Lets others in.
    pub(crate) fn share(&self) -> io::Result<()> {
        self.file.lock_shared()
    }
}
