//! Anchor: the last checkpoint as known outside the database. Without it, a database that lost its
//! last checkpoints and rows would still verify.

use crate::{crypto::hex, files};
use data_encoding::HEXLOWER_PERMISSIVE;
use std::{
    fmt,
    fs::{File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// A checkpoint's number and hash, written as `NUMBER:HASH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) number: i64,
    pub(crate) hash: Vec<u8>,
}

/// The error of parsing an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("give the checkpoint as NUMBER:HASH, as logged")]
pub(crate) struct NoAnchor;

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, hex(&self.hash))
    }
}

impl FromStr for Anchor {
    type Err = NoAnchor;

    fn from_str(text: &str) -> Result<Self, NoAnchor> {
        let (number, hex) = text.trim().split_once(':').ok_or(NoAnchor)?;
        let hash = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok();
        Ok(Self {
            number: number.parse().map_err(|_| NoAnchor)?,
            hash: hash.filter(|hash| hash.len() == 32).ok_or(NoAnchor)?,
        })
    }
}

/// The path of the anchor: beside the erasure register, which also outlives the database.
pub(crate) fn path(register: &Path) -> PathBuf {
    files::beside(register, ".anchor")
}

/// Reads the anchor; `None` if the file does not exist.
pub(crate) fn read(path: &Path) -> io::Result<Option<Anchor>> {
    match std::fs::read_to_string(path) {
        Ok(text) => text.parse().map(Some).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Stores an anchor, unless a later one is stored. Several servers may share the file.
pub(crate) fn keep(path: &Path, anchor: &Anchor) -> io::Result<()> {
    let _lock = lock(path)?;
    if read(path)?.is_some_and(|stored| stored.number > anchor.number) {
        return Ok(());
    }
    write(path, anchor)
}

/// Stores an anchor unconditionally, for a restored database.
pub(crate) fn put_back(path: &Path, anchor: &Anchor) -> io::Result<()> {
    let _lock = lock(path)?;
    write(path, anchor)
}

fn write(path: &Path, anchor: &Anchor) -> io::Result<()> {
    files::replace(path, format!("{anchor}\n").as_bytes())
}

/// Locks the anchor against other writers until the returned file is dropped.
fn lock(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(files::beside(path, ".lock"))?;
    file.lock()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchor_round_trips_and_keeps_the_latest() {
        let anchor = Anchor {
            number: 12,
            hash: (0..32).collect(),
        };
        assert_eq!(anchor.to_string().parse(), Ok(anchor.clone()));
        for text in ["", "12", "12:", "12:00", "x:00", ":", &format!("{anchor}0")] {
            assert_eq!(text.parse::<Anchor>(), Err(NoAnchor), "{text}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let path = path(&folder.path().join("register"));
        assert_eq!(read(&path).expect("nothing"), None);
        keep(&path, &anchor).expect("kept");
        assert_eq!(read(&path).expect("read"), Some(anchor.clone()));
        let earlier = Anchor {
            number: 11,
            ..anchor.clone()
        };
        keep(&path, &earlier).expect("a later one is kept");
        assert_eq!(read(&path).expect("read"), Some(anchor));
        put_back(&path, &earlier).expect("put back");
        assert_eq!(read(&path).expect("read"), Some(earlier));
    }
}
