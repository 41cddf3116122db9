//! Atomic and durable file writes: a file is complete or absent, also after a power cut.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// The path with an ending appended to its name.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The folder of a file.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The mode of a file that is accessible to others than its owner; `None` otherwise.
pub(crate) fn open_to_others(metadata: &Metadata) -> Option<u32> {
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Syncs the folder of a file, which makes a created, changed or removed name durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

/// Replaces a file's content atomically; only its owner can read it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    rename(&write_beside(path, bytes)?, path)
}

/// Writes a replacement beside a file and syncs it. Returns its path.
pub(crate) fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let fresh = beside(path, ".new");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&fresh)?;
    // A leftover of an interrupted write keeps its old mode otherwise.
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(fresh)
}

/// Renames a file and syncs both folders.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)?;
    sync_folder(from)?;
    sync_folder(to)
}
