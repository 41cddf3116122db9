//! The erasure register: a file of application ids outside the database, appended and synced. Older
//! backups still contain these applications; a restore erases them again.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use kyc::id::ApplicationId;
use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// The erasure register.
#[derive(Clone, Debug)]
pub(crate) struct ErasureRegister {
    path: PathBuf,
}

/// Hex digits per entry: the id has 16 bytes.
const DIGITS: usize = 32;

impl ErasureRegister {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// Adds an application permanently.
    pub(crate) fn add(&self, id: ApplicationId) -> io::Result<()> {
        let is_new = !self.path.exists();
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600)
            .open(&self.path)?;
        // The lock serializes writers; closing the file releases it.
        file.lock()?;
        let whole = whole_lines(&mut file)?;
        file.set_len(whole)?;
        file.seek(SeekFrom::End(0))?;
        let mut line = String::with_capacity(DIGITS + 1);
        HEXLOWER.encode_append(id.as_bytes(), &mut line);
        line.push('\n');
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        if is_new {
            crate::files::sync_folder(&self.path)?;
        }
        Ok(())
    }

    /// All ids in the register.
    pub(crate) fn ids(&self) -> io::Result<Vec<ApplicationId>> {
        let mut text = String::new();
        match File::open(&self.path) {
            Ok(mut file) => file.read_to_string(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        // An entry without a line end was never acknowledged.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        whole
            .lines()
            .map(|line| parse(line).ok_or_else(|| self.malformed()))
            .collect()
    }

    fn malformed(&self) -> io::Error {
        let path = self.path.display();
        io::Error::other(format!("{path} holds a line that is no id"))
    }
}

/// Length of the file without an incomplete last entry.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    Ok(end.map_or(0, |end| end as u64 + 1))
}

fn parse(line: &str) -> Option<ApplicationId> {
    let bytes = HEXLOWER_PERMISSIVE.decode(line.as_bytes()).ok()?;
    bytes.try_into().ok().map(ApplicationId::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt};

    #[test]
    fn register_keeps_all_ids_and_drops_a_partial_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let register = ErasureRegister::new(&folder.path().join("register"));
        assert_eq!(register.ids().expect("none"), []);
        let ids = [1, 2, 3].map(|byte| ApplicationId::new([byte; 16]));
        register.add(ids[0]).expect("added");
        register.add(ids[1]).expect("added");
        let mut bytes = fs::read(&register.path).expect("a file");
        bytes.extend(b"030303");
        fs::write(&register.path, &bytes).expect("cut off");
        assert_eq!(register.ids().expect("two"), ids[..2]);
        register.add(ids[2]).expect("added");
        assert_eq!(register.ids().expect("three"), ids);
        let mode = fs::metadata(&register.path).expect("a file").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        fs::write(&register.path, "nobody\n").expect("written");
        assert!(register.ids().is_err());
    }
}
