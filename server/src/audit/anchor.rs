//! What the world outside the database knows of the last checkpoint: without
//! it, a database whose last checkpoints and rows are gone looks whole.

use crate::files;
use std::{
    fmt, io,
    path::{Path, PathBuf},
    str::FromStr,
};

/// A checkpoint that was made, as `NUMBER:HASH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) number: i64,
    pub(crate) hash: Vec<u8>,
}

/// A text that is no anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a checkpoint is named NUMBER:HASH, as it was logged")]
pub(crate) struct NoAnchor;

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.number)?;
        self.hash
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Anchor {
    type Err = NoAnchor;

    fn from_str(text: &str) -> Result<Self, NoAnchor> {
        let (number, hex) = text.trim().split_once(':').ok_or(NoAnchor)?;
        let digits: Option<Vec<u8>> = hex
            .chars()
            .map(|c| c.to_digit(16).map(|digit| digit as u8))
            .collect();
        let digits = digits.filter(|digits| digits.len() == 64).ok_or(NoAnchor)?;
        let pairs = digits.chunks_exact(2);
        Ok(Self {
            number: number.parse().map_err(|_| NoAnchor)?,
            hash: pairs.map(|pair| pair[0] << 4 | pair[1]).collect(),
        })
    }
}

/// Where it is kept: beside the register, which outlives the database, too.
pub(crate) fn path(register: &Path) -> PathBuf {
    files::beside(register, ".anchor")
}

/// Reads it, if there is one.
pub(crate) fn read(path: &Path) -> io::Result<Option<Anchor>> {
    match std::fs::read_to_string(path) {
        Ok(text) => text.parse().map(Some).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps this one.
pub(crate) fn keep(path: &Path, anchor: &Anchor) -> io::Result<()> {
    files::replace(path, format!("{anchor}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_it_wrote_and_nothing_else() {
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
        assert_eq!(read(&path).expect("read"), Some(anchor));
    }
}
