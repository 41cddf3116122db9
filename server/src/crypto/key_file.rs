//! The file that holds the installation's key.

use kyc::port::Entropy;
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Why the key cannot be had. Nothing starts without it (security I13).
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyFileError {
    #[error("the key file {0} is not there; make one with: umask 077; openssl rand -hex 32 > {0}")]
    Missing(PathBuf),
    #[error("the key file {path} can be read by others (mode {mode:04o}); run: chmod 600 {path}")]
    Open { path: PathBuf, mode: u32 },
    #[error("the key file {0} does not hold 64 hex digits")]
    Malformed(PathBuf),
    #[error("the key file {path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

/// Reads the key; makes it if it is not there and `make` allows it.
pub(crate) fn load_or_make(
    path: &Path,
    make: bool,
    entropy: &dyn Entropy,
) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
    let io = |source| KeyFileError::Io {
        path: path.to_owned(),
        source,
    };
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound && make => {
            return write_new(path, entropy).map_err(io);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeyFileError::Missing(path.to_owned()));
        }
        Err(error) => return Err(io(error)),
    };
    let mode = fs::metadata(path).map_err(io)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::Open {
            path: path.to_owned(),
            mode,
        });
    }
    parse(text.trim()).ok_or_else(|| KeyFileError::Malformed(path.to_owned()))
}

fn parse(hex: &str) -> Option<Zeroizing<[u8; 32]>> {
    let digits: Vec<u8> = hex
        .chars()
        .map(|c| c.to_digit(16).map(|d| d as u8))
        .collect::<Option<_>>()?;
    let digits = Zeroizing::new(digits);
    let mut key = Zeroizing::new([0; 32]);
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(key)
}

/// Writes a fresh key, synced before it is used: a key that is lost in a
/// power cut would take the data with it.
fn write_new(path: &Path, entropy: &dyn Entropy) -> io::Result<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    entropy.fill(&mut *key);
    let hex = key
        .iter()
        .fold(Zeroizing::new(String::new()), |mut hex, byte| {
            hex.push_str(&format!("{byte:02x}"));
            hex
        });
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(hex.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::SystemEntropy;

    #[test]
    fn a_key_is_made_once_and_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let missing = load_or_make(&path, false, &SystemEntropy);
        assert!(matches!(missing, Err(KeyFileError::Missing(_))));
        let made = load_or_make(&path, true, &SystemEntropy).expect("made");
        let read = load_or_make(&path, true, &SystemEntropy).expect("read");
        assert_eq!(*made, *read);
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        fs::write(&path, "00".repeat(32)).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
        let open = load_or_make(&path, true, &SystemEntropy);
        assert!(matches!(open, Err(KeyFileError::Open { mode: 0o644, .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("set");
        assert!(load_or_make(&path, true, &SystemEntropy).is_ok());
        fs::write(&path, "short").expect("written");
        let malformed = load_or_make(&path, true, &SystemEntropy);
        assert!(matches!(malformed, Err(KeyFileError::Malformed(_))));
    }
}
